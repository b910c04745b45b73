"""Rules 5 and 6: jobs with and without culture, and the pool of those whom a job could keep."""

import pytest
from support.instances import PLAIN, both_ways, built, cluster, hub, make_instance, region, solved
from support.rows import model_of, rows_of

from optimizer.model.jobs import job_terms

HARMONY = PLAIN | {"job_only_share": 0.5, "culture_added_share": 0.25}
VENUE = hub("venue", 10, culture_capacity=500)
"""Half the places that the 1000 young residents of a town need: level 0.5."""


def town(region_id="A", leavers=1000, **cells):
    """Return a town of 1000 young residents, where culture alone keeps nobody."""
    return region(region_id, leavers, youth=1000, local_jobs=0, **cells)


def test_jobs_row_has_both_shares(tmp_path):
    """q ≤ 0.5·100·x + 0.25·100·v for AI, and 0.5·20·y for a studio's 20 jobs, without v."""
    options = [cluster("ai", 50, 100), hub("studio", 5, jobs=20), VENUE]
    towns = [town(), town("B", candidate="false")]
    folder = make_instance(tmp_path, towns, options, HARMONY, travel=[("B", "A", 30)])
    model = model_of(folder)
    flows = {"q[A,A]": 1, "q[B,A]": 1}
    jobs = {"x[A,ai]": -50, "v_added[A,ai]": -25, "y[A,studio]": -10}
    assert rows_of(model, "jobs") == {"A": {**flows, **jobs, "<=": 0}}
    assert rows_of(model, "culture_works_where_built") == {
        ("A", "ai"): {"v_added[A,ai]": 1, "x[A,ai]": -1, "<=": 0}
    }


def test_culture_at_work_is_capped_by_sector(tmp_path):
    """Both scales of AI share c − c⁰, biotech has it to itself; c⁰ = 0.25 works with each."""
    options = [
        cluster("ai_pilot", 50, 100, sector="ai"),
        cluster("ai_hub", 90, 200, sector="ai"),
        cluster("bio", 50, 100),
    ]
    folder = make_instance(tmp_path, [town(culture_level=0.25)], options, HARMONY)
    model = model_of(folder)
    assert rows_of(model, "culture_works_where_built")["A", "bio"] == {
        "v_added[A,bio]": 1,
        "x[A,bio]": -0.75,
        "<=": 0,
    }
    assert str(model.v["A", "bio"].expr) == "0.25*x[A,bio] + v_added[A,bio]"
    assert rows_of(model, "culture_at_work") == {
        ("A", "ai"): {"v_added[A,ai_pilot]": 1, "v_added[A,ai_hub]": 1, "c[A]": -1, "<=": -0.25},
        ("A", "bio"): {"v_added[A,bio]": 1, "c[A]": -1, "<=": -0.25},
    }


def test_without_added_share_there_is_no_culture_at_work(tmp_path):
    """α₁ = 0: no v, no row of culture at work."""
    folder = make_instance(tmp_path, [town()], [cluster("ai", 50, 100)], PLAIN)
    model = model_of(folder)
    assert len(model.v) == 0
    assert rows_of(model, "culture_at_work") == {}


def test_jobs_without_limit_are_cut_to_who_could_come(tmp_path):
    """100 jobs × 0.5 for 30 leavers: 30 with certainty, whatever the culture; no v in the row."""
    folder = make_instance(tmp_path, [town(leavers=30)], [cluster("ai", 50, 100)], HARMONY)
    model = model_of(folder)
    assert rows_of(model, "jobs") == {"A": {"q[A,A]": 1, "x[A,ai]": -30, "<=": 0}}
    alone, with_culture = job_terms(model._optimizer_coefficients)
    assert (alone.tolist(), with_culture.tolist()) == ([30], [0])


def test_jobs_alone_keep_their_share(tmp_path):
    """100 jobs, no culture: 50 stay."""
    folder = make_instance(tmp_path, [town()], [cluster("ai", 50, 100)], HARMONY)
    assert solved(folder).retained == pytest.approx(50, rel=1e-9)


def test_culture_makes_jobs_keep_more(tmp_path):
    """100 jobs and level 0.5: 100 × (0.5 + 0.25 × 0.5) = 62.5, so the venue is worth its 10."""
    folder = make_instance(tmp_path, [town()], [cluster("ai", 50, 100), VENUE], HARMONY)
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1, "A:venue": 1}
    assert plan.retained == pytest.approx(62.5, rel=1e-9)


def test_culture_works_for_every_sector_at_once(tmp_path):
    """Two sectors of 100 jobs at level 0.5 keep 62.5 each: culture is not used up."""
    options = [cluster("ai", 50, 100), cluster("bio", 50, 100), VENUE]
    folder = make_instance(tmp_path, [town()], options, HARMONY)
    assert solved(folder).retained == pytest.approx(125, rel=1e-9)


def test_todays_culture_works_too(tmp_path):
    """Level 0.8 today and nothing built for culture: 100 × (0.5 + 0.25 × 0.8) = 70."""
    folder = make_instance(tmp_path, [town(culture_level=0.8)], [cluster("ai", 50, 100)], HARMONY)
    assert solved(folder).retained == pytest.approx(70, rel=1e-9)


def test_culture_counts_where_the_job_is(tmp_path):
    """Leavers of A work in B: B's level 0.4 matters (60), not A's full culture."""
    towns = [
        town("A", culture_level=1, candidate="false"),
        town("B", leavers=0, culture_level=0.4),
    ]
    folder = make_instance(
        tmp_path, towns, [cluster("ai", 50, 100)], HARMONY, travel=[("A", "B", 30)]
    )
    assert solved(folder).retained == pytest.approx(60, rel=1e-9)


def test_jobs_of_a_hub_keep_the_first_share_only(tmp_path):
    """Two studios of 40 jobs in full culture keep 2 × 0.5 × 40 = 40, not 60."""
    options = [hub("studio", 5, jobs=40, max_per_region=2)]
    folder = make_instance(tmp_path, [town(culture_level=1)], options, HARMONY)
    plan = solved(folder)
    assert built(plan) == {"A:studio": 2}
    assert plan.retained == pytest.approx(40, rel=1e-9)


def test_culture_without_a_cluster_does_no_work(tmp_path):
    """With money for the venue alone nobody stays, and so nothing is built."""
    settings = HARMONY | {"budget": 40}
    folder = make_instance(tmp_path, [town()], [cluster("ai", 50, 100), VENUE], settings)
    plan = solved(folder)
    assert (built(plan), plan.retained) == ({}, 0)


def test_pool_row_holds_every_way_out_of_a_region(tmp_path):
    """A's 80 leavers, a quarter for jobs: q to A and to B together at most 20."""
    folder = make_instance(
        tmp_path,
        [region("A", 80), region("B", 0)],
        [cluster("ai", 1, 100)],
        PLAIN | {"job_motive_share": 0.25},
        travel=both_ways(("A", "B", 10)),
    )
    by_hand = {"A": {"q[A,A]": 1, "q[A,B]": 1, "<=": 20}}
    assert rows_of(model_of(folder), "pool") == by_hand


def test_no_more_stay_for_jobs_than_the_job_motive_share(tmp_path):
    """300 jobs for 80 leavers of whom a quarter would stay for one: 20."""
    settings = PLAIN | {"job_motive_share": 0.25}
    folder = make_instance(tmp_path, [region("A", 80)], [cluster("ai", 1, 300)], settings)
    assert solved(folder).retained == pytest.approx(20, rel=1e-9)


def test_leavers_take_jobs_within_the_commuting_limit(tmp_path):
    """B is 30 minutes from the site, half of whose commuters stay; C, 61 minutes away, is too far.

    100 jobs: 40 for A's leavers, 60 of B's, of whom 60 / 2 = 30 remain; together 70.
    """
    towns = [region("A", 40), region("B", 90), region("C", 90)]
    for row in towns[1:]:
        row["candidate"] = "false"
    settings = PLAIN | {"stay_half_minutes": 30}
    folder = make_instance(
        tmp_path,
        towns,
        [cluster("ai", 1, 100)],
        settings,
        travel=[("B", "A", 30), ("C", "A", 61)],
    )
    plan = solved(folder)
    assert plan.retained == pytest.approx(70, rel=1e-9)
    by_region = dict(zip(plan.regions["region_id"], plan.regions["retained"], strict=True))
    assert by_region == pytest.approx({"A": 40, "B": 30, "C": 0}, rel=1e-9)


def test_jobs_count_where_young_people_are_leaving(tmp_path):
    """Equal jobs, but ℓ = 0.1 in A and 0.6 in B: with money for one, B gets it and keeps 60."""
    towns = [region("A", 500, youth_zero_migration=5000), region("B", 300)]
    towns[1]["youth_zero_migration"] = 500
    settings = PLAIN | {"leaver_share": "area", "budget": 1}
    folder = make_instance(tmp_path, towns, [cluster("ai", 1, 100)], settings)
    plan = solved(folder)
    assert built(plan) == {"B:ai": 1}
    assert plan.retained == pytest.approx(60, rel=1e-9)
