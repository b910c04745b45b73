"""A plan to start from: next to the relaxation by region, with the bound that this proves."""

from dataclasses import replace

import numpy as np
import pytest
from support.matrices import knapsack

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.solver.built import built_at
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import Run, run
from optimizer.solver.relaxation.configuration import strengthen
from optimizer.solver.search.first_plan import Start, first_plan, searched_from
from optimizer.solver.standard_form import SolverError

ITEMS = knapsack([10, 6, 5], [5, 4, 3], 7)
"""Best: 6 + 5 = 11."""
TEN = Run("time_limit", np.array([1.0, 0.0, 0.0]), 10.0, 12.0)


@pytest.fixture(scope="module")
def tiny_relaxation():
    """Return `tiny` without graduates, and its relaxation by region."""
    built = built_at(compute(opt.load("tiny")), 200.0, graduates=False)
    return strengthen(built.matrix, built.structure, built.purse)


@pytest.mark.parametrize("budget", [60.0, 200.0, 500.0])
def test_the_plan_keeps_to_the_rules_and_the_bound_holds(tiny_relaxation, budget):
    """Its columns are whole and within all rows; the best plan lies between it and the bound."""
    plain = tiny_relaxation.purse.limited(tiny_relaxation.plain, budget)
    start = first_plan(tiny_relaxation, plain, budget, Controls())
    values = start.plan.values
    whole = values[plain.whole]
    assert np.allclose(whole, whole.round(), atol=1e-6)
    activity = plain.a @ values
    assert np.all(activity <= plain.row_high + 1e-6)
    assert np.all(activity >= plain.row_low - 1e-6)
    best = run(plain, Controls(gap=0.0), phase="-")
    assert start.plan.objective <= best.objective + 1e-6
    assert best.objective <= start.bound + 1e-6


def test_what_may_not_be_built_is_not_in_the_plan(tiny_relaxation):
    """The run's own limits of the columns hold, not those of the relaxation."""
    plain = tiny_relaxation.purse.limited(tiny_relaxation.plain, 200.0)
    high = plain.high.copy()
    high[plain.whole] = 0.0
    none = replace(plain, high=np.maximum(high, plain.low))
    start = first_plan(tiny_relaxation, none, 200.0, Controls())
    assert not start.plan.values[plain.whole].any()


def test_progress_names_the_plan_and_the_bound(tiny_relaxation):
    """A watcher hears of the bound first, then of the plan."""
    heard = []
    plain = tiny_relaxation.purse.limited(tiny_relaxation.plain, 200.0)
    start = first_plan(tiny_relaxation, plain, 200.0, Controls(watcher=heard.append))
    assert [(p.objective, p.bound) for p in heard] == [
        (None, start.bound),
        (start.plan.objective, start.bound),
    ]


def test_a_plan_within_the_gap_needs_no_search():
    """10 against a bound of 10.5 is within 5%: it is returned as proven, and HiGHS is not asked."""
    found = searched_from(Start(TEN, 10.4), ITEMS, Controls(gap=0.05))
    assert (found.objective, found.bound, found.status) == (10.0, 10.4, "optimal")


def test_the_better_of_two_bounds_is_kept():
    """HiGHS finds 11; where the relaxation's bound is the lower, it stays."""
    found = searched_from(Start(TEN, 11.5), ITEMS, Controls(gap=0.0))
    assert (found.objective, found.bound) == (11.0, 11.0)


def test_without_time_the_plan_stands():
    """No time is left: the plan is returned with its bound, as unfinished."""
    found = searched_from(Start(TEN, 12.0), ITEMS, Controls(gap=0.0, time_limit=0.0))
    assert (found.objective, found.bound, found.status) == (10.0, 12.0, "time_limit")


def test_no_plan_although_one_is_known_is_an_error():
    """A solver that contradicts a known plan is not believed."""
    none = replace(ITEMS, row_low=np.full(1, 20.0), row_high=np.full(1, np.inf))
    with pytest.raises(SolverError, match="a plan is known"):
        searched_from(Start(TEN, 12.0), none, Controls(gap=0.0))


def test_of_an_enormous_model_the_first_plan_stands_where_time_is_limited(monkeypatch):
    """HiGHS is not asked, which would find 11."""
    monkeypatch.setattr("optimizer.solver.relaxation.rows_left_out.MANY_TERMS", 0)
    start = Start(TEN, 12.0)
    limited = searched_from(start, ITEMS, Controls(gap=0.0, time_limit=60.0))
    assert (limited.objective, limited.bound, limited.status) == (10.0, 12.0, "time_limit")
    assert searched_from(start, ITEMS, Controls(gap=0.0)).objective == 11.0


def test_what_is_near_are_few_columns_of_the_plan(tiny_relaxation):
    """Whole columns alone, as many as a wide neighbourhood has at most."""
    plain = tiny_relaxation.purse.limited(tiny_relaxation.plain, 200.0)
    start = first_plan(tiny_relaxation, plain, 200.0, Controls())
    assert len(start.near) == len(plain.cost)
    assert start.near.any()
    assert not start.near[~plain.whole].any()


def test_of_a_very_large_model_a_second_search_is_as_good_at_least(tiny_relaxation, monkeypatch):
    """With more columns free, and to the gap asked for: never worse than the first."""
    plain = tiny_relaxation.purse.limited(tiny_relaxation.plain, 500.0)
    monkeypatch.setattr("optimizer.solver.search.first_plan.CHANGES", (0,))
    first = first_plan(tiny_relaxation, plain, 500.0, Controls(gap=1e-3))
    monkeypatch.setattr("optimizer.solver.search.first_plan.SHARP_IS_FASTER", 0)
    second = first_plan(tiny_relaxation, plain, 500.0, Controls(gap=1e-3))
    assert second.plan.objective > first.plan.objective
