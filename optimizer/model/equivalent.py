"""The equally distributed equivalent of the provinces' shares, bounded from above by tangents.

The solver adds the tangents that a plan is missed by (`optimizer.solver.relaxation.tangents`); the
model alone holds those of a grid, and bounds the equivalent a little too high.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizer.arrays import Floats
from optimizer.coefficients import Coefficients
from optimizer.kolm_pollak import lowest, slope, worth
from optimizer.light_pyomo import pyo
from optimizer.model.balance import province_leavers
from optimizer.model.rule import Rule

STEPS = (*(n / 20 for n in range(1, 21)), 1.2, 1.4, 1.7, 2.0, 2.5, 3.0)
"""κ·d of the grid's tangents, on both sides of 0: up to 1 the bound between two of them is too high
by less than a thousandth of 1/κ, so that few are missed by a plan."""

RULES = (
    Rule(
        "kept_in_province",
        0,
        "Who stays in a province",
        "kept_p ≤ Σ r_i in p",
        "persons",
        "structural",
        "",
    ),
    Rule(
        "no_more_than_mean",
        0,
        "The equivalent is no more than the share that all keep together",
        "t·Σ L ≤ Σ kept_p",
        "persons",
        "structural",
        "",
    ),
    Rule(
        "worth_of_share",
        0,
        "What a province's share is worth beside the equivalent (Kolm–Pollak)",
        "worth_p ≤ L_p·φ(a) + exp(−κ·a)·(kept_p − L_p·(t + a)), for each tangent a",
        "persons",
        "structural",
        "",
    ),
)


def add_equivalent(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add t, kept and worth by province, and the grid's tangents."""
    provinces = _counted(coefficients)
    kappa = coefficients.instance.settings.inequality_aversion
    leavers = {name: parts[0] for name, parts in provinces.items()}
    total = sum(leavers.values())
    depth = _depths(leavers, kappa)
    model.equivalent_share = pyo.Var(bounds=(0, 1 if provinces else 0))
    model.kept_there = pyo.Var(list(provinces), bounds=lambda _, name: (0, leavers[name]))
    model.share_worth = pyo.Var(
        list(provinces),
        bounds=lambda _, name: (leavers[name] * float(worth(depth[name], kappa)), leavers[name]),
    )
    model.kept_in_province = pyo.Constraint(
        list(provinces),
        rule=lambda m, name: (
            m.kept_there[name] <= pyo.quicksum(m.retained[region] for region in provinces[name][1])
        ),
    )
    if provinces:
        model.no_more_than_mean = pyo.Constraint(
            expr=total * model.equivalent_share <= pyo.quicksum(model.kept_there.values())
        )
    grid = [(name, a) for name in provinces for a in _grid(float(depth[name]), kappa)]

    def tangent(m: pyo.ConcreteModel, number: int) -> object:
        name, a = grid[number]
        steep, there = float(slope(np.array(a), kappa)), leavers[name]
        beyond = m.kept_there[name] - there * m.equivalent_share - there * a
        return m.share_worth[name] <= there * float(worth(np.array(a), kappa)) + steep * beyond

    model.worth_of_share = pyo.Constraint(range(len(grid)), rule=tangent)


def equivalent_goal(model: pyo.ConcreteModel, coefficients: Coefficients) -> Any:
    """Return t + Σ worth_p / Σ L."""
    total = sum(parts[0] for parts in _counted(coefficients).values())
    return model.equivalent_share + pyo.quicksum(
        model.share_worth[name] / total for name in model.share_worth
    )


def _counted(coefficients: Coefficients) -> dict[str, tuple[float, list[str]]]:
    """Return the provinces with leavers."""
    parts = province_leavers(coefficients)
    return {name: found for name, found in parts.items() if found[0] > 0}


def _depths(leavers: dict[str, float], kappa: float) -> dict[str, Floats]:
    weight = np.array(list(leavers.values()))
    return dict(zip(leavers, lowest(weight / weight.sum(), kappa), strict=True)) if leavers else {}


def _grid(depth: float, kappa: float) -> list[float]:
    """Return where a province's tangents touch: shares above the equivalent."""
    ends = [sign * step / kappa for step in STEPS for sign in (-1, 1)]
    return sorted([0.0, *(a for a in ends if depth <= a <= 1)])
