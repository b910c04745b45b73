"""A sweep of tiny over three budgets, solved once."""

import pytest

import optimizer as opt

BUDGETS = [50.0, 100.0, 200.0]


@pytest.fixture(scope="session")
def tiny():
    """Return tiny."""
    return opt.load("tiny")


@pytest.fixture(scope="session")
def swept(tiny, tmp_path_factory):
    """Return its sweep, kept in a store."""
    store = tmp_path_factory.mktemp("sweep") / "runs"
    return opt.sweep(tiny, budgets=BUDGETS, store=store, workers=1)
