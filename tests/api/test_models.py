"""Models kept ready: plans are those of `solve`, and few models are in memory."""

from dataclasses import replace

import pytest
from support.plans import plain_tiny

import optimizer as opt
from optimizer.api import Models
from optimizer.api import models as module
from optimizer.instance import Locked
from optimizer.solver import NoPlanError
from optimizer.solver import parametric as series_module
from optimizer.solver.highs.controls import Controls

LOCK = "montarry:ai_hub"


pytestmark = pytest.mark.usefixtures("solved_as_large")


@pytest.fixture(scope="module")
def instance():
    return plain_tiny()


def controls():
    return Controls(gap=1e-4, threads=1)


def test_budgets_and_locks_share_a_model_and_plans_are_as_good(instance, monkeypatch):
    """One model for three plans, each checked and within the gap of the proven optimum."""
    built = []
    made = series_module.built_at
    monkeypatch.setattr(series_module, "built_at", lambda *a, **k: built.append(a) or made(*a, **k))
    models = Models()
    locked = replace(instance, locked=Locked(in_=(LOCK,)))
    asked = [(instance, 120.0), (instance, 150.0), (locked, 150.0)]
    plans = [models.solve(which, budget, controls()) for which, budget in asked]
    assert len(built) == len(models) == 1
    for plan, (which, budget) in zip(plans, asked, strict=True):
        exact = opt.solve(which, budget=budget, gap=1e-4, threads=1)
        assert plan.verified
        assert plan.budget == budget
        assert plan.objective <= exact.bound * (1 + 1e-9)
        assert exact.objective <= plan.bound * (1 + 1e-9)
    assert LOCK in {f"{row.region_id}:{row.option_id}" for row in plans[2].build.itertuples()}


def test_the_last_models_are_kept(instance, monkeypatch):
    """Another setting is another model; the oldest goes."""
    models = Models(most=2)
    monkeypatch.setattr(module, "solved", lambda instance, *_: models._entry(instance))
    others = [plain_tiny(targeting=share) for share in (0.2, 0.3)]
    first, *_ = [models.solve(which, 60.0, controls()) for which in (instance, *others)]
    assert len(models) == 2
    assert models.solve(others[1], 60.0, controls()) is models.solve(others[1], 90.0, controls())
    assert models.solve(instance, 60.0, controls()) is not first


def test_why_no_plan_can_exist_is_told_as_ever(instance):
    """A lock that the budget can't pay has the engine's reasons."""
    locked = replace(instance, locked=Locked(in_=(LOCK,)))
    with pytest.raises(NoPlanError) as told:
        Models().solve(locked, 1.0, controls())
    assert told.value.reasons
