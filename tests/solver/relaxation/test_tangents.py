"""Tangents are added where a plan's equivalent is lower than the programme says, and end there."""

import numpy as np
import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.kolm_pollak import equivalent
from optimizer.model import Structure
from optimizer.solver.relaxation.tangents import tangents_of
from optimizer.solver.standard_form import export


def matrix_and_tangents(**words):
    """Return the matrix of tiny, and its tangents."""
    structure = Structure(opt.build_model(tiny(**words), budget=200))
    matrix = export(structure)
    return matrix, tangents_of(matrix, structure)


@pytest.fixture(scope="module")
def found():
    """Return the matrix whose objective is the equivalent, and its tangents."""
    return matrix_and_tangents(objective="equally_distributed", inequality_aversion=300.0)


def values_at(found, shares, too_much):
    """Return values of the columns at some shares, of which the equivalent is told too high."""
    matrix, tangents = found
    values = np.zeros(len(matrix.columns))
    values[tangents.kept] = tangents.leavers * shares
    true = tangents.settled(values)
    true[tangents.worth] += tangents.leavers * too_much
    return true


def test_other_objectives_have_none():
    """Where the model holds no equivalent there is nothing to add."""
    assert matrix_and_tangents(objective="worst_province")[1] is None


def test_what_is_true_misses_nothing(found):
    """At the equivalent itself no tangent is violated, and the objective is the equivalent."""
    matrix, tangents = found
    shares = np.array([0.001, 0.004, 0.02])
    values = values_at(found, shares, 0.0)
    assert tangents.missed(values) is None
    true = equivalent(shares, tangents.leavers, 300.0)
    assert float(matrix.cost @ values) + matrix.offset == pytest.approx(true, rel=1e-12)


def test_tangents_cut_off_what_is_too_much_and_no_plan(found):
    """They cut off the values that missed them; no other shares' true values violate them."""
    _, tangents = found
    wrong = values_at(found, np.array([0.001, 0.004, 0.02]), 1e-4)
    a, low, high = tangents.missed(wrong)
    assert (a @ wrong > high).all()
    assert np.isneginf(low).all()
    rng = np.random.default_rng(1)
    for _ in range(200):
        other = values_at(found, rng.uniform(0, 0.05, 3), 0.0)
        assert (a @ other <= high + 1e-9 * tangents.leavers).all()


def test_no_other_level_is_worth_more(found):
    """With the shares given, the tangents leave no more than the equivalent, whatever t is."""
    matrix, tangents = found
    shares = np.array([0.001, 0.004, 0.02])
    a, _, high = tangents.missed(values_at(found, shares, 1e-4))
    true = equivalent(shares, tangents.leavers, 300.0)
    for level in np.linspace(0, 0.03, 31):
        values = np.zeros(len(matrix.columns))
        values[tangents.kept], values[tangents.level] = tangents.leavers * shares, level
        values[tangents.worth] = high - a @ values
        assert float(matrix.cost @ values) + matrix.offset <= true + 1e-12
