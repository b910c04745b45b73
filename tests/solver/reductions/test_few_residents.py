"""A model with a few residents shows what it says of residents; with more to it, it is declined."""

import numpy as np
import pytest

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver.reductions.few_residents import (
    RESIDENTS,
    with_few_residents,
    without_residents,
)
from optimizer.solver.standard_form import export
from solver.reductions.test_closest_assignment import write


def built(folder, change=lambda model: None):
    """Return the coefficients, and what is left of their model of few residents."""
    few = with_few_residents(compute(opt.load(folder)))
    model = build(few, 3.2, graduates=False, sealed=False)
    change(model)
    structure = Structure(model)
    return few, without_residents(structure, export(structure))


def test_what_may_be_built_is_left(tmp_path):
    """All sites with their rows and costs as in the full model; of flows nothing."""
    few, matrix = built(write(tmp_path, 0))
    full = export(Structure(build(compute(opt.load(tmp_path)), 3.2)))
    assert len(set(few.flow_origin.tolist())) == RESIDENTS
    assert {name[0] for name in matrix.columns} == {"x", "y", "c"}
    sites = matrix.block("x", "y")
    of_full = full.block("x", "y")
    assert [matrix.columns[place] for place in sites] == [full.columns[at] for at in of_full]
    budget, of_full_budget = matrix.rows_of("budget"), full.rows_of("budget")
    spent = matrix.a[budget][:, sites].toarray()
    assert np.array_equal(spent, full.a[of_full_budget][:, of_full].toarray())


def first(block):
    """Return a decision of a block."""
    return next(iter(block.values()))


CHANGES = {
    "flows worth more": lambda m: m.objective.set_value(m.objective.expr + first(m.q)),
    "flows limited": lambda m: first(m.q).setub(1),
    "pool of another size": lambda m: first(m.pool).set_value(first(m.pool).body <= 1e6),
    "jobs of another number": lambda m: first(m.jobs).set_value(
        first(m.jobs).body - 3 * first(m.x) <= 0
    ),
    "flows in a rule of sites": lambda m: m.budget.set_value(m.budget.body + first(m.q) <= 3.2),
    "rule gone": lambda m: m.pool.deactivate(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_model_that_says_more_of_residents_is_declined(tmp_path, name):
    """Whatever is written otherwise than by rules 5, 6 and 8."""
    assert built(write(tmp_path, 0))[1] is not None
    assert built(write(tmp_path, 0), CHANGES[name])[1] is None
