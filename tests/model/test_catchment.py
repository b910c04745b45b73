"""Who stays and who comes where takers follow from where people live (job_takers "catchment")."""

import pyomo.environ as pyo
import pytest
from support.instances import PLAIN, built, cluster, hub, make_instance, region, solved
from support.market import CATCHMENT, market, towns
from support.rows import bounds_of, goal_of, model_of, rows_of

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model.jobs import could_come, job_terms

AI = [cluster("ai", 10, 100)]
COMING = {"arrival_share": 0.2}
HARMONY = {"job_only_share": 0.5, "culture_added_share": 0.25}


def test_takers_are_at_most_the_jobs_that_culture_lets_work(tmp_path):
    """takers ≤ 0.5·100·x + 0.25·100·(0.2·x + v_added) of AI in A, and 0.5·20·y for a studio."""
    options = [*AI, hub("studio", 5, jobs=20)]
    model = model_of(market(tmp_path, options, HARMONY, towns(culture_level=(0.2, 0))))
    jobs = {"x[A,ai]": -55, "v_added[A,ai]": -25, "y[A,studio]": -10}
    assert rows_of(model, "jobs") == {
        "A": {"takers[A]": 1, **jobs, "<=": 0},
        "B": {name.replace("A", "B"): n for name, n in jobs.items()}
        | {"takers[B]": 1, "x[B,ai]": -50, "<=": 0},
    }


def test_takers_of_lifted_jobs(tmp_path):
    """A grant adds up to 0.2: takers ≤ 100·(x + u)."""
    measures = [("grant", "research", "ai", 1, 0.2)]
    model = model_of(market(tmp_path, AI, measures=measures))
    row = {"takers[A]": 1, "x[A,ai]": -100, "u[A,ai]": -100, "<=": 0}
    assert rows_of(model, "jobs")["A"] == row


def test_kept_by_jobs_adds_up_over_the_sites_in_reach(tmp_path):
    """kept ≤ 0.4·takers in A for A; ≤ 0.05·takers in A + 0.1·takers in B for B; none in S."""
    model = model_of(market(tmp_path, AI))
    assert rows_of(model, "kept_by_jobs") == {
        "A": {"kept[A]": 1, "takers[A]": -0.4, "<=": 0},
        "B": {"kept[B]": 1, "takers[A]": -0.05, "takers[B]": -0.1, "<=": 0},
    }


def test_arrivals_are_a_share_of_those_who_would_have_stayed(tmp_path):
    """A fifth of 0.55 in A and of 0.9 in B; without arrival_share there is no variable."""
    model = model_of(market(tmp_path / "some", AI, COMING))
    assert rows_of(model, "arrivals") == {
        "A": {"arrived[A]": 1, "takers[A]": -0.11, "<=": 0},
        "B": {"arrived[B]": 1, "takers[B]": -0.18, "<=": 0},
    }
    assert list(model_of(market(tmp_path / "none", AI)).arrived) == []


def test_bounds_are_the_pool_and_all_that_could_be_built(tmp_path):
    """A quarter of 400 and of 100 could be kept by a job.

    AI lifted by a fifth in full culture, 120, and two studios, 2 × 5, are at most 130 takers,
    of whom 14.3 arrive in A and 23.4 in B.
    """
    model = model_of(
        market(
            tmp_path,
            [*AI, hub("studio", 5, jobs=10, max_per_region=2)],
            COMING | {"job_motive_share": 0.25, "job_only_share": 0.5, "culture_added_share": 0.5},
            measures=[("grant", "research", "ai", 1, 0.2)],
        )
    )
    upper = {name: high for name, (_, high, _) in bounds_of(model).items()}
    people = {name: high for name, high in upper.items() if name[:2] in ("ke", "ta", "ar")}
    assert people == pytest.approx(
        {
            "kept[A]": 100,
            "kept[B]": 25,
            "takers[A]": 130,
            "takers[B]": 130,
            "arrived[A]": 14.3,
            "arrived[B]": 23.4,
        }
    )


def test_there_are_no_flows_to_decide(tmp_path):
    """`q` says why it isn't there; under "best" it is, and takers and kept are not."""
    options = [cluster("ai", 10, 100)]
    model = model_of(market(tmp_path / "catchment", options))
    with pytest.raises(AttributeError, match=r'no flows q.*kept\[region\].*job_takers = "best"'):
        model.q  # noqa: B018
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        model.nothing_of_the_kind  # noqa: B018
    best = model_of(market(tmp_path / "best", options, {"job_takers": "best"}))
    assert len(best.q) > 0
    assert not (hasattr(best, "kept") or hasattr(best, "takers"))


def test_expressions_add_up_who_stays_and_who_comes(tmp_path):
    """`retained` is by region, `total_retained` and `total_arrived` are sums."""
    settings = COMING | {"culture_only_share": 0.04}
    places = towns(youth=(100, 100), local_jobs=(9, 9), culture_level=(0, 1))
    places[2] |= {"youth": 100, "local_jobs": 0}
    options = [*AI, hub("venue", 5, culture_capacity=50)]
    model = model_of(market(tmp_path, options, settings, places))
    assert [str(model.retained[name].expr) for name in "AB"] == ["kept[A] + e[A]", "kept[B]"]
    for variable, value in (("kept", 3), ("arrived", 0.25)):
        for place in "AB":
            getattr(model, variable)[place].set_value(value)
    model.e["A"].set_value(0.5)
    assert (model.retained["A"](), model.retained["B"](), model.retained["S"].expr) == (3.5, 3, 0)
    assert (model.total_retained(), model.total_arrived()) == (6.5, 0.5)


def test_kept_and_culture_together_are_no_more_than_leave(tmp_path):
    """kept + e ≤ 400 where culture alone can keep somebody."""
    places = towns(youth=(100, 100), local_jobs=(9, 9))
    places[2] |= {"youth": 100, "local_jobs": 0}
    options = [*AI, hub("venue", 5, culture_capacity=50)]
    model = model_of(market(tmp_path, options, {"culture_only_share": 0.04}, places))
    assert rows_of(model, "no_more_than_leave") == {
        "A": {"kept[A]": 1, "e[A]": 1, "<=": 400},
        "B": {"kept[B]": 1, "e[B]": 1, "<=": 100},
    }


def test_jobs_beyond_all_pools_are_cut(tmp_path):
    """2000 takers in A fill its pool and B's, 1000 in B fill B's; with arrivals nothing is cut."""
    many = [cluster("ai", 10, 3000)]
    found = compute(opt.load(market(tmp_path / "none", many)))
    assert could_come(found).tolist() == pytest.approx([2000, 1000], rel=1e-12)
    assert job_terms(found)[0].tolist() == pytest.approx([2000, 1000], rel=1e-12)
    found = compute(opt.load(market(tmp_path / "some", many, COMING)))
    assert job_terms(found)[0].tolist() == [3000, 3000]


def test_weights_count_who_stays_and_who_comes(tmp_path):
    """2.5·(kept + arrived) of A, 1·(kept + arrived) of B."""
    model = model_of(market(tmp_path, AI, COMING, towns(weight=(2.5, 1))))
    by_hand = {"kept[A]": 2.5, "arrived[A]": 2.5, "kept[B]": 1, "arrived[B]": 1, "": 0}
    assert goal_of(model) == by_hand


def test_net_benefit_counts_who_comes(tmp_path):
    """0.75 for each who stays or comes, unweighted, less cost."""
    settings = COMING | {"objective": "net_benefit", "value_per_retained": 0.75}
    model = model_of(market(tmp_path, AI, settings, towns(weight=(9, 9))))
    people = {f"{name}[{place}]": 0.75 for name in ("kept", "arrived") for place in "AB"}
    assert goal_of(model) == people | {"x[A,ai]": -10, "x[B,ai]": -10, "": 0}


def test_worst_share_is_without_arrivals(tmp_path):
    """worst·500 ≤ kept of A and B: who comes is no leaver who stays."""
    model = model_of(market(tmp_path, AI, COMING | {"objective": "worst_province"}))
    assert rows_of(model, "worst_province") == {
        "P": {"worst_share": 500, "kept[A]": -1, "kept[B]": -1, "<=": 0}
    }
    assert goal_of(model) == {"worst_share": 1, "": 0}


def test_a_plan_keeps_and_brings_what_follows_from_its_jobs(tmp_path):
    """100 jobs in A: 40 of A and 5 of B stay, 11 come; in B 10 of B and 18: together 55 and 29."""
    plan = solved(market(tmp_path, AI, COMING))
    assert built(plan) == {"A:ai": 1, "B:ai": 1}
    assert (plan.retained, plan.arrived, plan.objective) == pytest.approx((55, 29, 84), rel=1e-9)
    by_region = plan.regions.set_index("region_id")
    assert by_region["retained"].tolist() == pytest.approx([40, 15, 0], rel=1e-9)
    assert by_region["arrived"].tolist() == pytest.approx([11, 18, 0], rel=1e-9)


@pytest.mark.parametrize(("arrivals", "expected"), [(0.0, "A:ai"), (0.2, "A:ai"), (1.0, "B:ai")])
def test_arrivals_can_decide_where_to_build(tmp_path, arrivals, expected):
    """A: 45 stay and 55 could come; B: 10 and 90, weighted 1.05: 105 against 100."""
    settings = {"arrival_share": arrivals, "budget": 10}
    plan = solved(market(tmp_path, AI, settings, towns(weight=(1, 1.05))))
    assert built(plan) == {expected: 1}


def test_kept_is_at_most_the_job_motive_share(tmp_path):
    """1000 jobs in A would keep 400 of A; a tenth stays for a job at all. All 110 come."""
    settings = COMING | {"job_motive_share": 0.1, "budget": 10}
    only = [("B", "ai", "false")]
    plan = solved(market(tmp_path, [cluster("ai", 10, 1000)], settings, suitability=only))
    by_region = plan.regions.set_index("region_id")["retained"]
    assert (by_region["A"], by_region["B"], plan.arrived) == pytest.approx((40, 10, 110), rel=1e-9)


def test_jobs_and_culture_together_keep_no_more_than_leave(tmp_path):
    """20 young, 10 leavers: 19.8 jobs keep 9.9, and culture 0.1 of the 0.2 whom it would."""
    town = region("A", 10, youth_zero_migration=20, youth=1000, local_jobs=90)
    options = [cluster("ai", 1, 19.8), hub("venue", 5, culture_capacity=500)]
    settings = CATCHMENT | {"culture_only_share": 0.04}
    locks = {"locked": {"in": ["A:venue"]}}
    plan = solved(make_instance(tmp_path, [town], options, settings, sections=locks))
    (row,) = plan.regions.to_dict("records")
    assert (row["retained_by_jobs"], row["retained_by_culture"]) == pytest.approx((9.9, 0.1))


@pytest.mark.parametrize(
    ("weight", "of_a", "of_b"), [((1, 1), 20, 0), ((1, 2), 5, 15)], ids=["as listed", "heaviest"]
)
def test_a_ceiling_caps_who_counts_but_not_who_comes(tmp_path, weight, of_a, of_b):
    """Of 500 no more than 4% count, where 40 and 15 would: those of the larger weight first."""
    limits = {"limits": {"max_retained_share": {"P": 0.04}}}
    folder = market(tmp_path, AI, COMING, towns(weight=weight), sections=limits)
    assert rows_of(model_of(folder), "ceiling") == {"P": {"kept[A]": 1, "kept[B]": 1, "<=": 20}}
    plan = solved(folder)
    assert built(plan) == {"A:ai": 1, "B:ai": 1}
    assert plan.regions["retained"].tolist() == pytest.approx([of_a, of_b, 0], rel=1e-9)
    assert plan.arrived == pytest.approx(29, rel=1e-9)


def test_second_to_the_worst_share_come_those_who_stay_and_come(tmp_path):
    """C has no leavers: jobs there keep nobody and bring 20. Half the takers in A stay: 50 of 400.

    The share is 0.125 with A's cluster, whatever is built in C.
    """
    places = [
        region("A", 400, youth_zero_migration=800),
        region("C", 0, youth_zero_migration=100, province="R"),
        region("S", 0, youth_zero_migration=9, province="Capital", candidate="false"),
    ]
    settings = CATCHMENT | COMING | {"objective": "worst_province"}
    plan = solved(make_instance(tmp_path, places, AI, settings))
    assert built(plan) == {"A:ai": 1, "C:ai": 1}
    assert plan.objective == pytest.approx(0.125, abs=2e-6)
    assert (plan.retained, plan.arrived) == pytest.approx((50, 30), rel=1e-4)


def test_own_rules_may_name_kept_and_arrived(tmp_path):
    """At most 2 may stay and 3 come in B, whatever its jobs: the plan says 2 and 3."""
    model = model_of(market(tmp_path, AI, COMING))
    model.few = pyo.Constraint(expr=model.kept["B"] <= 2)
    model.come = pyo.Constraint(expr=model.arrived["B"] <= 3)
    plan = opt.solve(model, gap=0)
    row = plan.regions.set_index("region_id").loc["B"]
    assert (row["retained"], row["arrived"]) == pytest.approx((2, 3), rel=1e-9)


def test_best_and_catchment_agree_where_everybody_lives_at_the_site(tmp_path):
    """One town by itself, λ = ℓ = 0.5: 100 jobs keep 50 either way."""
    options = [cluster("ai", 10, 100)]
    place = [region("A", 400, youth_zero_migration=800)]
    plans = [
        solved(make_instance(tmp_path / takers, place, options, CATCHMENT | {"job_takers": takers}))
        for takers in ("best", "catchment")
    ]
    assert [plan.retained for plan in plans] == pytest.approx([50, 50], rel=1e-9)


def test_arrivals_count_nobody_under_best(tmp_path):
    """A note says so, and the plan is that without."""
    settings = PLAIN | {"arrival_share": 0.2, "access_elasticity": 0.1}
    instance = opt.load(make_instance(tmp_path, towns(), AI, settings))
    said = " ".join(instance.notes)
    assert "arrival_share counts nobody" in said
    assert "access_elasticity counts nobody" in said
    assert opt.solve(instance, gap=0).arrived == 0
