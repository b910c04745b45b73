"""One run of a sweep, whatever happens."""

import time
from importlib import import_module

from support.plans import plain_tiny

import optimizer as opt
from optimizer.sweep.worker import Asked, Task, Workshop
from optimizer.verify import verify

TASK = Task("key", "base", 60.0)
worker = import_module("optimizer.sweep.worker")


def workshop(time_limit=None, instance=None):
    """Return a workshop for tiny."""
    return Workshop(instance or plain_tiny(), Asked(1e-3, time_limit, 0, {}))


def test_a_run_brings_its_whole_plan():
    """Checked, and as it will stand in the store."""
    content = workshop().perform(TASK)
    assert content["status"] == "optimal"
    assert content["plan"]["budget"] == 60.0
    assert content["plan"]["retained"] > 0
    assert verify(content["plan"], plain_tiny()).ok


def test_a_run_without_a_plan_says_why():
    """No time, or a floor that nothing meets."""
    assert workshop(time_limit=0.0).perform(TASK)["status"] == "time_limit"
    impossible = opt.load("tiny", settings={"limits.min_retained_share": {"Verrin": 0.9}})
    content = workshop(instance=impossible).perform(TASK)
    assert content["status"] == "infeasible"
    assert content["plan"] is None
    assert any("Verrin" in reason for reason in content["reasons"])


def test_too_little_memory_is_a_failed_run(monkeypatch):
    """It is told as such, so that the sweep goes on and the next one tries again."""

    def too_large(*words, **more):
        raise MemoryError

    monkeypatch.setattr(worker.ParametricSolver, "solve", too_large)
    content = workshop().perform(TASK)
    assert content["status"] == "failed"
    assert content["reasons"] == ["the machine has too little memory for it"]
    assert content["status"] not in worker.FINISHED


def test_the_whole_sweeps_time_is_every_runs():
    """The shorter of both limits holds; a run for which none is left is not begun."""
    asked = Asked(1e-3, 5.0, 0, {}, until=time.time() + 600)
    assert asked.search_limit() == 5.0
    assert Asked(1e-3, None, 0, {}).search_limit() is None
    over = Asked(1e-3, None, 0, {}, until=time.time() - 1)
    assert over.left() == over.search_limit() == 0.0
    content = Workshop(plain_tiny(), over).perform(TASK)
    assert content["reasons"] == [worker.NO_TIME_LEFT]
    assert content[worker.CUT_SHORT]
