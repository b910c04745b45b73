"""load, build_model, solve, verify: the line that data flows along."""

from dataclasses import replace
from importlib import import_module

import pytest
from support.command import TINY
from support.plans import plain_tiny, tiny

import optimizer as opt

solving = import_module("optimizer.api.solve")


def test_names_folders_and_instances_are_the_same():
    """A shipped name, its folder and the loaded instance give one plan; money for one hub."""
    plans = [opt.solve(source, budget=5.0) for source in ("tiny", TINY, str(TINY), tiny())]
    assert len({plan.objective for plan in plans}) == 1
    assert len({plan.instance_hash for plan in plans}) == 1


def test_a_model_has_its_budget():
    """The budget of build_model is the plan's; another one is refused."""
    model = opt.build_model(plain_tiny(), budget=30.0)
    with pytest.raises(ValueError, match="budget"):
        opt.solve(model, budget=40.0)
    plan = opt.solve(model)
    assert plan.budget == 30.0
    assert plan.objective == pytest.approx(opt.solve(plain_tiny(), budget=30.0).objective)
    assert set(plan.seconds) == {"read", "build", "solve", "verify"}


def test_a_wrong_plan_is_never_returned(monkeypatch):
    """Whatever the solver hands over, what comes back has passed the check."""
    real = solving.make_plan

    def lying(*given, **more):
        plan = real(*given, **more)
        return replace(plan, cost=plan.cost + 1)

    monkeypatch.setattr(solving, "make_plan", lying)
    with pytest.raises(opt.CheckError) as caught:
        opt.solve(plain_tiny(), budget=30.0)
    assert any("cost" in str(failure) for failure in caught.value.verification.failures)
