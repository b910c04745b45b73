"""A tighter relaxation of rule 3 for many budgets: what is built in a region, as a whole.

What fits into a region is a whole combination of clusters: x = Σ of the combinations λ that hold
it, Σ λ ≤ 1 (Dantzig & Wolfe 1960 for the region's own limits: absorption, land, number). That
culture at work is a product of a building and the cultural level, the model itself says tightly
(`model/jobs.py`: McCormick 1976 over c⁰ ≤ c ≤ 1).

Graduates and seats are left out here; the transport stage finds them for a plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.model import Structure, seats_at_most
from optimizer.solver.budget_rows import BudgetRows
from optimizer.solver.known import KNOWN
from optimizer.solver.relaxation.extended_rows import MoreRows
from optimizer.solver.relaxation.measure_products import (
    Combination,
    add_lifted_culture,
    add_measures,
)
from optimizer.solver.standard_form import Matrix

MOST_COMBINATIONS = 400
"""Of a region; where there are more, they are left out, and the bound is a little weaker."""


@dataclass(frozen=True)
class Sector:
    """A region's clusters of one sector, of which only one is built.

    Attributes
    ----------
    built, used : int arrays, shape (clusters,)
        Columns of x and of v_added, the culture at work beyond today's.
    hubs : int array, shape (hubs in reach,)
        Columns of y.
    share, most : float arrays, shape (hubs in reach,)
        What one of them adds to the cultural level, and how many there can be.
    base : float
        c⁰ of the region.
    """

    built: Ints
    used: Ints
    hubs: Ints
    share: Floats
    most: Floats
    base: float


@dataclass(frozen=True)
class ConfigurationRelaxation:
    """The tighter relaxation.

    Attributes
    ----------
    matrix : Matrix
        Columns: `kept` of the matrix without graduates, then λ and others that sharpen the bound.
    plain : Matrix
        The same without these and their rows.
    kept : int array
        Columns of the full matrix that `plain` has: all but seats.
    purse : BudgetRows
        Rows that follow the budget.
    stepwise : bool array, shape (columns,)
        Columns that move by whole numbers in some best plan: whole ones, and λ.
    lean : int
        So many first columns are enough for a whole plan; the others only sharpen the bound.
    """

    matrix: Matrix
    plain: Matrix
    kept: Ints
    purse: BudgetRows
    stepwise: np.ndarray
    lean: int

    @cached_property
    def sectors(self) -> tuple[Sector, ...]:
        """Regions' clusters by sector, with every hub in reach: many numbers, kept once asked."""
        return tuple(_sectors(self.plain))


def without_seats(
    full: Matrix, structure: Structure, purse: BudgetRows
) -> ConfigurationRelaxation | None:
    """Return an untouched model's matrix without seats, and nothing that sharpens it.

    None where seats do more than use up room. Under job_takers "catchment" the model is tight by
    itself: HiGHS's own cuts on it reach a lower bound than the relaxation of `strengthen`.

    Parameters
    ----------
    full : Matrix
    structure : Structure
        Of the model without graduates.
    purse : BudgetRows
        Rows of the full matrix that follow the budget.
    """
    kept = np.setdiff1d(np.arange(len(full.columns)), full.block("t"))
    if not structure.has_only(KNOWN) or not _may_leave_out(full, kept):
        return None
    if not _seats_as_given(full, structure):
        return None
    small = replace(
        full,
        a=sparse.csr_array(full.a[:, kept]),
        cost=full.cost[kept],
        low=full.low[kept],
        high=full.high[kept],
        whole=full.whole[kept],
        columns=tuple(full.columns[column] for column in kept),
    )
    return ConfigurationRelaxation(small, small, kept, purse, small.whole, len(kept))


def strengthen(
    full: Matrix, structure: Structure, purse: BudgetRows
) -> ConfigurationRelaxation | None:
    """Return the tighter relaxation of an untouched model; None where it does not fit.

    Parameters
    ----------
    full : Matrix
    structure : Structure
        Of the model without graduates.
    purse : BudgetRows
        Rows of the full matrix that follow the budget.
    """
    plain = without_seats(full, structure, purse)
    return None if plain is None else sharpened(plain, structure)


def sharpened(plain: ConfigurationRelaxation, structure: Structure) -> ConfigurationRelaxation:
    """Return what `without_seats` returns with all that sharpens it.

    Parameters
    ----------
    plain : ConfigurationRelaxation
    structure : Structure
        Of the model without graduates.
    """
    small, kept, purse = plain.plain, plain.kept, plain.purse
    more = MoreRows(len(kept))
    combinations, combined = _add_combinations(small, purse, more)
    lean = more.columns
    taken = add_measures(small, structure, combinations, more)
    add_lifted_culture(small, more)
    count = more.columns - len(kept)
    wide = sparse.hstack([small.a, sparse.csr_array((small.a.shape[0], count))], format="csr")
    zeros = np.zeros(count)
    stepwise = np.concatenate([small.whole, zeros.astype(bool)])
    stepwise[combined] = stepwise[taken] = True
    matrix = replace(
        small,
        a=sparse.csr_array(sparse.vstack([wide, more.body()], format="csr")),
        cost=np.concatenate([small.cost, zeros]),
        row_low=np.concatenate([small.row_low, more.low]),
        row_high=np.concatenate([small.row_high, more.high]),
        low=np.concatenate([small.low, zeros]),
        high=np.concatenate([small.high, zeros + 1]),
        whole=np.concatenate([small.whole, zeros.astype(bool)]),
        columns=(*small.columns, *range(count)),
    )
    return ConfigurationRelaxation(matrix, small, kept, purse, stepwise, lean)


def _seats_as_given(full: Matrix, structure: Structure) -> bool:
    """Return whether seats may be bought up to the tables' numbers, as the transport stage does."""
    most, column = seats_at_most(structure.coefficients), full.position()
    places = [(column["t", key], number) for key, number in most.items() if ("t", key) in column]
    return all(full.low[place] == 0 and full.high[place] == number for place, number in places)


def _may_leave_out(full: Matrix, kept: Ints) -> bool:
    """Return whether seats only use up room, so that without them rows are weaker."""
    staff = np.setdiff1d(np.arange(len(full.columns)), kept)
    body = sparse.coo_array(full.a[:, staff])
    row = body.coords[0]
    uses = (body.data >= 0) | ~np.isfinite(full.row_high[row])
    uses &= (body.data <= 0) | ~np.isfinite(full.row_low[row])
    return bool(uses.all() and (full.cost[staff] <= 0).all() and (full.low[staff] >= 0).all())


def _terms(matrix: Matrix, row: int) -> dict[int, float]:
    start, end = matrix.a.indptr[row], matrix.a.indptr[row + 1]
    return dict(
        zip(matrix.a.indices[start:end].tolist(), matrix.a.data[start:end].tolist(), strict=True)
    )


def _rows_of(matrix: Matrix, family: str) -> Iterator[dict[int, float]]:
    """Return the terms of each row of a family: a·x ≤ 0 or a constant, and nothing else."""
    for place in matrix.rows_of(family).tolist():
        if matrix.row_low[place] == -np.inf:
            yield {-1: float(matrix.row_high[place]), **_terms(matrix, place)}


def _sectors(matrix: Matrix) -> Iterator[Sector]:
    """Return every region and sector whose culture at work has the rows of rule 5."""
    levels = set(matrix.block("c").tolist())
    works = set(matrix.block("v_added").tolist())
    above = dict(_pairs(_rows_of(matrix, "culture_works_where_built"), works))
    alone = [frozenset(terms) - {-1} for terms in _rows_of(matrix, "one_scale")]
    exclusive: dict[int, list[frozenset[int]]] = defaultdict(list)
    for group in alone:
        for member in group:
            exclusive[member].append(group)
    services: dict[int, dict[int, float]] = {}
    places = set(matrix.block("places").tolist())
    hubs_of = dict(_places(matrix, places))
    for terms in _rows_of(matrix, "culture"):
        own = [c for c in terms if c in levels]
        if len(own) == 1 and terms[own[0]] == 1:
            services[own[0]] = _by_hub(terms, hubs_of)
    for terms in _rows_of(matrix, "culture_at_work"):
        own = [c for c in terms if c in levels]
        vs = [c for c in terms if c >= 0 and c not in own]
        if len(own) != 1 or terms[own[0]] != -1 or own[0] not in services:
            continue
        service = services[own[0]]
        base = service[-1]
        if terms[-1] != -base or any(terms[v] != 1 or v not in above for v in vs):
            continue
        built = [above[v] for v in vs]
        if len(vs) > 1 and not any(set(built) <= group for group in exclusive[built[0]]):
            continue
        hubs = np.array([c for c in service if c not in (-1, own[0])], dtype=int)
        share = np.array([-service[c] for c in hubs.tolist()])
        yield Sector(np.array(built), np.array(vs), hubs, share, matrix.high[hubs], base)


def _places(matrix: Matrix, places: set[int]) -> Iterator[tuple[int, dict[int, float]]]:
    """Return places and the capacity of each hub, of each row places ≤ Σ capacity·y."""
    for terms in _rows_of(matrix, "places_of_culture"):
        own = [c for c in terms if c in places]
        if len(own) == 1 and terms[own[0]] == 1 and terms[-1] == 0:
            yield own[0], {c: -terms[c] for c in terms if c not in (-1, own[0])}


def _by_hub(terms: dict[int, float], hubs_of: dict[int, dict[int, float]]) -> dict[int, float]:
    """Return a row with hubs in place of their places."""
    found: dict[int, float] = {}
    for column, weight in terms.items():
        for hub, capacity in hubs_of.get(column, {column: 1.0}).items():
            found[hub] = found.get(hub, 0.0) + weight * capacity
    return found


def _pairs(rows: Iterator[dict[int, float]], works: set[int]) -> Iterator[tuple[int, int]]:
    """Return v_added and x of each row v_added ≤ (1 − c⁰)·x."""
    for terms in rows:
        v = [c for c in terms if c in works and terms[c] == 1]
        x = [c for c in terms if c >= 0 and c not in works and -1 <= terms[c] < 0]
        if len(v) == len(x) == 1 and len(terms) == 3 and terms[-1] == 0:
            yield v[0], x[0]


def _add_combinations(
    matrix: Matrix, purse: BudgetRows, more: MoreRows
) -> tuple[dict[str, list[Combination]], Ints]:
    """Add λ for each combination of clusters that a region has room for.

    Returns
    -------
    combinations : dict of region_id to list of Combination
        Where they are known; of a single cluster it is x itself.
    columns : int array
        Of λ.
    """
    regions: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (block, index), place in matrix.position().items():
        if block == "x":
            regions[index[0]].append((index[1], place))
    rows = _knapsacks(matrix, purse)
    limits = sparse.csc_array(matrix.a[rows])
    room = matrix.row_high[rows]
    known: dict[str, list[Combination]] = {}
    found: list[Ints] = []
    for region, clusters in regions.items():
        options, places = zip(*clusters, strict=True)
        if len(places) == 1:
            known[region] = [(frozenset(options), places[0])]
            continue
        weights = limits[:, list(places)].toarray()
        touched = np.flatnonzero(weights.any(axis=1))
        fitting = _fitting(weights[touched], room[touched])
        if fitting is None:
            continue
        combined = more.new_columns(len(fitting))
        for member, x in enumerate(places):
            holding = {int(c): 1.0 for c, s in zip(combined, fitting, strict=True) if member in s}
            more.add({x: -1.0, **holding}, 0.0, 0.0)
        more.add(dict.fromkeys(combined.tolist(), 1.0), -np.inf, 1.0)
        found.append(combined)
        known[region] = [
            (frozenset(options[member] for member in held), int(own))
            for held, own in zip(fitting, combined, strict=True)
        ]
    return known, np.concatenate(found) if found else np.array([], dtype=int)


def _knapsacks(matrix: Matrix, purse: BudgetRows) -> Ints:
    """Return the rows Σ a·x ≤ b with a ≥ 0 and x ≥ 0, but not those that follow the budget."""
    low = np.minimum.reduceat(
        np.append(matrix.a.data, 0.0), np.minimum(matrix.a.indptr[:-1], matrix.a.nnz)
    )
    bounded = np.minimum.reduceat(
        np.append(matrix.low[matrix.a.indices], 0.0),
        np.minimum(matrix.a.indptr[:-1], matrix.a.nnz),
    )
    fits = (low >= 0) & (bounded >= 0) & (matrix.row_low == -np.inf) & np.isfinite(matrix.row_high)
    fits &= np.diff(matrix.a.indptr) > 0
    fits[purse.rows] = False
    return np.flatnonzero(fits)


def _fitting(weights: Floats, room: Floats) -> list[tuple[int, ...]] | None:
    """Return every set of columns whose weights stay within the room; None if too many."""
    slack = room + 1e-9 * np.abs(room)
    found: list[tuple[int, ...]] = []
    heads: list[tuple[tuple[int, ...], Floats]] = [((), np.zeros(len(room)))]
    while heads:
        head, load = heads.pop()
        for member in range(head[-1] + 1 if head else 0, weights.shape[1]):
            total = load + weights[:, member]
            if np.all(total <= slack):
                found.append((*head, member))
                heads.append(((*head, member), total))
                if len(found) > MOST_COMBINATIONS:
                    return None
    return found
