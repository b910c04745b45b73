"""Measures, zones and interactions: what they add to clusters, what they save, where they may be.

Unless told otherwise each job keeps one leaver, and there are leavers enough.
"""

import pytest
from support.instances import PLAIN, both_ways, built, cluster, hub, make_instance, region, solved
from support.rows import model_of, rows_of

import optimizer as opt

AI, BIO = cluster("ai", 100, 100), cluster("bio", 100, 100)
SCALES = [cluster("pilot", 40, 50, sector="ai"), cluster("park", 100, 100, sector="ai")]
HARMONY = PLAIN | {"job_only_share": 0.5, "culture_added_share": 0.5, "culture_only_share": 0}


def country(folder, options, settings=None, limits=None, regions="AB", minutes=30, **tables):
    """Write towns half an hour apart, each with 1000 leavers who commute nowhere else."""
    ways = both_ways(*((a, b, minutes) for a in regions for b in regions if a < b))
    return make_instance(
        folder,
        [region(name, 1000, province=f"P{name}") for name in regions],
        options,
        PLAIN | {"commute_limit": 5} | (settings or {}),
        sections={"limits": limits} if limits else None,
        travel=ways or [(regions, regions, 0)],
        **tables,
    )


def taken(plan):
    """Return the measures that a plan takes, as "region:measure"."""
    return {
        f"{r}:{m}" for r, m in zip(plan.measures.region_id, plan.measures.measure_id, strict=True)
    }


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


def test_measures_that_nothing_uses_are_no_decision(tmp_path):
    """A measure has a decision only where a cluster of its sector may be built."""
    measures = [("chip_zone", "zone", "bio", 1, 0.5), ("all", "incentive", "", 1, 0.5)]
    forbidden = [("A", "bio", "false", "no water")]
    folder = country(tmp_path, [AI, BIO], measures=measures, suitability=forbidden)
    model = model_of(folder)
    assert list(model.z) == [("A", "all"), ("B", "chip_zone"), ("B", "all")]
    assert rows_of(model, "measure_in_use")["A", "all"] == {
        "z[A,all]": 1, "x[A,ai]": -1, "<=": 0
    }  # fmt: skip


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


def test_rows_of_a_saving(tmp_path):
    """Ten per cent of 40 and of 100 are saved by z_saving ≤ x; their sum is z."""
    measures = [("tax", "incentive", "ai", 7, 0, 0.1)]
    model = model_of(country(tmp_path, SCALES, regions="A", measures=measures))
    assert rows_of(model, "budget")[None] == {
        "x[A,pilot]": 40, "x[A,park]": 100, "z[A,tax]": 7,
        "z_saving[A,pilot,tax]": -4, "z_saving[A,park,tax]": -10, "<=": 1000,
    }  # fmt: skip
    assert rows_of(model, "saving_where_built") == {
        ("A", name, "tax"): {f"z_saving[A,{name},tax]": 1, f"x[A,{name}]": -1, "<=": 0}
        for name in ("pilot", "park")
    }
    assert str(model.saving["A", "ai", "tax"].expr) == (
        "z_saving[A,pilot,tax] + z_saving[A,park,tax]  ==  z[A,tax]"
    )


def test_rows_of_limits(tmp_path):
    """One of a tier, two nationwide, one in a province, one zone."""
    measures = [
        ("zone", "zone", "", 1, 0.1),
        ("small", "incentive", "", 1, 0.1, 0, "tax", 2),
        ("large", "incentive", "", 2, 0.2, 0, "tax", "", 1),
    ]
    model = model_of(country(tmp_path, [AI], limits={"zones": 1}, measures=measures))
    assert rows_of(model, "one_of_tier_group")["A", "tax"] == {
        "z[A,small]": 1, "z[A,large]": 1, "<=": 1
    }  # fmt: skip
    assert rows_of(model, "measures_nationwide") == {
        "small": {"z[A,small]": 1, "z[B,small]": 1, "<=": 2}
    }
    assert rows_of(model, "measures_in_province") == {
        ("large", "PA"): {"z[A,large]": 1, "<=": 1},
        ("large", "PB"): {"z[B,large]": 1, "<=": 1},
    }
    assert rows_of(model, "zones") == {"zones": {"z[A,zone]": 1, "z[B,zone]": 1, "<=": 1}}


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


def test_a_saving_alone_makes_a_plan_possible(tmp_path):
    """98 are not enough for a cluster of 100, but for 95 and a measure of 3."""
    measures = [("tax", "incentive", "", 3, 0, 0.05)]
    plan = solved(country(tmp_path, [AI, BIO], {"budget": 98}, regions="A", measures=measures))
    assert (plan.retained, plan.cost) == pytest.approx((100, 98), rel=1e-9)
    assert taken(plan) == {"A:tax"}


def test_the_cheapest_plan_takes_a_measure_that_saves(tmp_path):
    """Everybody stays either way: the plan of 95 + 3 is cheaper than that of 100."""
    measures = [("tax", "incentive", "", 3, 0, 0.05), ("idle", "research", "", 0.5, 0, 0)]
    plan = solved(country(tmp_path, [AI], regions="A", measures=measures))
    assert plan.cost == pytest.approx(98, rel=1e-9)
    assert taken(plan) == {"A:tax"}


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


def test_uplifts_add_up_to_the_cap(tmp_path):
    """0.3 and 0.4 make 0.5, the cap: 150; without the first 0.4 would be left."""
    measures = [("one", "research", "ai", 10, 0.3), ("two", "incentive", "", 10, 0.4)]
    plan = solved(country(tmp_path, [AI], regions="A", measures=measures))
    assert plan.retained == pytest.approx(150, rel=1e-9)
    lost = plan.measures.set_index("measure_id")["youth_jobs"].to_dict()
    assert lost == pytest.approx({"one": 10, "two": 20})


def test_of_a_tier_group_one_is_taken(tmp_path):
    """0.1 for 5 or 0.15 for 20, not both: with money for either the larger, else the smaller."""
    measures = [
        ("small", "incentive", "ai", 5, 0.1, 0, "tax"),
        ("large", "incentive", "ai", 20, 0.15, 0, "tax"),
    ]
    for budget, expected in ((200, {"A:large"}), (110, {"A:small"})):
        folder = country(
            tmp_path / str(budget), [AI], {"budget": budget}, regions="A", measures=measures
        )
        assert taken(solved(folder)) == expected


@pytest.mark.parametrize(
    ("limits", "cells", "count"),
    [
        ({}, (), 3),
        ({"zones": 2}, (), 2),
        ({}, ("", 1), 1),
        ({}, ("", "", 0), 0),
        ({"zones": 0}, (), 0),
    ],
)
def test_zones_are_limited(tmp_path, limits, cells, count):
    """Nationwide by [limits] zones or max_total, or by province; each adds 20 to its town's 100."""
    measures = [("zone", "zone", "", 1, 0.2, 0, *cells)]
    plan = solved(country(tmp_path, [AI], limits=limits, regions="ABC", measures=measures))
    assert len(plan.measures) == count
    assert plan.retained == pytest.approx(300 + 20 * count, rel=1e-9)


def test_an_option_that_needs_a_zone_gets_one(tmp_path):
    """The zone of bio does nothing for AI's need; AI's own zone of 30 is bought with it."""
    option = cluster("ai", 100, 100, needs_zone="true")
    measures = [("bio_zone", "zone", "bio", 1, 0.2), ("ai_zone", "zone", "ai", 30)]
    folder = country(tmp_path, [option, BIO], regions="A", measures=measures)
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1, "A:bio": 1}
    assert taken(plan) == {"A:ai_zone", "A:bio_zone"}
    assert plan.cost == pytest.approx(231, rel=1e-9)
    assert built(solved(folder, budget=129)) == {"A:bio": 1}


def test_a_hub_that_needs_a_zone_takes_any(tmp_path):
    """A studio with 20 jobs and no cluster: the zone of AI is taken for it alone."""
    studio = hub("studio", 5, jobs=20, needs_zone="true")
    measures = [("ai_zone", "zone", "ai", 3, 0.5)]
    plan = solved(country(tmp_path, [AI, studio], {"budget": 8}, regions="A", measures=measures))
    assert (built(plan), taken(plan)) == ({"A:studio": 1}, {"A:ai_zone"})
    assert plan.retained == pytest.approx(20, rel=1e-9)


def test_zone_that_a_lock_needs_is_named_where_there_is_none_left(tmp_path):
    """The lock asks for what needs a zone, and no zone is allowed: raise the limit to 1."""
    option = cluster("ai", 100, 100, needs_zone="true")
    folder = make_instance(
        tmp_path,
        [region("A", 1000)],
        [option],
        PLAIN,
        sections={"limits": {"zones": 0}, "locked": {"in": ["A:ai"]}},
        measures=[("zone", "zone", "ai", 1)],
    )
    with pytest.raises(opt.NoPlanError) as caught:
        solved(folder)
    reasons = {str(reason).split(":")[0]: reason for reason in caught.value.reasons}
    limit = reasons["Regulation-free zones nationwide (limits.zones) (zones)"]
    assert (limit.needs, limit.has) == (1, 0)
    assert "Locked in (Town A A, ai)" in reasons


def test_the_budget_that_would_do_counts_savings(tmp_path):
    """The park of 100 is locked in: 93 with the tax relief of 3, which saves a tenth."""
    folder = make_instance(
        tmp_path,
        [region("A", 1000)],
        [AI],
        PLAIN | {"budget": 60},
        sections={"locked": {"in": ["A:ai"]}},
        measures=[("tax", "incentive", "", 3, 0, 0.1)],
    )
    with pytest.raises(opt.NoPlanError) as caught:
        solved(folder)
    reasons = {reason.rule: reason for reason in caught.value.reasons}
    assert (reasons["Budget"].needs, reasons["Budget"].has) == pytest.approx((93, 60))


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


def test_savings_beyond_the_cost_are_refused(tmp_path):
    """0.6 and 0.5 at once are more than a cluster costs; in one tier group they are not."""
    measures = [("one", "zone", "ai", 1, 0, 0.6), ("two", "zone", "", 1, 0, 0.5)]
    folder = country(tmp_path / "bad", [AI], measures=measures)
    with pytest.raises(opt.InputError, match=r"measures.csv, saving: .*1\.1 of its cost"):
        opt.load(folder)
    tiers = [(*row, "group") for row in measures]
    assert opt.load(country(tmp_path / "good", [AI], measures=tiers))


def test_notes_tell_what_needs_a_zone_and_has_none(tmp_path):
    """Without a zone for its sector an option can't be built; a note says so."""
    option = cluster("ai", 100, 100, needs_zone="true")
    folder = country(tmp_path, [option, BIO], measures=[("bio_zone", "zone", "bio", 1)])
    plan = solved(folder)
    assert any("ai: can't be built" in note for note in plan.notes)
    assert not any("decides nothing" in note for note in plan.notes)


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
