"""The plan that builds nothing."""

from importlib import import_module

import pytest
from oracle.random_instances import random_instance
from support.built import built
from support.plans import tiny

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.solver import NoPlanError
from optimizer.solver.nothing_built import most_possible

module = import_module("optimizer.api.solve")


@pytest.mark.parametrize(
    "objective", ["retained", "worst_province", "equally_distributed", "net_benefit"]
)
def test_no_plan_exceeds_its_bound(objective):
    """On random instances, under both kinds of takers."""
    for seed in (1, 6, 7):
        instance = built(*random_instance(seed, "tiny", objective))
        try:
            plan = opt.solve(instance, gap=0.01, threads=1)
        except opt.NoPlanError:
            continue
        assert most_possible(compute(instance)) >= plan.objective


def out_of_time(coefficients, budget, controls, rules=()):
    """Use up all the time, without a plan."""
    controls.time_limit = 0.0
    raise NoPlanError("time_limit", [], "none")


def test_where_time_ends_without_a_plan_nothing_is_built(monkeypatch):
    """It passes its check, has a bound, and says what it is."""
    monkeypatch.setattr(module, "solve_alone", out_of_time)
    monkeypatch.setattr(module.Deadline, "for_search", lambda _: 0.0)
    plan = opt.solve(built(*random_instance(7, "tiny", "retained")), budget=10.0, time_limit=5)
    assert plan.verified
    assert (plan.status, plan.cost, plan.objective) == ("time_limit", 0.0, 0.0)
    assert plan.bound > 0
    assert any("builds nothing" in note for note in plan.notes)


def test_where_the_rules_ask_for_more_there_is_none(monkeypatch):
    """A lock can't be met by building nothing: no plan was found in time."""
    monkeypatch.setattr(module, "solve_alone", out_of_time)
    monkeypatch.setattr(module.Deadline, "for_search", lambda _: 0.0)
    locked = {"in_": ("n1:ai_hub",)}
    instance = tiny()
    instance = module.replace(instance, locked=instance.locked.model_copy(update=locked))
    with pytest.raises(opt.NoPlanError, match="in 5 seconds"):
        opt.solve(instance, budget=200.0, time_limit=5)
