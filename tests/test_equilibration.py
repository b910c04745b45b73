"""The change of units before HiGHS."""

import numpy as np
from scipy import sparse

import optimizer as opt
from optimizer.equilibration import reaches, scales_of
from optimizer.model import Structure
from optimizer.solver.standard_form import export


def programme(costs, room, worth, whole=True):
    """Maximise worth·x with costs·x ≤ room, 0 ≤ x ≤ 1, as arguments of `scales_of`."""
    count = len(costs)
    rows = np.array([-np.inf]), np.array([room])
    columns = np.zeros(count), np.ones(count)
    kinds = np.full(count, whole)
    return np.array(worth, float), sparse.csr_array(np.array([costs], float)), rows, columns, kinds


def test_every_factor_is_a_power_of_two_and_the_way_back_is_exact():
    """Values, multiplied and divided again, are the same bits."""
    scales = scales_of(*programme([3e-9, 7e-7, 2e-8], 1e-8, [1e-7, 3e-8, 5e-9], whole=False))
    for factors in (scales.row, scales.column, np.array([scales.goal])):
        assert set(np.frexp(factors)[0]) == {0.5}
    values = np.array([0.1, 1 / 3, 2e-9])
    assert (scales.values(scales.columns(values)) == values).all()
    assert scales.objective(0.1 * scales.goal) == 0.1


def test_the_tables_of_a_country_are_left_as_they_are():
    """The shipped example is handed over in its own units."""
    matrix = export(Structure(opt.build_model("tiny", budget=200.0)))
    rows, columns = (matrix.row_low, matrix.row_high), (matrix.low, matrix.high)
    scales = scales_of(matrix.cost, matrix.a, rows, columns, matrix.whole)
    assert (scales.row == 1).all() and (scales.column == 1).all() and scales.goal == 1


def test_a_column_reaches_as_far_as_the_rows_let_it():
    """c ≤ 1 by itself, but c ≤ 1e-9·y: a billionth. Of what is too dear there is none."""
    body = sparse.csr_array(np.array([[1.0, -1e-9, 0.0], [0.0, 0.0, 5.0]]))
    rows = np.full(2, -np.inf), np.array([0.0, 4.0])
    whole = np.array([False, True, True])
    reach = reaches(body, rows, (np.zeros(3), np.array([1.0, 2.0, 1.0])), whole)
    assert np.allclose(reach, [2e-9, 2.0, 0.0], rtol=1e-12, atol=0)


def test_a_budget_in_billionths_is_a_large_number_to_highs():
    """Otherwise everything would fit within HiGHS's tolerance of 1e-6."""
    cost, body, rows, columns, whole = programme([2e-9, 3e-9], 4e-9, [1.0, 1.0])
    scales = scales_of(cost, body, rows, columns, whole)
    assert (rows[1] * scales.row)[0] > 1000
