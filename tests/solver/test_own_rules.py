"""Rules of one's own in a solve: the plain way, nesting, and what was changed by hand."""

from functools import cache

import pyomo.environ as pyo
import pytest
from support.instances import built
from support.own_rules import bio_in_b, no_ai_in_a, two_towns
from support.plans import plain_tiny, tiny

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import changed_by_hand
from optimizer.solver import Controls, Held, NoPlanError
from optimizer.solver import parametric as series
from optimizer.solver.parametric import ParametricSolver


def same(one, other):
    """Compare what two plans build, and what is proven of them."""
    assert one.build.equals(other.build)
    assert (one.objective, one.bound) == (other.objective, other.bound)


@cache
def free_plan(budget):
    """Return the plan without any rule."""
    return opt.solve(plain_tiny(), budget=budget)


def one_hub_each(model):
    """Allow one building of hubs in a region."""
    regions = dict.fromkeys(region for region, _ in model.y)
    model.one_hub = pyo.Constraint(
        list(regions),
        rule=lambda m, region: sum(m.y[key] for key in m.y if key[0] == region) <= 1,
    )


def few_stay(model):
    """Let at most five of Dunmarrow's leavers count."""
    model.few = pyo.Constraint(expr=model.kept["dunmarrow"] <= 5)


@pytest.mark.parametrize(
    ("rule", "budget"),
    [
        pytest.param(one_hub_each, 60.0, marks=pytest.mark.slow),
        pytest.param(one_hub_each, 200.0, marks=pytest.mark.slow),
        (few_stay, 200.0),
    ],
)
def test_it_is_the_plan_of_the_model_with_the_rule(rule, budget):
    """solve(instance, rules=f) is build_model, f and solve; and the rule bites."""
    model = opt.build_model(plain_tiny(), budget=budget)
    rule(model)
    plan = opt.solve(plain_tiny(), budget=budget, rules=rule)
    same(plan, opt.solve(model))
    assert plan.bound < free_plan(budget).objective
    assert plan.rules == (rule,)
    assert "covers the rules of the instance only" in plan.notes[-1]


def test_rules_are_applied_in_their_order(tmp_path):
    """Each on top of those before it: 20 from AI in B, and biotech in B because it must."""
    folder = two_towns(tmp_path)
    plan = opt.solve(folder, rules=[no_ai_in_a, bio_in_b], gap=0)
    assert built(plan) == {"A:bio": 1, "B:bio": 1}
    assert plan.retained == pytest.approx(40)


def test_rules_and_a_model_exclude_one_another(tmp_path):
    """The model is built already."""
    model = opt.build_model(two_towns(tmp_path))
    with pytest.raises(ValueError, match="apply the rules to it"):
        opt.solve(model, rules=no_ai_in_a)


def test_with_rules_nothing_is_reduced(monkeypatch):
    """The plain way alone is taken, also where a quick one is there."""

    def never(*_, **__):
        raise AssertionError("reduced")

    monkeypatch.setattr(series, "FEW_RECRUITS", 0)
    monkeypatch.setattr(series, "built_at", never)
    coefficients = compute(tiny())
    own = ParametricSolver(coefficients, [60.0, 200.0], [lambda model: None])
    own.prepare(60.0, Controls())
    found = own.solve(60.0, Controls())
    monkeypatch.undo()
    assert found.objective == pytest.approx(opt.solve(tiny(), budget=60.0).objective, rel=2e-3)


@pytest.mark.parametrize("rule", [bio_in_b, lambda model: model.x["B", "bio"].fix(1)])
def test_what_a_rule_demands_is_not_left_out_in_silence(tmp_path, rule):
    """A plan without biotech can't exist where a rule asks for it."""
    own = ParametricSolver(compute(opt.load(two_towns(tmp_path))), [20.0], [rule])
    most = Held({("A", "ai"): 1, ("B", "ai"): 1})
    with pytest.raises(NoPlanError, match="nests") as caught:
        own.solve(20.0, Controls(), most=most)
    assert caught.value.status == "infeasible"


@pytest.mark.parametrize("phases", [(), [(2020, 10), (2025, 10)]])
def test_plans_nest_under_rules(tmp_path, phases):
    """With biotech in B there is money for one more: biotech in A; in whatever phase."""
    instance = opt.load(two_towns(tmp_path, phases=phases))

    def no_ai(model):
        for key in model.x:
            if key[1].startswith("ai") and key[0] == "A":
                model.x[key].setub(0)

    own = ParametricSolver(compute(instance), [20.0], [no_ai])
    least = own.solve(20.0, Controls(gap=0), least=Held({("B", "bio"): 1}))
    free = own.solve(20.0, Controls(gap=0))
    assert least.decisions.count.sum() == free.decisions.count.sum() == 2
    assert least.objective < free.objective
    none = own.solve(20.0, Controls(gap=0), most=Held({("B", "bio"): 1}))
    assert none.decisions.count.sum() == 1


@pytest.mark.parametrize(("block", "place"), [("kept", "dunmarrow"), ("e", "port_corrin")])
def test_people_that_a_rule_fixes_are_as_many(block, place):
    """A fixed variable is no column of the solver's; what it was fixed to counts all the same."""
    column = {"kept": "retained_by_jobs", "e": "retained_by_culture"}[block]
    free = free_plan(200.0).regions.set_index("region_id")
    few = 0.5 * free.loc[place, column]
    assert few > 0

    def fixed(model):
        model.component(block)[place].fix(few)

    plan = opt.solve(plain_tiny(), budget=200.0, rules=fixed)
    assert plan.regions.set_index("region_id").loc[place, column] == pytest.approx(few)


CHANGES = {
    "a rule": lambda m: m.add_component("mine", pyo.Constraint(expr=m.x["A", "ai"] <= 0)),
    "a variable": lambda m: m.add_component("mine", pyo.Var(bounds=(0, 1))),
    "a bound": lambda m: m.x["A", "ai"].setub(0),
    "a fixed one": lambda m: m.x["A", "ai"].fix(1),
    "a rule switched off": lambda m: m.budget.deactivate(),
    "a limit": lambda m: m.budget.set_value(m.cost <= 10),
    "the objective": lambda m: m.objective.set_value(m.objective.expr + m.x["A", "ai"]),
    "the kind": lambda m: setattr(m.x["A", "ai"], "domain", pyo.UnitInterval),
}
NAMED = {
    "a rule": "mine",
    "a variable": "mine",
    "a rule switched off": "budget",
    "a limit": "budget",
    "the objective": "objective",
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_by_hand_is_noticed(tmp_path, change):
    """By the name of the rule or of the block of decisions."""
    model = opt.build_model(two_towns(tmp_path))
    assert changed_by_hand(model) == ()
    CHANGES[change](model)
    found = changed_by_hand(model)
    assert found == (NAMED.get(change, "x"),)


def test_a_model_as_it_was_built_is_known_as_such():
    """Also the large one with measures; and its plan says so to whoever asks more of it."""
    assert changed_by_hand(opt.build_model(tiny(), budget=200.0)) == ()
    plan = opt.solve(opt.build_model(plain_tiny(), budget=60.0))
    assert plan.changed == ()
    assert opt.solve(plain_tiny(), budget=60.0).changed is None
