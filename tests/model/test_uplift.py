"""Uplift of a cluster's jobs by measures and neighbours, up to the cap."""

import pytest
from support.instances import PLAIN, hub, make_instance, region, solved
from support.lever_towns import AI, BIO, SCALES, country
from support.rows import model_of, rows_of


def test_rows_of_a_sectors_measure(tmp_path):
    """u ≤ 0.2·x of each scale, Σ u ≤ 0.2·z, and the jobs row counts u; z for AI is z itself."""
    measures = [("grant", "incentive", "ai", 7, 0.2)]
    model = model_of(country(tmp_path, SCALES, regions="A", measures=measures))
    assert rows_of(model, "measure_in_use") == {
        ("A", "grant"): {"z[A,grant]": 1, "x[A,pilot]": -1, "x[A,park]": -1, "<=": 0}
    }
    assert rows_of(model, "uplift_where_built") == {
        ("A", "pilot"): {"u[A,pilot]": 1, "x[A,pilot]": -0.2, "<=": 0},
        ("A", "park"): {"u[A,park]": 1, "x[A,park]": -0.2, "<=": 0},
    }
    assert rows_of(model, "uplift_of_levers") == {
        ("A", "ai"): {"u[A,pilot]": 1, "u[A,park]": 1, "z[A,grant]": -0.2, "<=": 0}
    }
    assert rows_of(model, "jobs")["A"] == {
        "q[A,A]": 1, "x[A,pilot]": -50, "u[A,pilot]": -50, "x[A,park]": -100, "u[A,park]": -100,
        "<=": 0,
    }  # fmt: skip
    assert rows_of(model, "budget")[None] == {
        "x[A,pilot]": 40, "x[A,park]": 100, "z[A,grant]": 7, "<=": 1000
    }  # fmt: skip
    assert len(model.z_at_work) == 0


def test_rows_of_interactions(tmp_path):
    """Near bio: in the own town or the other; near AI: in the other only."""
    interactions = [("ai", "bio", 30, 0.1), ("ai", "ai", 30, 0.2), ("bio", "ai", 29, 0.3)]
    model = model_of(country(tmp_path, [AI, BIO], interactions=interactions))
    rows = rows_of(model, "near_works_with_neighbours")
    assert rows["A", "ai", "bio"] == {
        "near[A,ai,bio]": 1, "x[A,bio]": -1, "x[B,bio]": -1, "<=": 0
    }  # fmt: skip
    assert rows["A", "ai", "ai"] == {"near[A,ai,ai]": 1, "x[B,ai]": -1, "<=": 0}
    assert rows["A", "bio", "ai"] == {"near[A,bio,ai]": 1, "x[A,ai]": -1, "<=": 0}
    assert rows_of(model, "uplift_of_levers")["A", "ai"] == {
        "u[A,ai]": 1, "near[A,ai,bio]": -0.1, "near[A,ai,ai]": -0.2, "<=": 0
    }  # fmt: skip


def test_uplifts_add_up_to_the_cap(tmp_path):
    """0.3 and 0.4 make 0.5, the cap: 150; without the first 0.4 would be left."""
    measures = [("one", "research", "ai", 10, 0.3), ("two", "incentive", "", 10, 0.4)]
    plan = solved(country(tmp_path, [AI], regions="A", measures=measures))
    assert plan.retained == pytest.approx(150, rel=1e-9)
    lost = plan.measures.set_index("measure_id")["youth_jobs"].to_dict()
    assert lost == pytest.approx({"one": 10, "two": 20})


def test_neighbours_help_each_other(tmp_path):
    """AI in A and B: each gains 0.1 from the other's; bio in A helps AI in A by 0.2 more."""
    interactions = [("ai", "ai", 30, 0.1), ("ai", "bio", 0, 0.2)]
    folder = country(tmp_path, [AI, BIO], {"budget": 300}, interactions=interactions)
    plan = solved(folder)
    assert plan.retained == pytest.approx(130 + 110 + 100, rel=1e-9)
    uplift = plan.build.set_index("option_id")["uplift"]
    assert sorted(uplift) == pytest.approx([0, 0.1, 0.3])
    assert plan.build["neighbour_jobs"].sum() == pytest.approx(40)


def test_neighbours_beyond_the_limit_do_not_help(tmp_path):
    """30.1 minutes are more than 30; the way from the one that gains counts."""
    interactions = [("ai", "ai", 30, 0.1)]
    for minutes, each in ((30, 110), (30.1, 100)):
        folder = country(tmp_path / str(minutes), [AI], minutes=minutes, interactions=interactions)
        assert solved(folder).retained == pytest.approx(2 * each, rel=1e-9)
    one_way = make_instance(
        tmp_path / "one way",
        [region("A", 1000), region("B", 1000)],
        [AI],
        PLAIN | {"commute_limit": 5},
        travel=[("A", "B", 20)],
        interactions=interactions,
    )
    plan = solved(one_way)
    assert plan.build.set_index("region_id")["uplift"].to_dict() == pytest.approx(
        {"A": 0.1, "B": 0}
    )


def test_a_cluster_is_no_neighbour_of_itself(tmp_path):
    """One AI cluster alone gains nothing from AI near."""
    folder = country(tmp_path, [AI], regions="A", interactions=[("ai", "ai", 60, 0.4)])
    assert solved(folder).retained == pytest.approx(100, rel=1e-9)


def test_a_startup_space_near_a_cluster_lifts_it(tmp_path):
    """near_sector may be a hub_type: a space of 4 in the town, or near it, adds 0.1, but once."""
    space = hub("space", 4, hub_type="startup", max_per_region=3)
    folder = country(tmp_path, [AI, space], interactions=[("ai", "startup", 30, 0.1)])
    plan = solved(folder)
    assert plan.retained == pytest.approx(220, rel=1e-9)
    assert plan.cost == pytest.approx(204, rel=1e-9)
