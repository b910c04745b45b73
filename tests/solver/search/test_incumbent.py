"""The best plan known: proven within a gap, and told of while HiGHS searches on."""

import numpy as np

from optimizer.solver.highs.controls import Controls, Progress
from optimizer.solver.highs.run import Run
from optimizer.solver.search.incumbent import proven, telling

BEST = Run("optimal", np.zeros(1), 8.0, 10.0)


def told(progress, best=BEST, **known):
    """Return what a watcher is told of a progress of HiGHS."""
    heard = []
    telling(Controls(watcher=heard.append), best, **known).watcher(progress)
    return heard[0].objective, heard[0].bound


def test_a_proven_plan_has_no_bound_below_itself():
    """By rounding a bound may lie a little below the plan."""
    plan = Run("time_limit", np.zeros(1), 10.0, 12.0)
    assert (proven(plan, 10.5).status, proven(plan, 10.5).bound) == ("optimal", 10.5)
    assert proven(plan, 9.999999).bound == 10.0


def test_of_a_part_the_bound_is_no_lower_than_what_was_left_out():
    """HiGHS's part is bounded by 8.5, but what it leaves out may reach 9; the plan known has 8."""
    assert told(Progress("-", 0.0, 7.0, 8.5), left_out=9.0) == (8.0, 9.0)


def test_a_bound_that_is_known_holds_from_the_beginning():
    """Before HiGHS has a bound, and while its own is weaker, the known one is told."""
    assert told(Progress("-", 0.0, None, None), bound=9.5) == (8.0, 9.5)
    assert told(Progress("-", 0.0, 9.0, 20.0), bound=9.5) == (9.0, 9.5)
    assert told(Progress("-", 0.0, 9.0, 9.2), bound=9.5) == (9.0, 9.2)


def test_nothing_known_changes_nothing():
    """Without a plan or a bound the watcher hears HiGHS's own."""
    assert told(Progress("-", 0.0, None, None), best=None) == (None, None)
