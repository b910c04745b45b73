"""Residents by sex and age: the same people as in the projection's other tables."""

import pytest
from support.plans import tiny_plan

from optimizer.plan.ages import GAIN, ages_from_record, ages_record

YOUNG = ("20-24", "25-29", "30-34", "35-39")


def sums(ages, area):
    """Young people and residents by variant in one area."""
    rows = ages[ages["area"] == area]
    young = rows[rows["age_group"].isin(YOUNG)].groupby("variant")["persons"].sum()
    return young, rows.groupby("variant")["persons"].sum()


def test_ages_add_up_to_the_nation():
    """All ages are its residents, those of 20-39 its youth, in the horizon year."""
    projection = tiny_plan().projection
    last = projection.nation[projection.nation["year"] == tiny_plan().years[1]]
    last = last.set_index("variant")
    young, all_ages = sums(projection.ages, "nation")
    for variant in ("zero_migration", "nothing_done", "plan"):
        assert young[variant] == pytest.approx(last.loc[variant, "youth"], abs=0.1)
        assert all_ages[variant] == pytest.approx(last.loc[variant, "population"], abs=0.1)


def test_gaining_regions_are_those_with_more_young_people():
    """Their young with the plan less nothing done is the sum of all gains."""
    projection = tiny_plan().projection
    rows = projection.regions[projection.regions["year"] == tiny_plan().years[1]]
    youth = rows.pivot(index="region_id", columns="variant", values="youth")
    gain = youth["plan"] - youth["nothing_done"]
    young, _ = sums(projection.ages, "gaining")
    assert gain[gain >= GAIN].sum() > 0
    assert young["plan"] - young["nothing_done"] == pytest.approx(gain[gain >= GAIN].sum(), abs=0.1)


def test_a_plan_that_keeps_nobody_has_no_gaining_region():
    """The area is there, with nobody in it."""
    ages = tiny_plan(0.0).projection.ages
    assert (ages.loc[ages["area"] == "gaining", "persons"] == 0).all()


def test_the_record_is_the_table():
    """plan.json gives it back unchanged."""
    ages = tiny_plan().projection.ages
    assert ages_from_record(ages_record(ages)).equals(ages)
