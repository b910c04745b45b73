"""Fine points of the rules, some left open by the design and decided, on tiny countries."""

import pytest
from support.heading import heading

from optimizer.instance import read_instance
from optimizer.verify import verify

NO_CULTURE = {
    "job_takers": "best",
    "job_only_share": 1,
    "culture_added_share": 0,
    "culture_only_share": 0,
}
"""Settings under which jobs alone keep people, all of them, whoever is best for the objective."""


@pytest.fixture
def country(tmp_path):
    """Return a function that reads a country from rows given as text."""

    def read(settings, **tables):
        lines = ['name = "tiny"', "base_year = 2024", "horizon_year = 2034", "[settings]"]
        lines += [
            f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"
            for key, value in (NO_CULTURE | settings).items()
        ]
        (tmp_path / "instance.toml").write_text("\n".join(lines), encoding="utf-8")
        for name, rows in tables.items():
            text = "\n".join(row.replace(" ", "") for row in rows)
            (tmp_path / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
        return read_instance(tmp_path)

    return read


REGIONS = ("region_id, name, province, youth, youth_zero_migration, leavers, land_ha, local_jobs",)
OPTIONS = (
    "option_id, kind, sector, hub_type, capital_cost, jobs, culture_capacity, max_per_region",
)
TRAVEL = ("from_region, to_region, minutes, stay",)
CLUSTER = "k, cluster, s, , 1, 10, , 1"


def _plan(instance, build=(), flows=(), culture=(), levels=(), objective=None):
    """Return a plan with costs of 1 a building and the sums of what is given.

    `build` holds (region, option, count, jobs, youth_jobs), `flows` (from, to, persons, stay),
    `culture` (region, persons), `levels` (region, level).
    """
    by_jobs = dict.fromkeys(instance.regions["region_id"], 0.0)
    for start, _, persons, stay in flows:
        by_jobs[start] += persons * stay
    by_culture = dict.fromkeys(by_jobs, 0.0) | dict(culture)
    level = dict.fromkeys(by_jobs, 0.0) | dict(levels)
    leavers = dict(zip(instance.regions["region_id"], instance.regions["leavers"], strict=True))
    retained = sum(by_jobs.values()) + sum(by_culture.values())
    objective = retained if objective is None else objective
    cost = sum(count for _, _, count, _, _ in build)
    keys = ("region_id", "option_id", "count", "jobs", "youth_jobs")
    return {
        **heading(instance),
        "status": "optimal",
        "retained": retained,
        "objective": objective,
        "bound": objective,
        "gap": 0,
        "gap_asked": 0,
        "cost": cost,
        "build": [dict(zip(keys, row, strict=True)) | {"cost": row[2]} for row in build],
        "measures": [],
        "seats": [],
        "regions": [
            {
                "region_id": region,
                "leavers": leavers[region],
                "retained": by_jobs[region] + by_culture[region],
                "retained_by_jobs": by_jobs[region],
                "retained_by_culture": by_culture[region],
                "culture_level": level[region],
            }
            for region in by_jobs
        ],
        "flows": [
            {"from_region": a, "to_region": b, "persons": q, "retained": q * stay}
            for a, b, q, stay in flows
        ],
        "workforce": [],
        "seconds": {},
        "versions": {},
        "seed": 0,
        "notes": [],
    }


def _failures(plan, instance):
    return [str(failure) for failure in verify(plan, instance).failures]


def _rules(plan, instance):
    return {failure.rule.value for failure in verify(plan, instance).failures}


@pytest.mark.parametrize(
    ("settings", "row", "stay"),
    [
        pytest.param({}, None, 1.0, id="not listed: at once"),
        pytest.param({}, "A, A, 20,", 0.5, id="listed minutes count"),
        pytest.param({"stay_half_minutes": "none"}, "A, A, 20,", 1.0, id="no decay"),
        pytest.param({"stay_half_minutes": "table"}, None, 1.0, id="table, not listed"),
        pytest.param({"stay_half_minutes": "table"}, "A, A, , 0.25", 0.25, id="listed stay"),
    ],
)
def test_a_region_reaches_itself(country, settings, row, stay):
    """Pair i,i is 0 minutes and stay 1 unless the table lists it, cell by cell."""
    travel = {"travel": (*TRAVEL, row)} if row else {}
    other = country(
        settings,
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,"),
        options=(*OPTIONS, CLUSTER),
        **travel,
    )
    plan = _plan(other, [("A", "k", 1, 10, 5)], [("A", "A", 5, stay)])
    assert _failures(plan, other) == []


def test_the_own_region_belongs_to_its_area_even_beyond_the_limit(country):
    """For the leaver share and absorption, not for who takes a job there."""
    other = country(
        {"commute_limit": 30, "absorption_share": 0.1},
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,", "B, Beta, P, 0, 0, 0, 0,"),
        options=(*OPTIONS, CLUSTER),
        travel=(*TRAVEL, "A, A, 40,", "B, A, 10,"),
    )
    built = [("A", "k", 1, 10, 5)]
    assert _failures(_plan(other, built), other) == []
    assert "commuting limit" in _rules(_plan(other, built, [("A", "A", 1, 0.25)]), other)


def test_a_hub_serves_its_own_region_even_beyond_the_limit(country):
    """D of Alpha is 100 × 0.25 + 50 × 0.5 = 50; whoever is counted in it is served."""
    other = country(
        {"culture_limit": 30, "culture_half_minutes": 30},
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,", "B, Beta, P, 50, 50, 10, 0,"),
        options=(*OPTIONS, "h, hub, , v, 1, 0, 20, 1"),
        travel=(*TRAVEL, "A, A, 60,", "B, A, 30,"),
    )
    plan = _plan(other, [("A", "h", 1, 0, 0)], levels=[("A", 0.1), ("B", 0.2)])
    assert _failures(plan, other) == []


def test_pairs_without_minutes_in_a_table_of_stay(country):
    """They pass the commuting limit and belong to the area, but carry no culture."""
    other = country(
        {"stay_half_minutes": "table"},
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,", "B, Beta, P, 300, 300, 30, 0,"),
        options=(*OPTIONS, CLUSTER, "h, hub, , v, 1, 0, 50, 1"),
        travel=(*TRAVEL, "B, A, , 0.5"),
    )
    # Leaver share (50 + 15) / (100 + 150) = 0.26.
    plan = _plan(
        other,
        [("A", "k", 1, 10, 2.6), ("A", "h", 1, 0, 0)],
        [("B", "A", 2.6, 0.5)],
        levels=[("A", 0.5), ("B", 0)],
    )
    assert _failures(plan, other) == []


def test_pairs_with_minutes_in_a_table_of_stay(country):
    """Where minutes stand beside stay, the commuting limit in minutes applies."""
    tables = {
        "regions": (*REGIONS, "A, Alpha, P, 100, 100, 50, 0,", "B, Beta, P, 300, 300, 30, 0,"),
        "options": (*OPTIONS, CLUSTER),
        "travel": (*TRAVEL, "B, A, 61, 0.5"),
    }
    other = country({"stay_half_minutes": "table"}, **tables)
    assert _failures(_plan(other, [("A", "k", 1, 10, 5)]), other) == []
    plan = _plan(other, [("A", "k", 1, 10, 5)], [("B", "A", 1, 0.5)])
    assert "commuting limit" in _rules(plan, other)


def test_a_hub_without_young_residents_serves_nobody(country):
    """D = 0 adds no culture anywhere."""
    other = country(
        {},
        regions=(*REGIONS, "A, Alpha, P, 0, 0, 0, 0,"),
        options=(*OPTIONS, "h, hub, , v, 1, 0, 50, 1"),
    )
    assert _failures(_plan(other, [("A", "h", 1, 0, 0)]), other) == []


def test_no_leaver_share_where_nobody_young_lives(country):
    """A denominator of 0 makes the leaver share 0, and so the youth jobs."""
    other = country(
        {"absorption_share": "none"},
        regions=(*REGIONS, "A, Alpha, P, 0, 0, 0, 0,"),
        options=(*OPTIONS, CLUSTER),
    )
    assert _failures(_plan(other, [("A", "k", 1, 10, 0)]), other) == []


@pytest.mark.parametrize(("young", "rules"), [("5", {"absorption"}), ("", set())])
def test_no_absorption_limit_where_youth_is_unknown(country, young, rules):
    """Ten jobs need ten young residents in reach, unless a region there has no `youth`."""
    other = country(
        {},
        regions=(*REGIONS, "A, Alpha, P, 4, 100, 50, 0,", f"B, Beta, P, {young}, 0, 0, 0,"),
        options=(*OPTIONS, CLUSTER),
        travel=(*TRAVEL, "B, A, 10,"),
    )
    assert _rules(_plan(other, [("A", "k", 1, 10, 5)]), other) == rules


def test_worst_province_without_leavers(country):
    """Where no province has leavers the objective is 0."""
    other = country(
        {"objective": "worst_province"},
        regions=(*REGIONS, "A, Alpha, P, 0, 0, 0, 0,"),
        options=(*OPTIONS, CLUSTER),
    )
    assert _failures(_plan(other), other) == []


def test_culture_keeps_nobody_where_there_is_no_work(country):
    """Unknown local jobs are none: then nobody may stay for the culture alone."""
    other = country(
        {"culture_only_share": 0.04},
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,"),
        options=(*OPTIONS, "h, hub, , v, 1, 0, 50, 1"),
    )
    built, levels = [("A", "h", 1, 0, 0)], [("A", 0.5)]
    assert _failures(_plan(other, built, levels=levels), other) == []
    assert _rules(_plan(other, built, culture=[("A", 1)], levels=levels), other) == {"local jobs"}


def test_a_hub_keeps_its_job_takers_without_the_help_of_culture(country):
    """Jobs of hubs count α₀ only: two studios of ten jobs at full culture keep ten, not more."""
    other = country(
        {"job_only_share": 0.5, "culture_added_share": 0.5, "leaver_share": "one"},
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,"),
        options=(*OPTIONS, "h, hub, , v, 1, 10, 50, 2"),
    )
    built, levels = [("A", "h", 2, 20, 20)], [("A", 1)]
    assert _failures(_plan(other, built, [("A", "A", 10, 1)], levels=levels), other) == []
    plan = _plan(other, built, [("A", "A", 11, 1)], levels=levels)
    assert _rules(plan, other) == {"industry and culture in harmony"}


def test_a_cluster_stands_once_whatever_its_column_says(country):
    """A cluster is built or not, even where max_per_region is 3."""
    other = country(
        {"leaver_share": "one"},
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,"),
        options=(*OPTIONS, "k, cluster, s, , 1, 10, , 3"),
    )
    assert _failures(_plan(other, [("A", "k", 1, 10, 10)]), other) == []
    assert _rules(_plan(other, [("A", "k", 2, 20, 20)]), other) == {"most per region"}


def test_no_plan_keeps_more_people_than_it_makes_jobs(country):
    """The leaver share is 1 at most, however well jobs are targeted."""
    other = country(
        {"targeting": 3},
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,"),
        options=(*OPTIONS, CLUSTER),
    )
    assert _failures(_plan(other, [("A", "k", 1, 10, 10)]), other) == []


def test_limits_in_minutes_are_inclusive(country):
    """A pair of exactly commute_limit minutes may commute."""
    other = country(
        {"stay_half_minutes": 60, "leaver_share": "one"},
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,", "B, Beta, P, 100, 100, 50, 0,"),
        options=(*OPTIONS, CLUSTER),
        travel=(*TRAVEL, "B, A, 60,"),
    )
    plan = _plan(other, [("A", "k", 1, 10, 10)], [("B", "A", 10, 0.5)])
    assert _failures(plan, other) == []


def test_a_pair_without_minutes_is_out_of_reach_where_minutes_count(country):
    """A plan made with a half-life can't send people over a pair that has stay only."""
    other = country(
        {"stay_half_minutes": "table", "leaver_share": "one"},
        regions=(*REGIONS, "A, Alpha, P, 100, 100, 50, 0,", "B, Beta, P, 100, 100, 50, 0,"),
        options=(*OPTIONS, CLUSTER),
        travel=(*TRAVEL, "B, A, , 0.5"),
    )
    plan = _plan(other, [("A", "k", 1, 10, 10)], [("B", "A", 10, 0.5)])
    assert _failures(plan, other) == []
    plan["settings"]["stay_half_minutes"] = 20
    assert "commuting limit" in _rules(plan, other)


@pytest.mark.parametrize(("sites", "retained"), [("B", 3 - 6 / 10), ("C", 3 - 11 / 10)])
def test_the_p_median_is_a_special_case(country, sites, retained):
    """Three towns in a line (A 4 B 2 C): D·(n − Σ r) is the distance, 6 from B and 8 from C.

    The farthest pair is 10 apart by the table, so stay = 1 − d / 10.
    """
    stay = {("A", "B"): 0.6, ("C", "B"): 0.8, ("A", "C"): 0.1, ("B", "C"): 0.8}
    other = country(
        {"stay_half_minutes": "table", "leaver_share": "one", "absorption_share": "none"},
        regions=(REGIONS[0], *(f"{i}, {i}, P, , , 1, 0," for i in "ABC")),
        options=(*OPTIONS, CLUSTER),
        travel=(*TRAVEL, *(f"{a}, {b}, , {share}" for (a, b), share in stay.items())),
    )
    flows = [(i, sites, 1, stay.get((i, sites), 1.0)) for i in "ABC"]
    plan = _plan(other, [(sites, "k", 1, 10, 10)], flows)
    assert _failures(plan, other) == []
    assert verify(plan, other).retained == pytest.approx(retained)
