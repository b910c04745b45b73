"""What is fixed is taken out of the matrix; the plan and its value are as if it were there."""

from dataclasses import replace

import numpy as np
import pytest
from support.matrices import knapsack, programme

from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.reductions import fixed_columns
from optimizer.solver.reductions.fixed_columns import without_fixed

EXACT = Controls(gap=0.0)
ITEMS = knapsack([6, 5, 4, 3], [3, 2, 2, 1], 5)


def fixed(places):
    """Return the items with some of them in or out."""
    low, high = ITEMS.low.copy(), ITEMS.high.copy()
    for place, value in places.items():
        low[place] = high[place] = value
    return replace(ITEMS, low=low, high=high, offset=2.0)


@pytest.mark.parametrize("places", [{}, {0: 1}, {1: 0, 3: 1}, {0: 1, 1: 1, 2: 0, 3: 0}])
def test_the_plan_is_that_of_the_whole_matrix(places):
    """Values in every column, the objective with what is fixed and the offset."""
    matrix = fixed(places)
    small, whole = without_fixed(matrix, EXACT, "-"), run(matrix, EXACT, phase="-")
    assert small.objective == pytest.approx(whole.objective)
    assert small.bound == pytest.approx(whole.bound)
    assert float(matrix.cost @ small.values) + 2 == pytest.approx(small.objective)
    assert all(small.values[place] == value for place, value in places.items())


def test_what_is_fixed_beyond_the_room_leaves_no_plan():
    """The first three weigh 7 of 5."""
    assert without_fixed(fixed({0: 1, 1: 1, 2: 1}), EXACT, "-").status == "infeasible"


def test_rows_that_hold_anyway_are_left_out(monkeypatch):
    """x + y ≤ 2 always holds of two buildings, x + y ≤ 1 does not."""
    seen = []

    def noted(matrix, *args, **more):
        seen.append(matrix.row_high.tolist())
        return run(matrix, *args, **more)

    monkeypatch.setattr(fixed_columns, "run", noted)
    matrix = programme([1, 1], [[1, 1], [1, 1]], [2, 1])
    assert without_fixed(matrix, EXACT, "-").objective == pytest.approx(1)
    assert seen == [[1]]


def test_a_plan_to_start_from_loses_its_fixed_part_too():
    """It is given on all columns."""
    start = np.array([1.0, 1.0, 0.0, 0.0])
    found = without_fixed(fixed({0: 1}), EXACT, "-", start=start)
    assert found.objective == pytest.approx(6 + 5 + 2)
