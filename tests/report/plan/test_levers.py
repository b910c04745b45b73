"""The summary's lines on levers."""

from dataclasses import replace

import pandas as pd
from support.plans import tiny_plan

from optimizer.report.plan.levers import SHOWN, lever_lines, totals


def plan_with(measures=(), seats=(), neighbour_jobs=0.0):
    """Return tiny's plan with other levers."""
    plan = tiny_plan()
    columns = ["region_id", "measure_id", "cost", "youth_jobs", "saved"]
    bought = ["university_id", "field", "seats", "cost", "hired"]
    return replace(
        plan,
        measures=pd.DataFrame(list(measures), columns=columns),
        seats=pd.DataFrame(list(seats), columns=bought),
        build=plan.build.assign(neighbour_jobs=[neighbour_jobs] + [0.0] * (len(plan.build) - 1)),
    )


def test_a_plan_without_levers_has_no_lines():
    """No heading of nothing."""
    assert lever_lines(plan_with()) == []


def test_each_says_what_it_costs_and_adds():
    """A measure with jobs and savings, a zone, neighbours, and training seats."""
    plan = plan_with(
        [("kolvik", "relief", 4.0, 12.0, 3.0), ("kolvik", "zone", 1.0, 0.0, 0.0)],
        [("u1", "engineering", 20.0, 4.0, 50.0)],
        neighbour_jobs=8.0,
    )
    text = "\n".join(lever_lines(plan))
    place = plan.names["kolvik"]
    money = plan.currency
    jobs = "12 jobs for the young"
    assert f"{place} (kolvik) · relief: 4.0 {money}, {jobs}, saves 3.0 {money}" in text
    assert f"{place} (kolvik) · zone: 1.0 {money}, permits what needs a zone" in text
    assert "neighbours: 8 jobs for the young, at 1 cluster near others" in text
    assert f"20 training seats at u1 (engineering): 4.0 {money}, of 50 graduates" in text
    best = replace(plan, settings=plan.settings | {"job_takers": "best"})
    assert "12 jobs that keep somebody" in "\n".join(lever_lines(best))


def test_many_are_counted():
    """The dearest fifteen are spelled out; totals count all of a kind."""
    rows = [("kolvik", f"m{place % 2}", float(place), 1.0, 0.0) for place in range(SHOWN + 3)]
    plan = plan_with(rows)
    assert "and 3 more measures: measures.csv has every line." in "\n".join(lever_lines(plan))
    assert totals(plan) == [("m1", 9.0, 81.0), ("m0", 9.0, 72.0)]
