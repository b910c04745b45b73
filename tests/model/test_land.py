"""Rule 2, land: what is built fits on the developable land, and on the stock that is there."""

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.rows import model_of, rows_of


def test_land_row_holds_clusters_and_hubs_that_need_land(tmp_path):
    """6 ha for each AI cluster, 1.5 for each festival ground; a studio needs none."""
    options = [cluster("ai", 1, land_ha=6), hub("ground", 1, land_ha=1.5), hub("studio", 1)]
    towns = [region("A", land_ha=10), region("B", land_ha=0, candidate="false")]
    folder = make_instance(tmp_path, towns, options, PLAIN)
    by_hand = {"A": {"x[A,ai]": 6, "y[A,ground]": 1.5, "<=": 10}}
    assert rows_of(model_of(folder), "land") == by_hand


def test_land_is_shared_by_all_clusters_of_a_region(tmp_path):
    """On 10 ha either the one of 6 ha (60 jobs) or the two of 5 ha (45 each): the two."""
    options = [
        cluster("ai", 1, 60, land_ha=6),
        cluster("bio", 1, 45, land_ha=5),
        cluster("green", 1, 45, land_ha=5),
    ]
    folder = make_instance(tmp_path, [region("A", 500, land_ha=10)], options, PLAIN)
    assert built(solved(folder)) == {"A:bio": 1, "A:green": 1}


def test_hubs_take_land_from_clusters(tmp_path):
    """On 10 ha: AI (8 ha, 60 jobs) or three grounds (3 ha, 25 jobs each): 75 jobs beat 60."""
    options = [cluster("ai", 1, 60, land_ha=8), hub("ground", 1, jobs=25, land_ha=3)]
    options[1]["max_per_region"] = 5
    folder = make_instance(tmp_path, [region("A", 500, land_ha=10)], options, PLAIN)
    plan = solved(folder)
    assert built(plan) == {"A:ground": 3}
    assert plan.retained == pytest.approx(75, rel=1e-9)


def test_stock_row_counts_every_option_that_uses_it(tmp_path):
    """Studios and venues share A's two factories; B has none, so neither fits there."""
    options = [
        hub("studio", 1, uses_stock="factory"),
        hub("venue", 1, uses_stock="factory"),
        cluster("ai", 1, uses_stock="school"),
        hub("square", 1),
    ]
    towns = [region("A", stock_factory=2, stock_school=1), region("B", stock_factory=0)]
    folder = make_instance(tmp_path, towns, options, PLAIN)
    assert rows_of(model_of(folder), "stock") == {
        ("A", "factory"): {"y[A,studio]": 1, "y[A,venue]": 1, "<=": 2},
        ("B", "factory"): {"y[B,studio]": 1, "y[B,venue]": 1, "<=": 0},
        ("A", "school"): {"x[A,ai]": 1, "<=": 1},
        ("B", "school"): {"x[B,ai]": 1, "<=": 0},
    }


def test_stock_that_no_column_counts_is_nowhere(tmp_path):
    """Without the column stock_factory there is no factory to reuse."""
    options = [hub("studio", 1, jobs=10, uses_stock="factory")]
    folder = make_instance(tmp_path, [region("A", 500)], options, PLAIN)
    assert rows_of(model_of(folder), "stock") == {
        ("A", "factory"): {"y[A,studio]": 1, "<=": 0},
    }
    assert built(solved(folder)) == {}


def test_no_more_buildings_are_reused_than_there_are(tmp_path):
    """Three factories: two venues of 12 jobs, as many as a region may have, and a studio of 10."""
    options = [
        hub("studio", 1, jobs=10, uses_stock="factory", max_per_region=9),
        hub("venue", 1, jobs=12, uses_stock="factory", max_per_region=2),
    ]
    folder = make_instance(tmp_path, [region("A", 500, stock_factory=3)], options, PLAIN)
    plan = solved(folder)
    assert built(plan) == {"A:studio": 1, "A:venue": 2}
    assert plan.retained == pytest.approx(34, rel=1e-9)
