"""The worlds of a small instance as one programme, in one stage or in two."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.analysis.robust_criteria import Criterion, largest_weight
from optimizer.analysis.robust_search import Search, about_solve
from optimizer.arrays import Floats
from optimizer.model import Name
from optimizer.solver import ParametricSolver, RiskMeasure, Solution, extensive_form, world_matrices

SMALL = 8_000
"""Decisions of all worlds together up to which they are solved as one programme."""
NEARER = 0.2
"""Part of the gap asked for to which it is solved."""
LINEAR = ("retained", "net_benefit")
"""Objectives that add up over what is built, of which means over worlds can be taken."""
EXTENSIVE = "all worlds as one"


def is_small(search: Search) -> bool:
    """Return whether all worlds fit into one programme, and their objective adds up."""
    central = search.central
    decisions = (len(central.sites) + len(central.levers.region)) * len(search.worlds)
    return decisions <= SMALL and central.instance.settings.objective in LINEAR


def measure_of(search: Search, criterion: Criterion, best: Floats) -> RiskMeasure:
    """Return what a criterion makes of values, as a risk measure.

    Parameters
    ----------
    search : Search
    criterion : {"mean", "regret", "cvar"}
    best : float array, shape (worlds,)
        Against which a regret is measured.
    """
    count = len(search.worlds)
    less = best if criterion == "regret" else np.zeros(count)
    return RiskMeasure(largest_weight(criterion, count, search.asked.level), less)


def by_extensive_form(
    search: Search, best: Floats, now: frozenset[str]
) -> dict[Criterion, dict[Name, float]]:
    """Return what is best to decide now on average, and by the criterion; lower the bounds.

    Parameters
    ----------
    search : Search
        Its bounds are lowered to what is proven.
    best : float array, shape (worlds,)
    now : frozenset of str
        Blocks of columns that are decided now.

    Raises
    ------
    KeyboardInterrupt
    """
    asked, limits = search.asked, search.central.instance.limits
    matrices = world_matrices([world.coefficients for world in search.worlds], asked.budget)
    floors = limits.min_retained_share or limits.min_retained_share_decline_areas
    also = world_matrices([search.central], asked.budget) if floors else []
    found: dict[Criterion, dict[Name, float]] = {}
    wanted: dict[Criterion, None] = {"mean": None, asked.criterion: None}
    for criterion in wanted:
        controls = about_solve(search.ways.controls(asked.gap * NEARER, 1.0), EXTENSIVE)
        stage = extensive_form(matrices, measure_of(search, criterion, best), controls, also, now)
        if stage.status == "interrupted":
            raise KeyboardInterrupt
        if criterion == "mean":
            search.mean_bound = min(search.mean_bound, stage.bound)
        if criterion == asked.criterion:
            search.bound = min(search.bound, stage.bound)
        found[criterion] = dict(stage.fixed)
    return found


def settled(search: Search, fixed: dict[Name, float]) -> Solution:
    """Return the plan of the central world with these decisions."""
    controls = replace(search.ways.controls(search.asked.gap, 1.0), watcher=None)
    budget = search.asked.budget
    solver = ParametricSolver(search.central, [] if budget is None else [budget])
    return solver.solve(budget, controls, fixed=fixed)
