"""Long sums of decisions."""

import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

from optimizer.model.linear import weighted


def test_a_sum_has_its_weights_and_nothing_else():
    """2·a − 3·b holds a and b by these weights, and no constant."""
    model = pyo.ConcreteModel()
    model.n = pyo.Var(["a", "b"])
    found = generate_standard_repn(weighted([2.0, -3.0], [model.n["a"], model.n["b"]]))
    terms = {v.index(): w for v, w in zip(found.linear_vars, found.linear_coefs, strict=True)}
    assert (terms, found.constant, found.is_linear()) == ({"a": 2.0, "b": -3.0}, 0.0, True)


def test_a_fixed_decision_is_a_number():
    """With b fixed to 4, 2·a − 3·b is 2·a − 12."""
    model = pyo.ConcreteModel()
    model.n = pyo.Var(["a", "b"])
    model.n["b"].fix(4)
    found = generate_standard_repn(weighted([2.0, -3.0], [model.n["a"], model.n["b"]]))
    assert (found.linear_coefs, found.constant) == ((2.0,), -12.0)
