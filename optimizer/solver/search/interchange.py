"""Good plans of location problems: open greedily, then exchange one site at a time.

Teitz & Bart 1968, each exchange worked out for all pairs of sites at once (Whitaker 1983; Resende
& Werneck 2007).
"""

from __future__ import annotations

import numpy as np

from optimizer.arrays import Flags, Floats, Ints
from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation.location import Location

BETTER = 1e-9
"""Part of the most that one resident is worth which an exchange must add."""
ROUNDING = 1e-9


def greedy(problem: Location, opened: Flags | None = None) -> Flags:
    """Return the sites that are open once each was the best one to open next.

    Parameters
    ----------
    problem : Location
    opened : bool array, shape (sites,), optional
        Open already.
    """
    opened = problem.always.copy() if opened is None else opened | problem.always
    known = problem.best(opened)
    left = problem.budget - float(problem.cost[opened].sum())
    while True:
        added = _added(problem, known)
        may = ~opened & (problem.cost <= left + ROUNDING * max(1.0, abs(left))) & (added > 0)
        if not may.any():
            return opened
        by_cost = added / np.where(problem.cost > 0, problem.cost, 1.0)
        site = int(np.argmax(np.where(may, by_cost, -np.inf)))
        opened[site] = True
        left -= float(problem.cost[site])
        known = problem.best(opened)


def interchange(problem: Location, opened: Flags, controls: Controls) -> Flags:
    """Return a plan that neither another site in place of one of its own nor one more betters.

    Parameters
    ----------
    problem : Location
    opened : bool array, shape (sites,)
        To begin with; within the budget.
    controls : Controls
        Ends the search early.
    """
    opened = opened.copy()
    while not controls.stopped():
        inside, outside = np.flatnonzero(opened), np.flatnonzero(~opened)
        change = _exchanges(problem, opened, inside)[:, outside]
        change[np.flatnonzero(problem.always[inside])] = -np.inf
        left = problem.budget - float(problem.cost[opened].sum())
        room = np.append(problem.cost[inside], 0.0) + left
        fits = problem.cost[outside][None, :] <= room[:, None] + ROUNDING * max(1.0, abs(left))
        change = np.where(fits, change, -np.inf)
        if change.size == 0:
            return opened
        out, into = np.unravel_index(int(np.argmax(change)), change.shape)
        if not change[out, into] > BETTER * max(problem.value.max(initial=0.0), 0.0):
            return opened
        if out < len(inside):
            opened[inside[out]] = False
        opened[outside[into]] = True
    return opened


def _added(problem: Location, known: Floats) -> Floats:
    """Return what each site adds, given what each resident is worth already."""
    more = np.maximum(problem.value - known[problem.resident], 0.0)
    return np.bincount(problem.site, weights=more, minlength=problem.sites) - problem.price


def _exchanges(problem: Location, opened: Flags, inside: Ints) -> Floats:
    """Return what is gained by closing each site open (or none: the last row) and opening each."""
    there = np.flatnonzero(opened[problem.site])
    resident = problem.resident[there]
    starts = np.searchsorted(resident, np.arange(problem.residents))
    rank = np.arange(len(there)) - starts[resident]
    best, second = np.zeros(problem.residents), np.zeros(problem.residents)
    where = np.full(problem.residents, len(inside), dtype=np.int64)
    at_best, at_second = rank == 0, rank == 1
    best[resident[at_best]] = problem.value[there[at_best]]
    second[resident[at_second]] = problem.value[there[at_second]]
    number = np.cumsum(opened) - 1
    where[resident[at_best]] = number[problem.site[there[at_best]]]
    lost = np.bincount(where, weights=best - second, minlength=len(inside) + 1)
    closes = lost[: len(inside)] - problem.price[inside]
    # Residents of a site that closes go to the new one where it is better than their second.
    moved = np.flatnonzero(problem.value > second[problem.resident])
    who = problem.resident[moved]
    gained = np.minimum(problem.value[moved], best[who]) - second[who]
    key = where[who] * problem.sites + problem.site[moved]
    size = (len(inside) + 1) * problem.sites
    moves = np.bincount(key, weights=gained, minlength=size).astype(float)
    table = moves.reshape(-1, problem.sites)
    table[-1] = 0.0
    table[:-1] -= closes[:, None]
    return np.asarray(table + _added(problem, best)[None, :])
