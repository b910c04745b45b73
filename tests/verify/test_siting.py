"""Rules 2 and 3: land, stock, where things may be built, limits and locks."""

from dataclasses import replace

import pytest
from support.checks import broken

from optimizer.verify import verify


def _built(plan, region, option):
    return next(
        row for row in plan["build"] if row["region_id"] == region and row["option_id"] == option
    )


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "rule"),
    [
        pytest.param("regions", ["A"], "land_ha", 13.9, "land", id="cluster and hubs need 14 ha"),
        pytest.param("regions", ["B"], "land_ha", 4.9, "land", id="the cluster needs 5 ha"),
        pytest.param("regions", ["A"], "stock_factory", 1, "stock", id="two venues, one factory"),
        pytest.param("options", ["venue"], "max_per_region", 1, "most per region", id="two hubs"),
        pytest.param("options", ["chip"], "max_per_region", 0, "most per region", id="none at all"),
        pytest.param("regions", ["A"], "candidate", False, "candidate", id="not a candidate"),
        pytest.param("options", ["chip"], "needs_zone", True, "regulation-free zone", id="no zone"),
        pytest.param("suitability", ["A", "ai"], "option_id", "venue", None, id="allowed row"),
    ],
)
def test_other_facts(plan, instance, with_cell, table, key, column, value, rule):
    """One fact changed, and the plan breaks exactly the rule on it."""
    other = with_cell(instance, table, key, column, value)
    assert broken(plan, other) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("section", "key", "value", "rule"),
    [
        ("settings", "absorption_share", 0.064, "absorption"),
        ("settings", "absorption_share", "none", None),
        ("limits", "max_clusters_per_region", 0, "clusters per region"),
        ("limits", "max_clusters_per_province", 1, "clusters per province"),
        ("limits", "max_clusters_per_province", {"North": 1}, "clusters per province"),
        ("limits", "max_clusters_per_province", {"South": 0}, None),
        ("limits", "max_options", {"venue": 1}, "nationwide limit"),
        ("locked", "in", ["A:chip", "B:studio"], "locked in"),
        ("locked", "out", ["A:studio"], "locked out"),
    ],
)
def test_other_words(plan, instance, section, key, value, rule):
    """One setting, limit or lock changed, and the plan breaks exactly the rule on it."""
    plan[section][key] = value
    assert broken(plan, instance) == ({rule} if rule else set())


def test_stock_that_no_region_has(plan, instance):
    """A hub that uses up a stock of which the regions' table says nothing can't be built."""
    regions = instance.regions.drop(columns="stock_factory")
    other = replace(instance, tables=instance.facts.with_derived({"regions": regions}))
    assert broken(plan, other) == {"stock"}


def test_suitability_names_the_reason(plan, instance, with_rows):
    """A region where an option is not allowed fails with the table's reason."""
    row = {"region_id": "A", "option_id": "venue", "allowed": False, "reason": "no harbour"}
    failures = verify(plan, with_rows(instance, "suitability", row)).failures
    assert [str(failure) for failure in failures] == [
        "Suitability, Alpha (A) venue: needs a region where the option is allowed, has no harbour."
    ]


def test_a_cluster_is_built_once(plan, instance):
    """Two of the same cluster in a region break the rule even where all else is doubled."""
    _built(plan, "A", "chip")["count"] = 2
    assert "most per region" in broken(plan, instance)


def test_one_scale_of_a_sector(plan, instance, with_cell):
    """A pilot and a national cluster of one sector can't stand in one region."""
    other = instance
    for column in ("capital_cost", "operating_cost", "jobs", "land_ha"):
        other = with_cell(other, "options", ["chip_big"], column, 0)
    plan["limits"]["max_clusters_per_region"] = None
    plan["limits"]["max_clusters_per_province"] = None
    extra = {"region_id": "A", "option_id": "chip_big", "count": 1}
    plan["build"].append(extra | {"cost": 0, "jobs": 0, "youth_jobs": 0})
    assert broken(plan, other) == {"one scale of a sector per region"}
