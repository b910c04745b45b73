"""A plan as data."""

import dataclasses

import pytest
from support.plans import tiny_plan


def test_a_plan_does_not_change():
    """A plan is checked once; nobody changes it afterwards."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        tiny_plan().cost = 0


def test_plans_compare_by_what_they_decide():
    """The same decisions for the same facts and rules are one plan, however long it took."""
    plan = tiny_plan()
    again = dataclasses.replace(
        plan, seconds={"solve": 99.0}, build=plan.build[::-1], versions={}, verified=False
    )
    assert plan == again
    assert hash(plan) == hash(again)
    assert len({plan, again, tiny_plan(60.0)}) == 2
    assert plan != "plan"


@pytest.mark.parametrize("name", ["budget", "instance_hash", "settings", "limits", "build"])
def test_plans_of_other_rules_are_others(name):
    """Another budget, instance, setting, limit or number built is another plan."""
    plan = tiny_plan()
    other = {
        "budget": 201.0,
        "instance_hash": "0",
        "settings": {**plan.settings, "targeting": 1.5},
        "limits": {**plan.limits, "zones": 1},
        "build": plan.build.assign(count=plan.build["count"] + 1),
    }
    assert plan != dataclasses.replace(plan, **{name: other[name]})


def test_a_plan_says_what_it_is_in_a_line():
    """At most 200 characters, also with a long name: money, people, gap, number of buildings."""
    plan = tiny_plan()
    assert repr(plan).startswith("Plan(tiny, 200 bn KRW: ")
    assert repr(plan).endswith(f"gap, {plan.build['count'].sum()} builds)")
    assert len(repr(dataclasses.replace(plan, instance="x" * 500, currency="y" * 500))) <= 200


def test_a_map_needs_boundaries_or_points():
    """Points are in the place of boundaries."""
    plan = dataclasses.replace(tiny_plan(), boundaries=None)
    assert not plan.mapped
    assert dataclasses.replace(plan, points={"tamsel": (126.0, 30.0)}).mapped
