"""The check knows that a region gains at most those who stay or arrive, and what each costs."""

import pytest
from support.catchment import good_plan

from optimizer.verify import verify

YEARS = [2024, 2025, 2026, 2027, 2028]
YOUNG = {"A": 1000, "B": 800, "C": 600, "E": 100, "S": 1600}
PROVINCES = {"North": "AB", "South": "C", "East": "E", "Capital": "S"}
GAINED = {"A": 15.5 + 5.625, "B": 6 + 1.5, "C": 2.25}
"""Who stays and who arrives in the good plan: 30.875, all of them missing in Sigma."""


def path_of(gained):
    """Return a path on which nobody dies or is born, and some move in the last year."""
    still, flows = [0, 0, 0, 0], ("births", "deaths")
    content = {name: {i: [None, *still] for i in YOUNG} for name in flows}
    content["net_migration"] = {i: [None, 0, 0, 0, gained.get(i, 0)] for i in YOUNG}
    young = {i: [*[n] * 4, n + gained.get(i, 0)] for i, n in YOUNG.items()}
    return content | {
        "youth": young,
        "population": young,
        "women_20_39": {i: [n / 2 for n in row] for i, row in young.items()},
        "residents_65": {i: [10] * 5 for i in YOUNG},
        "jobs": {i: [0] * 5 for i in YOUNG},
    }


def total(rows):
    """Return the sum of rows, year by year; unknown in the first where it is."""
    return [None if None in year else sum(year) for year in zip(*rows, strict=True)]


def projection(gained, prices):
    """Return a projection in which regions gain so many young people, all from Sigma."""
    moved = gained | {"S": -sum(gained.values())}
    variants = {"zero_migration": {}, "nothing_done": {}, "plan": moved}
    regions = {variant: path_of(change) for variant, change in variants.items()}
    nobody = {"at_risk": [0] * 5, "high_risk": [0] * 5}
    return {
        "years": YEARS,
        "regions": regions,
        "provinces": {
            variant: {
                name: {p: total([rows[i] for i in ids]) for p, ids in PROVINCES.items()}
                for name, rows in path.items()
            }
            for variant, path in regions.items()
        },
        "nation": {
            variant: {name: total(rows.values()) for name, rows in path.items()} | nobody
            for variant, path in regions.items()
        },
        "elsewhere": {p: sum(moved.get(i, 0) for i in ids) for p, ids in PROVINCES.items()},
        "relief": {"provinces": ["Capital"], "young": sum(gained.values())},
        "cost_per_stayer": prices,
    }


def prices(people):
    """Return what the whole plan costs for each of so many."""
    row = {"instrument": "whole plan", "cost": 264.2064, "cost_per_stayer": 264.2064 / people}
    return [row | dict.fromkeys(("adds", "adds_low", "adds_high"), people)]


def broken(country, gained, people=30.875, **more):
    """Return the rules that the good plan breaks with such a projection."""
    plan = good_plan(country) | more
    plan["projection"] = projection(gained, prices(people))
    return {failure.rule.value for failure in verify(plan, country).failures}


def test_regions_gain_who_stays_and_who_arrives(country):
    """With 30.875 persons missing in the Capital everything closes."""
    assert broken(country, GAINED) == set()


@pytest.mark.parametrize("region", ["A", "B", "C", "E"])
def test_no_region_gains_more(country, region):
    """A hundredth of a person more is found out."""
    assert broken(country, GAINED | {region: GAINED.get(region, 0) + 0.01}) == {"projection"}


def test_the_price_counts_who_stays_and_who_arrives(country):
    """264.2064 over 30.875, not over the 23.75 who stay."""
    assert broken(country, GAINED, people=23.75) == {"reported figure"}


def test_a_plan_that_only_brings_people_changes_the_path(country):
    """Where nobody stays, arrivals alone may be on the path; without them it is that of nothing."""
    plan = good_plan(country)
    plan["projection"] = projection({"A": 5.625}, prices(30.875))
    for row in plan["regions"]:
        row |= {"retained": 0, "retained_by_jobs": 0, "retained_by_culture": 0}
    assert "projection" not in {f.rule.value for f in verify(plan, country).failures}
    for row in plan["regions"]:
        row["arrived"] = 0
    assert "projection" in {f.rule.value for f in verify(plan, country).failures}
