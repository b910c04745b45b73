"""One clock for a whole command."""

import math

import pytest

from optimizer.deadline import Deadline, deadline_of, remaining


class FakeClock:
    """Seconds that pass when told to."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        """Return the time now."""
        return self.now


def test_time_gone_before_the_search_counts():
    """Of 60 seconds 4 went into reading: 56 are left, 14 of them kept for all that follows."""
    clock = FakeClock()
    deadline = Deadline(60.0, clock)
    assert deadline.left() == 60.0
    clock.now += 4.0
    assert (deadline.spent(), deadline.left(), deadline.for_search()) == (4.0, 56.0, 42.0)


@pytest.mark.parametrize(("gone", "search"), [(0.0, 60.0), (15.0, 30.0), (40.0, 5.0), (61.0, 0.0)])
def test_a_quarter_is_kept_at_most(gone, search):
    """However long reading took; never less than no time."""
    clock = FakeClock()
    deadline = Deadline(60.0, clock)
    clock.now += gone
    assert deadline.for_search() == search
    assert deadline.passed() == (gone > 60)


def test_without_a_limit_there_is_always_time():
    """And a deadline given is taken as it is."""
    deadline = Deadline()
    assert deadline.left() == math.inf
    assert deadline.for_search() is None
    assert deadline_of(deadline) is deadline
    assert deadline_of(5.0).seconds == 5.0


def test_what_is_left_is_shared_among_what_is_to_come():
    """None without a limit."""
    clock = FakeClock()
    deadline = Deadline(60.0, clock)
    clock.now += 20
    assert remaining(deadline) == 40
    assert remaining(deadline, 4) == 10
    assert remaining(Deadline()) is None
