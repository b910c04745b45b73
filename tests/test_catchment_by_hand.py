"""Whom a job keeps, on instances whose answer is known by hand: engine and both oracles."""

import itertools

import numpy as np
import pytest
from oracle.exhaustive import solve_exhaustive
from oracle.plain_mip import solve_plain_mip
from oracle.plain_reading import read_contents
from support.built import built

import optimizer as opt


def by_search(toml, tables):
    """Objective by trying every decision; None where no plan can exist."""
    return solve_exhaustive(read_contents(toml, tables)).objective


def by_programme(toml, tables):
    """Objective of the rules as written; None where no plan can exist."""
    return solve_plain_mip(read_contents(toml, tables)).objective


def by_engine(toml, tables):
    """Objective of the engine; None where no plan can exist."""
    try:
        return opt.solve(built(toml, tables), gap=0, threads=1).objective
    except opt.NoPlanError:
        return None


@pytest.fixture(params=[by_search, by_programme, by_engine])
def best(request):
    """Return the way to solve an instance."""
    return request.param


def country(leavers, *, budget, jobs=100, limits=None, **settings):
    """Towns r0, r1, … in provinces of their own, one option of cost 1, no culture, no decay."""
    plain = {
        "budget": budget,
        "stay_half_minutes": "none",
        "absorption_share": "none",
        "job_only_share": 1.0,
        "culture_added_share": 0.0,
        "culture_only_share": 0.0,
    }
    toml = {"name": "by hand", "base_year": 2020, "horizon_year": 2030}
    toml |= {"settings": plain | settings, "limits": limits or {}}
    regions = [
        {
            "region_id": f"r{i}",
            "name": f"Town {i}",
            "province": f"P{i}",
            "candidate": "true",
            "leavers": str(number),
            "youth_zero_migration": str(number),
            "youth": "1000",
            "land_ha": "10",
            "construction_cost_index": "1",
        }
        for i, number in enumerate(leavers)
    ]
    options = [
        {
            "option_id": "ai",
            "kind": "cluster",
            "sector": "ai",
            "hub_type": "",
            "capital_cost": "1",
            "jobs": str(jobs),
        }
    ]
    return toml, {"regions": regions, "options": options}


def ways(minutes):
    """Rows of `travel` from minutes by pair."""
    return [
        {"from_region": f"r{i}", "to_region": f"r{j}", "minutes": str(m)}
        for (i, j), m in minutes.items()
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_covering_by_huff(best, seed):
    """With ℓ = 1 and no culture, kept_i = min(L_i, M·Σ_j P_ij·x_j): p sites of eight."""
    random = np.random.default_rng(seed)
    leavers, p, jobs = random.integers(20, 200, 8).astype(float), 3, 150.0
    stay = np.where(random.random((8, 8)) < 0.5, random.integers(1, 100, (8, 8)) / 100, 0.0)
    np.fill_diagonal(stay, 1.0)
    toml, tables = country(leavers, budget=p, jobs=jobs, stay_half_minutes="table")
    tables["travel"] = [
        {"from_region": f"r{i}", "to_region": f"r{j}", "stay": repr(float(stay[i, j]))}
        for i, j in zip(*np.nonzero(stay), strict=True)
        if i != j
    ]
    part = leavers[:, None] * stay / (leavers @ stay)
    expected = max(
        np.minimum(leavers, jobs * part[:, list(sites)].sum(axis=1)).sum()
        for sites in itertools.combinations(range(8), p)
    )
    assert best(toml, tables) == pytest.approx(expected, rel=1e-6)


def test_a_knapsack(best):
    """Where nobody commutes it is a knapsack: values 60, 100, 120, weights 10, 20, 30, room 50."""
    toml, tables = country([60, 100, 120], budget=50, jobs=1000)
    for row, weight in zip(tables["regions"], (10, 20, 30), strict=True):
        row["construction_cost_index"] = str(weight)
    assert best(toml, tables) == pytest.approx(220)


def test_takers_live_where_young_people_live(best):
    """Of 90 jobs 60 go to the town of 200 young, of whom half leave, and 30 to that of 100."""
    toml, tables = country([100, 100], budget=1, jobs=90)
    tables["regions"][0]["youth_zero_migration"] = "200"
    tables["regions"][1]["candidate"] = "false"
    tables["travel"] = ways({(1, 0): 50})
    assert best(toml, tables) == pytest.approx(60 / 2 + 30)


def test_distance_decides_who_takes_a_job(best):
    """Twenty minutes away a town counts half: 120 jobs, 80 of them in r0 and 40 in r1."""
    toml, tables = country([100, 30], budget=1, jobs=120, stay_half_minutes=20)
    tables["regions"][1] |= {"youth_zero_migration": "100", "candidate": "false"}
    tables["travel"] = ways({(1, 0): 20})
    assert best(toml, tables) == pytest.approx(80 + 40 * 0.3)


def test_nobody_is_kept_twice_and_no_more_than_a_job_could_keep(best):
    """Jobs keep at most job_motive_share of the leavers of a town: 0.4 of 50, and all of 30."""
    toml, tables = country([50, 75], budget=2, jobs=30, job_motive_share=0.4)
    assert best(toml, tables) == pytest.approx(0.4 * 50 + 30)


def test_arrivals_come_for_jobs_that_nobody_leaves_without(best):
    """A quarter of the takers would be gone; a fifth of the others come, and weigh as r0's."""
    toml, tables = country([50, 0], budget=1, jobs=100, arrival_share=0.2)
    tables["regions"][0] |= {"youth_zero_migration": "200", "weight": "3"}
    tables["regions"][1] |= {"youth_zero_migration": "500", "candidate": "false"}
    assert best(toml, tables) == pytest.approx(3 * (25 + 0.2 * 75))


def test_takers_of_uncounted_regions_are_no_leavers_but_may_make_room(best):
    """Half the takers live in a town that nobody leaves for good: none kept, a tenth arrive."""
    toml, tables = country([100, 0], budget=1, jobs=80, arrival_share=0.1)
    tables["regions"][1] |= {"youth_zero_migration": "100", "candidate": "false"}
    tables["travel"] = ways({(1, 0): 10})
    assert best(toml, tables) == pytest.approx(40 + 0.1 * 40)


def test_whoever_exceeds_a_pool_is_no_arrival(best):
    """Two hundred jobs, fifty leavers, all of whom would be gone: fifty kept, nobody arrives."""
    toml, tables = country([50, 0], budget=1, jobs=200, arrival_share=1)
    tables["regions"][1] |= {"youth_zero_migration": "10", "candidate": "false"}
    assert best(toml, tables) == pytest.approx(50)


def test_arrivals_count_after_the_worst_province_and_in_net_benefit(best):
    """The worst share is without arrivals; the net benefit with them."""
    toml, tables = country([50, 0], budget=1, jobs=100, arrival_share=0.2)
    tables["regions"][0]["youth_zero_migration"] = "200"
    tables["regions"][1] |= {"youth_zero_migration": "500", "candidate": "false"}
    toml["settings"]["objective"] = "worst_province"
    assert best(toml, tables) == pytest.approx(25 / 50)
    toml["settings"] |= {"objective": "net_benefit", "value_per_retained": 2}
    assert best(toml, tables) == pytest.approx(2 * (25 + 15) - 1)


def test_larger_labour_markets_make_more_of_a_job(best):
    """100·(400/325)^0.5: r0, where 300 live, reaches 400 young people, and r1 its own 100.

    The mean of 400 and 100, weighted by the youth of the two, is 325.
    """
    toml, tables = country([900, 900], budget=1, access_elasticity=0.5, leaver_share="one")
    tables["regions"][0]["youth"] = "300"
    tables["regions"][1]["youth"] = "100"
    tables["travel"] = ways({(1, 0): 10})
    assert best(toml, tables) == pytest.approx(100 * (400 / 325) ** 0.5)


def graduates(half, distance, seats=0):
    """Return one town that needs 40 of the 100 graduates of a university so far away."""
    toml, tables = country([100, 0], budget=1, jobs=70, graduate_half_minutes=half)
    tables["regions"][1] |= {"youth_zero_migration": "10", "candidate": "false"}
    tables["travel"] = ways({(1, 0): distance})
    toml["settings"]["commute_limit"] = 5
    if not distance:
        toml["settings"]["stay_half_minutes"] = "table"
        tables["travel"][0]["stay"] = "0.5"
    tables["needs"] = [{"option_id": "ai", "field": "software", "graduates": "40"}]
    tables["universities"] = [
        {
            "university_id": "U",
            "field": "software",
            "region_id": "r1",
            "graduates": "100",
            "max_seats": str(seats),
            "seat_cost": "0",
        }
    ]
    return toml, tables


@pytest.mark.parametrize(
    ("half", "distance", "seats", "kept"),
    [
        ("none", 60, 0, 70),
        (60, 60, 0, 70),  # 50 of the 100 would work there
        (30, 60, 0, 0),  # 25 would
        (30, 60, 59, 0),  # and of 159 fewer than 40
        (30, 60, 60, 70),  # a quarter of 160 is 40
        (30, "", 60, 0),  # nobody knows how far it is
    ],
)
def test_a_university_far_away_gives_a_few(best, half, distance, seats, kept):
    """Of graduates and bought seats a share that halves with distance works there."""
    assert best(*graduates(half, distance, seats)) == pytest.approx(kept)


def two_provinces(budget, limits, match="0"):
    """r0 keeps 100 by a cluster of cost 10, r1 20 by one of cost 6; youth 600 and 400."""
    toml, tables = country([100, 20], budget=budget, jobs=1000, limits=limits)
    tables["regions"][0] |= {"construction_cost_index": "10", "youth": "600"}
    tables["regions"][1] |= {"construction_cost_index": "6", "youth": "400"}
    tables["provinces"] = [{"province": "P1", "match_share": match, "own_budget": ""}]
    return toml, tables


@pytest.mark.parametrize(
    ("budget", "share", "match", "kept"),
    [
        (10, 0, "0", 100),  # no floor: the town that keeps more
        (15, 1, "0", 20),  # 6 asked of P1; P0's 9 is less than its cheapest building, 10
        (15, 0.9, "0", 100),  # 5.4 is less than 6, too
        (40, 1, "0", 120),  # 24 and 16 by share, but 10 and 6 are the most possible
        (10, 1, "0.5", 20),  # P1's share is 4, but the centre can spend no more than 3 there
        (10, 0.9, "0.5", 100),  # 0.9·3 is less than 3
    ],
)
def test_a_fair_share_is_asked_where_it_is_possible(best, budget, share, match, kept):
    """A share of what the budget gives a province by its youth, or of the most possible there."""
    found = best(*two_provinces(budget, {"min_fair_share": share}, match))
    assert found == pytest.approx(kept)


@pytest.mark.parametrize(("share", "kept"), [(0.9, 0), (1, 20), (1.6, 120)])
def test_no_province_gets_more_than_so_many_times_its_share(best, share, kept):
    """Of 16, P0's part is 9.6 and P1's 6.4; buildings cost 10 and 6."""
    assert best(*two_provinces(16, {"max_fair_share": share})) == pytest.approx(kept)


@pytest.mark.parametrize(
    ("budget", "limits", "kept"),
    [
        (14, {"min_cost_share_hubs": 0.25}, 120),  # 4 of 14 is enough
        (13, {"min_cost_share_hubs": 0.25}, 20),  # 2 of 12 is not
        (14, {"max_cost_share_hubs": 0.1}, 100),  # 2 of 12 is too much
        (14, {"max_cost_share_hubs": 0.2}, 110),
    ],
)
def test_hubs_get_at_least_or_at_most_a_share(best, budget, limits, kept):
    """One cluster of cost 10 keeps 100, up to two hubs of cost 2 keep 10 each."""
    toml, tables = country([200], budget=budget, limits=limits)
    tables["options"][0]["capital_cost"] = "10"
    hub = {"option_id": "studio", "kind": "hub", "hub_type": "studio", "sector": ""}
    hub |= {"capital_cost": "2", "jobs": "10", "max_per_region": "2"}
    tables["options"].append(hub)
    assert best(toml, tables) == pytest.approx(kept)
