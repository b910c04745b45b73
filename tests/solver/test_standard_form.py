"""The matrix of a model: names, whole numbers, and what can be done to it."""

import numpy as np
import pyomo.environ as pyo
import pytest
from scipy import sparse
from support.matrices import programme
from support.own_rules import two_towns

import optimizer as opt
from optimizer.model import Structure
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.standard_form import export, stacked


@pytest.fixture
def model(tmp_path):
    return opt.build_model(two_towns(tmp_path))


def test_rows_and_columns_bear_the_model_s_names(model):
    """The budget's row: 10 for each of four clusters, at most 20."""
    matrix = export(Structure(model))
    (row,) = matrix.rows_of("budget")
    assert matrix.rows[row] == ("budget", None)
    assert matrix.row_high[row] == 20
    spent = matrix.a[[row]].toarray()[0]
    assert {matrix.columns[c]: spent[c] for c in np.flatnonzero(spent)} == {
        ("x", (town, kind)): 10 for town in "AB" for kind in ("ai", "bio")
    }
    assert matrix.block("x").tolist() == sorted(matrix.position()["x", key] for key in model.x)
    assert matrix.whole[matrix.block("x")].all()
    assert not matrix.whole[matrix.block("q")].any()


def test_what_is_fixed_is_no_column(model):
    """Its cost moves to the other side of the row."""
    model.x["A", "ai"].fix(1)
    matrix = export(Structure(model))
    assert ("x", ("A", "ai")) not in matrix.position()
    assert matrix.row_high[matrix.rows_of("budget")].tolist() == [10]


def test_a_rule_that_is_not_linear_is_refused(model):
    """With the word, and no other objective beside the model's."""
    model.curve = pyo.Constraint(expr=model.x["A", "ai"] * model.x["B", "ai"] <= 0)
    with pytest.raises(TypeError, match="not linear"):
        export(Structure(model))


def test_rows_are_put_below():
    """Limits and factors in their order."""
    matrix = programme([1, 1], [[1, 0]], [1])
    more = (sparse.csr_array(np.array([[1.0, 1.0]])), np.array([-np.inf]), np.array([1.5]))
    both = matrix.with_rows(stacked(more, more))
    assert both.a.toarray().tolist() == [[1, 0], [1, 1], [1, 1]]
    assert both.row_high.tolist() == [1, 1.5, 1.5]


def test_with_the_whole_numbers_fixed_a_linear_programme_is_left():
    """Rounded to whole ones; the other column is free."""
    matrix = programme([1, 1], [[1, 1]], [1.5])
    matrix.whole[1] = False
    left = matrix.fixed(np.array([0.9999999, 0.2]))
    assert not left.whole.any()
    assert run(left, Controls(), phase="-").values == pytest.approx([1, 0.5])
