"""At what cost something that a plan does not have would enter: shown by plans that are found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimizer.analysis.plan_problem import PlanProblem, with_one
from optimizer.coefficients import Coefficients
from optimizer.model import Key, site_keys
from optimizer.solver import Bound, Controls, ParametricSolver, Solution

TRIES = 4
"""Costs that are tried at most, each with a solve."""
NEAR = 0.05
"""Part of its cost within which the cost at which it enters is sought."""
MARGIN = 1e-6
"""By so much, relative to the objective, a plan must be at least as good as the one given."""


@dataclass(frozen=True)
class EntersIf:
    """At what cost something would enter a plan.

    Attributes
    ----------
    cost : float
        Of one, as it is; public outlay of all purses.
    cost_below : float or None
        At this cost a plan with it is at least as good as the plan given: such a plan was found.
        None: not even where it costs nothing.
    stays_out_at : float or None
        At this cost no such plan was found, at the lowest that was tried.
    in_time : bool
        False: time ran out, so that no further costs were tried. `cost_below`, where it is known,
        is shown by a plan all the same; where it is None, nothing is known.
    """

    cost: float
    cost_below: float | None
    stays_out_at: float | None
    in_time: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain Python."""
        return {
            "cost": self.cost,
            "cost_below": self.cost_below,
            "cheaper_by": None if self.cost_below is None else self.cost - self.cost_below,
            "stays_out_at": self.stays_out_at,
            "in_time": self.in_time,
        }

    def words(self, currency: str) -> str:
        """Return it in a planner's words."""
        if self.cost_below is None and not self.in_time:
            return "at what cost it would enter was not found out in time"
        if self.cost_below is None:
            return (
                f"it would not enter even where it cost nothing ({self.cost:,.4g} {currency} now)"
            )
        if self.cost_below >= self.cost:
            return "a plan with it is as good as this one"
        return (
            f"it would enter at {self.cost_below:,.4g} {currency} in place of {self.cost:,.4g}, as "
            "a plan shows"
        )


def enters_if(
    problem: PlanProblem, key: Key, around: Bound | None, found: Solution, controls: Controls
) -> EntersIf:
    """Return at what cost a plan with something is at least as good as the plan given.

    Parameters
    ----------
    problem : PlanProblem
    key : (region_id, option_id)
    around : Bound or None
        The relaxation with it forced in.
    found : Solution
        The best plan known with it forced in, at its cost.
    controls : Controls

    Notes
    -----
    Its cost alone is lowered, in that region, and plans next to the one given are sought with it
    forced in. A first guess follows from the relaxation's shadow price of money; then from a
    straight line between the tries. What is found is shown by a plan; that a higher cost would do
    as well is not ruled out.
    """
    place = _places(problem.coefficients, key)[0]
    cost = float(problem.coefficients.sites.cost[place])
    goal = problem.plan.objective
    enough = goal - MARGIN * max(1.0, abs(goal))
    known = {1.0: found.objective}
    if found.objective >= enough or cost <= 0:
        below = cost if found.objective >= enough else None
        return EntersIf(cost, below, None if below is not None else cost)
    factor = _guess(problem, key, cost, goal - found.objective)
    while len(known) <= TRIES:
        reached = -np.inf
        if not controls.stopped():
            reached = _reached(problem, key, factor, around, controls)
        if controls.stopped() and reached < enough:
            break  # cut short: that it stays out there is not known
        known[factor] = reached
        into = max((f for f, value in known.items() if value >= enough), default=None)
        out = min(f for f, value in known.items() if value < enough)
        if into is None and out == 0.0:
            break
        if into is None:
            factor = 0.0 if out < 0.5 else out / 2
        elif out - into <= NEAR:
            break
        else:
            factor = _between(known, into, out, goal)
    into = max((f for f, value in known.items() if value >= enough), default=None)
    out = min(f for f, value in known.items() if value < enough)
    below = None if into is None else into * cost
    done = not controls.stopped() or (into is None and out == 0.0)
    return EntersIf(cost, below, out * cost, in_time=done)


def _places(coefficients: Coefficients, key: Key) -> list[int]:
    named = coefficients.stages.named()
    keys = enumerate(site_keys(coefficients))
    return [place for place, (region, copy) in keys if (region, named[copy]) == key]


def _guess(problem: PlanProblem, key: Key, cost: float, missing: float) -> float:
    """Return a part of its cost at which it might enter, by the shadow price of money."""
    price = problem.relaxation.prices.get(("budget", None), 0.0)
    purses = problem.coefficients.purses
    central = 1.0 - purses.share().get(purses.of_region[key[0]], 0.0)
    worth = abs(price) * central * cost
    return float(np.clip(1.0 - 1.2 * missing / worth, 0.0, 0.98)) if worth > 0 else 0.0


def _between(known: dict[float, float], into: float, out: float, goal: float) -> float:
    """Return a part of the cost between one at which it enters and one at which it does not."""
    fall = known[into] - known[out]
    part = (known[into] - goal) / fall if fall > 0 else 0.5
    return into + float(np.clip(0.95 * part, 0.1, 0.9)) * (out - into)


def _reached(
    problem: PlanProblem, key: Key, factor: float, around: Bound | None, controls: Controls
) -> float:
    """Return the objective of the best plan found with it forced in at part of its cost."""
    coefficients = problem.coefficients
    cost = coefficients.sites.cost.copy()
    cost[_places(coefficients, key)] *= factor
    cheaper = replace(coefficients, sites=replace(coefficients.sites, cost=cost))
    budgets = [] if problem.plan.budget is None else [problem.plan.budget]
    series = ParametricSolver(cheaper, budgets, problem.rules)
    found = problem.nearby(with_one(key), around, controls, series)
    return -np.inf if found is None else found.objective
