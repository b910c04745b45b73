"""A solve that ends in time."""

import threading

import pytest

from optimizer.api.in_time import solved_in_time
from optimizer.deadline import Deadline
from optimizer.solver import Controls, NoPlanError, Progress


class FastClock:
    """A clock on which half a second goes by with every look."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        """Return a later time than before."""
        self.now += 0.5
        return self.now


@pytest.fixture
def release():
    """Let what hangs go on, so that no thread outlives its test."""
    event = threading.Event()
    yield event
    event.set()


def test_what_hangs_is_left_and_asked_to_stop(release):
    """Nobody waits for a model that is built for hours."""
    controls = Controls(time_limit=1.0)
    with pytest.raises(NoPlanError, match="in 1 seconds") as caught:
        solved_in_time(lambda _: release.wait(), controls, Deadline(1.0, FastClock()))
    assert caught.value.status == "time_limit"
    assert controls.stop.is_set()


def test_a_plan_that_was_seen_is_waited_for(release):
    """It is settled after the time is up, and not lost for a few seconds."""
    clock = FastClock()
    deadline = Deadline(1.0, clock)

    def work(controls):
        controls.watcher(Progress("searching", 0.5, 10.0, 12.0))
        while clock.now < deadline.started + 8.0:
            release.wait(0.01)
        return "settled"

    assert solved_in_time(work, Controls(time_limit=1.0), deadline) == "settled"


def test_an_error_is_that_of_the_work():
    """It comes out where the solve was asked for."""

    def work(controls):
        raise NoPlanError("infeasible", [], "No plan can exist.")

    with pytest.raises(NoPlanError, match="can exist"):
        solved_in_time(work, Controls(time_limit=60.0), Deadline(60.0))


def test_without_a_limit_there_is_no_other_thread():
    """The work is done where it was asked for."""
    assert solved_in_time(lambda _: threading.current_thread(), Controls(), Deadline()) is (
        threading.current_thread()
    )
