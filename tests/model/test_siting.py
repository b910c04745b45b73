"""Rule 3, siting: one scale of a sector, limits, locks, and jobs that the area can staff."""

import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.rows import model_of, rows_of

import optimizer as opt

SCALES = [cluster("ai_pilot", 1, 10, sector="ai"), cluster("ai_hub", 2, 20, sector="ai")]
SECTORS = [cluster("ai", 1, 30), cluster("bio", 1, 20), cluster("green", 1, 10)]


def towns(*regions, leavers=500):
    """Return towns by name; a name such as "Q:B" puts B in province Q."""
    split = [name.rpartition(":") for name in regions]
    return [region(name, leavers, province=province or "P") for province, _, name in split]


def test_one_scale_row_only_where_a_sector_has_several(tmp_path):
    """AI has two scales in A; in B the hub is forbidden, and biotech has one scale anyway."""
    options = [*SCALES, cluster("bio", 1, 5)]
    forbidden = [("B", "ai_hub", "false", "no water")]
    folder = make_instance(tmp_path, towns("A", "B"), options, PLAIN, suitability=forbidden)
    assert rows_of(model_of(folder), "one_scale") == {
        ("A", "ai"): {"x[A,ai_pilot]": 1, "x[A,ai_hub]": 1, "<=": 1}
    }


def test_sector_has_one_scale_in_a_region(tmp_path):
    """With money for both scales, the larger stands alone: 20, not 30."""
    plan = solved(make_instance(tmp_path, towns("A"), SCALES, PLAIN))
    assert built(plan) == {"A:ai_hub": 1}
    assert plan.retained == pytest.approx(20, rel=1e-9)


def test_clusters_of_a_region_are_limited(tmp_path):
    """Two of three sectors in each town, hubs not counted: 30 + 20 jobs and the studio's 5."""
    folder = make_instance(
        tmp_path,
        towns("A"),
        [*SECTORS, hub("studio", 1, jobs=5)],
        PLAIN,
        sections={"limits": {"max_clusters_per_region": 2}},
    )
    row = {"x[A,ai]": 1, "x[A,bio]": 1, "x[A,green]": 1, "<=": 2}
    assert rows_of(model_of(folder), "clusters_in_region") == {"A": row}
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1, "A:bio": 1, "A:studio": 1}
    assert plan.retained == pytest.approx(55, rel=1e-9)


@pytest.mark.parametrize(
    ("limit", "rows", "expected"),
    [
        (1, {"P": 1, "Q": 1}, {"A:ai": 1, "C:ai": 1}),
        ({"P": 0}, {"P": 0}, {"C:ai": 1, "C:bio": 1}),
        ({"P": 3, "Q": 1}, {"P": 3, "Q": 1}, {"A:ai": 1, "A:bio": 1, "B:bio": 1, "C:ai": 1}),
    ],
)
def test_clusters_of_a_province_are_limited(tmp_path, limit, rows, expected):
    """A number holds for every province; a table for those it names. B has no AI."""
    folder = make_instance(
        tmp_path,
        towns("P:A", "P:B", "Q:C"),
        [*SECTORS[:2], hub("studio", 1)],
        PLAIN,
        sections={"limits": {"max_clusters_per_province": limit}},
        suitability=[("B", "ai", "false")],
    )
    members = {"P": ["x[A,ai]", "x[A,bio]", "x[B,bio]"], "Q": ["x[C,ai]", "x[C,bio]"]}
    assert rows_of(model_of(folder), "clusters_in_province") == {
        name: dict.fromkeys(members[name], 1) | {"<=": most} for name, most in rows.items()
    }
    assert built(solved(folder)) == expected


def test_options_are_limited_nationwide(tmp_path):
    """One AI cluster and three studios in the whole country; AI goes where it is strongest."""
    folder = make_instance(
        tmp_path,
        towns("A", "Q:B"),
        [*SECTORS[:1], hub("studio", 1, jobs=5, max_per_region=2)],
        PLAIN,
        sections={"limits": {"max_options": {"ai": 1, "studio": 3}}},
        strength=[("B", "ai", 1.5)],
    )
    assert rows_of(model_of(folder), "options_nationwide") == {
        "ai": {"x[A,ai]": 1, "x[B,ai]": 1, "<=": 1},
        "studio": {"y[A,studio]": 1, "y[B,studio]": 1, "<=": 3},
    }
    plan = solved(folder)
    assert built(plan)["B:ai"] == 1
    assert plan.build.groupby("option_id")["count"].sum().to_dict() == {"ai": 1, "studio": 3}
    assert plan.retained == pytest.approx(45 + 15, rel=1e-9)


def test_without_limits_there_are_no_rows(tmp_path):
    """Each limit is optional."""
    model = model_of(make_instance(tmp_path, towns("A"), SECTORS, PLAIN))
    families = ("clusters_in_region", "clusters_in_province", "options_nationwide", "locked_in")
    assert {family: rows_of(model, family) for family in families} == {
        name: {} for name in families
    }


def test_locks_are_rows(tmp_path):
    """In: at least one; out: none. An id may hold a colon."""
    options = [*SECTORS[:2], hub("st:udio", 1, max_per_region=3)]
    locks = {"in": ["A:ai", "A:st:udio", "A:ai"], "out": ["A:bio"]}
    folder = make_instance(tmp_path, towns("A"), options, PLAIN, sections={"locked": locks})
    model = model_of(folder)
    assert rows_of(model, "locked_in") == {
        ("A", "ai"): {"x[A,ai]": -1, "<=": -1},
        ("A", "st:udio"): {"y[A,st:udio]": -1, "<=": -1},
    }
    assert rows_of(model, "locked_out") == {("A", "bio"): {"x[A,bio]": 1, "<=": 0}}


def test_what_is_locked_in_is_built_in_any_case(tmp_path):
    """Green, the least of three, and a hub that changes nothing, though money is short."""
    folder = make_instance(
        tmp_path,
        towns("A"),
        [*SECTORS, hub("square", 1)],
        PLAIN | {"budget": 3},
        sections={"locked": {"in": ["A:green", "A:square"]}},
    )
    assert built(solved(folder)) == {"A:ai": 1, "A:green": 1, "A:square": 1}


def test_what_is_locked_out_is_not_built(tmp_path):
    """AI would be best in A, and is built in B alone."""
    folder = make_instance(
        tmp_path, towns("A", "B"), SECTORS[:1], PLAIN, sections={"locked": {"out": ["A:ai"]}}
    )
    assert built(solved(folder)) == {"B:ai": 1}


@pytest.mark.parametrize("reason", ["forbidden", "no candidate", "none per region", "needs a zone"])
def test_lock_where_nothing_may_be_built_means_no_plan(tmp_path, reason):
    """The error names town and option, and what to do about it."""
    places, option = towns("A", "B"), cluster("ai", 1, 30)
    tables = {"suitability": [("B", "ai", "false", "island")]} if reason == "forbidden" else {}
    if reason == "no candidate":
        places[1]["candidate"] = "false"
    elif reason == "none per region":
        option["max_per_region"] = 0
    elif reason == "needs a zone":
        option["needs_zone"] = "true"
    locks = {"locked": {"in": ["B:ai"]}}
    folder = make_instance(tmp_path, places, [option], PLAIN, sections=locks, **tables)
    with pytest.raises(opt.NoPlanError, match="Town B B, ai") as caught:
        solved(folder)
    assert caught.value.status == "infeasible"
    assert [found.rule for found in caught.value.reasons] == ["Locked in where it may not be built"]
    assert "Release this lock" in caught.value.reasons[0].remedy


def test_lock_both_in_and_out_means_no_plan(tmp_path):
    """Either lock may be released; both are named."""
    locks = {"locked": {"in": ["A:ai"], "out": ["A:ai"]}}
    folder = make_instance(tmp_path, towns("A"), SECTORS, PLAIN, sections=locks)
    with pytest.raises(opt.NoPlanError) as caught:
        solved(folder)
    assert {found.rule for found in caught.value.reasons} == {"Locked in", "Locked out"}


def test_lock_out_where_nothing_may_be_built_is_satisfied(tmp_path):
    """Nothing is built there anyway: no row, and a plan."""
    places = towns("A", "B")
    places[1]["candidate"] = "false"
    locks = {"locked": {"out": ["B:ai"]}}
    folder = make_instance(tmp_path, places, SECTORS[:1], PLAIN, sections=locks)
    assert rows_of(model_of(folder), "locked_out") == {}
    assert built(solved(folder)) == {"A:ai": 1}


def test_nothing_is_built_where_it_is_not_permitted(tmp_path):
    """AI is forbidden in A, B is no candidate, bio has 0 per region, green needs a zone."""
    places = towns("A", "B", "C")
    places[1]["candidate"] = "false"
    options = [dict(row) for row in SECTORS]
    options[1]["max_per_region"] = 0
    options[2]["needs_zone"] = "true"
    forbidden = [("A", "ai", "false", "no power")]
    folder = make_instance(tmp_path, places, options, PLAIN, suitability=forbidden)
    assert list(model_of(folder).x) == [("C", "ai")]
    assert built(solved(folder)) == {"C:ai": 1}


def test_country_without_a_site_has_an_empty_plan(tmp_path):
    """No region is a candidate: nothing is built, nobody is retained, and that is proved."""
    places = towns("A")
    places[0]["candidate"] = "false"
    plan = solved(make_instance(tmp_path, places, SECTORS, PLAIN))
    assert (built(plan), plan.retained, plan.bound, plan.status) == ({}, 0, 0, "optimal")


def absorbing(folder, share=0.25, **cells):
    """Write a town of 100 young residents with 60 more in reach, for AI (30 jobs) and studios."""
    places = [region("A", 500, youth=100), region("B", 500, youth=60, candidate="false")]
    places[1].update(cells)
    options = [cluster("ai", 1, 30), hub("studio", 1, jobs=6, max_per_region=9)]
    settings = PLAIN | {"absorption_share": share}
    return make_instance(folder, places, options, settings, travel=[("B", "A", 30)])


def test_absorption_row_counts_announced_jobs(tmp_path):
    """Jobs as announced (no strength, no shares) of clusters and hubs, at most 0.25 × 160."""
    row = {"x[A,ai]": 30, "y[A,studio]": 6, "<=": 40}
    assert rows_of(model_of(absorbing(tmp_path)), "absorption") == {"A": row}


def test_jobs_are_limited_by_who_can_staff_them(tmp_path):
    """40 jobs at most: 36 from AI and one studio, or from six studios, which cost more."""
    plan = solved(absorbing(tmp_path))
    assert built(plan) == {"A:ai": 1, "A:studio": 1}
    assert plan.retained == pytest.approx(36, rel=1e-9)


@pytest.mark.parametrize(("share", "cells"), [("none", {}), (0.25, {"youth": ""})])
def test_jobs_are_not_limited_where_nobody_says_so(tmp_path, share, cells):
    """On request, or where a region of the area has no `youth`: 30 + 9 × 6 = 84 jobs."""
    folder = absorbing(tmp_path, share, **cells)
    assert rows_of(model_of(folder), "absorption") == {}
    assert solved(folder).retained == pytest.approx(84, rel=1e-9)
