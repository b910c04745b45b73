"""What tests of the live view share: a small country, its plan, a hub without waiting."""

import pytest
from support.live import Client, begun, small

from optimizer.explore.hub import Hub
from optimizer.explore.web import make_app


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return tiny without what makes it slow, with a scenario."""
    return small(tmp_path_factory.mktemp("live") / "small")


@pytest.fixture(scope="session")
def start(folder):
    """Return ground, choice and plan that every hub begins with."""
    return begun(folder)


@pytest.fixture
def hub(start, tmp_path):
    """Return a hub that saves into a folder of the test."""
    found = Hub(*start, tmp_path / "explored")
    yield found
    found.close()


@pytest.fixture
def client(hub):
    """Return a client of the server that has opened a session; its paths are the session's."""
    app = make_app(hub, token="secret")
    return Client(app, f"/secret/{Client(app).get('/secret/').headers['location']}")
