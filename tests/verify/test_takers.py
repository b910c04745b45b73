"""Who takes a job by where young people live: kept, arrived and flows, each with its limit."""

import copy
import math

import pytest
from support.checks import broken


def place(plan, region):
    """Return the position of a region's record."""
    return [row["region_id"] for row in plan["regions"]].index(region)


def recount(plan, weights=None):
    """Make sums and objective those of the plan's records."""
    weights = weights or {"B": 2}
    for row in plan["regions"]:
        row["retained"] = row["retained_by_jobs"] + row["retained_by_culture"]
    plan["retained"] = sum(row["retained"] for row in plan["regions"])
    plan["arrived"] = sum(row["arrived"] for row in plan["regions"])
    plan["objective"] = sum(
        weights.get(row["region_id"], 1) * (row["retained"] + row["arrived"])
        for row in plan["regions"]
    )
    plan |= {"bound": 50, "gap_asked": 1}
    plan["gap"] = (plan["bound"] - plan["objective"]) / plan["objective"]


def keep(plan, region, persons):
    """Let jobs keep another number of persons of a region, flows and sums with them."""
    row = plan["regions"][place(plan, region)]
    factor = persons / row["retained_by_jobs"]
    row["retained_by_jobs"] = persons
    for flow in plan["flows"]:
        if flow["from_region"] == region:
            flow["persons"] = flow["retained"] = flow["persons"] * factor
    recount(plan)


@pytest.mark.parametrize(
    ("region", "persons", "rules"),
    [
        ("A", 10.51, {"pool of leavers"}),
        ("A", 12.61, {"pool of leavers", "kept by jobs, by where young people live"}),
        ("B", 4.5, set()),
        ("B", 4.51, {"kept by jobs, by where young people live"}),
        ("C", 2.26, {"kept by jobs, by where young people live"}),
        ("C", 1, set()),
    ],
)
def test_jobs_keep_no_more_than_take_them_and_would_leave(good, country, region, persons, rules):
    """Σ N·P·λ·W of Alpha is 12.6, of Beta 4.5, of Gamma 2.25; Alpha's pool is 10.5."""
    keep(good, region, persons)
    assert broken(good, country) == rules


def test_whoever_never_leaves_is_not_kept(good, country):
    """A quarter of Alpha's jobs go to Sigma, where nobody is to be counted."""
    good["regions"][place(good, "S")]["retained_by_jobs"] = 1
    good["flows"].append({"from_region": "S", "to_region": "A", "persons": 1, "retained": 1})
    recount(good)
    assert broken(good, country) >= {
        "kept by jobs, by where young people live",
        "expected flows",
        "pool of leavers",
    }


@pytest.mark.parametrize(
    ("region", "persons", "rules"),
    [
        ("A", 5.63, {"arrivals for jobs"}),
        ("A", 0, set()),
        ("B", 1.5375, set()),
        ("B", 1.54, {"arrivals for jobs"}),
        ("C", 0.01, {"arrivals for jobs"}),
        ("S", 0.01, {"arrivals for jobs"}),
    ],
)
def test_arrivals_are_a_share_of_those_who_would_not_have_left(
    good, country, region, persons, rules
):
    """Jobs bring 5.625 to Alpha, 1.5375 to Beta, and nobody where no jobs are."""
    good["regions"][place(good, region)]["arrived"] = persons
    recount(good)
    assert broken(good, country) == rules


def test_arrivals_come_from_where_nothing_may_be_built(good, country, with_cell):
    """With a candidate in every province there is nowhere to arrive from."""
    other = with_cell(country, "regions", ["S"], "candidate", True)
    assert "arrivals for jobs" in broken(good, other)


@pytest.mark.parametrize("moved", [0.01, -1.5])
def test_flows_are_in_proportion_to_what_keeps_people(good, country, moved):
    """Alpha's 10.5 go 6 to 1 to the jobs of Alpha and Beta; another split is none of the plan."""
    for flow, step in zip(good["flows"], (moved, -moved), strict=False):
        flow["persons"] += step
        flow["retained"] += step
    assert broken(good, country) == {"expected flows"}


def test_no_expected_flow_is_left_out(good, country):
    """Nor may there be one to where no job is, or one that nobody takes twice."""
    for number in range(len(good["flows"])):
        spoilt = copy.deepcopy(good)
        del spoilt["flows"][number]
        assert broken(spoilt, country) == {"expected flows"}
    good["flows"].append({"from_region": "C", "to_region": "A", "persons": 0.1, "retained": 0.1})
    assert broken(good, country) == {"expected flows"}


def test_less_than_a_millionth_of_a_person_is_left_out(good, country):
    """A region that keeps nobody to speak of needs no flow."""
    keep(good, "C", 9e-7)
    good["flows"] = [flow for flow in good["flows"] if flow["from_region"] != "C"]
    assert broken(good, country) == set()


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "rules"),
    [
        # Fewer young people in the Capital: Alpha's jobs bring 36 × 0.57 / 4 = 5.14 there.
        ("regions", ["S"], "youth_zero_migration", 1000, {"arrivals", "expected"}),
        # More of them: Alpha's jobs keep 36 × 0.4 × 0.6 + 1.8 = 10.44 of it.
        ("regions", ["S"], "youth_zero_migration", 4000, {"kept", "expected"}),
        ("regions", ["C"], "youth_zero_migration", 1100, {"kept", "expected"}),
        ("regions", ["B"], "leavers", 150, {"kept", "pool", "reported"}),
        ("regions", ["B"], "leavers", 250, {"arrivals", "reported", "balance"}),
        ("regions", ["C"], "leavers", 499, {"kept", "reported"}),
        ("regions", ["C"], "youth_zero_migration", math.nan, {"instance", "kept", "expected"}),
        ("travel", ["S", "A"], "minutes", 20, {"kept", "arrivals", "reported", "expected"}),
        ("strength", ["A", "semiconductor"], "strength", 1.2, {"arrivals", "reported", "expected"}),
    ],
)
def test_other_facts(good, country, with_cell, table, key, column, value, rules):
    """One fact changed, and the plan breaks the rules on who takes a job."""
    found = broken(good, with_cell(country, table, key, column, value))
    assert {name.split()[0] for name in found} == rules


@pytest.mark.parametrize(
    ("settings", "rules"),
    [
        # λ = 1 everywhere: nobody would have stayed, so nobody arrives; the split is another.
        ({"leaver_share": "one"}, {"arrivals for jobs"}),
        # λ of Alpha and Gamma 1, of Beta 0.6: fewer would not have left.
        ({"targeting": 3.0}, {"arrivals for jobs"}),
        ({"targeting": 1.4}, {"kept by jobs, by where young people live"}),
        ({"job_only_share": 0.4}, {"kept by jobs, by where young people live"}),
        ({"stay_half_minutes": "none"}, {"expected flows"}),
        ({"graduate_half_minutes": 19.0}, {"graduates by distance"}),
        ({"graduate_half_minutes": "none"}, set()),
    ],
)
def test_other_settings(good, country, settings, rules):
    """One setting changed, and the plan fails by the rule that it is about."""
    good["settings"] |= settings
    assert broken(good, country) >= rules
    assert bool(broken(good, country)) == bool(rules)
