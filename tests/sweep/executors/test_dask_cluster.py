"""A Dask cluster that isn't there, or goes away, is told in words."""

import sys
from types import SimpleNamespace

import pytest

import optimizer as opt
from optimizer.sweep.executors.dask_cluster import AHEAD, Cluster
from optimizer.sweep.worker import Asked, Task

pytestmark = pytest.mark.filterwarnings("default")
ASKED = Asked(1e-3, None, 0, {})


@pytest.fixture
def client():
    """Return a cluster of three workers with two threads each, which does nothing."""
    pytest.importorskip("distributed")
    return SimpleNamespace(
        status="running",
        loop=object(),
        nthreads=lambda: dict.fromkeys("abc", 2),
        submit=lambda *args, **more: SimpleNamespace(release=lambda: None),
    )


def test_every_worker_has_a_task_waiting(client):
    """Slots are a multiple of the cluster's threads."""
    assert Cluster(client, {}, ASKED).slots == 6 * AHEAD


def test_a_scheduler_that_goes_away_is_named(client):
    """In words of the planner, not as an AttributeError."""
    cluster = Cluster(client, {}, ASKED)

    def gone(*args, **more):
        raise AttributeError("'NoneType' object has no attribute 'ncores'")

    client.status, client.nthreads, client.submit = "closed", gone, gone
    with pytest.raises(opt.InputError, match="scheduler is gone"):
        assert cluster.slots
    with pytest.raises(opt.InputError, match="scheduler is gone"):
        cluster.submit(Task("key", "base", 50.0), None, lambda content: None)
    cluster.close()


@pytest.mark.parametrize("address", ["foo", "tcp://", "tls://127.0.0.1:1"])
def test_an_address_that_leads_nowhere_is_named(address):
    """No scheduler answers there."""
    pytest.importorskip("distributed")
    with pytest.raises(opt.InputError, match="no Dask scheduler answers"):
        opt.sweep("tiny", budgets=[50], dask=address)


def test_without_dask_the_package_to_install_is_named(monkeypatch):
    """The extra `rooted[cluster]` has it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(opt.InputError, match=r"rooted\[cluster\]"):
        opt.sweep("tiny", budgets=[50], dask="tcp://127.0.0.1:1")
