"""Measures, zones and interactions: what they add to clusters, what they save, where they may be.

Unless told otherwise each job keeps one leaver, and there are leavers enough.
"""

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.lever_towns import AI, BIO, HARMONY, country, taken
from support.rows import model_of, rows_of


def test_without_levers_the_model_has_none(tmp_path):
    """No table of measures or interactions, no variable and no row of theirs; seats aside."""
    model = model_of(country(tmp_path, [AI, BIO, hub("studio", 5)]))
    for name in ("z", "z_at_work", "near", "u", "uv", "z_culture", "near_culture", "z_saving"):
        assert len(getattr(model, name)) == 0, name
    families = {family for family, _ in _exported(model)}
    assert families == {"budget", "jobs", "pool", "culture"}
    budget = {"x[A,ai]": 100, "x[A,bio]": 100, "x[B,ai]": 100, "x[B,bio]": 100}
    assert rows_of(model, "budget") == {
        None: {**budget, "y[A,studio]": 5, "y[B,studio]": 5, "<=": 1000}
    }
    assert rows_of(model, "jobs")["A"] == {
        "q[A,A]": 1, "x[A,ai]": -100, "x[A,bio]": -100, "<=": 0
    }  # fmt: skip


def _exported(model):
    from optimizer.model import Structure
    from optimizer.solver.standard_form import export

    return export(Structure(model)).rows


def test_a_zone_lifts_jobs_and_saves_cost(tmp_path):
    """100 jobs × 1.2 = 120 stay; 100 × 0.9 + 15 for the zone = 105 spent, which is all there is."""
    measures = [("zone", "zone", "ai", 15, 0.2, 0.1)]
    settings = {"budget": 105}
    plan = solved(country(tmp_path, [AI], settings, regions="A", measures=measures))
    assert (built(plan), taken(plan)) == ({"A:ai": 1}, {"A:zone"})
    assert (plan.retained, plan.cost) == pytest.approx((120, 105), rel=1e-9)
    assert plan.build[["cost", "jobs", "youth_jobs", "uplift"]].iloc[0].tolist() == pytest.approx(
        [90, 100, 120, 0.2]
    )
    assert plan.measures[["cost", "youth_jobs", "saved"]].iloc[0].tolist() == pytest.approx(
        [15, 20, 10]
    )


def test_a_measure_for_all_sectors_counts_at_each(tmp_path):
    """One measure of 10 adds 0.1 to both clusters and saves a tenth of both: 220, 190."""
    measures = [("all", "incentive", "", 10, 0.1, 0.1)]
    plan = solved(country(tmp_path, [AI, BIO], regions="A", measures=measures))
    assert (plan.retained, plan.cost) == pytest.approx((220, 190), rel=1e-9)


def test_a_measure_for_one_sector_leaves_the_others(tmp_path):
    """AI gains 0.1, bio nothing: 210."""
    measures = [("grant", "research", "ai", 10, 0.1)]
    plan = solved(country(tmp_path, [AI, BIO], regions="A", measures=measures))
    assert plan.retained == pytest.approx(210, rel=1e-9)
    assert plan.build.set_index("option_id")["uplift"].to_dict() == pytest.approx(
        {"ai": 0.1, "bio": 0}
    )


def test_levers_multiply_what_culture_keeps_too(tmp_path):
    """100 jobs × 1.2 × (0.5 + 0.5 × 0.4) = 84, with level 0.4; up to 0.6 can be added to it."""
    folder = make_instance(
        tmp_path,
        [region("A", 1000, culture_level=0.4, youth=1000, local_jobs=0)],
        [AI],
        HARMONY,
        measures=[("grant", "research", "ai", 10, 0.2)],
    )
    assert solved(folder).retained == pytest.approx(84, rel=1e-9)
    model = model_of(folder)
    assert rows_of(model, "culture_uplift_of_levers") == {
        ("A", "ai"): {"uv_added[A,ai]": 1, "z_culture[A,ai,grant]": -0.2, "<=": 0}
    }
    assert rows_of(model, "culture_lifted_at_work") == {
        0: {"z_culture[A,ai,grant]": 1, "v_added[A,ai]": -1, "<=": 0}
    }
    assert rows_of(model, "culture_lifted_by_lever") == {
        0: {"z_culture[A,ai,grant]": 1, "z[A,grant]": -0.6, "<=": 0}
    }
    assert rows_of(model, "culture_uplift_where_at_work") == {
        ("A", "ai"): {"uv_added[A,ai]": 1, "v_added[A,ai]": -0.2, "<=": 0}
    }
    assert str(model.uv["A", "ai"].expr) == "0.4*u[A,ai] + uv_added[A,ai]"


def test_graduates_land_and_absorption_do_not_grow_with_uplift(tmp_path):
    """100 jobs of 100 that can be staffed, 10 graduates of 10, 10 ha of 10: it still fits."""
    folder = make_instance(
        tmp_path,
        [region("A", 1000, youth=1000, land_ha=10)],
        [cluster("ai", 100, 100, land_ha=10)],
        PLAIN | {"absorption_share": 0.1},
        measures=[("grant", "research", "ai", 10, 0.5)],
        needs=[("ai", "computing", 10)],
        universities=[("U", "computing", "A", 10)],
    )
    assert solved(folder).retained == pytest.approx(150, rel=1e-9)


@pytest.mark.parametrize("goal", ["worst_province", "net_benefit"])
def test_levers_serve_every_objective(tmp_path, goal):
    """Worst province: both towns lifted to 120 of 1000. Net benefit: 240 × 1 − 2 × 100 − 2 × 10."""
    measures = [("grant", "research", "ai", 10, 0.2)]
    settings = {"objective": goal, "budget": 220, "value_per_retained": 1}
    plan = solved(country(tmp_path, [AI], settings, measures=measures))
    expected = {"worst_province": 0.12, "net_benefit": 20}[goal]
    assert plan.objective == pytest.approx(expected, rel=1e-6)
    assert taken(plan) == {"A:grant", "B:grant"}


def test_seats_are_bought_within_reach_only(tmp_path):
    """20 graduates are needed: 10 are there, 10 seats are bought in A, none in far-off B."""
    folder = make_instance(
        tmp_path,
        [region("A", 1000), region("B", 1000, candidate="false")],
        [AI],
        PLAIN,
        needs=[("ai", "computing", 20)],
        universities=[("U", "computing", "A", 10, 1, 30, 2), ("V", "computing", "B", 5, 1, 30, 0)],
        travel=[("B", "A", 121)],
    )
    plan = solved(folder)
    assert plan.seats.to_dict("records") == [
        {"university_id": "U", "field": "computing", "seats": 10, "cost": 20, "hired": 20}
    ]
    assert plan.cost == pytest.approx(120, rel=1e-9)
    assert model_of(folder).t["V", "computing"].ub == 0
