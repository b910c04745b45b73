"""What the solver may know of a model: names, sums, and whether there is anything unknown."""

import pyomo.environ as pyo
import pytest
from support.own_rules import no_ai_in_a, two_towns

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Known, Structure, build

BLOCKS = frozenset({"x", "q"})
FAMILIES = frozenset({"budget", "jobs", "pool"})


@pytest.fixture
def model(tmp_path):
    return opt.build_model(two_towns(tmp_path))


def written(model):
    """Return the blocks and families that a model has."""
    blocks = {v.name for v in model.component_objects(pyo.Var) if len(v)}
    families = {c.name for c in model.component_objects(pyo.Constraint) if len(c)}
    return frozenset(blocks), frozenset(families)


def test_known_is_what_has_every_block_and_family_named(model):
    """One name missing among blocks or families, and the model is unknown."""
    blocks, families = written(model)
    structure = Structure(model)
    assert structure.has_only(Known(blocks, families))
    assert not structure.has_only(Known(blocks - {"x"}, families))
    assert not structure.has_only(Known(blocks, families - {"budget"}))
    no_ai_in_a(model)
    assert not structure.has_only(Known(blocks, families | {"no_ai"}))


def test_sums_by_column(model):
    """Each cluster costs 10; each flow is a person."""
    terms, constant = Structure(model).sum_of("cost")
    assert (set(terms.values()), constant) == ({10.0}, 0.0)
    assert {name for name, _ in terms} == {"x"}
    people, _ = Structure(model).sum_of("people")
    assert people["q", ("A", "A")] == 1


def test_what_is_no_column_has_a_value_all_the_same(model):
    """Fixed by a planner, or not there: then it is 0."""
    model.x["A", "ai"].fix(1)
    structure = Structure(model)
    assert structure.settled(("x", ("A", "ai"))) == 1
    assert structure.settled(("x", ("nowhere", "ai"))) == 0


def test_rows_that_nothing_can_mend_are_named(model):
    """With everything in A fixed, 20 spent of 15."""
    model.small = pyo.Constraint(expr=10 * model.x["A", "ai"] + 10 * model.x["A", "bio"] <= 15)
    model.x["A", "ai"].fix(1)
    model.x["A", "bio"].fix(1)
    assert [name for name, *_ in Structure(model).fixed_rows()] == [("small", None)]
    ((_, low, high, value),) = Structure(model).fixed_rows()
    assert (low, high, value) == (float("-inf"), 15, 20)


def test_rows_left_out_come_back(model):
    """For a while, whatever happens meanwhile."""
    structure = Structure(model)
    with pytest.raises(ZeroDivisionError), structure.without({("budget", None)}):
        assert not model.budget.active
        _ = 1 / 0
    assert model.budget.active


def test_what_was_known_of_rows_stays_when_they_are_let_go(tmp_path):
    """Sums and whether all is known; the rows themselves are gone."""
    coefficients = compute(opt.load(two_towns(tmp_path)))
    model = build(coefficients, coefficients.instance.settings.budget, sealed=False)
    blocks, families = written(model)
    structure = Structure(model)
    cost = structure.sum_of("cost")
    structure.release_rows()
    assert structure.has_only(Known(blocks, families))
    assert not structure.has_only(Known(blocks, families - {"budget"}))
    assert structure.sum_of("cost") == cost
    for asked in (structure.compiled, structure.fixed_rows):
        with pytest.raises(RuntimeError, match="let go"):
            asked()
