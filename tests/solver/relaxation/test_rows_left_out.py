"""The relaxation without its longest rows: its bound with those that are missed, and before."""

from dataclasses import replace

import numpy as np
import pytest

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.solver.built import built_at
from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation import rows_left_out
from optimizer.solver.relaxation.configuration import strengthen
from optimizer.solver.relaxation.lp import bounded

BUDGET = 1000.0
"""At which what neighbours lift decides."""


@pytest.fixture(scope="module")
def matrix():
    """Return the relaxation by region of `tiny`, in which neighbours lift clusters."""
    built = built_at(compute(opt.load("tiny")), BUDGET, graduates=False)
    strong = strengthen(built.matrix, built.structure, built.purse)
    return strong.purse.limited(strong.matrix, BUDGET)


@pytest.fixture
def left_out(monkeypatch):
    """Small as a matrix is, its long rows are left out."""
    monkeypatch.setattr(rows_left_out, "MANY_TERMS", 0)


@pytest.mark.usefixtures("left_out")
def test_with_what_is_missed_the_bound_is_that_of_all_rows(matrix, monkeypatch):
    """Added until nothing is missed, however little it gains."""
    monkeypatch.setattr(rows_left_out, "GAINED", 0.0)
    monkeypatch.setattr(rows_left_out, "ROUNDS", 20)
    found = rows_left_out.bounded_by_parts(matrix, Controls())
    assert found.value == pytest.approx(bounded(matrix, Controls()).value, rel=1e-9)
    assert np.all(matrix.a @ found.values <= matrix.row_high + 1e-4)


@pytest.mark.usefixtures("left_out")
def test_without_them_the_bound_holds_and_is_higher(matrix, monkeypatch):
    """One program: the rows cut off its optimum."""
    monkeypatch.setattr(rows_left_out, "ROUNDS", 1)
    found = rows_left_out.bounded_by_parts(matrix, Controls())
    assert found.value > bounded(matrix, Controls()).value * (1 + 1e-6)


def test_a_small_matrix_is_solved_at_once(matrix):
    """Its optimum is that of `bounded`, to the last digit."""
    found, whole = (
        solve(matrix, Controls()) for solve in (rows_left_out.bounded_by_parts, bounded)
    )
    assert found.value == whole.value


@pytest.mark.usefixtures("left_out")
def test_where_no_plan_exists_there_is_none(matrix):
    """Nothing can be less than nothing."""
    none = replace(matrix, row_high=np.full(len(matrix.row_high), -1e6))
    assert rows_left_out.bounded_by_parts(none, Controls()) is None
