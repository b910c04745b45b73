"""The Lagrangian relaxation bounds every plan, at any prices."""

import numpy as np
import pytest
from support.locations import every_plan, location

from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation.lagrangian import (
    bound_at,
    knapsack,
    lagrangian_bound,
    starting_prices,
)

KINDS = [{}, {"priced": True}, {"covering": True}, {"priced": True, "budget": np.inf}]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_prices_bound_every_plan(seed, kind):
    """Also of plans with a site open, or closed, which are told to be worse by so much."""
    problem = location(seed, **kind)
    best = problem.value[problem.first[:-1]]
    for share in (0.0, 0.3, 0.6, 1.0):
        found = bound_at(problem, share * best)
        for plan in every_plan(problem):
            loss = max(found.opening[plan].max(initial=0), found.closing[~plan].max(initial=0))
            assert problem.worth(plan) <= found.value - loss + 1e-9


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_steps_come_near_the_best_plan(seed, kind):
    """The bound found lies above the best plan, by a few per cent of it."""
    problem = location(seed, **kind)
    best = max(map(problem.worth, every_plan(problem)))
    opened = max(every_plan(problem), key=problem.worth)
    prices, lowest = starting_prices(problem, opened)
    found = lagrangian_bound(problem, prices, lowest, best, Controls())
    assert best - 1e-9 <= found.value <= 1.05 * best


def test_sites_always_open_take_their_part_of_the_budget():
    """What is left of it bounds what the others add."""
    problem = location(4)
    forced = np.arange(problem.sites) == int(np.argmin(bound_at(problem, np.zeros(9)).gain))
    problem = type(problem)(**(vars(problem) | {"always": forced}))
    found = bound_at(problem, problem.value[problem.first[:-1]] / 2)
    worths = [problem.worth(plan) for plan in every_plan(problem)]
    assert max(worths) <= found.value + 1e-9
    assert found.chosen[forced] == 1
    assert found.chosen @ problem.cost <= problem.budget + 1e-9


def test_a_knapsack_by_hand():
    """Of 6 for 2, 4 for 2 and 1 for 1, a budget of 3 holds the first and half of the second."""
    gain, cost = np.array([6.0, 4.0, 1.0]), np.array([2.0, 2.0, 1.0])
    value, chosen, prices = knapsack(gain, cost, 3.0)
    assert (value, chosen.tolist(), prices) == (8.0, [1, 0.5, 0], (2.0, 2.0))
    value, chosen, prices = knapsack(gain, cost, 4.0)
    assert (value, chosen.tolist(), prices) == (10.0, [1, 1, 0], (1.0, 2.0))
    assert knapsack(gain, cost, 9.0)[2] == (0.0, 0.0)
