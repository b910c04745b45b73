"""Among equally good plans the cheapest: no money on what changes nothing."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from typing import Literal

import numpy as np

from optimizer.arrays import Flags, Floats
from optimizer.model import Structure, sectors, site_names
from optimizer.solver.highs.controls import EXACT_GAP, Controls
from optimizer.solver.relaxation.row_generation import Relaxation, maximise
from optimizer.solver.relaxation.tangents import tangents_of
from optimizer.solver.standard_form import Matrix

HARDLY_ANYTHING = 1e-7
"""Price of a seat or a graduate that costs nothing else; of the dearest seat where that is less
than one unit of the currency."""
CHEAPEST = "searching for the cheapest such plan"
TIE_NODES = 200
TIE_SECONDS = 5.0
"""The “short while” for both searches together; nodes come first, so that a busy machine finds
the same plan."""


def cheapest(
    relaxation: Relaxation,
    structure: Structure,
    values: Floats,
    controls: Controls,
    *,
    exact: bool,
) -> Floats:
    """Return the cheapest plan found in a short while that keeps the objective.

    First among the plans with less of what is built, or a smaller scale of it: what changes
    nothing goes. Where the objective is proven to be the best there is (`exact`), other places
    are tried too; where it is not, plans of exactly the same objective are no better founded.
    At last the whole numbers are fixed and the rest is solved again as a linear program, so that
    no rounding of a decision leaves a trace in the numbers of people.

    Parameters
    ----------
    relaxation : Relaxation
    structure : Structure
    values : float array
        The plan, on the relaxation's columns.
    controls : Controls
    exact : bool

    Returns
    -------
    float array
        Values of the full columns.
    """
    full = relaxation.full
    cost, constant = linear(full, structure, "cost")
    spent = relaxation.project(cost)
    reached = float(relaxation.matrix.cost @ values)
    keep = relaxation.keeping(full.cost, reached - _rounding(reached, full))
    goal = keep.with_goal(-cost, -constant)
    smaller = Smaller(full, structure).limits(relaxation.expand(values))
    searches = [goal.limited(smaller)]
    if exact:
        searches.append(goal)
    gone = time.perf_counter() - controls.started
    short = replace(controls, gap=EXACT_GAP, time_limit=gone + min(TIE_SECONDS, controls.left()))
    for search in searches:
        if short.stopped() or not np.any(cost):
            break
        found, _ = maximise(
            search,
            short,
            phase=CHEAPEST,
            start=values,
            sign=-1.0,
            options={"mip_max_nodes": TIE_NODES},
        )
        if found.values is not None and spent @ found.values <= spent @ values:
            values = found.values
    return _settled(full, structure, relaxation.expand(values), controls)


def _rounding(value: float, matrix: Matrix) -> float:
    return 1e-9 * max(matrix.least(), abs(value))


def hardly_anything(prices: Floats) -> float:
    """Return a price that only decides where others don't: of a seat or graduate that is free."""
    return HARDLY_ANYTHING * min(1.0, float(prices.max(initial=0.0)) or 1.0)


def linear(
    matrix: Matrix, structure: Structure, name: Literal["cost", "people"]
) -> tuple[Floats, float]:
    """Return a sum's coefficients on the matrix's columns, and its constant."""
    terms, constant = structure.sum_of(name)
    column = matrix.position()
    coefficients = np.zeros(len(matrix.columns))
    for variable, factor in terms.items():
        # No column: no rule mentions it, and then it is 0.
        if variable in column:
            coefficients[column[variable]] += factor
    return coefficients, constant


class Smaller:
    """Limits under which a plan may only shrink: less of what is built, or a smaller scale of it.

    Parameters
    ----------
    matrix : Matrix
    structure : Structure
    """

    def __init__(self, matrix: Matrix, structure: Structure):
        coefficients = structure.coefficients
        column, sector = matrix.position(), sectors(coefficients)
        self._low, self._high = matrix.low, matrix.high
        self._sites = [
            (column[name], (name[1][0], sector[name[1][1]]), float(cost))
            for name, cost in zip(site_names(coefficients), coefficients.sites.cost, strict=True)
            if name in column
        ]

    def limits(self, values: Floats) -> Floats:
        """Return upper limits of the columns, given a plan's values."""
        dearest: dict[tuple[str, str], float] = {}
        for place, key, cost in self._sites:
            if key[1] and round(values[place]) > 0:
                dearest[key] = cost
        high = self._high.copy()
        for place, key, cost in self._sites:
            smaller = bool(key[1]) and dearest.get(key, 0.0) > cost
            high[place] = min(high[place], max(round(values[place]), 1 if smaller else 0))
        return np.maximum(high, self._low)

    def may_go(self, values: Floats, reduced: Floats, tolerance: float) -> Flags:
        """Return the columns of what could be less, or of a smaller scale, without a loss.

        Parameters
        ----------
        values, reduced : float arrays, shape (columns,)
            Of the plan with its whole numbers fixed: what one more of each would add at most,
            and so what one less loses at least.
        tolerance : float
            A smaller loss is none.
        """
        scales: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        for place, key, cost in self._sites:
            if key[1]:
                scales[key].append((place, cost))
        free = np.zeros(len(values), dtype=bool)
        for place, key, cost in self._sites:
            if round(values[place]) > 0:
                instead = [reduced[other] for other, less in scales.get(key, ()) if less < cost]
                free[place] = reduced[place] - max(0.0, *instead, 0.0) <= tolerance
        return free


def _settled(full: Matrix, structure: Structure, values: Floats, controls: Controls) -> Floats:
    """Fix the whole numbers and solve the rest: the objective first, then seats and graduates.

    No more seats are bought and no more graduates hired than are needed, and what they have no
    influence on is as good as before.
    """
    quiet = replace(controls, watcher=None, time_limit=None, stop=type(controls.stop)())
    fixed = full.fixed(values)
    start = Relaxation(fixed, fixed, tangents=tangents_of(fixed, structure))
    best, cut = maximise(start, quiet, phase="settling")
    if best.values is None:
        return values
    settled = cut.settled(best.values)
    staff = full.block("t", "w")
    if len(staff) == 0:
        return settled
    spent, _ = linear(full, structure, "cost")
    spent[staff] += hardly_anything(spent[staff])
    reached = float(full.cost @ settled)
    least = cut.keeping(full.cost, reached - _rounding(reached, full))
    fewest, _ = maximise(least.with_goal(-spent, 0.0), quiet, phase="settling")
    if fewest.values is None:
        return settled
    low, high = fixed.low.copy(), fixed.high.copy()
    low[staff] = high[staff] = np.clip(fewest.values[staff], low[staff], high[staff])
    staffed = replace(cut, matrix=replace(cut.matrix, low=low, high=high))
    again, last = maximise(staffed, quiet, phase="settling")
    return last.settled(again.values if again.values is not None else fewest.values)
