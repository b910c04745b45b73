"""Measures: where they may be taken, what they save, how many."""

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.lever_towns import AI, BIO, SCALES, country, taken
from support.rows import model_of, rows_of

import optimizer as opt


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
