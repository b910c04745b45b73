"""Plans by opening greedily and exchanging sites are within the budget, and locally best."""

import numpy as np
import pytest
from support.locations import every_plan, location

from optimizer.solver.highs.controls import Controls
from optimizer.solver.search.interchange import greedy, interchange


@pytest.mark.parametrize("priced", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_no_exchange_betters_the_plan(seed, priced):
    """Nor does one site more; and what is always open stays open."""
    problem = location(seed, priced=priced, sites=8)
    problem.always[seed] = True
    plan = interchange(problem, greedy(problem), Controls())
    assert plan[seed]
    assert problem.cost[plan].sum() <= problem.budget
    for other in every_plan(problem):
        entering, leaving = np.sum(other & ~plan), np.sum(plan & ~other)
        if entering == 1 and leaving <= 1:
            assert problem.worth(other) <= problem.worth(plan) + 1e-7


def test_a_plan_begun_badly_is_mended():
    """From the worst site alone the exchanges lead to the best one."""
    problem = location(7, budget=1.0)
    single = [plan for plan in every_plan(problem) if plan.sum() == 1]
    worst, best = (choose(single, key=problem.worth) for choose in (min, max))
    assert np.array_equal(interchange(problem, worst, Controls()), best)
