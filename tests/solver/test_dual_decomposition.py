"""Worlds with prices bound every first stage, and agree on good ones."""

from functools import cache
from threading import Event

import numpy as np
import pytest
from support.worlds import central_tiny, two_worlds

from optimizer.solver import (
    Controls,
    ParametricSolver,
    RiskMeasure,
    decomposed,
    extensive_form,
    solve_alone,
    world_matrices,
)

BUDGET, GAP = 100.0, 1e-3


@pytest.fixture(scope="module")
def solvers():
    return [ParametricSolver(world, [BUDGET]) for world in two_worlds()]


@pytest.fixture(scope="module")
def ready(solvers):
    central = ParametricSolver(central_tiny(), [BUDGET])
    return decomposed(central, solvers, BUDGET, Controls(gap=GAP))


@cache
def own():
    """Return what no plan exceeds in each world."""
    return np.array([solve_alone(w, BUDGET, Controls(gap=GAP)).bound for w in two_worlds()])


@pytest.mark.parametrize(
    "weights",
    [(0.5, 0.5), *(pytest.param(w, marks=pytest.mark.slow) for w in ((0.9, 0.1), (1.0, 0.0)))],
)
def test_no_first_stage_is_worth_more_than_the_worlds_with_prices(ready, solvers, weights):
    """The bound lies between what the best first stage is worth and each world by itself."""
    weights = np.array(weights)
    prices = ready.prices(weights, own())
    assert np.allclose(sum(weights[place] * price for place, price in prices.items()), 0)
    bound = ready.bound(weights, own(), prices, Controls(gap=GAP))
    assert bound <= weights @ own() + 1e-9
    stages = ready.stages(weights, own())
    assert [stage.at_most for stage in stages] == sorted((s.at_most for s in stages), reverse=True)
    best = stages[0]
    controls = Controls(gap=GAP)
    followed = weights @ [s.solve(BUDGET, controls, fixed=best.chosen).objective for s in solvers]
    assert followed <= min(bound, best.at_most) * (1 + 1e-6)
    if weights[0] == 0.5:
        matrices = world_matrices(two_worlds(), BUDGET)
        most = extensive_form(matrices, RiskMeasure(0.5, np.zeros(2)), Controls(gap=GAP))
        assert most.value <= bound * (1 + 1e-6)
        assert bound <= most.value * 1.02


def test_a_first_stage_that_is_known_is_among_those_looked_at(ready):
    """So that what is found is no worse by the relaxations."""
    weights = np.array([0.5, 0.5])
    nothing = {}
    known = ready.stages(weights, own(), [nothing])
    assert any(not any(stage.chosen.values()) for stage in known)
    assert known[0].at_most >= min(stage.at_most for stage in known)


def test_without_time_the_bound_is_that_of_each_world(ready):
    """Nothing is claimed of prices that were not looked at."""
    weights = np.array([0.5, 0.5])
    prices = {0: np.zeros(0), 1: np.zeros(0)}
    bound = ready.bound(weights, own(), prices, Controls(gap=GAP, time_limit=0.0))
    assert bound == pytest.approx(weights @ own())


def test_without_a_budget_or_time_nothing_is_decomposed(solvers):
    """The tighter relaxation is known for budgets; what was stopped is not begun."""
    central = ParametricSolver(central_tiny())
    assert decomposed(central, solvers, None, Controls(gap=GAP)) is None
    stop = Event()
    stop.set()
    assert decomposed(central, solvers, BUDGET, Controls(gap=GAP, stop=stop)) is None
