"""Reduced-cost fixing: no plan near the bound is lost, and what can't be in one is fixed."""

from types import SimpleNamespace

import numpy as np
import pytest
from support.matrices import knapsack, programme, whole_plans

from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation.lp import Bound, bounded
from optimizer.solver.search.reduced_cost_fixing import (
    _lean,
    _near,
    _spread,
    _tight,
)


def near(matrix, bound, depth):
    """Return the limits that plans within a depth of the bound keep to."""
    found = _near(matrix, SimpleNamespace(stepwise=matrix.whole), bound, depth)
    return found.low.tolist(), found.high.tolist()


def test_a_column_moves_as_far_as_the_depth_pays():
    """At 3 a step a depth of 7 pays two steps from either end, one of 2 none."""
    matrix = programme([1, 1], [[1, 1]], [9], high=[5, 5])
    bound = Bound(0.0, np.array([0.0, 5.0]), np.array([-3.0, 3.0]))
    assert near(matrix, bound, 7.0) == ([0, 3], [2, 5])
    assert near(matrix, bound, 2.0) == ([0, 5], [0, 5])


def test_what_need_not_be_whole_is_left_free():
    """A column in between, or one that may be fractional, is never fixed."""
    matrix = programme([1, 1], [[1, 1]], [9], high=[5, 5])
    matrix.whole[1] = False
    bound = Bound(0.0, np.array([2.5, 0.0]), np.array([-3.0, -3.0]))
    assert near(matrix, bound, 0.1) == ([0, 0], [5, 5])


@pytest.mark.parametrize("seed", range(5))
def test_every_plan_within_the_depth_is_kept(seed):
    """Of random items: whoever is within the depth of the bound keeps to the limits."""
    draw = np.random.default_rng(seed)
    items = knapsack(draw.integers(5, 30, 8), draw.integers(3, 20, 8), 40)
    bound = bounded(items, Controls())
    for depth in (0.5, 3.0, 10.0):
        low, high = near(items, bound, depth)
        for plan, value in whole_plans(items):
            if value >= bound.value - depth:
                assert np.all((plan >= low) & (plan <= high))


def test_budgets_are_spread_from_first_to_last():
    """Five of nine, and all of three."""
    assert _spread(range(9), 5) == [0, 2, 4, 6, 8]
    assert _spread([1, 5, 9], 5) == [1, 5, 9]


def test_cuts_that_are_slack_at_the_bound_go():
    """The model's own row stays although it is slack; of two cuts the tight one stays."""
    matrix = programme([1, 1], [[1, 1], [1, 0], [0, 1]], [9, 1, 5])
    kept = _tight(matrix, Bound(0.0, np.array([1.0, 1.0]), np.zeros(2)), 1)
    assert kept.row_high.tolist() == [9, 1]


def test_a_lean_matrix_is_without_what_only_sharpens():
    """The last column goes, and with it the row that mentions it."""
    matrix = programme([1, 1, 0], [[1, 1, 0], [1, 0, -1]], [1, 0])
    lean = _lean(matrix, SimpleNamespace(lean=2))
    assert lean.a.toarray().tolist() == [[1, 1]]
    assert lean.columns == (0, 1)
