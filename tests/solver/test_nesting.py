"""Plans that nest: limits of columns, and sums over phases."""

import math

import numpy as np
import pytest
from support.own_rules import two_towns

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver.nesting import Held, all_but, within
from optimizer.solver.standard_form import export


def parts(folder, **more):
    """Return coefficients and matrix of the two towns."""
    coefficients = compute(opt.load(two_towns(folder, **more)))
    return coefficients, export(Structure(build(coefficients, 20.0)))


def limits(matrix):
    """Return (low, high) of the clusters."""
    return {
        name[1]: (matrix.low[place], matrix.high[place])
        for name, place in matrix.position().items()
        if name[0] == "x"
    }


def test_the_smaller_plan_is_in_the_larger_and_the_larger_around_the_smaller(tmp_path):
    """What is held at least stands; what the larger plan has not may not be built."""
    coefficients, matrix = parts(tmp_path)
    held = Held({("A", "ai"): 1})
    assert limits(within(matrix, coefficients, held, None)) == {
        ("A", "ai"): (1, 1),
        ("A", "bio"): (0, 1),
        ("B", "ai"): (0, 1),
        ("B", "bio"): (0, 1),
    }
    assert limits(within(matrix, coefficients, None, held)) == {
        ("A", "ai"): (0, 1),
        ("A", "bio"): (0, 0),
        ("B", "ai"): (0, 0),
        ("B", "bio"): (0, 0),
    }
    assert within(matrix, coefficients, None, None) is matrix


def test_over_phases_the_sum_counts(tmp_path):
    """AI in A in either phase: x@2020 + x@2025 ≥ 1, a row; what nobody has is closed by limits."""
    coefficients, matrix = parts(tmp_path, phases=[(2020, 10), (2025, 10)])
    found = within(matrix, coefficients, Held({("A", "ai"): 1}), Held({("A", "ai"): 1}))
    assert found.a.shape[0] == matrix.a.shape[0] + 1
    row = found.a[[-1]].toarray()[0]
    assert {found.columns[place][1] for place in np.flatnonzero(row)} == {
        ("A", "ai@2020"),
        ("A", "ai@2025"),
    }
    assert (found.row_low[-1], found.row_high[-1]) == (1, 1)
    assert {key for key, (_, high) in limits(found).items() if high} == {
        ("A", "ai@2020"),
        ("A", "ai@2025"),
    }


def test_all_but_an_option_leaves_the_others_without_limit(tmp_path):
    """Instruments are missed so: no AI anywhere."""
    coefficients, matrix = parts(tmp_path)
    most = all_but(coefficients, {"ai"}, set())
    assert most.count == {("A", "bio"): math.inf, ("B", "bio"): math.inf}
    found = limits(within(matrix, coefficients, None, most))
    assert [high for _, high in found.values()] == pytest.approx([0, 1, 0, 1])
