"""Graduates: need by site, supply by university and field, and who can be recruited from where."""

import pytest
from support.instances import cluster, hub, make_instance, region

import optimizer as opt
from optimizer.coefficients.compute import compute

TOWNS = [region("A", 10), region("B", 10), region("C", 10)]


def workforce_of(folder, **tables):
    """Return coefficients and workforce for AI clusters and studios in three towns."""
    options = [cluster("ai", 1, 10), hub("studio", 1)]
    found = compute(opt.load(make_instance(folder, TOWNS, options, **tables)))
    return found, found.workforce


def recruits(found):
    """Return (university, field, site) of every usable pair."""
    force = found.workforce
    return {
        (force.universities[supply], force.supply_field[supply], found.regions[site])
        for supply, site in zip(force.supply, force.site, strict=True)
    }


def test_need_is_graduates_times_strength(tmp_path):
    """40 graduates × strength 1.25 in A = 50, elsewhere 40; a hub's need is never scaled."""
    found, force = workforce_of(
        tmp_path,
        needs=[("ai", "computing", 40), ("studio", "design", 3)],
        strength=[("A", "ai", 1.25)],
        universities=[("U", "computing", "A", 100)],
    )
    need = {
        (found.regions[place], found.options[option], field): value
        for place, option, values in zip(
            found.sites.region, found.sites.option, force.need.tolist(), strict=True
        )
        for field, value in zip(force.fields, values, strict=True)
        if value
    }
    assert need == {
        ("A", "ai", "computing"): 50,
        ("B", "ai", "computing"): 40,
        ("C", "ai", "computing"): 40,
        **{(town, "studio", "design"): 3 for town in "ABC"},
    }


def test_supply_is_the_hireable_share_and_the_seats(tmp_path):
    """200 graduates × 0.3 = 60 hireable; blank: all of 50, no seats, at no cost."""
    _, force = workforce_of(
        tmp_path,
        needs=[("ai", "computing", 1)],
        universities=[("U", "computing", "A", 200, 0.3, 25, 0.2), ("V", "computing", "B", 50)],
    )
    assert force.universities == ("U", "V")
    assert force.hireable.tolist() == pytest.approx([60, 50], rel=1e-14)
    assert force.max_seats.tolist() == [25, 0]
    assert force.seat_cost.tolist() == [0.2, 0]


def test_fields_that_nobody_needs_are_left_out(tmp_path):
    """A field without need, or with a need of 0, has neither rows of supply nor pairs."""
    found, force = workforce_of(
        tmp_path,
        needs=[("ai", "computing", 5), ("ai", "law", 0)],
        universities=[("U", "computing", "A", 9), ("U", "law", "A", 9), ("U", "art", "A", 9)],
    )
    assert force.fields == ("computing",)
    assert force.supply_field == ("computing",)
    assert recruits(found) == {("U", "computing", "A")}


def test_graduates_go_from_the_university_to_the_site_within_the_limit(tmp_path):
    """Ways are directed: A → B within 30 minutes, A → C 31 minutes, B → A not listed."""
    found, _ = workforce_of(
        tmp_path,
        settings={"recruit_limit": 30},
        needs=[("ai", "computing", 5)],
        universities=[("U", "computing", "A", 9), ("V", "computing", "B", 9)],
        travel=[("A", "B", 30), ("A", "C", 31)],
    )
    assert recruits(found) == {
        ("U", "computing", "A"),
        ("U", "computing", "B"),
        ("V", "computing", "B"),
    }


def test_no_pair_leads_to_a_site_that_does_not_need_the_field(tmp_path):
    """AI may stand in B alone, so graduates in computing are sent nowhere else."""
    found, _ = workforce_of(
        tmp_path,
        needs=[("ai", "computing", 5), ("studio", "design", 5)],
        universities=[("U", "computing", "A", 9), ("U", "design", "A", 9)],
        travel=[("A", "B", 10), ("A", "C", 10)],
        suitability=[("A", "ai", "false"), ("C", "ai", "false"), ("C", "studio", "false")],
    )
    assert recruits(found) == {
        ("U", "computing", "B"),
        ("U", "design", "A"),
        ("U", "design", "B"),
    }


def willing(found):
    """Return the share who would go, by (university, site)."""
    force = found.workforce
    pairs = zip(force.supply, force.site, force.willing.tolist(), strict=True)
    return {(force.universities[u], found.regions[j]): share for u, j, share in pairs}


def test_graduates_who_would_go_halve_with_the_way(tmp_path):
    """Half in 30 minutes: 0.5 of U's go to B, 0.25 to C, beyond the limit nobody; all stay."""
    found, force = workforce_of(
        tmp_path,
        settings={"graduate_half_minutes": 30, "recruit_limit": 60},
        needs=[("ai", "computing", 5)],
        universities=[("U", "computing", "A", 8), ("V", "computing", "B", 8, 1, 4)],
        travel=[("A", "B", 30), ("A", "C", 60), ("B", "A", 61)],
    )
    by_hand = {("U", "A"): 1.0, ("U", "B"): 0.5, ("U", "C"): 0.25, ("V", "B"): 1.0}
    assert willing(found) == by_hand
    assert force.reach(3).tolist() == [[8], [4 + 8 + 4], [2]]


@pytest.mark.parametrize(("half", "expected"), [("none", {("U", "B"): 1.0}), (30, {})])
def test_a_way_without_minutes_brings_all_or_none(tmp_path, half, expected):
    """Where only `stay` is known recruiting has no limit, but nobody knows how far it is."""
    found, _ = workforce_of(
        tmp_path,
        settings={"graduate_half_minutes": half, "stay_half_minutes": "table"},
        needs=[("ai", "computing", 5)],
        universities=[("U", "computing", "A", 8)],
        travel=[("A", "B", "", 0.5)],
    )
    assert willing(found) == {("U", "A"): 1.0} | expected


def test_a_university_may_lie_far_from_its_own_town(tmp_path):
    """A is 30 minutes wide: half of U's graduates work there."""
    found, _ = workforce_of(
        tmp_path,
        settings={"graduate_half_minutes": 30},
        needs=[("ai", "computing", 5)],
        universities=[("U", "computing", "A", 8)],
        travel=[("A", "A", 30)],
    )
    assert willing(found) == {("U", "A"): 0.5}


def test_without_needs_there_is_no_workforce(tmp_path):
    """Universities alone make no rows."""
    found, force = workforce_of(tmp_path, universities=[("U", "computing", "A", 9)])
    assert (force.fields, force.universities, recruits(found)) == ((), (), set())
