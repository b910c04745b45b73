"""Gap and time: what counts as near enough, and when it is time to end."""

import math

import pytest

from optimizer.solver.highs.controls import Controls, Progress, gap_of


def test_the_gap_is_relative_to_the_plan_but_for_small_ones():
    """(102 − 100)/100; below 1 it is the difference itself; a bound below the plan counts too."""
    assert gap_of(100, 102) == pytest.approx(0.02)
    assert gap_of(0.5, 0.6) == pytest.approx(0.1)
    assert gap_of(-100, -98) == gap_of(100, 98) == pytest.approx(0.02)


def test_progress_has_a_gap_once_both_ends_are_known():
    """Neither without a plan nor without a bound."""
    assert Progress("-", 0.0, 100.0, 102.0).gap == pytest.approx(0.02)
    assert Progress("-", 0.0, None, 102.0).gap is None
    assert Progress("-", 0.0, 100.0, None).gap is None


def test_without_a_limit_there_is_time_for_ever():
    """A limit that has passed leaves nothing, not less than nothing."""
    assert math.isinf(Controls().left())
    assert Controls(time_limit=0.0).left() == 0
    assert not Controls().stopped()
    assert Controls(time_limit=0.0).stopped()


def test_an_interrupt_is_told_from_time_that_is_up():
    """Both may be true: then it was the interrupt."""
    controls = Controls(time_limit=0.0)
    assert controls.why_stopped() == "time_limit"
    controls.stop.set()
    assert controls.stopped()
    assert controls.why_stopped() == "interrupted"
