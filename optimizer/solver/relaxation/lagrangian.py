"""Lagrangian relaxation of location problems: a bound within a fraction of a second.

That each resident goes to one site only is relaxed at a price u_i of the resident. What is left is
a knapsack over the sites: for any u,

    Σ_i max_{j open} value_ij − Σ_j price_j ≤ Σ_i u_i + Σ_j open (Σ_i (value_ij − u_i)⁺ − price_j).

The best u, sought by subgradient steps (Held, Wolfe & Crowder 1974; for the p-median problem
Narula, Ogbu & Samuelsson 1977, Beasley 1985), gives the bound of the linear relaxation. What a site
adds to the bound at u tells which sites no good plan opens, and which each does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Flags, Floats
from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation.location import Location

STEPS = 300
"""Most subgradient steps."""
FIRST_STEP = 1.5
PATIENCE = 15
"""Steps without a better bound after which they are halved."""
LEAST_STEP = 1e-3
MOMENTUM = 0.5
"""Part of the last direction that is kept (Crowder 1976)."""
GAINED = 0.01
"""Part of the gap by which a bound must fall to count as better."""
CLOSED = 1e-9
"""Gap, relative to the bound, at which there is nothing more to gain."""


@dataclass(frozen=True)
class LagrangianBound:
    """What the relaxation says at prices u.

    Attributes
    ----------
    prices : float array, shape (residents,)
        u, in the unit of the objective.
    value : float
        No plan's objective is higher.
    gain : float array, shape (sites,)
        What each site adds to the bound if it is open, before the budget.
    chosen : float array, shape (sites,)
        How far the knapsack opens each, from 0 to 1.
    opening, closing : float arrays, shape (sites,)
        By how much the bound falls at least for plans with the site open, or closed.
    """

    prices: Floats
    value: float
    gain: Floats
    chosen: Floats
    opening: Floats
    closing: Floats


def bound_at(problem: Location, prices: Floats) -> LagrangianBound:
    """Return the bound at some prices of residents.

    Parameters
    ----------
    problem : Location
    prices : float array, shape (residents,)
        Not below 0.
    """
    over = np.maximum(problem.value - prices[problem.resident], 0.0)
    gain = np.bincount(problem.site, weights=over, minlength=problem.sites) - problem.price
    taken, chosen, (least, most) = _filled(problem, gain)
    open_question = ~problem.always
    return LagrangianBound(
        prices=prices,
        value=float(prices.sum()) + taken,
        gain=gain,
        chosen=chosen,
        opening=np.where(open_question, np.maximum(0.0, most * problem.cost - gain), 0.0),
        closing=np.where(open_question, np.maximum(0.0, gain - least * problem.cost), 0.0),
    )


def _filled(problem: Location, gain: Floats) -> tuple[float, Floats, tuple[float, float]]:
    """Fill the knapsack of sites beside those that are always open."""
    always = problem.always
    left = problem.budget - float(problem.cost[always].sum())
    taken, chosen, prices = knapsack(np.where(always, 0.0, gain), problem.cost, left)
    chosen[always] = 1.0
    return taken + float(gain[always].sum()), chosen, prices


def knapsack(
    gain: Floats, cost: Floats, budget: float
) -> tuple[float, Floats, tuple[float, float]]:
    """Fill a knapsack in which things may be parted.

    Parameters
    ----------
    gain, cost : float arrays, shape (things,)
        Costs not below 0.
    budget : float

    Returns
    -------
    value : float
    chosen : float array, shape (things,)
    prices : (float, float)
        Least and most of the prices of the budget at which the value is proven.
    """
    chosen = np.zeros(len(gain))
    free = (gain > 0) & (cost <= 0)
    chosen[free] = 1.0
    bought = np.flatnonzero((gain > 0) & (cost > 0))
    if not np.isfinite(budget) or float(cost[bought].sum()) <= budget:
        chosen[bought] = 1.0
        return float(gain @ chosen), chosen, (0.0, 0.0)
    ratio = gain[bought] / cost[bought]
    order = bought[np.argsort(-ratio, kind="stable")]
    budget = max(budget, 0.0)
    before = np.cumsum(cost[order]) - cost[order]
    chosen[order] = np.clip((budget - before) / cost[order], 0.0, 1.0)
    ratios = gain[order] / cost[order]
    whole = int(np.searchsorted(before + cost[order], budget, side="right"))
    # Of an exact fill any price between the last thing in and the first one out is right.
    exact = whole > 0 and before[whole] == budget
    return (
        float(gain @ chosen),
        chosen,
        (float(ratios[whole]), float(ratios[whole - 1] if exact else ratios[whole])),
    )


def starting_prices(problem: Location, opened: Flags) -> tuple[Floats, Floats]:
    """Return prices to begin with, and the lowest that the search will look at.

    Parameters
    ----------
    problem : Location
    opened : bool array, shape (sites,)
        Of a good plan: prices lie between a resident's best and second site open, mostly.
    """
    best, second, third = _three_best(problem, opened)
    lowest = np.minimum(third, (3 * second - best) / 2).clip(min=0.0)
    return (best + second) / 2, np.where(third < best, lowest, 0.0)


def _three_best(problem: Location, opened: Flags) -> tuple[Floats, Floats, Floats]:
    there = np.flatnonzero(opened[problem.site])
    resident = problem.resident[there]
    starts = np.searchsorted(resident, np.arange(problem.residents))
    rank = np.arange(len(there)) - starts[resident]
    found = []
    for place in range(3):
        value = np.zeros(problem.residents)
        at = rank == place
        value[resident[at]] = problem.value[there[at]]
        found.append(value)
    return found[0], found[1], found[2]


def lagrangian_bound(
    problem: Location, prices: Floats, lowest: Floats, reached: float, controls: Controls
) -> LagrangianBound:
    """Return the best bound that some subgradient steps find.

    Parameters
    ----------
    problem : Location
    prices : float array, shape (residents,)
        To begin with.
    lowest : float array, shape (residents,)
        Prices never go below; sites worth less to a resident are never looked at, which saves
        most of the work. Any prices give a bound.
    reached : float
        Objective of a plan.
    controls : Controls
        Ends the search early.
    """
    near = problem.value > lowest[problem.resident]
    resident, site, value = problem.resident[near], problem.site[near], problem.value[near]
    best, best_prices = np.inf, prices
    step, idle, direction = FIRST_STEP, 0, np.zeros(problem.residents)
    for _ in range(STEPS):
        over = value - prices[resident]
        above = over > 0
        gain = np.bincount(site[above], weights=over[above], minlength=problem.sites)
        taken, chosen, _ = _filled(problem, gain - problem.price)
        bound = float(prices.sum()) + taken
        idle = 0 if best - bound > GAINED * (bound - reached) else idle + 1
        if bound < best:
            best, best_prices = bound, prices
        if best - reached <= CLOSED * abs(best) or controls.stopped():
            break
        if idle > PATIENCE:
            step, idle, prices = step / 2, 0, best_prices
            direction = np.zeros(problem.residents)
            if step < LEAST_STEP:
                break
            continue
        to = np.bincount(resident[above], weights=chosen[site[above]], minlength=problem.residents)
        direction = 1.0 - to + MOMENTUM * direction
        length = float(direction @ direction)
        if length == 0:
            break
        prices = np.maximum(lowest, prices - step * (bound - reached) / length * direction)
    return bound_at(problem, best_prices)
