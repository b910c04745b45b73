"""Two stages: the same clusters in every world, and what follows is checked and worth it."""

import importlib
from dataclasses import replace
from functools import cache

import pytest
from support.plans import plain_tiny
from support.robust import BUDGET, WORLDS

import optimizer as opt
from optimizer.analysis import two_stage
from optimizer.solver import Controls


@cache
def followed_tiny():
    """Return tiny's clusters for a few worlds."""
    return opt.robust(plain_tiny(), worlds=2, budget=BUDGET, gap=0.01, two_stage=True)


def test_what_may_follow_is_worth_no_less_than_deciding_all_now():
    """One stage ≤ two stages ≤ each world by itself; and the bound is that of two stages."""
    two = followed_tiny()
    assert two.flexibility >= -1e-9
    assert two.value <= two.bound
    assert two.mean <= two.worlds["own_bound"].mean()
    assert two.status == "optimal"


def test_evpi_and_vss_are_those_of_the_recourse_problem():
    """Wait-and-see less here-and-now; that less what the clusters of the mean world come to."""
    two = followed_tiny()
    worlds, plans = two.worlds, two.plans.set_index("plan")
    most = plans.loc["best on average", "mean"]
    assert two.evpi == pytest.approx(worlds["own_best"].mean() - most)
    assert two.vss == pytest.approx(most - worlds["expected_plan"].mean())
    assert 0 <= two.evpi_low <= two.evpi_high
    assert 0 <= two.vss <= two.vss_high


def test_what_follows_is_told_by_world():
    """Hubs and measures, no clusters; in words, in JSON and as a file."""
    two = followed_tiny()
    clusters = set(plain_tiny().options.query("kind == 'cluster'")["option_id"])
    assert set(two.following["world"]) <= set(two.worlds["world"])
    assert clusters.isdisjoint(two.following["what"])
    assert two.sentences()[0].startswith("Clusters for 2 worlds")
    assert any("once the world is known" in line for line in two.sentences())
    assert two.to_dict()["robust"]["two_stage"]
    assert len(two.to_dict()["following"]) == len(two.following)
    assert two.plan.verified


def test_a_plan_that_follows_and_fails_its_check_is_an_error(monkeypatch):
    """Each of them is recomputed without the solver."""
    real, asked = two_stage.TwoStages._made, []

    def dearer(self, decisions):
        asked.append(decisions)
        plan = real(self, decisions)
        return replace(plan, cost=plan.cost + 1)

    monkeypatch.setattr(two_stage.TwoStages, "_made", dearer)
    with pytest.raises(opt.CheckError):
        opt.robust(plain_tiny(), worlds=1, budget=20, gap=0.01, two_stage=True)
    assert asked


def test_where_no_time_is_left_to_follow_plans_of_one_stage_stand(monkeypatch):
    """What was found before is not lost: the same clusters, with what one stage has; a note."""
    over = Controls(gap=0.01, time_limit=0.0)
    monkeypatch.setattr(two_stage.TwoStages, "_controls", lambda self: over)
    late = opt.robust(plain_tiny(), worlds=1, budget=20, gap=0.01, two_stage=True)
    assert two_stage.LATE in late.notes
    assert late.flexibility == pytest.approx(0, abs=1e-6)
    assert late.value <= late.bound
    assert late.plan.verified


@pytest.mark.slow
@pytest.mark.parametrize("criterion", ["mean", "regret", "cvar"])
def test_large_instances_are_bounded_by_worlds_with_prices(criterion, monkeypatch):
    """Tiny taken as large: the same clusters are worth as much, under a bound that holds."""
    known = opt.robust(
        plain_tiny(), worlds=WORLDS, budget=BUDGET, gap=0.01, criterion=criterion, two_stage=True
    )
    for module in ("two_stage", "robust"):
        # The package's own name `robust` is the function.
        there = importlib.import_module(f"optimizer.analysis.{module}")
        monkeypatch.setattr(there, "is_small", lambda search: False)
    found = opt.robust(
        plain_tiny(), worlds=WORLDS, budget=BUDGET, gap=0.01, criterion=criterion, two_stage=True
    )
    slack = 0.01 * known.mean
    assert known.value <= found.bound + slack
    assert found.value <= known.bound + slack
    if criterion == "mean":
        assert found.bound_by == "the worlds with prices"


def test_objectives_that_do_not_add_up_are_refused():
    """The worst province's share is not known for two stages."""
    with pytest.raises(opt.InputError, match="two stages"):
        opt.robust(plain_tiny(objective="worst_province"), budget=BUDGET, two_stage=True)
