"""Rules 5 to 9: who stays, for what, and the floors by province."""

import math

import pytest
from support.checks import broken


def test_commuting_limit(plan, instance):
    """Nobody commutes for 70 minutes where the limit is 60, nor over a pair that isn't listed."""
    for start in ("C", "D"):
        plan["flows"][2] |= {"from_region": start, "to_region": "B"}
        assert "commuting limit" in broken(plan, instance)


def test_jobs_only_where_they_are_built(plan, instance):
    """Without the cluster of Beta nobody can take a job there."""
    plan["build"].pop()
    names = broken(plan, instance)
    assert "industry and culture in harmony" in names


def test_nobody_is_retained_who_does_not_leave(plan, instance, with_cell):
    """With 16 leavers in Alpha, 17 can't be retained."""
    assert "retained within leavers" in broken(
        plan, with_cell(instance, "regions", ["A"], "leavers", 16)
    )


def test_slope_in_place_of_the_curve(plan, instance):
    """Without a curve g is culture_only_share x level: 200 x 0.25 x 0.03 = 1.5 < 2 in Beta."""
    plan["culture"]["curve"] = None
    plan["settings"]["culture_only_share"] = 0.03
    assert broken(plan, instance) == {"kept by culture alone"}
    plan["settings"]["culture_only_share"] = 0.04
    assert broken(plan, instance) == set()


def test_floors_of_the_worst_province_may_not_count_arrivals(good, country):
    """Floors of what is retained are about who stays: 0.035 of North's leavers, not 0.04."""
    good["limits"]["min_retained_share"] = {"North": 0.04}
    assert broken(good, country) == {"balance"}


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "rule"),
    [
        pytest.param("regions", ["A"], "local_jobs", 4.9, "local jobs", id="work for fewer"),
        pytest.param("regions", ["A"], "local_jobs", math.nan, "local jobs", id="work unknown"),
    ],
)
def test_other_facts(plan, instance, with_cell, table, key, column, value, rule):
    """One fact changed, and the plan breaks exactly the rule on it."""
    other = with_cell(instance, table, key, column, value)
    assert broken(plan, other) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("section", "key", "value", "rule"),
    [
        ("settings", "job_only_share", 0.49, "industry and culture in harmony"),
        ("settings", "culture_added_share", 0.24, "industry and culture in harmony"),
        ("settings", "job_motive_share", 0.0349, "pool of leavers"),
        ("culture", "curve", [[0, 0], [0.5, 0.02], [1, 0.025]], "kept by culture alone"),
        ("limits", "min_retained_share", {"North": 0.0321}, "balance"),
        ("limits", "min_retained_share", {"South": 0.005}, "balance"),
    ],
)
def test_other_words(plan, instance, section, key, value, rule):
    """One setting or limit changed, and the plan breaks exactly the rule on it."""
    plan[section][key] = value
    assert broken(plan, instance) == ({rule} if rule else set())
