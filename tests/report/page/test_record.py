"""A plan's numbers on a page are the plan's."""

from dataclasses import replace

import numpy as np
import pytest
from support.plans import tiny_plan

from optimizer.report.numbers import persons
from optimizer.report.page.record import Pool, numbers, plan_record, told


@pytest.fixture(scope="module")
def plan():
    """Return tiny's plan with its range."""
    return replace(tiny_plan(), spread=tiny_plan().uncertainty(12))


@pytest.fixture(scope="module")
def record(plan):
    """Return it as the page has it."""
    return plan_record(plan, "", Pool())


def test_people_and_costs_add_up_to_the_plan(plan, record):
    """Who stays and comes over all regions, and the cost of everything listed."""
    people = record["people"]
    stay = sum(people["retained_by_jobs"]) + sum(people["retained_by_culture"])
    assert stay == pytest.approx(plan.retained, abs=0.01 * len(plan.regions))
    assert sum(people["arrived"]) == pytest.approx(plan.arrived, abs=0.2)
    cost = sum(row[3] for row in record["build"]) + sum(row[2] for row in record["measures"])
    assert cost + sum(row[3] for row in record["seats"]) == pytest.approx(plan.cost, rel=1e-5)


def test_nothing_that_is_told_stands_above_its_bound(plan):
    """Who stays is rounded down, a bound up; jobs and culture add up to who stays."""
    found = told(plan)
    assert found["retained"] <= plan.retained + 1e-5
    assert float(found["value"].replace(",", "")) <= plan.objective + 1e-5
    assert float(found["bound"].replace(",", "")) >= plan.bound - 1e-5
    assert found["by_jobs"] + found["by_culture"] == found["retained"]
    assert persons(plan.regions["leavers"].sum()) == found["leavers"]


def test_the_years_with_the_plan_are_those_of_the_projection(plan, record):
    """Change by region and year: with the plan less nothing done."""
    level = plan.projection.levels["regions"]
    change = level.variants["plan"]["youth"] - level.variants["nothing_done"]["youth"]
    for at in range(change.shape[1]):
        shown = record["after"]["change"].get(at, [0.0] * change.shape[0])
        assert np.allclose(shown, change[:, at], atol=0.05)
    assert record["after"]["risk"] == list(level.risk("plan")[-1])


def test_the_histogram_counts_every_draw(plan, record):
    """Its counts sum to the draws; of a plan from a folder there is none, but the range is."""
    assert sum(record["spread"]["histogram"]["counts"]) == 12
    folder = type(plan.spread).from_record(plan.spread.record(), plan.instance, plan.currency)
    spread = plan_record(replace(plan, spread=folder), "", Pool())["spread"]
    assert spread["histogram"] is None
    assert spread["ranges"]["retained"] == record["spread"]["ranges"]["retained"]


def test_what_plans_share_is_kept_once():
    """An equal item has the same place."""
    pool = Pool()
    assert [pool.put({"a": 1}), pool.put({"a": 2}), pool.put({"a": 1})] == [0, 1, 0]
    assert len(pool.items) == 2


def test_numbers_are_short():
    """Two digits, whole ones without a point, no −0."""
    assert numbers([1.0, 2.345, -0.0001]) == [1, 2.35, 0] or numbers([2.345]) == [2.34]


def test_the_plan_for_many_worlds_is_offered_where_one_can_be_made():
    """With job_takers "catchment"; not of the rules before, nor of a plan for many worlds."""
    plan = tiny_plan()
    robust = replace(plan, notes=("One plan for 5 worlds (seed 0): on average 3.",))
    before = replace(plan, settings={**plan.settings, "job_takers": "best"})
    offered = [plan_record(one, "", Pool())["one_world"] for one in (plan, robust, before)]
    assert offered == [True, False, False]
