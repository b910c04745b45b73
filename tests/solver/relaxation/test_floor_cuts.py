"""Cuts for floors: a building dearer than the floor meets it once."""

from types import SimpleNamespace

import numpy as np
import pytest
from support.matrices import programme, whole_plans

from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.relaxation.lp import bounded

FLOOR = 6.0


def purse(family="fair_share", floor=FLOOR):
    """Return a purse whose only row besides the budget is a floor."""
    return SimpleNamespace(
        share=np.array([1.0]),
        rows=np.array([0, 0]),
        fair=((family, "P"),),
        at=lambda _: (np.array([-np.inf, floor]), np.array([9.0, np.inf])),
    )


def floor_row():
    """Return the most value of buildings of 8, 3 and 3, of which at least 6 must be spent."""
    matrix = programme([-9, -4, -4], [[8, 3, 3]], [np.inf], high=[2, 2, 2])
    matrix.row_low[:] = FLOOR
    return matrix


def test_a_dear_building_counts_once_a_cheap_one_by_its_share():
    """8n₁ + 3n₂ + 3n₃ ≥ 6 becomes n₁ + n₂/2 + n₃/2 ≥ 1."""
    body, low, high = floor_cuts(purse(), floor_row(), 10.0)
    assert body.toarray().tolist() == [[1, 0.5, 0.5]]
    assert (low.tolist(), high.tolist()) == ([1], [np.inf])


def test_the_cut_holds_for_every_whole_plan_and_cuts_off_a_fraction():
    """The relaxation meets the floor by three quarters of the dear one; with the cut it can't."""
    matrix = floor_row()
    cuts = floor_cuts(purse(), matrix, 10.0)
    assert all(cuts[0] @ plan >= cuts[1] - 1e-9 for plan, _ in whole_plans(matrix))
    assert bounded(matrix, Controls()).value == pytest.approx(-9 * 6 / 8)
    assert bounded(matrix.with_rows(cuts), Controls()).value == pytest.approx(-8)


def test_without_a_floor_there_is_no_cut():
    """Neither for a ceiling, nor for a floor of nothing, nor where halves may be built."""
    assert floor_cuts(purse("most_fair_share"), floor_row(), 10.0) is None
    assert floor_cuts(purse(floor=0.0), floor_row(), 10.0) is None
    halves = floor_row()
    halves.whole[0] = False
    assert floor_cuts(purse(), halves, 10.0) is None
