"""From decisions to a plan: figures recomputed, the solver's rounding gone."""

import importlib

import numpy as np
import pytest
from support.decisions import decisions_of, made
from support.instances import PLAIN, cluster, make_instance, region, solved
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.coefficients.stayers import People
from optimizer.plan.make import UnknownWorthError, objective_value


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


@pytest.mark.parametrize(
    "goal", ["retained", "worst_province", "equally_distributed", "net_benefit"]
)
def test_the_objective_is_that_of_the_settings(tmp_path, goal):
    """Weighted people, a share without arrivals, or value less the cost."""
    rows = [region("A", 100, weight=2), region("B", 50, province="Q"), region("C", 0, province="R")]
    folder = make_instance(
        tmp_path,
        rows,
        [cluster("ai", 10, 20)],
        PLAIN | {"objective": goal, "value_per_retained": 3.0, "inequality_aversion": 5.0},
    )
    coefficients = compute(opt.load(folder))
    kept, none = np.array([10.0, 15.0, 0.0]), np.zeros(3)
    people = People(kept, np.array([0.0, 5.0, 0.0]), none)
    # 10 of 100 and 20 of 50 stay.
    equal = -np.log(2 / 3 * np.exp(-5 * 0.1) + 1 / 3 * np.exp(-5 * 0.4)) / 5
    shares = {"worst_province": 0.1, "equally_distributed": equal}
    found = objective_value(coefficients, people, 7.0)
    assert found == pytest.approx(({"retained": 40, "net_benefit": 83} | shares)[goal])
    people = People(kept, np.array([0.0, 5.0, 0.0]), np.array([3.0, 0.0, 0.0]))
    found = objective_value(coefficients, people, 7.0)
    assert found == pytest.approx(({"retained": 46, "net_benefit": 92} | shares)[goal])


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
