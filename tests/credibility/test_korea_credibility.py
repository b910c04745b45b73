"""The Korean plan at several budgets: people, sectors, places, and what it hangs on."""

import numpy as np
import pandas as pd
import pytest

import optimizer as opt
from credibility.korea import (
    CAPITAL_AREA,
    GAP,
    built,
    cluster_cost,
    direct_jobs,
    hub_share,
    korea,
    moved,
    plan,
    sector_shares,
    shuffled,
)

BUDGETS = (1000, 5000, pytest.param(15000, marks=pytest.mark.slow))


@pytest.mark.parametrize("budget", BUDGETS)
def test_no_more_stay_than_jobs_come(budget):
    """Stayers per direct job with public support are at most one."""
    made = plan(budget)
    assert 0 < made.regions["retained_by_jobs"].sum() <= direct_jobs(made)
    assert made.retained <= direct_jobs(made)


@pytest.mark.parametrize("budget", BUDGETS)
def test_no_sector_has_more_than_60_percent_of_the_clusters(budget):
    """The plan is not one industry's; from 5,000 on, three sectors at least are in it."""
    shares = sector_shares(plan(budget))
    assert shares.max() <= 0.6
    assert len(shares) >= (3 if budget >= 5000 else 2)


@pytest.mark.parametrize("budget", BUDGETS)
def test_every_commuting_area_can_staff_what_is_built(budget):
    """Direct jobs of a region are at most absorption_share of the young within the limit."""
    instance, made = korea(), plan(budget)
    young = instance.regions.set_index("region_id")["youth"]
    travel = instance.table("travel")
    near = travel[travel["minutes"] <= instance.settings.commute_limit]
    around = young.loc[near["from_region"]].groupby(near["to_region"].to_numpy()).sum()
    around = young.add(around.reindex(young.index, fill_value=0))
    jobs = made.build.groupby("region_id")["jobs"].sum()
    assert (jobs <= instance.settings.absorption_share * around[jobs.index] * (1 + 1e-9)).all()


@pytest.mark.parametrize("budget", BUDGETS)
def test_nothing_stands_in_the_capital_area_or_where_it_is_unsuitable(budget):
    """Neither in Seoul, Incheon and Gyeonggi nor on a site that `suitability` forbids."""
    rows = built(plan(budget))
    assert not rows["province"].isin(CAPITAL_AREA).any()
    barred = korea().table("suitability")
    barred = barred[~barred["allowed"].astype(bool)]
    forbidden = set(zip(barred["region_id"], barred["option_id"], strict=True))
    assert not forbidden & set(zip(rows["region_id"], rows["option_id"], strict=True))


@pytest.mark.parametrize("budget", BUDGETS)
def test_each_pillar_has_a_tenth_of_the_spending(budget):
    """Clusters and culture hubs both take at least 10% at the central values."""
    assert 0.1 <= hub_share(plan(budget)) <= 0.9


@pytest.mark.parametrize("shares", [pytest.param(False, marks=pytest.mark.slow), True])
def test_where_people_leave_decides_where_clusters_go(shares):
    """Shuffling the leavers among the regions moves at least half of the clusters."""
    central = plan(5000)
    after = opt.solve(shuffled(1, shares=shares), budget=5000, gap=GAP)
    assert moved(central, after) >= 0.5


@pytest.mark.slow
@pytest.mark.parametrize(("budget", "least"), [(1000, 0.5), (5000, 0.5), (15000, 0.25)])
@pytest.mark.parametrize("shares", [False, True])
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_any_shuffle_moves_the_clusters(budget, least, shares, seed):
    """As above for other seeds; at 15,000 the plan takes most suitable places whoever leaves."""
    after = opt.solve(shuffled(seed, shares=shares), budget=budget, gap=GAP)
    assert moved(plan(budget), after) >= least


@pytest.mark.slow
@pytest.mark.parametrize("budget", [5000, 15000])
@pytest.mark.parametrize("factor", [0.6, 0.8, 1.25, 1.65])
def test_pillars_keep_a_tenth_over_the_range_of_cluster_cost(budget, factor):
    """The low and high cost per job that comes are 0.6 and 1.65 times the central one.

    At 1,000 they don't: docs/data/credibility.md shows it.
    """
    after = opt.solve(cluster_cost(factor), budget=budget, gap=GAP)
    assert 0.1 <= hub_share(after) <= 0.9


@pytest.mark.slow
def test_no_single_number_carries_the_clusters():
    """Each behavioural number at its low or high leaves a third of the clusters of 5,000.

    The median variant leaves half of them.
    """
    instance = korea()
    central = plan(5000)
    kept = []
    for name in ("additional_share", "targeting", "youth_share", "culture_added_share"):
        found = instance.ranges[name]
        for value in {found.low, found.high} - {found.central}:
            kept.append(1 - moved(central, plan(5000, f"{name}={value}")))
    kept = pd.Series(kept)
    assert np.median(kept) >= 0.5
    assert kept.min() >= 1 / 3
