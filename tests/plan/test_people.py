"""Who stays under decisions: within the rules, whatever the solver's rounding."""

import numpy as np
import pytest
from support.decisions import decisions_of, made
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.coefficients.stayers import People
from optimizer.plan.people import culture_levels


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
