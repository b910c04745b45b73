"""The whole model, and a planner's own rules on it."""

import pyomo.environ as pyo
import pytest
from support.instances import PLAIN, both_ways, built, cluster, hub, make_instance, region, solved
from support.rows import model_of, rows_of

import optimizer as opt
from optimizer.model import coefficients_of

NORTH = [region("N1", 100), region("N2", 90), region("S", 80)]


def country(folder, budget=20.0, **settings):
    """Write three towns, 50 jobs for 10 bn KRW in each, and a hub that changes nothing."""
    options = [cluster("ai", 10, 50), hub("square", 1, max_per_region=5)]
    strength = [("N1", "ai", 1.4), ("N2", "ai", 1.2)]
    return make_instance(
        folder, NORTH, options, PLAIN | {"budget": budget} | settings, strength=strength
    )


def test_without_own_rules_the_two_best_towns_are_chosen(tmp_path):
    """70 in N1 and 60 in N2."""
    plan = opt.solve(model_of(country(tmp_path)), gap=0)
    assert built(plan) == {"N1:ai": 1, "N2:ai": 1}
    assert plan.retained == pytest.approx(130, rel=1e-9)


def test_own_rule_is_obeyed(tmp_path):
    """At most one cluster in the north: N1 (70) and S (50)."""
    model = model_of(country(tmp_path))
    model.own = pyo.Constraint(expr=model.x["N1", "ai"] + model.x["N2", "ai"] <= 1)
    plan = opt.solve(model, gap=0)
    assert built(plan) == {"N1:ai": 1, "S:ai": 1}
    assert (plan.retained, plan.bound) == pytest.approx((120, 120), rel=1e-6)


def test_own_rule_on_people_is_obeyed(tmp_path):
    """At least 45 of S must stay, so S is built; the other goes to N1."""
    model = model_of(country(tmp_path))
    model.own = pyo.Constraint(expr=model.retained["S"] >= 45)
    assert built(opt.solve(model, gap=0)) == {"N1:ai": 1, "S:ai": 1}


def test_own_rule_on_cost_is_obeyed(tmp_path):
    """The expression `cost` counts what is spent: 11 are enough for one cluster."""
    model = model_of(country(tmp_path))
    model.own = pyo.Constraint(expr=model.cost <= 11)
    assert built(opt.solve(model, gap=0)) == {"N1:ai": 1}


@pytest.mark.parametrize(
    ("value", "expected"), [(1, {"N1:ai": 1, "S:ai": 1}), (0, {"N1:ai": 1, "N2:ai": 1})]
)
def test_fixed_decision_is_obeyed(tmp_path, value, expected):
    """x of S fixed to 1 is built though it is the worst; fixed to 0 changes nothing."""
    model = model_of(country(tmp_path))
    model.x["S", "ai"].fix(value)
    plan = opt.solve(model, gap=0)
    assert built(plan) == expected
    assert plan.cost == pytest.approx(20, rel=1e-9)


def test_fixed_hub_is_paid_for(tmp_path):
    """Three squares fixed leave 17 for clusters: one."""
    model = model_of(country(tmp_path))
    model.y["S", "square"].fix(3)
    plan = opt.solve(model, gap=0)
    assert built(plan) == {"N1:ai": 1, "S:square": 3}
    assert plan.cost == pytest.approx(13, rel=1e-9)


def test_everything_may_be_fixed(tmp_path):
    """With every building decided, the engine works out who stays: 50 in S."""
    model = model_of(country(tmp_path))
    for decision in [*model.x.values(), *model.y.values()]:
        decision.fix(0)
    model.x["S", "ai"].fix(1)
    plan = opt.solve(model, gap=0)
    assert built(plan) == {"S:ai": 1}
    assert plan.retained == pytest.approx(50, rel=1e-9)


def test_fixed_flow_is_obeyed(tmp_path):
    """Leavers of N1 who work in S are fixed to 5; S has 50 jobs, N1 70 of its own."""
    options = [cluster("ai", 10, 50)]
    folder = make_instance(
        tmp_path, NORTH, options, PLAIN | {"budget": 30}, travel=both_ways(("N1", "S", 10))
    )
    model = model_of(folder)
    model.q["N1", "S"].fix(5)
    plan = opt.solve(model, gap=0)
    flows = plan.flows.set_index(["from_region", "to_region"])["persons"]
    assert flows["N1", "S"] == pytest.approx(5, rel=1e-9)
    assert plan.retained == pytest.approx(150, rel=1e-9)


def test_own_rule_that_cannot_be_met_is_named(tmp_path):
    """Three clusters wanted with money for two: the planner's rule and the budget are given."""
    model = model_of(country(tmp_path))
    model.three = pyo.Constraint(expr=pyo.quicksum(model.x.values()) >= 3)
    with pytest.raises(opt.NoPlanError) as caught:
        opt.solve(model, gap=0)
    rules = {found.rule: (found.needs, found.has) for found in caught.value.reasons}
    assert rules["Your own rule “three”"] == pytest.approx((3, 2), rel=1e-6)
    assert rules["Budget"] == pytest.approx((30, 20), rel=1e-6)


def test_own_rule_holds_for_every_objective(tmp_path):
    """Squares fixed under net_benefit cost their money: 0.5 × (70 + 60 + 50) − 30 − 2."""
    folder = country(tmp_path, objective="net_benefit", value_per_retained=0.5, budget=100)
    model = model_of(folder)
    model.own = pyo.Constraint(expr=model.y["N1", "square"] >= 2)
    plan = opt.solve(model, gap=0)
    assert plan.objective == pytest.approx(58, rel=1e-9)


def test_objective_of_ones_own_is_refused(tmp_path):
    """A second active objective has no place: the setting or a rule does."""
    model = model_of(country(tmp_path))
    model.other = pyo.Objective(expr=model.cost)
    with pytest.raises(TypeError, match="objective"):
        opt.solve(model, gap=0)


def test_rule_that_is_not_linear_is_refused(tmp_path):
    """The rule is named."""
    model = model_of(country(tmp_path))
    model.own = pyo.Constraint(expr=model.x["N1", "ai"] * model.x["S", "ai"] <= 0)
    with pytest.raises(TypeError, match=r"not linear.*own"):
        opt.solve(model, gap=0)


def test_rule_may_be_switched_off(tmp_path):
    """Without the budget row all three are built; the check allows it while money suffices."""
    model = model_of(country(tmp_path, budget=30))
    model.budget.deactivate()
    assert built(opt.solve(model, gap=0)) == {"N1:ai": 1, "N2:ai": 1, "S:ai": 1}


def test_budget_belongs_to_the_model(tmp_path):
    """solve(model, budget=…) would contradict the budget that the model was built with."""
    with pytest.raises(ValueError, match="build_model"):
        opt.solve(model_of(country(tmp_path)), budget=5)


def test_model_that_is_not_ours_is_refused():
    """Coefficients come with the model; another Pyomo model has none."""
    with pytest.raises(TypeError, match="build_model"):
        coefficients_of(pyo.ConcreteModel())


def test_model_knows_its_instance_and_budget(tmp_path):
    """The coefficients and the budget stay with the model."""
    model = model_of(country(tmp_path), budget=33)
    assert model.budget_given == 33
    assert coefficients_of(model).regions == ("N1", "N2", "S")
    assert model.name == "by hand"


def test_model_is_full_and_unreduced(tmp_path):
    """Sites that no plan would use keep their variables and rows, for own rules to use."""
    model = model_of(country(tmp_path, budget=5))
    assert len(model.x) == len(model.y) == 3
    assert set(rows_of(model, "jobs")) == {"N1", "N2", "S"}


def test_same_plan_from_folder_instance_and_model(tmp_path):
    """Three ways to ask for one thing."""
    folder = country(tmp_path)
    plans = [opt.solve(folder, gap=0), solved(folder), opt.solve(model_of(folder), gap=0)]
    assert [built(plan) for plan in plans] == [built(plans[0])] * 3
