"""Several at a time: answers in order, and nothing goes on once one has failed."""

from threading import Event

import pytest

from optimizer.solver import each


def test_answers_come_in_the_order_of_the_items():
    """Whichever is done first."""
    stop = Event()
    assert each(lambda number: number * 2, range(5), stop) == [0, 2, 4, 6, 8]
    assert not stop.is_set()


def test_what_is_raised_stops_the_others_and_begins_no_more():
    """Ctrl-C in one of a hundred ends them all."""
    begun, stop = [], Event()

    def work(number):
        begun.append(number)
        if number == 0:
            raise KeyboardInterrupt
        stop.wait(5)

    with pytest.raises(KeyboardInterrupt):
        each(work, range(100), stop)
    assert stop.is_set()
    assert len(begun) < 100
