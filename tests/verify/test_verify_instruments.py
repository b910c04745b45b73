"""The check knows what instruments cost and add: each figure changed is found out."""

import copy

import pytest
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.plan import to_record
from optimizer.verify import verify


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """Read a town where AI needs seats, a studio has jobs, and a relief lifts AI."""
    folder = make_instance(
        tmp_path_factory.mktemp("instruments"),
        [region("A", 1000)],
        [cluster("ai", 10, 50), hub("studio", 4, jobs=6)],
        PLAIN | {"job_takers": "best", "budget": 30},
        measures=[("relief", "incentive", "ai", 2, 0.2)],
        needs=[("ai", "computing", 10)],
        universities=[("U", "computing", "A", 4, 1, 20, 0.1)],
    )
    return opt.load(folder)


@pytest.fixture(scope="module")
def asked_once(instance):
    """Return the plan with its instruments: 66 stay."""
    return to_record(opt.by_instrument(opt.solve(instance, gap=0), gap=0))


def broken(plan, instance):
    """Return the rules that a plan breaks, by name."""
    return {failure.rule.value for failure in verify(plan, instance).failures}


def test_what_is_told_holds(asked_once, instance):
    """AI keeps 60, the relief 10 of them, the studio 6; without seats there is no AI."""
    adds = {row["instrument"]: row["adds"] for row in asked_once["instruments"]}
    assert adds == pytest.approx({"ai": 60, "training seats": 60, "incentives": 10, "studio": 6})
    assert broken(asked_once, instance) == set()


def test_every_figure_is_checked(asked_once, instance):
    """Cost, what is added, its ends and cost per person, larger or smaller, are found out."""
    for place, row in enumerate(asked_once["instruments"]):
        for key in ("cost", "adds", "adds_high", "cost_per_added", "retained_without"):
            for other in (row[key] + 1, row[key] * 0.9 - 0.1):
                spoilt = copy.deepcopy(asked_once)
                spoilt["instruments"][place][key] = other
                assert broken(spoilt, instance), (place, key, other)
        spoilt = copy.deepcopy(asked_once)
        spoilt["instruments"][place]["adds_low"] = row["adds"] + 1
        assert broken(spoilt, instance) == {"reported figure"}


def test_all_that_are_used_and_no_others(asked_once, instance):
    """One left out, or one that the plan doesn't use, is a fault of form."""
    spoilt = copy.deepcopy(asked_once)
    gone = spoilt["instruments"].pop()
    assert broken(spoilt, instance) == {"form of a plan"}
    spoilt["instruments"].append(gone | {"instrument": "zones"})
    assert broken(spoilt, instance) == {"form of a plan"}
