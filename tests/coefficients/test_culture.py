"""Culture by the enhanced two-step floating catchment method (E2SFCA), and the curve g."""

import numpy as np
import pytest
from support.instances import cluster, hub, make_instance, region

import optimizer as opt
from optimizer.coefficients.compute import compute
from optimizer.coefficients.culture import Curve, capacities, find_curve, service
from optimizer.coefficients.travel_pairs import find_pairs

VENUE = hub("venue", 1, culture_capacity=500)


def services(folder):
    """Return the level that a place of capacity adds, by (region, site)."""
    instance = opt.load(folder)
    ids = list(instance.regions["region_id"])
    found = service(instance, find_pairs(instance)).tocoo()
    entries = zip(*found.coords, found.data.tolist(), strict=True)
    return {(ids[i], ids[j]): value for i, j, value in entries}


def test_service_shares_a_place_among_who_is_in_reach(tmp_path):
    """Site A, halved every 30 minutes: D = 600 + 800/2 = 1000, so 0.001 in A, 0.0005 in B.

    Nothing leads to B: D = 800, and it serves itself alone.
    """
    towns = [region("A", youth=600, local_jobs=0), region("B", youth=800, local_jobs=0)]
    folder = make_instance(tmp_path, towns, [VENUE], travel=[("B", "A", 30)])
    assert services(folder) == pytest.approx(
        {("A", "A"): 0.001, ("B", "A"): 0.0005, ("B", "B"): 1 / 800}, rel=1e-14
    )


def test_service_is_per_full_service(tmp_path):
    """With 2 places for full service of a young resident, a place is worth half: 1/600/2."""
    towns = [region("A", youth=600, local_jobs=0)]
    folder = make_instance(tmp_path, towns, [VENUE], {"culture_full_service": 2})
    assert services(folder) == pytest.approx({("A", "A"): 1 / 1200}, rel=1e-14)


def test_service_counts_residents_not_leavers(tmp_path):
    """D is made of `youth`; leavers and youth_zero_migration have no part in it."""
    towns = [region("A", 300, youth_zero_migration=700, youth=50, local_jobs=0)]
    assert services(make_instance(tmp_path, towns, [VENUE])) == {("A", "A"): 1 / 50}


def test_site_without_young_people_in_reach_serves_nobody(tmp_path):
    """D = 0: no service from there, and no division by zero."""
    towns = [region("A", youth=0, local_jobs=0), region("B", youth=10, local_jobs=0)]
    assert services(make_instance(tmp_path, towns, [VENUE])) == {("B", "B"): 0.1}


def test_region_without_residents_is_served_all_the_same(tmp_path):
    """A has nobody, but the venue in B reaches it: d / D = 0.5 / 10."""
    towns = [region("A", youth=0, local_jobs=0), region("B", youth=10, local_jobs=0)]
    folder = make_instance(tmp_path, towns, [VENUE], travel=[("A", "B", 30)])
    assert services(folder)["A", "B"] == pytest.approx(0.05, rel=1e-14)


def test_capacity_counts_by_its_open_share_and_only_of_hubs(tmp_path):
    """500 places open 6 of 10 years are 300; a cluster has none."""
    options = [cluster("ai"), VENUE, hub("late", culture_capacity=500, lead_years=4)]
    towns = [region("A", youth=10, local_jobs=0)]
    instance = opt.load(make_instance(tmp_path, towns, options, years=10))
    assert capacities(instance).tolist() == pytest.approx([0, 500, 300], rel=1e-14)


def test_curve_is_a_line_of_slope_culture_only_share(tmp_path):
    """Without points g(c) = 0.03·c."""
    folder = make_instance(tmp_path, [region("A")], [cluster("ai")], {"culture_only_share": 0.03})
    curve = find_curve(opt.load(folder))
    assert curve.lines() == [(0.03, 0.0)]
    assert curve(np.array([0.0, 0.5, 1.0])).tolist() == pytest.approx([0, 0.015, 0.03], rel=1e-14)


def test_curve_is_the_least_of_its_lines(tmp_path):
    """(0, 0), (0.5, 0.02), (1, 0.03): slopes 0.04 and 0.02, the second from 0.01 upwards."""
    points = [[0, 0], [0.5, 0.02], [1, 0.03]]
    towns = [region("A", local_jobs=0)]
    sections = {"culture": {"curve": points}}
    curve = find_curve(opt.load(make_instance(tmp_path, towns, [cluster("ai")], sections=sections)))
    assert np.array(curve.lines()) == pytest.approx(
        np.array([[0.04, 0.0], [0.02, 0.01]]), rel=1e-12
    )
    levels = np.linspace(0, 1, 21)
    least = np.min([slope * levels + intercept for slope, intercept in curve.lines()], axis=0)
    assert curve(levels) == pytest.approx(least, rel=1e-12)


def test_curve_may_begin_above_nothing():
    """A curve from (0, 0.01) keeps its intercept; only its gain over today counts in rule 8."""
    curve = Curve(np.array([0.0, 1.0]), np.array([0.01, 0.04]))
    assert curve.lines() == [pytest.approx((0.03, 0.01), rel=1e-12)]


def test_room_for_culture_is_the_gain_over_today(tmp_path):
    """400 leavers, level 0.25 today, slope 0.04: 400 × (0.04 − 0.01) = 12; at level 1 nobody."""
    towns = [
        region("A", 400, culture_level=0.25, youth=1, local_jobs=50),
        region("B", 400, culture_level=1, youth=1),
    ]
    folder = make_instance(tmp_path, towns, [VENUE], {"culture_only_share": 0.04})
    assert compute(opt.load(folder)).culture_room().tolist() == pytest.approx([12, 0], rel=1e-12)
