"""Who takes a job: P, λ, arrivals for each taker, and access, worked out by hand."""

import numpy as np
import pytest
from support.instances import both_ways, cluster, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.coefficients.compute import takers_at_most
from optimizer.coefficients.takers import find_takers
from optimizer.coefficients.travel_pairs import find_pairs

TOWNS = [
    region("A", 400, youth_zero_migration=900),
    region("B", 100, youth_zero_migration=200),
]
"""Of A's young 4/9 leave, of B's half."""
NEAR = [("B", "A", 20)]
"""Half of B's young would work in A; nobody of A in B."""


def found(folder, towns=TOWNS, settings=None, travel=NEAR):
    """Return who takes jobs, with the regions in their order."""
    tables = {"travel": travel} if travel else {}
    made = make_instance(folder, towns, [cluster("ai", 1, 10)], settings, **tables)
    instance = opt.load(made)
    return find_takers(instance, find_pairs(instance))


def shares(takers, names="AB"):
    """Return P by (origin, site)."""
    pairs = zip(takers.origin, takers.site, takers.share.tolist(), strict=True)
    return {(names[i], names[j]): share for i, j, share in pairs}


def test_share_goes_by_young_people_and_distance(tmp_path):
    """In A 900 and 200 × 0.5: 0.9 and 0.1 of the takers; in B its own alone."""
    by_hand = {("A", "A"): 0.9, ("B", "A"): 0.1, ("B", "B"): 1.0}
    assert shares(found(tmp_path)) == pytest.approx(by_hand, rel=1e-14)


def test_share_counts_regions_without_leavers_and_without_candidates(tmp_path):
    """A town that nobody leaves takes its part of the jobs all the same, and so does a capital."""
    towns = [
        region("A", 10, youth_zero_migration=100),
        region("B", 0, youth_zero_migration=100),
        region("C", 0, province="Q", candidate="false", youth_zero_migration=400),
    ]
    travel = [("B", "A", 20), ("C", "A", 20)]
    takers = found(tmp_path, towns, travel=travel)
    assert {pair: share for pair, share in shares(takers, "ABC").items() if pair[1] == "A"} == (
        pytest.approx({("A", "A"): 100 / 350, ("B", "A"): 50 / 350, ("C", "A"): 200 / 350})
    )


def test_share_ends_at_the_commuting_limit_but_at_home(tmp_path):
    """A is 40 minutes wide, the limit is 30, B 31 minutes away: A's own residents alone."""
    travel = [("A", "A", 40), ("B", "A", 31)]
    takers = found(tmp_path, settings={"commute_limit": 30}, travel=travel)
    assert shares(takers) == {("A", "A"): 1.0, ("B", "B"): 1.0}


def test_share_at_home_is_lowered_by_a_listed_time(tmp_path):
    """A is 20 minutes wide: 900 × 0.5 beside 200 × 0.5."""
    takers = found(tmp_path, travel=[("A", "A", 20), *NEAR])
    assert shares(takers)["A", "A"] == pytest.approx(450 / 550, rel=1e-14)


def test_share_by_the_column_stay_without_minutes(tmp_path):
    """Under "table" a pair without minutes is in the area; stay 0 is not."""
    towns = [*TOWNS, region("C", 5)]
    travel = [("B", "A", "", 0.5), ("C", "A", 10, 0)]
    takers = found(tmp_path, towns, {"stay_half_minutes": "table"}, travel)
    assert shares(takers, "ABC") == pytest.approx(
        {("A", "A"): 0.9, ("B", "A"): 0.1, ("B", "B"): 1.0, ("C", "C"): 1.0}, rel=1e-14
    )


def test_no_takers_where_nobody_young_lives(tmp_path):
    """0 young people are nobody: jobs in A have no takers, and no division by zero."""
    towns = [region("A", 0, youth_zero_migration=0), TOWNS[1]]
    takers = found(tmp_path, towns, {"arrival_share": 0}, travel=())
    assert shares(takers) == {("B", "B"): 1.0}
    assert takers.leaving.tolist() == [0.0, 0.5]
    assert takers.arriving.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("targeting", "expected"), [(1, [4 / 9, 0.5]), (1.5, [2 / 3, 0.75]), (2.1, [14 / 15, 1.0])]
)
def test_leaving_is_by_residence_and_at_most_everybody(tmp_path, targeting, expected):
    """λ = targeting × 400/900 and × 100/200, at most 1."""
    takers = found(tmp_path, settings={"targeting": targeting})
    assert takers.leaving.tolist() == pytest.approx(expected, rel=1e-14)


def test_leaving_is_one_everywhere_on_request(tmp_path):
    """leaver_share = "one": every taker would be gone, whatever the leavers."""
    takers = found(tmp_path, settings={"leaver_share": "one", "targeting": 0.1})
    assert takers.leaving.tolist() == [1.0, 1.0]


CAPITAL = region("C", 0, province="Q", candidate="false", youth_zero_migration=0)


def test_arrivals_are_a_share_of_those_who_would_have_stayed(tmp_path):
    """In A 0.9 × 5/9 + 0.1 × 1/2 = 0.55 of the takers would have stayed, in B 0.5; a fifth come."""
    takers = found(tmp_path, [*TOWNS, CAPITAL], {"arrival_share": 0.2})
    assert takers.arriving.tolist() == pytest.approx([0.11, 0.1, 0.0], rel=1e-14)


def test_nobody_arrives_where_every_taker_would_be_gone(tmp_path):
    """leaver_share = "one": nobody's place is free."""
    settings = {"arrival_share": 0.2, "leaver_share": "one"}
    assert found(tmp_path, [*TOWNS, CAPITAL], settings).arriving.tolist() == [0.0, 0.0, 0.0]


YOUNG = [
    region("A", 10, youth=100, youth_zero_migration=1000),
    region("B", 10, youth=300, youth_zero_migration=10),
    region("C", 0, youth=200, youth_zero_migration=10, candidate="false"),
]


def test_access_grows_with_the_young_within_reach(tmp_path):
    """`youth` counts: A reaches 100 + 300/2 + 200/2 = 350, B 300 + 100/2 = 350 + 0, C 200.

    The mean over candidates by their youth is 350, so that A and B have 1, and C (200/350)^0.5.
    """
    travel = [*both_ways(("A", "B", 20)), ("C", "A", 20)]
    takers = found(tmp_path, YOUNG, {"access_elasticity": 0.5}, travel)
    assert takers.access.tolist() == pytest.approx([1, 1, (200 / 350) ** 0.5], rel=1e-14)


def test_access_is_above_one_in_the_larger_market(tmp_path):
    """Apart, A reaches 100 and B 300; the mean is (100² + 300²) / 400 = 250: 0.4 and 1.2."""
    takers = found(tmp_path, YOUNG, {"access_elasticity": 1}, ())
    assert takers.access.tolist() == pytest.approx([0.4, 1.2, 0.8], rel=1e-14)


@pytest.mark.parametrize(
    ("settings", "youth"),
    [({}, ""), ({"access_elasticity": 0.5}, 0), ({"access_elasticity": 0}, 5)],
)
def test_access_is_one_without_elasticity_or_young_people(tmp_path, settings, youth):
    """No elasticity needs no `youth`; where no candidate has young people there is no mean."""
    towns = [region("A", 10, youth=youth), region("B", 10, youth=youth)]
    assert found(tmp_path, towns, settings, ()).access.tolist() == [1.0, 1.0]


def test_access_multiplies_jobs_but_not_graduates_or_announced_jobs(tmp_path):
    """100 jobs in B make 120; the 8 graduates that they need stay 8."""
    folder = make_instance(
        tmp_path,
        YOUNG,
        [cluster("ai", 1, 100)],
        {"access_elasticity": 1},
        needs=[("ai", "computing", 8)],
        universities=[("U", "computing", "B", 9)],
    )
    coefficients = compute(opt.load(folder))
    assert coefficients.sites.youth_jobs.tolist() == pytest.approx([40, 120], rel=1e-14)
    assert coefficients.workforce.need.ravel().tolist() == [8, 8]
    assert coefficients.absorption.tolist() == [100, 300, 200]


def test_takers_beyond_those_who_fill_every_pool_keep_nobody(tmp_path):
    """A's 400 need 400 / (0.9 × 4/9) = 1000 takers in A, B's 100 need 100 / (0.1 / 2) = 2000."""
    takers = found(tmp_path)
    pool = np.array([400.0, 100.0])
    assert takers_at_most(takers, pool).tolist() == pytest.approx([2000, 200], rel=1e-14)
    bringing = found(tmp_path / "more", [*TOWNS, CAPITAL], {"arrival_share": 0.2})
    assert takers_at_most(bringing, np.array([400.0, 100.0, 0.0]))[:2].tolist() == [np.inf, np.inf]


def test_kept_of_adds_up_over_sites(tmp_path):
    """100 takers in A and 50 in B keep 100 × 0.9 × 4/9 = 40 of A and (10 + 50) / 2 = 30 of B."""
    kept = found(tmp_path).kept_of(np.array([100.0, 50.0]))
    assert kept.tolist() == pytest.approx([40, 30], rel=1e-14)
