"""Sites: what one costs, how long it is open, whom its jobs keep, and where it may stand."""

import numpy as np
import pytest
from support.instances import both_ways, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.coefficients.compute import compute
from optimizer.coefficients.placements import annuity, leaver_share, open_share
from optimizer.coefficients.travel_pairs import find_pairs


def by_site(folder, attribute):
    """Return an attribute of every permitted site, by (region, option)."""
    found = compute(opt.load(folder))
    sites = found.sites
    values = getattr(sites, attribute).tolist()
    return {
        (found.regions[region], found.options[option]): value
        for region, option, value in zip(sites.region, sites.option, values, strict=True)
    }


def shares(folder):
    """Return ℓ by region."""
    instance = opt.load(folder)
    found = leaver_share(instance, find_pairs(instance))
    return dict(zip(instance.regions["region_id"], found.tolist(), strict=True))


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (0, 0.8 + 0.64 + 0.512 + 0.4096),
        (2, 0.512 + 0.4096),
        (3, 0.4096),
    ],
)
def test_annuity_sums_discounted_years_after_opening(lead, expected):
    """At 25% over 4 years a won of year y is worth 0.8 ** y, y = lead + 1 … 4."""
    assert annuity(np.array([lead]), 4, 0.25) == pytest.approx([expected], rel=1e-14)


def test_annuity_without_discounting_counts_years():
    """At 0% every year of operation is worth 1."""
    assert annuity(np.array([0, 4, 9]), 10, 0.0).tolist() == [10, 6, 1]


def test_open_share_is_the_part_of_the_years_in_which_it_is_open(tmp_path):
    """Of 10 years: opened at once 1, after 4 years 0.6, after 9 years 0.1."""
    options = [cluster("now"), cluster("later", lead_years=4), hub("last", lead_years=9)]
    instance = opt.load(make_instance(tmp_path, [region("A")], options, years=10))
    assert open_share(instance).tolist() == pytest.approx([1, 0.6, 0.1], rel=1e-14)


def test_cost_of_one_adds_construction_land_and_operation(tmp_path):
    """100 × 1.25 + 0.5 × 10 + 10 × 1.5 × (0.512 + 0.4096) = 143.824; plain region 109.216."""
    dear = {"land_price": 0.5, "construction_cost_index": 1.25, "operating_cost_index": 1.5}
    towns = [region("A", **dear), region("B")]
    parts = {"operating_cost": 10, "land_ha": 10, "lead_years": 2}
    options = [cluster("ai", 100, **parts), hub("venue", 100, **parts)]
    folder = make_instance(tmp_path, towns, options, {"discount_rate": 0.25}, years=4)
    expected = {"A": 143.824, "B": 109.216}
    assert by_site(folder, "cost") == pytest.approx(
        {(town, option): expected[town] for town in "AB" for option in ("ai", "venue")}, rel=1e-14
    )


AROUND = [region("A", 400, youth_zero_migration=900), region("B", 100, youth_zero_migration=200)]
"""Two towns; with 20 minutes between them half would commute."""


@pytest.mark.parametrize(("targeting", "expected"), [(1, 0.45), (2, 0.9), (3, 1.0)])
def test_leaver_share_is_of_the_commuting_area(tmp_path, targeting, expected):
    """A: (400 + 100/2) / (900 + 200/2) = 450/1000 = 0.45, times targeting, at most 1."""
    folder = make_instance(
        tmp_path, AROUND, [cluster("ai")], {"targeting": targeting}, travel=[("B", "A", 20)]
    )
    assert shares(folder)["A"] == pytest.approx(expected, rel=1e-14)


def test_leaver_share_looks_at_who_can_come_not_where_one_can_go(tmp_path):
    """With a way from A to B only, A has 400/900 of its own, B (100 + 200) / (200 + 450)."""
    folder = make_instance(tmp_path, AROUND, [cluster("ai")], travel=[("A", "B", 20)])
    assert shares(folder) == pytest.approx({"A": 4 / 9, "B": 6 / 13}, rel=1e-14)


def test_leaver_share_ends_at_the_commuting_limit(tmp_path):
    """61 minutes away with a limit of 60: each town by itself, 4/9 and 1/2."""
    folder = make_instance(tmp_path, AROUND, [cluster("ai")], travel=both_ways(("A", "B", 61)))
    assert shares(folder) == pytest.approx({"A": 4 / 9, "B": 0.5}, rel=1e-14)


def test_leaver_share_counts_the_site_itself_even_beyond_the_limit(tmp_path):
    """B, 40 minutes wide, limit 30: (100/4 + 400/2) / (200/4 + 900/2) = 225/500 = 0.45."""
    settings = {"commute_limit": 30, "stay_half_minutes": 20}
    travel = [("B", "B", 40), ("A", "B", 20)]
    folder = make_instance(tmp_path, AROUND, [cluster("ai")], settings, travel=travel)
    assert shares(folder)["B"] == pytest.approx(0.45, rel=1e-14)


def test_leaver_share_is_nothing_where_nobody_young_lives(tmp_path):
    """Without young people in reach a job keeps nobody: ℓ = 0, not a division by zero."""
    folder = make_instance(tmp_path, [region("A", 0, youth_zero_migration=0)], [cluster("ai")])
    assert shares(folder) == {"A": 0}


def test_leaver_share_can_be_one_everywhere(tmp_path):
    """leaver_share = "one" needs no youth_zero_migration where the model decides who comes."""
    towns = [region("A", 5, youth_zero_migration=""), region("B", 0, youth_zero_migration="")]
    settings = {"job_takers": "best", "leaver_share": "one"}
    folder = make_instance(tmp_path, towns, [cluster("ai")], settings)
    assert shares(folder) == {"A": 1, "B": 1}


JOBS = {
    "realised_share": 0.5,
    "additional_share": 0.8,
    "youth_share": 0.5,
}
"""Together 0.2."""


@pytest.mark.parametrize(("takers", "expected"), [("catchment", 37.5), ("best", 15.0)])
def test_youth_jobs_multiply_all_shares(tmp_path, takers, expected):
    """200 × 1.25 × 0.2 × (1 + 0.5) × open 2/4 = 37.5; under "best" also × ℓ 400/1000."""
    folder = make_instance(
        tmp_path,
        [region("A", 400, youth_zero_migration=1000)],
        [cluster("chip", 1, 200, multiplier=0.5, lead_years=2, sector="semiconductor")],
        JOBS | {"job_takers": takers},
        years=4,
        strength=[("A", "semiconductor", 1.25)],
    )
    assert by_site(folder, "youth_jobs") == pytest.approx({("A", "chip"): expected}, rel=1e-14)


def test_strength_is_of_the_sector_and_one_where_not_listed(tmp_path):
    """Both scales of AI have A's 0.5; B and other sectors have 1, and a hub's jobs always 1."""
    options = [
        cluster("ai_pilot", 1, 10, sector="ai"),
        cluster("ai_hub", 1, 10, sector="ai"),
        cluster("bio", 1, 10),
        hub("studio", 1, jobs=10, sector="ai"),
    ]
    folder = make_instance(
        tmp_path,
        [region("A", 1), region("B", 1)],
        options,
        {"leaver_share": "one"},
        strength=[("A", "ai", 0.5)],
    )
    expected = {(town, option["option_id"]): 1.0 for town in "AB" for option in options}
    expected |= {("A", "ai_pilot"): 0.5, ("A", "ai_hub"): 0.5}
    assert by_site(folder, "strength") == expected
    assert by_site(folder, "youth_jobs") == pytest.approx(
        {site: 10 * strength for site, strength in expected.items()}, rel=1e-14
    )


def test_only_permitted_sites_exist(tmp_path):
    """No site where not a candidate, max_per_region 0, a zone needed, or suitability forbids."""
    folder = make_instance(
        tmp_path,
        [region("A"), region("B", candidate="false"), region("C")],
        [
            cluster("ai"),
            cluster("bio", max_per_region=0),
            cluster("free", needs_zone="true"),
            hub("venue", max_per_region=0),
            hub("studio"),
        ],
        suitability=[("A", "ai", "false", "island"), ("C", "ai", "true"), ("B", "ai", "true")],
    )
    assert set(by_site(folder, "hub")) == {("A", "studio"), ("C", "ai"), ("C", "studio")}


def test_most_is_one_cluster_and_max_per_region_hubs(tmp_path):
    """A cluster stands once in a region whatever max_per_region says; a hub up to that often."""
    options = [cluster("ai", max_per_region=5), hub("venue", max_per_region=3), hub("studio")]
    folder = make_instance(tmp_path, [region("A")], options)
    assert by_site(folder, "most") == {("A", "ai"): 1, ("A", "venue"): 3, ("A", "studio"): 1}
