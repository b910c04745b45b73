"""Marks and shades that the map and its styles share."""

import pytest

from optimizer.report.plan.looks import SHADES, looks_of, steps_to


@pytest.mark.parametrize("most", [0.0, 1.0, 3.0, 99.0, 100.0, 12_345.0])
def test_steps_reach_the_most(most):
    """They rise, end at or above the most, and are few."""
    steps = steps_to(most)
    assert steps == sorted(set(steps))
    assert steps[-1] >= most
    assert len(steps) <= SHADES + 1


def test_an_option_looks_the_same_in_whatever_order():
    """By its id."""
    assert looks_of(["b", "a", "a"]) == looks_of(["a", "b"])
