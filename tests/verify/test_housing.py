"""The check knows what housing may keep, and where it may be bought."""

import copy

import pytest
from support.built import built
from support.homes import homes

import optimizer as opt
from optimizer.plan import to_record
from optimizer.verify import verify

RENT = ("rent", 10, 0.5, {})


@pytest.fixture(scope="module")
def instance():
    """Two towns; rent subsidies are on offer."""
    return built(*homes([RENT]))


@pytest.fixture(scope="module")
def record(instance):
    """Its best plan, as it is written: both subsidies."""
    return to_record(opt.solve(instance, gap=0))


def rules(record, instance):
    """Return the rules that a plan breaks."""
    return {str(failure.rule) for failure in verify(record, instance).failures}


def test_the_plan_holds(record, instance):
    """Nothing is found in what the engine made."""
    assert rules(record, instance) == set()


def test_without_the_subsidy_so_many_can_not_stay(record, instance):
    """South's is struck out, with its cost: 50 are said to be kept there, of 30."""
    other = copy.deepcopy(record)
    other["measures"] = [row for row in other["measures"] if row["region_id"] == "north"]
    assert "kept by jobs, by where young people live" in rules(other, instance)


def test_a_person_more_is_found(record, instance):
    """One more in North than jobs and housing keep."""
    other = copy.deepcopy(record)
    north = next(row for row in other["regions"] if row["region_id"] == "north")
    north["retained_by_jobs"] += 1
    north["retained"] += 1
    assert "kept by jobs, by where young people live" in rules(other, instance)


def test_it_is_bought_only_where_leavers_live(record):
    """Nobody leaves South: a subsidy there is for nobody."""
    toml, tables = homes([RENT])
    tables["regions"][1]["leavers"] = "0"
    other = built(toml, tables)
    plan = to_record(opt.solve(other, gap=0))
    assert {row["region_id"] for row in plan["measures"]} == {"north"}
    plan["measures"].append({**plan["measures"][0], "region_id": "south"})
    assert "measure in use" in rules(plan, other)


def test_limits_on_its_number(record, instance):
    """A plan whose own limits say one region has two."""
    other = copy.deepcopy(record)
    other["limits"]["max_measures"] = {"rent": 1}
    assert "number of a measure" in rules(other, instance)
