"""What a linear relaxation says: its optimum bounds every plan, reduced costs what moving costs."""

import pytest
from support.matrices import knapsack, whole_plans

from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation.lp import bounded

ITEMS = knapsack([10, 6, 5], [5, 4, 3], 7)


def test_the_optimum_may_split_an_item():
    """Of 10, 6 and 5 with weights 5, 4 and 3 in room 7: the first, and two thirds of the last."""
    found = bounded(ITEMS, Controls())
    assert found.value == pytest.approx(10 + 5 * 2 / 3)
    assert found.values == pytest.approx([1, 0, 2 / 3])


def test_reduced_costs_are_what_the_item_gains_beyond_the_room_s_price():
    """Room is worth 5/3: 10 − 25/3 more for the first, 6 − 20/3 for the second, nothing else."""
    assert bounded(ITEMS, Controls()).reduced == pytest.approx([5 / 3, -2 / 3, 0])


def test_no_whole_plan_is_better_than_value_and_reduced_costs_say():
    """value + Σ reduced·(x − x*) bounds each whole plan: what reduced-cost fixing rests on."""
    found = bounded(ITEMS, Controls())
    for plan, value in whole_plans(ITEMS):
        assert value <= found.value + found.reduced @ (plan - found.values) + 1e-9


def test_without_a_plan_there_is_no_bound():
    """A room of −1 holds nothing."""
    assert bounded(knapsack([1], [1], -1), Controls()) is None
