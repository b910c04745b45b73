"""Regions lifted a class: by the sum of single regions as by the whole path."""

import numpy as np
import pytest
from support.plans import tiny, tiny_plan

from optimizer.projection import baseline, cohorts_of, risk_class, with_plan, women_and_old
from optimizer.uncertainty.risk_class import Lifting, lifting

YEARS = 16


@pytest.fixture(scope="module")
def before():
    """Tiny without a plan."""
    return baseline(cohorts_of(tiny()), YEARS)


def by_path(before, stay, opened, **more):
    """Count lifted regions from the path itself."""
    path = with_plan(before, stay, opened, **more)
    classes = []
    for found in (path, before.nothing):
        women, old = women_and_old(found)
        classes.append(risk_class(women[YEARS] / old[YEARS]))
    return int((classes[0] < classes[1]).sum())


def test_counts_are_those_of_the_path(before):
    """Case by case, the sum of single regions' effects gives the count of the whole path."""
    rng = np.random.default_rng(0)
    regions = len(before.cohorts.region_ids)
    opened = np.tile(np.linspace(0, 1, YEARS), (regions, 1))
    loss = np.maximum(0, tiny().regions["leavers"].to_numpy(dtype=float))
    cases = rng.uniform(0, 1, (25, regions)) * loss * rng.uniform(0, 1, (25, 1))
    counts = Lifting(before, opened)(cases)
    assert counts.tolist() == [by_path(before, case, opened) for case in cases]
    assert len(set(counts.tolist())) > 2


def test_arrivals_count_like_the_path(before):
    """Who arrives is one more there and one fewer in the uncounted regions, as in the path."""
    rng = np.random.default_rng(1)
    regions = tiny().regions
    opened = np.tile(np.linspace(0, 1, YEARS), (len(regions), 1))
    brought = opened**2
    away = (regions["province"] == regions["province"].iloc[-1]).to_numpy()
    loss = np.maximum(0, regions["leavers"].to_numpy(dtype=float))
    stay, come = (rng.uniform(0, 0.5, (15, len(regions))) * loss for _ in range(2))
    come[:, away] = 0
    places = {"destination": away, "uncounted": away}
    count = Lifting(before, opened, brought=brought, **places)
    more = [{"arrived": case, "brought": brought, **places} for case in come]
    expected = [by_path(before, case, opened, **m) for case, m in zip(stay, more, strict=True)]
    assert count(stay, come).tolist() == expected
    assert count(stay).tolist() != expected


@pytest.mark.slow
def test_the_plan_itself():
    """For the plan's own people the count is that of its projection."""
    plan = tiny_plan(budget=400.0)
    count = lifting(plan, tiny())(plan.regions["retained"].to_numpy())
    assert count.tolist() == [len(plan.projection.lifted())]


def test_nobody_who_stays_lifts_nothing(before):
    """With nobody to stay no region is lifted."""
    regions = len(before.cohorts.region_ids)
    assert Lifting(before, np.ones((regions, YEARS)))(np.zeros((2, regions))).tolist() == [0, 0]


def test_a_region_that_the_plan_leaves_idle_takes_the_mean(before):
    """Where only a draw keeps anybody, people stay over the years as they do elsewhere."""
    regions = len(before.cohorts.region_ids)
    opened = np.tile(np.linspace(0, 1, YEARS), (regions, 1))
    idle = opened.copy()
    idle[1] = 0
    stay = tiny().regions["leavers"].to_numpy(dtype=float)[None]
    assert Lifting(before, idle)(stay).tolist() == Lifting(before, opened)(stay).tolist()


def test_a_plan_that_keeps_nobody_by_itself(before):
    """Where only draws keep anybody anywhere, all counts as open from the first year."""
    regions = len(before.cohorts.region_ids)
    stay = tiny().regions["leavers"].to_numpy(dtype=float)
    count = Lifting(before, np.zeros((regions, YEARS)))(stay[None])
    assert count.tolist() == [by_path(before, stay, np.ones((regions, YEARS)))]


def test_few_cases_are_followed_one_by_one(before):
    """With fewer cases than regions no region is tried by itself, and the counts are the same."""
    rng = np.random.default_rng(2)
    regions = len(before.cohorts.region_ids)
    opened = np.tile(np.linspace(0, 1, YEARS), (regions, 1))
    loss = np.maximum(0, tiny().regions["leavers"].to_numpy(dtype=float))
    cases = rng.uniform(0, 1, (3, regions)) * loss
    count = Lifting(before, opened)
    found = count(cases)
    assert not count._added
    assert found.tolist() == [by_path(before, case, opened) for case in cases]
