"""From decisions to a plan: figures recomputed, the solver's rounding gone."""

import importlib

import numpy as np
import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region, solved
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.coefficients.stayers import People
from optimizer.plan.make import (
    UnknownWorthError,
    culture_levels,
    make_plan,
    objective_value,
)
from optimizer.solver import Decisions, Solution


def test_the_sums_agree():
    """Retained and cost are the sums of their tables; the gap follows from objective and bound."""
    plan = tiny_plan()
    regions = plan.regions
    assert plan.retained == pytest.approx(regions["retained"].sum())
    assert regions["retained"].to_numpy() == pytest.approx(
        (regions["retained_by_jobs"] + regions["retained_by_culture"]).to_numpy()
    )
    by_origin = plan.flows.groupby("from_region")["retained"].sum()
    assert regions.set_index("region_id")["retained_by_jobs"][by_origin.index].to_numpy() == (
        pytest.approx(by_origin.to_numpy())
    )
    parts = (plan.build, plan.measures, plan.seats)
    assert plan.cost == pytest.approx(sum(frame["cost"].sum() for frame in parts))
    assert plan.gap == pytest.approx((plan.bound - plan.objective) / max(1, plan.objective))


def decisions_of(coefficients, **more):
    """Return decisions that build nothing and move nobody, but for what is given."""
    force, none = coefficients.workforce, np.zeros(len(coefficients.regions))
    nothing = {
        "count": np.zeros(len(coefficients.sites), dtype=np.int64),
        "flow": np.zeros(len(coefficients.flow_origin)),
        "people": None if coefficients.takers else People(none, none, none),
        "recruits": np.zeros(len(force.supply)),
        "seats": np.zeros(len(force.universities)),
        "taken": np.zeros(len(coefficients.levers.measure), dtype=bool),
    }
    return Decisions(**(nothing | more))


def made(coefficients, decisions, bound=1e6, objective=0.0):
    """Return the plan of some decisions."""
    solution = Solution(decisions, "time_limit", bound, objective)
    return make_plan(coefficients, solution, budget=100.0, gap_asked=0.1, versions={}, seed=0)


def test_too_much_is_cut_to_the_rules(tmp_path):
    """Flows beyond the jobs, people beyond culture, negative rounding: brought within rules."""
    folder = make_instance(
        tmp_path,
        [region("A", 100, youth=100, local_jobs=50), region("B", 100, youth=100, local_jobs=50)],
        [cluster("ai", 10, 20), hub("stage", 5, culture_capacity=50)],
        PLAIN | {"job_only_share": 0.5, "culture_added_share": 0.5, "culture_only_share": 0.1},
        travel=[("A", "B", 5), ("B", "A", 5)],
    )
    coefficients = compute(opt.load(folder))
    sites = coefficients.sites
    count = (sites.region == 0).astype(np.int64)
    flow = np.where(coefficients.flow_site == 0, 40.0, -1e-9)
    none = np.zeros(2)
    people = People(none, np.array([99.0, -1e-8]), none)
    wrong = decisions_of(coefficients, count=count, flow=flow, people=people)
    plan = made(coefficients, wrong)
    level = culture_levels(coefficients, wrong)
    assert plan.flows["persons"].sum() == pytest.approx(20 * (0.5 + 0.5 * level[0]))
    assert plan.regions["retained_by_culture"].tolist() == pytest.approx([10 * level[0], 0])
    assert opt.verify(plan, coefficients.instance).ok


def test_people_are_no_more_than_a_rule_of_ones_own_lets(tmp_path):
    """Under catchment all whom 20 jobs keep, 20, stay; a rule that lets 7 stay leaves 7."""
    folder = make_instance(
        tmp_path, [region("A", 100)], [cluster("ai", 10, 20)], PLAIN | {"job_takers": "catchment"}
    )
    coefficients = compute(opt.load(folder))
    one = np.ones(1, dtype=np.int64)
    assert made(coefficients, decisions_of(coefficients, count=one)).retained == pytest.approx(20)
    people = People(np.array([7.0]), np.zeros(1), np.zeros(1))
    plan = made(coefficients, decisions_of(coefficients, count=one, people=people))
    assert plan.retained == pytest.approx(7)
    assert opt.verify(plan, coefficients.instance).ok


def test_a_level_is_never_above_one(tmp_path):
    """Culture beyond full service counts as full."""
    folder = make_instance(
        tmp_path,
        [region("A", 10, youth=10, culture_level=0.9)],
        [hub("stage", 1, culture_capacity=500)],
        PLAIN,
    )
    coefficients = compute(opt.load(folder))
    assert culture_levels(coefficients, decisions_of(coefficients, count=np.array([1]))) == [1.0]


@pytest.mark.parametrize("goal", ["retained", "worst_province", "net_benefit"])
def test_the_objective_is_that_of_the_settings(tmp_path, goal):
    """Weighted people, the worst province's share without arrivals, or value less the cost."""
    rows = [region("A", 100, weight=2), region("B", 50, province="Q"), region("C", 0, province="R")]
    folder = make_instance(
        tmp_path,
        rows,
        [cluster("ai", 10, 20)],
        PLAIN | {"objective": goal, "value_per_retained": 3.0},
    )
    coefficients = compute(opt.load(folder))
    kept, none = np.array([10.0, 15.0, 0.0]), np.zeros(3)
    people = People(kept, np.array([0.0, 5.0, 0.0]), none)
    found = objective_value(coefficients, people, 7.0)
    assert found == pytest.approx({"retained": 40, "worst_province": 0.1, "net_benefit": 83}[goal])
    people = People(kept, np.array([0.0, 5.0, 0.0]), np.array([3.0, 0.0, 0.0]))
    found = objective_value(coefficients, people, 7.0)
    assert found == pytest.approx({"retained": 46, "worst_province": 0.1, "net_benefit": 92}[goal])


def test_without_leavers_the_worst_share_is_nothing(tmp_path):
    """No province counts, so there is nothing to retain."""
    settings = PLAIN | {"objective": "worst_province"}
    plan = solved(make_instance(tmp_path, [region("A", 0)], [cluster("ai", 1, 5)], settings))
    assert (plan.objective, plan.bound, plan.gap, len(plan.build)) == (0, 0, 0, 0)


def test_the_bound_is_never_below_the_plan():
    """Rounding in the solver's bound doesn't make the gap negative."""
    coefficients = compute(tiny())
    plan = made(coefficients, decisions_of(coefficients), bound=-1e-12)
    assert plan.bound == plan.objective == 0
    assert plan.gap == 0


def test_worth_that_a_plan_does_not_know_is_refused():
    """A model worth 40 more than what its plan records holds a decision that plans don't know."""
    coefficients = compute(tiny())
    with pytest.raises(UnknownWorthError, match="plans do not know"):
        made(coefficients, decisions_of(coefficients), objective=40.0)


def test_the_plan_is_plain_data():
    """A plan carries settings, limits, locks and culture so that it can be repeated."""
    plan = tiny_plan()
    assert plan.settings["commute_limit"] == 60
    assert set(plan.locked) == {"in", "out"}
    assert plan.limits["max_options"] == {"semi_national": 1}
    assert plan.years == (2024, 2040)
    record = importlib.import_module("optimizer.plan.record").to_record(plan)
    assert record["projection"]["years"] == list(range(2024, 2041))
