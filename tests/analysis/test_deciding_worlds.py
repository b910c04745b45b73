"""Worlds that decide: as one programme they bound every plan, and join where a plan does worst."""

from functools import cache

import numpy as np
import pytest
from support.plans import plain_tiny

from optimizer.analysis.deciding_worlds import LATE, DecidingWorlds
from optimizer.analysis.robust_search import Asked, Search, Ways
from optimizer.analysis.worlds import draw_worlds, in_central
from optimizer.analysis.worlds_as_one import by_extensive_form, settled
from optimizer.api.solve import made_plan
from optimizer.coefficients import compute
from optimizer.solver import ALL_DECISIONS, Controls, FirstStage, solve_alone

BUDGET, GAP, WORLDS = 100.0, 0.01, 3


def searched(criterion, central, worlds, seconds=None):
    """Return a search that knows the central plan only."""
    ways = Ways(
        lambda gap, part: Controls(gap=gap, time_limit=seconds),
        lambda effects, found, gap: made_plan(effects, found, BUDGET, gap, 0),
        lambda plan: True,
        lambda plan, instance: None,
    )
    asked = Asked(BUDGET, worlds=WORLDS, criterion=criterion, level=0.5, gap=GAP)
    search = Search(central, worlds, asked, ways)
    search.add("central plan", central_plan().decisions)
    return search


@cache
def central_plan():
    """Return the solution of the central world."""
    return solve_alone(compute(plain_tiny()), BUDGET, Controls(gap=GAP))


@pytest.fixture(scope="module")
def central():
    return compute(plain_tiny())


@pytest.fixture(scope="module")
def worlds(central):
    return draw_worlds(central, WORLDS, 1)


@pytest.mark.parametrize("criterion", ["regret", pytest.param("cvar", marks=pytest.mark.slow)])
def test_the_worlds_that_decide_are_worth_what_all_are(criterion, central, worlds):
    """Plan and bound are within the gap of all worlds as one, whichever worlds have joined."""
    search = searched(criterion, central, worlds)
    for world in worlds:
        own = search.solve(world.coefficients, Controls(gap=GAP))
        search.add("own", in_central(central, world.coefficients, own))
    deciding = DecidingWorlds(search)
    assert deciding.solve()
    whole = searched(criterion, central, worlds)
    found = by_extensive_form(whole, search.best(), ALL_DECISIONS)[criterion]
    exact = search.worth(search.add("whole", settled(search, found).decisions), criterion)
    assert exact <= search.bound + 1e-6
    assert search.gap(search.reached(), search.bound) <= GAP * (1 + 1e-6)
    assert set(deciding.matrices) <= set(range(WORLDS))


def test_the_plan_judged_by_its_worst_worlds(central, worlds):
    """Of the CVaR over half of three worlds the two lowest values, of the regret the largest."""
    for criterion, count in (("cvar", 2), ("regret", 1)):
        search = searched(criterion, central, worlds)
        plan = search.ranked(criterion)[0]
        worst = DecidingWorlds(search)._worst(plan)
        worth = plan.values - (search.best() if criterion == "regret" else 0.0)
        assert len(worst) == count
        assert worth[sorted(worst)].max() <= np.sort(worth)[count - 1]


def test_a_gap_of_a_regret_is_in_parts_of_the_mean_best_value(central, worlds):
    """A regret of 4 that may be 3 is not open by a quarter, but by 1 of what can be reached."""
    search = searched("regret", central, worlds)
    mean = search.best().mean()
    assert search.gap(-4.0, -3.0) == pytest.approx(1.0 / max(1.0, mean))
    assert searched("cvar", central, worlds).gap(4.0, 5.0) == pytest.approx(0.25)


def test_without_time_nothing_is_claimed(central, worlds):
    """The bound stays; the caller goes another way, without a word that something was found."""
    search = searched("regret", central, worlds, seconds=0.0)
    assert not DecidingWorlds(search).solve()
    assert search.bound == np.inf
    assert LATE in search.notes


def test_too_large_a_programme_is_left_to_others(central, worlds, monkeypatch):
    """No bound is claimed then, and no plan added."""
    monkeypatch.setattr("optimizer.analysis.deciding_worlds.MOST", 1)
    search = searched("regret", central, worlds)
    assert not DecidingWorlds(search).solve()
    assert search.bound == np.inf and len(search.found) == 1


def test_without_a_plan_at_the_root_the_bound_stays_proven(central, worlds, monkeypatch):
    """HiGHS may end at its limit of nodes with a bound alone; time has not run out then."""
    ended = FirstStage({}, -np.inf, 12.5, "time_limit")
    monkeypatch.setattr("optimizer.analysis.deciding_worlds.extensive_form", lambda *_: ended)
    search = searched("cvar", central, worlds)
    assert DecidingWorlds(search).solve()
    assert search.bound == 12.5 and not search.notes
