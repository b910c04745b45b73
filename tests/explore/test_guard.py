"""Who is refused."""

import pytest
from support.live import Client

from optimizer.explore.web import make_app

PAGE = "/secret/"


@pytest.fixture
def asked(hub):
    """Return a function that asks the server."""

    def ask(path=PAGE, names=(), root="", **headers):
        app = make_app(hub, token="secret", names=names, root_path=root)
        return Client(app).get(path, **headers)

    return ask


@pytest.mark.parametrize("path", ["/", "/wrong/", "/secre/", "/secret2/", "/s/x/"])
def test_without_the_token_nothing_is_told(asked, path):
    """Whatever is asked for, there or not."""
    assert asked(path).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""]
)
def test_a_strange_host_is_refused(asked, host):
    """A name that leads here is no name of the server (DNS rebinding)."""
    assert asked(host=host).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://[", "file://"])
def test_a_strange_origin_is_refused(asked, origin):
    """Another site's page can't ask, even with the token."""
    assert asked(origin=origin).status_code == 403


def test_the_server_has_its_names(asked):
    """Those of this machine with any port, and those that were given for a proxy."""
    assert asked(host="localhost:99", origin="http://127.0.0.1:8000").status_code == 303
    proxied = {"host": "plans.example.org", "origin": "https://plans.example.org"}
    assert asked(**proxied).status_code == 403
    assert asked(**proxied, names=["Plans.example.org"]).status_code == 303


def test_a_proxy_may_leave_its_path_or_take_it_away(asked):
    """The addresses that follow are relative, so that both ways lead to the same page."""
    for path in ("/team/secret/", "/secret/"):
        answer = asked(path, root="/team/")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("s/")
    assert asked("/team/secret/").status_code == 403


def test_every_answer_forbids_what_is_not_needed(asked):
    """Refused ones, too: nothing is kept, guessed, framed or told to others."""
    for answer in (asked(), asked("/wrong/")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
