"""Among equally good plans the cheapest: no money on what changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn
from scipy import sparse

from optimizer.coefficients import Coefficients
from optimizer.coefficients.pairs import Floats
from optimizer.model import coefficients_of
from optimizer.model.decisions import built, site_keys
from optimizer.model.siting import sectors
from optimizer.solve.highs import Controls, run
from optimizer.solve.matrix import Matrix

TIE_NODES = 200
TIE_SECONDS = 5.0
"""The “short while” for each of the two searches; nodes come first, so that a busy machine finds
the same plan."""


def cheapest(
    matrix: Matrix, model: pyo.ConcreteModel, values: Floats, controls: Controls, *, exact: bool
) -> Floats:
    """Return the cheapest plan found in a short while that keeps the objective.

    First among the plans with less of what is built, or a smaller scale of it: what changes
    nothing goes. Where the objective is proven to be the best there is (`exact`), other places
    are tried too; where it is not, plans of exactly the same objective are no better founded.
    At last the whole numbers are fixed and the rest is solved again as a linear program, so that
    no rounding of a decision leaves a trace in the numbers of people.
    """
    cost, constant = linear(matrix, model.cost)
    keep = float(matrix.cost @ values)
    goal = with_row(matrix, matrix.cost, keep - 1e-9 * max(1.0, abs(keep)))
    goal = replace(goal, cost=-cost, offset=-constant)
    searches = [replace(goal, high=_no_more(matrix, model, values))]
    if exact:
        searches.append(goal)
    for search in searches:
        if controls.stop.is_set() or controls.left() <= 0 or not np.any(cost):
            break
        found = run(
            search,
            replace(controls, gap=1e-6),
            phase="cheapest such plan",
            start=values,
            seconds=TIE_SECONDS,
            sign=-1.0,
            options={"mip_max_nodes": TIE_NODES},
        )
        if found.values is not None and cost @ found.values <= cost @ values:
            values = found.values
    return _settled(matrix, cost, values, controls)


def with_row(matrix: Matrix, coefficients: Floats, low: float) -> Matrix:
    """Return the matrix with Σ coefficients·x ≥ low."""
    return matrix.with_rows(
        sparse.csr_array(coefficients[None, :]), np.array([low]), np.array([np.inf])
    )


def linear(matrix: Matrix, expression: object) -> tuple[Floats, float]:
    """Return an expression's coefficients on the matrix's columns, and its constant."""
    repn = generate_standard_repn(expression, compute_values=True)
    column = matrix.position()
    coefficients = np.zeros(len(matrix.columns))
    for factor, variable in zip(repn.linear_coefs, repn.linear_vars, strict=True):
        # No column: no rule mentions it, and then it is 0.
        if id(variable) in column:
            coefficients[column[id(variable)]] += factor
    return coefficients, float(repn.constant)


def _no_more(matrix: Matrix, model: pyo.ConcreteModel, values: Floats) -> Floats:
    """Return upper limits of the columns that permit less than is built, or a smaller scale."""
    coefficients: Coefficients = coefficients_of(model)
    column, sector = matrix.position(), sectors(coefficients)
    sites = list(zip(site_keys(coefficients), coefficients.sites.cost, strict=True))
    places = {key: column[id(built(model, key))] for key, _ in sites if _has(model, key, column)}
    dearest: dict[tuple[str, str], float] = {}
    for (region, option), cost in sites:
        key = (region, option)
        if sector[option] and key in places and round(values[places[key]]) > 0:
            dearest[region, sector[option]] = float(cost)
    high = matrix.high.copy()
    for (region, option), cost in sites:
        if (region, option) not in places:
            continue
        place = places[region, option]
        smaller = sector[option] and dearest.get((region, sector[option]), 0.0) > cost
        high[place] = min(high[place], max(round(values[place]), 1 if smaller else 0))
    return np.maximum(high, matrix.low)


def _has(model: pyo.ConcreteModel, key: tuple[str, str], column: dict[int, int]) -> bool:
    return id(built(model, key)) in column


def _settled(matrix: Matrix, cost: Floats, values: Floats, controls: Controls) -> Floats:
    """Fix the whole numbers; maximise the objective, then spend the least on the rest."""
    quiet = replace(controls, watcher=None, time_limit=None, stop=type(controls.stop)())
    fixed = matrix.fixed(values)
    best = run(fixed, quiet, phase="settling")
    if best.values is None:
        return values
    free = ~matrix.whole & (cost != 0)
    if not free.any():
        return best.values
    kept = float(matrix.cost @ best.values)
    least = with_row(fixed, matrix.cost, kept - 1e-9 * max(1.0, abs(kept)))
    found = run(replace(least, cost=-cost, offset=0.0), quiet, phase="settling")
    return found.values if found.values is not None else best.values
