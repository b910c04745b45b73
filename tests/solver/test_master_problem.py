"""The master problem: the best first stage by cuts, fractional, whole, or near another."""

import numpy as np
import pytest
from support.worlds import central_tiny

from optimizer.solver import Controls, ParametricSolver
from optimizer.solver.master_problem import Cut, MasterProblem
from optimizer.solver.world_relaxation import world_matrices_at

BUDGET, ALONE = 100.0, np.array([1.0])
CONTROLS = Controls(gap=1e-6)


@pytest.fixture(scope="module")
def rules():
    return world_matrices_at(ParametricSolver(central_tiny(), [BUDGET]), BUDGET, CONTROLS)


def wished(rules, number):
    """Return a master problem that gets 1 for some clusters, and loses 1 by each other."""
    slope = np.full(len(rules.names), -1.0)
    slope[number] = 1.0
    return MasterProblem(rules, [Cut(0, slope, 5.0)])


def test_the_best_first_stage_by_the_cuts_is_found(rules):
    """With one cut, whatever it asks for and the rules permit."""
    master = wished(rules, 0)
    value, stage, slopes = master.relaxed(ALONE, np.array([100.0]), CONTROLS)
    whole = master.whole(ALONE, np.array([100.0]), CONTROLS)
    assert value == pytest.approx(5.0 + stage[0])
    assert whole.tolist() == np.round(stage).tolist()
    assert whole.sum() == whole[0]
    assert slopes[0] == pytest.approx(master.cuts[0].slope)


def test_a_world_is_worth_no_more_than_its_own_best(rules):
    """Where that is less than the cuts say, it counts, and the cuts have no price."""
    value, _, slopes = wished(rules, 0).relaxed(ALONE, np.array([2.0]), CONTROLS)
    assert value == pytest.approx(2.0)
    assert not slopes[0].any()


def test_the_next_first_stage_may_be_asked_to_be_near_another(rules):
    """With no change allowed it is that one; cuts of worlds that don't count are left out."""
    start = wished(rules, 0).whole(ALONE, np.array([100.0]), CONTROLS)
    other = wished(rules, 1)
    other.cuts.append(Cut(1, np.zeros(len(rules.names)), -1e3))
    same = other.whole(np.array([1.0, 0.0]), np.array([100.0, 0.0]), CONTROLS, (start, 0))
    assert same.tolist() == start.tolist()
