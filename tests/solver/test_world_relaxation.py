"""A world of two stages: its relaxation at a first stage, and its best with prices."""

import numpy as np
import pytest
from support.worlds import two_worlds

from optimizer.solver import Controls, ParametricSolver
from optimizer.solver.world_relaxation import WorldRelaxation, world_matrices_at

BUDGET, GAP = 100.0, 1e-3


@pytest.fixture(scope="module")
def solver():
    return ParametricSolver(two_worlds()[0], [BUDGET])


@pytest.fixture(scope="module")
def world(solver):
    controls = Controls(gap=GAP)
    return WorldRelaxation(world_matrices_at(solver, BUDGET, controls), controls)


def test_what_follows_of_a_first_stage_is_worth_no_more_than_its_relaxation(solver, world):
    """Of the world's own best clusters, and of none."""
    best = solver.solve(BUDGET, Controls(gap=GAP))
    assert best.objective <= world.whole.value * (1 + 1e-6)
    for stage in (np.zeros(len(world.names)), np.round(world.whole.values[world.places])):
        chosen = dict(zip(world.names, stage.tolist(), strict=True))
        relaxed = world.at(stage)
        if relaxed is None:  # no such clusters fit together
            continue
        assert relaxed.value <= world.whole.value * (1 + 1e-6)
        followed = solver.solve(BUDGET, Controls(gap=GAP), fixed=chosen)
        assert followed.objective <= relaxed.value * (1 + 1e-6)


def test_prices_are_paid_for_what_is_chosen(solver, world):
    """Without prices no plan is better; with high ones on all clusters they are what counts."""
    controls = Controls(gap=GAP)
    nothing = np.zeros(len(world.names))
    best = solver.solve(BUDGET, controls)
    free = world.most(nothing, controls)
    assert best.objective <= free * (1 + 1e-6) <= best.objective * 1.02
    dear = world.most(nothing - 1e4, controls)
    none = dict.fromkeys(world.names, 0.0)
    followed = solver.solve(BUDGET, controls, fixed=none)
    assert followed.objective <= dear * (1 + 1e-6)
    assert dear <= followed.objective * 1.02
