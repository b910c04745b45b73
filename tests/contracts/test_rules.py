"""Every family of constraints has a RULE entry, and the solver says which of them it knows."""

import re
from pathlib import Path

import pyomo.environ as pyo
import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.model import RULES
from optimizer.solver.known import KNOWN

MODEL = Path(opt.__file__).parent / "model"


def written(kind):
    """Return the names of the components of a kind that the model's files write."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in MODEL.glob("*.py"))
    return set(re.findall(rf"model\.(\w+) = pyo\.{kind}\(", text))


def test_every_family_has_an_entry():
    """A family that is written without one is named here, and an entry without a family too."""
    assert written("Constraint") == set(RULES)


def test_the_solver_knows_what_is_written():
    """A new family or block is declined until its name is added to solver/known.py."""
    assert written("Constraint") == KNOWN.families
    assert written("Var") == KNOWN.blocks


@pytest.mark.parametrize("takers", ["catchment", "best"])
def test_a_model_holds_no_other_family(takers):
    """Names that only arise as a model is built are caught too."""
    model = opt.build_model(tiny(job_takers=takers))
    assert {rule.name for rule in model.component_objects(pyo.Constraint)} <= set(RULES)


def test_entries_can_be_read_aloud():
    """Each has a title and a formula; what a planner can change has a remedy."""
    for rule in RULES.values():
        assert rule.title
        assert rule.formula
        assert rule.remedy or rule.kind == "structural", rule.name
