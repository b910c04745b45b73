"""All coefficients together: flows, pools, weights, absorption."""

import numpy as np
import pytest
from support.instances import PLAIN, both_ways, cluster, hub, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute

BEST = {"job_takers": "best"}


def computed(folder, regions, options=None, settings=None, **tables):
    """Return the coefficients of an instance, by default with one AI cluster of ten jobs."""
    options = options or [cluster("ai", 1, 10)]
    return compute(opt.load(make_instance(folder, regions, options, settings, **tables)))


def flows(found):
    """Return stay by (origin, site)."""
    return {
        (found.regions[origin], found.regions[site]): stay
        for origin, site, stay in zip(
            found.flow_origin, found.flow_site, found.flow_stay.tolist(), strict=True
        )
    }


def test_flows_lead_from_leavers_to_sites_with_jobs(tmp_path):
    """C has no leavers, B may not build, so leavers of A and B go to A and C alone."""
    found = computed(
        tmp_path,
        [region("A", 10), region("B", 10, candidate="false"), region("C", 0)],
        settings=BEST | {"leaver_share": "one", "stay_half_minutes": 20},
        travel=both_ways(("A", "B", 20), ("B", "C", 40)),
    )
    assert flows(found) == pytest.approx(
        {("A", "A"): 1, ("B", "A"): 0.5, ("B", "C"): 0.25}, rel=1e-14
    )


def test_flows_end_at_the_commuting_limit_even_at_home(tmp_path):
    """A is 40 minutes wide and the limit is 30: its own leavers take no job there."""
    found = computed(
        tmp_path,
        [region("A", 10), region("B", 10)],
        settings=BEST | {"commute_limit": 30, "stay_half_minutes": "none"},
        travel=[("A", "A", 40), ("B", "A", 30)],
    )
    assert flows(found) == {("B", "A"): 1, ("B", "B"): 1}


def test_flow_needs_somebody_who_would_commute(tmp_path):
    """stay 0 in the table makes no flow."""
    found = computed(
        tmp_path,
        [region("A", 10), region("B", 10)],
        settings=BEST | {"stay_half_minutes": "table"},
        travel=[("A", "B", 5, 0), ("B", "A", 5, 0.5)],
    )
    assert flows(found) == {("A", "A"): 1, ("B", "A"): 0.5, ("B", "B"): 1}


@pytest.mark.parametrize(
    "settings", [{"job_motive_share": 0}, {"realised_share": 0}, {"youth_share": 0}]
)
def test_no_flows_where_no_job_keeps_anybody(tmp_path, settings):
    """Without anybody whom a job could keep, or without jobs, there is nothing to decide on."""
    assert flows(computed(tmp_path, [region("A", 10)], settings=BEST | settings)) == {}


def test_no_flows_under_catchment(tmp_path):
    """Who takes a job is not decided, so that there is nothing to choose from."""
    found = computed(tmp_path, [region("A", 10)])
    assert flows(found) == {}
    assert found.takers is not None


def test_pool_is_the_job_motive_share_of_leavers(tmp_path):
    """A quarter of 80 leavers would stay for a job: 20."""
    found = computed(
        tmp_path, [region("A", 80), region("B", 0)], settings={"job_motive_share": 0.25}
    )
    assert found.leavers.tolist() == [80, 0]
    assert found.pool.tolist() == [20, 0]


def test_weight_is_the_column(tmp_path):
    """Blank is 1, whatever the extinction risk."""
    towns = [region("A", weight=2.5, extinction_risk=0.1), region("B", weight="")]
    assert computed(tmp_path, towns).weight.tolist() == [2.5, 1]


def test_weight_can_be_the_extinction_risk(tmp_path):
    """2 − min(1, risk): 0.25 gives 1.75, 1 and above give 1, 0 gives 2; the column is idle."""
    risks = {"A": 0.25, "B": 1, "C": 1.8, "D": 0}
    towns = [region(name, weight=7, extinction_risk=risk) for name, risk in risks.items()]
    found = computed(tmp_path, towns, settings={"weights": "extinction_risk"})
    assert found.weight.tolist() == [1.75, 1, 1, 2]


def test_absorption_is_a_share_of_the_young_in_the_commuting_area(tmp_path):
    """A quarter of 100 + 60 in A, which B reaches, unweighted by stay; of 60 in B."""
    towns = [region("A", youth=100), region("B", youth=60), region("C", youth=0)]
    settings = {"absorption_share": 0.25, "commute_limit": 30}
    travel = [("B", "A", 30), ("A", "B", 31)]
    found = computed(tmp_path, towns, settings=settings, travel=travel)
    assert found.absorption.tolist() == [40, 15, 0]


def test_absorption_counts_the_own_region_beyond_the_limit(tmp_path):
    """A is 40 minutes wide, the limit 30; its residents still count."""
    settings = {"absorption_share": 0.5, "commute_limit": 30}
    found = computed(tmp_path, [region("A", youth=100)], settings=settings, travel=[("A", "A", 40)])
    assert found.absorption.tolist() == [50]


@pytest.mark.parametrize("share", [0.5, 0])
def test_no_absorption_limit_where_youth_is_unknown(tmp_path, share):
    """B's youth is blank: no limit in B, nor in A, whose area B belongs to; C has one."""
    towns = [region("A", youth=100), region("B", youth=""), region("C", youth=100)]
    found = computed(tmp_path, towns, settings={"absorption_share": share}, travel=[("B", "A", 10)])
    assert found.absorption.tolist() == [np.inf, np.inf, 100 * share]


def test_no_absorption_limit_on_request(tmp_path):
    """absorption_share = "none" limits nothing, young residents or not."""
    found = computed(tmp_path, [region("A", youth=0)], settings={"absorption_share": "none"})
    assert found.absorption.tolist() == [np.inf]


def test_levels_and_local_jobs_come_from_the_table(tmp_path):
    """Blank culture_level is 0; local_jobs may be blank where culture alone keeps nobody."""
    towns = [region("A", 5, culture_level=0.4, local_jobs=7), region("B", 5)]
    found = computed(tmp_path, towns, settings={"culture_only_share": 0})
    assert found.base_level.tolist() == [0.4, 0]
    assert found.local_jobs.tolist() == [7, 0]


def test_positions_follow_the_tables(tmp_path):
    """Ids keep the tables' order; capacity is by option, service by region."""
    towns = [region("Z", youth=10, local_jobs=0), region("A", youth=10, local_jobs=0)]
    options = [hub("venue", 1, culture_capacity=30), cluster("ai", 1, 10)]
    found = computed(tmp_path, towns, options)
    assert (found.regions, found.options) == (("Z", "A"), ("venue", "ai"))
    assert found.capacity.tolist() == [30, 0]
    assert found.service.toarray().tolist() == [[0.1, 0], [0, 0.1]]


@pytest.mark.parametrize(("alone", "fits"), [(0.0, False), (0.4, True)])
def test_jobs_without_limit_need_a_share_that_stays_without_culture(tmp_path, alone, fits):
    """1e9 jobs for 10 leavers: fine if a job alone keeps people; refused where culture decides."""
    settings = PLAIN | {"job_only_share": alone, "culture_added_share": 0.3}
    folder = make_instance(tmp_path, [region("A", 10)], [cluster("k", 1, 1e9)], settings)
    if fits:
        assert compute(opt.load(folder)).sites.youth_jobs[0] == 1e9
        return
    with pytest.raises(opt.InputError, match=r"options.csv, row 2, jobs: 1e\+09 jobs"):
        compute(opt.load(folder))
