"""Many worlds as one: what any plan is worth there is at least its mean over the worlds."""

from dataclasses import replace

import numpy as np
import pytest
from support.plans import tiny, tiny_plan

from optimizer.analysis.averaged import averaged
from optimizer.analysis.robust_search import values_of
from optimizer.analysis.worlds import World, draw_worlds
from optimizer.coefficients import compute
from optimizer.plan import make_plan
from optimizer.solver import Controls, Solution, solve_alone

WEIGHTS = np.array([0.5, 0.3, 0.2, 0.0])


@pytest.fixture(scope="module")
def central():
    """Return the coefficients of tiny, with its measures and interactions."""
    return compute(tiny())


def made(coefficients, decisions):
    """Return the plan of decisions."""
    solution = Solution(decisions, "optimal", np.inf, -np.inf)
    return make_plan(coefficients, solution, budget=200.0, gap_asked=0.0, versions={}, seed=0)


def test_a_plan_is_worth_no_less_than_its_mean(central):
    """Of the best plan under the average and the central one; not far above either."""
    worlds = draw_worlds(central, len(WEIGHTS), seed=2)
    one = averaged(central, [world.coefficients for world in worlds], WEIGHTS)
    decisions = solve_alone(one, 200.0, Controls(gap=1e-3)).decisions
    mean = float(WEIGHTS @ values_of(made(central, decisions), central, worlds))
    assert mean * (1 - 1e-9) <= made(one, decisions).objective <= mean * 1.1


def test_one_world_alone_is_itself(central):
    """Averaged with itself nothing is lost but the pools, which bind nowhere in tiny's plan."""
    one = averaged(central, [central, central], np.array([0.5, 0.5]))
    decisions = solve_alone(central, 200.0, Controls(gap=1e-3)).decisions
    plan = made(central, decisions)
    world = [World(1, {}, central)]
    assert values_of(plan, central, world)[0] == pytest.approx(plan.objective)
    assert made(one, decisions).objective == pytest.approx(plan.objective)
    assert tiny_plan().objective <= plan.bound


def test_other_objectives_are_not_averaged(central):
    """The share of the worst province is no sum over what is built."""
    settings = central.instance.settings.model_copy(update={"objective": "worst_province"})
    other = replace(central, instance=replace(central.instance, settings=settings))
    assert averaged(other, [other], np.ones(1)) is None
