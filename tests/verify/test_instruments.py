"""The check knows what instruments cost and add: each figure changed is found out."""

import copy

import pytest
from support.checks import broken
from support.instances import PLAIN, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.plan import to_record


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


def test_instruments_add_who_stays_and_who_arrives(good, country):
    """30.875 persons; without AI 20 would be there, so it adds 10.875 for 50."""
    costs = {
        "semiconductor": 129.4416,
        "AI": 50,
        "venue": 54.7648,
        "studio": 10,
        "cafe": 12,
        "incentives": 4,
        "training seats": 4,
    }
    for name, cost in costs.items():
        row = {"instrument": name, "cost": cost, "retained_without": 20, "adds": 10.875}
        row |= {"adds_low": 10, "adds_high": 10.875, "cost_per_added": cost / 10.875}
        good["instruments"].append(row)
    assert broken(good, country) == set()
    spoilt = copy.deepcopy(good)
    for row in spoilt["instruments"]:  # as if nobody had arrived
        row |= {
            "adds": 3.75,
            "adds_low": 3,
            "adds_high": 3.75,
            "cost_per_added": row["cost"] / 3.75,
        }
    assert broken(spoilt, country) == {"reported figure"}
