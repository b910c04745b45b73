"""Worlds with prices bound every first stage, and agree on good ones."""

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
def central():
    return central_tiny()


@pytest.fixture(scope="module")
def worlds():
    return two_worlds()


@pytest.mark.parametrize(
    "weights",
    [(0.5, 0.5), *(pytest.param(w, marks=pytest.mark.slow) for w in ((0.9, 0.1), (1.0, 0.0)))],
)
def test_no_first_stage_is_worth_more_than_the_worlds_with_prices(central, worlds, weights):
    """The bound lies between what the best first stage is worth and each world by itself."""
    weights = np.array(weights)
    own = np.array([solve_alone(w, BUDGET, Controls(gap=GAP)).bound for w in worlds])
    found = decomposed(central, worlds, BUDGET, Controls(gap=GAP)).bound(weights, own)
    assert found.bound <= weights @ own + 1e-9
    for stage in found.stages:
        followed = [
            ParametricSolver(w).solve(BUDGET, Controls(gap=GAP), fixed=stage).objective
            for w in worlds
        ]
        assert weights @ followed <= found.bound * (1 + 1e-6)
    if weights[0] == 0.5:
        matrices = world_matrices(worlds, BUDGET)
        best = extensive_form(matrices, RiskMeasure(0.5, np.zeros(2)), Controls(gap=GAP))
        assert best.value <= found.bound * (1 + 1e-6)
        assert found.bound <= best.value * 1.02


def test_without_a_budget_nothing_is_decomposed(central, worlds):
    """The tighter relaxation is known for budgets."""
    assert decomposed(central, worlds, None, Controls(gap=GAP)) is None
