"""One plan for many worlds: no worse than what it is chosen from, and within a proven bound."""

import pytest
from support.plans import plain_tiny
from support.robust import BUDGET, WORLDS, robust_tiny

import optimizer as opt
from optimizer.analysis.robust_search import Search

CRITERIA = ["mean", *(pytest.param(c, marks=pytest.mark.slow) for c in ("regret", "cvar"))]
COLUMN = {"mean": "mean", "regret": "largest_regret", "cvar": "cvar"}


@pytest.mark.parametrize("criterion", CRITERIA)
def test_no_worse_than_the_central_plan_and_the_one_without_culture(criterion):
    """Both are among the plans that it is chosen from; so is the best on average."""
    found = robust_tiny(criterion)
    column = found.plans[COLUMN[criterion]]
    best = column.min() if criterion == "regret" else column.max()
    assert column.iloc[0] == pytest.approx(best)
    sign = -1 if criterion == "regret" else 1
    assert found.value == pytest.approx(sign * column.iloc[0])
    assert found.value <= found.bound


def test_the_numbers_follow_from_the_worlds():
    """Mean, regret, price, EVPI and VSS by their definitions."""
    found = robust_tiny()
    worlds, plans = found.worlds, found.plans.set_index("plan")
    assert worlds["world"].tolist() == list(range(1, WORLDS + 1))
    assert worlds["this_plan"].mean() == pytest.approx(found.mean)
    assert (worlds["own_bound"] >= worlds["own_best"]).all()
    assert worlds["regret"].tolist() == (worlds["own_best"] - worlds["this_plan"]).tolist()
    assert (worlds["regret"] >= 0).all()
    assert found.largest_regret == pytest.approx(worlds["regret"].max())
    assert found.price == pytest.approx(
        plans.loc["central plan", "central"] - plans.loc["this plan", "central"]
    )
    most = plans.loc["best on average", "mean"]
    assert found.vss == pytest.approx(most - worlds["expected_plan"].mean())
    assert 0 <= found.vss <= found.vss_high
    assert found.evpi == pytest.approx(worlds["own_best"].mean() - most)
    assert 0 <= found.evpi_low <= found.evpi <= found.evpi_high
    assert found.bound <= worlds["own_bound"].mean() * (1 + 1e-6)


def test_the_plan_holds_and_keeps_the_proof_of_the_central_world():
    """It passes the check, and says which numbers are of the central world."""
    plan = robust_tiny().plan
    assert plan.verified
    assert opt.verify(plan, plain_tiny()).ok
    assert plan.objective <= plan.bound
    assert any("of the central world" in note for note in plan.notes)
    assert plan.notes[0].startswith("One plan for 3 worlds")


def test_one_world_is_solved_like_any_other():
    """With one world its own plan is best: no regret, nothing to gain by knowing it."""
    found = opt.robust(plain_tiny(), worlds=1, seed=3, criterion="regret", budget=BUDGET)
    assert found.largest_regret == pytest.approx(0, abs=1e-6)
    assert found.evpi == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"worlds": 0}, "--worlds"),
        ({"criterion": "best"}, "--criterion"),
        ({"level": 0}, "--level"),
    ],
)
def test_what_does_not_fit_is_named(wrong, named):
    """Before anything is solved."""
    with pytest.raises(opt.InputError, match=named):
        opt.robust(plain_tiny(), budget=BUDGET, **wrong)


def test_takers_decided_by_the_model_are_refused():
    """Under "best" who takes a job would be decided anew in each world."""
    with pytest.raises(opt.InputError, match="job_takers"):
        opt.robust(plain_tiny(job_takers="best"), budget=BUDGET)


def test_worlds_for_which_no_time_was_left_are_counted_and_bounded(monkeypatch):
    """Without their own plans the bound is what the tables allow, and notes say what is missing."""
    whole = robust_tiny()
    monkeypatch.setattr(Search, "in_time", lambda *words: None)
    late = opt.robust(plain_tiny(), worlds=WORLDS, budget=BUDGET, time_limit=600)
    assert late.bound >= whole.value and late.bound_by == "each world by itself"
    assert (late.worlds["own_bound"] >= whole.worlds["own_best"]).all()
    assert f"in {WORLDS} of {WORLDS} worlds" in " ".join(late.notes)
    assert "not averaged" in " ".join(late.notes)
    assert late.status == "time_limit"


def test_without_time_there_is_no_plan():
    """The error names the limit of the whole."""
    with pytest.raises(opt.NoPlanError, match="in 0 seconds"):
        opt.robust(plain_tiny(), worlds=2, budget=BUDGET, time_limit=0)
