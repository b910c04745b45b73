"""RENS: what is whole in the relaxation stays, what is fractional is searched."""

import numpy as np
import pytest
from support.matrices import knapsack, programme

from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.search.rens import rens

EXACT = Controls(gap=0.0)


def test_only_the_fractional_is_searched():
    """The relaxation takes 10 and two thirds of 5; beside the whole 10 nothing fits: not 6 + 5."""
    items = knapsack([10, 6, 5], [5, 4, 3], 7)
    found = rens(items, bounded(items, EXACT), EXACT, 0)
    assert (found.objective, found.values.tolist()) == (10, [1, 0, 0])


def test_with_what_loses_least_it_finds_more():
    """Moving 6 in loses 2/3 of the bound, moving 10 out 5/3: with both free the optimum, 11."""
    items = knapsack([10, 6, 5], [5, 4, 3], 7)
    values = [rens(items, bounded(items, EXACT), EXACT, free).objective for free in (1, 2)]
    assert values == pytest.approx([10, 11])


def test_where_rounding_leaves_no_plan_it_says_so():
    """x + y ≤ 1.5 and ≥ 1.2, x whole by the relaxation: y can't make up the rest."""
    rows = programme([2, 1], [[1, 1], [-1, -1]], [1.5, -1.2])
    assert rens(rows, bounded(rows, EXACT), EXACT, 0).values is None


def test_columns_that_may_be_fractional_stay_free():
    """They are not fixed at the relaxation's values: 3 becomes 4 once the other item is out."""
    mixed = programme([5, 1], [[3, 1]], [4], high=[1, 4])
    mixed.whole[1] = False
    found = rens(mixed, bounded(mixed, EXACT), EXACT, 0)
    assert found.objective == pytest.approx(6)
    assert np.array_equal(found.values.round(9), [1, 1])
