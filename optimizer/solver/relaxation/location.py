"""Who stays where residents simply go to the best site open: the uncapacitated location problem.

    maximise Σ_i max_{j open} value_ij − Σ_j price_j  subject to Σ_j cost_j ≤ budget.

Every plan of the model is a plan of this problem and worth the same; what else the model asks of
sites (land, limits, locks) is left out of it, so that its bounds are bounds of the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients import Coefficients
from optimizer.model import site_names
from optimizer.solver.standard_form import Matrix

ROUNDING = 1e-9


@dataclass(frozen=True)
class Location:
    """Residents, sites, and what each resident is worth at each site.

    Attributes
    ----------
    resident, site : int arrays, shape (entries,)
        Numbers; sorted by resident, then by falling value, then by site.
    value : float array, shape (entries,)
        In the unit of the objective: of all leavers of the resident, those who stay by that site.
    first : int array, shape (residents + 1,)
        Where each resident's entries begin.
    cost : float array, shape (sites,)
        Of opening, at least, in the unit of the budget.
    price : float array, shape (sites,)
        Of opening, at least, in the unit of the objective.
    budget : float
        Infinite where there is none.
    always : bool array, shape (sites,)
        Sites that are open in every plan looked at.
    """

    resident: Ints
    site: Ints
    value: Floats
    first: Ints
    cost: Floats
    price: Floats
    budget: float
    always: Flags

    @property
    def residents(self) -> int:
        """How many residents there are."""
        return len(self.first) - 1

    @property
    def sites(self) -> int:
        """How many sites there are, open or not."""
        return len(self.cost)

    def best(self, opened: Flags) -> Floats:
        """Return the value of the best site open, by resident; 0 where there is none.

        Parameters
        ----------
        opened : bool array, shape (sites,)
        """
        if not len(self.value):
            return np.zeros(self.residents)
        there = np.where(opened[self.site], self.value, 0.0)
        return np.asarray(np.maximum.reduceat(there, self.first[:-1]))

    def worth(self, opened: Flags) -> float:
        """Return the objective with some sites open."""
        return float(self.best(opened).sum() - self.price[opened].sum())

    def only(self, entries: Flags) -> tuple[Location, Ints]:
        """Return the problem with some of the entries, and the residents who have any left."""
        kept = self.resident[entries]
        left = from_entries(kept, self.site[entries], self.value[entries], self)
        return left, np.unique(kept)


def from_entries(resident: Ints, site: Ints, value: Floats, like: Location) -> Location:
    """Return a problem with other entries and residents, in order, and the sites of another."""
    left, renumbered = np.unique(resident, return_inverse=True)
    first = np.concatenate([[0], np.cumsum(np.bincount(renumbered, minlength=len(left)))])
    return Location(renumbered, site, value, first, like.cost, like.price, like.budget, like.always)


@dataclass(frozen=True)
class Sited:
    """A location problem, and which columns of a matrix open its sites.

    Attributes
    ----------
    problem : Location
    sites : csr_array, shape (sites, columns)
        Sums the decisions that open a site.
    """

    problem: Location
    sites: sparse.csr_array


def location_of(coefficients: Coefficients, matrix: Matrix, budget: float | None) -> Sited | None:
    """Return the location problem of an instance; None where money is not a plain sum.

    Parameters
    ----------
    coefficients : Coefficients
        Of an instance whose residents all go to the best site open.
    matrix : Matrix
        What may be built, without residents (`few_residents`).
    budget : float or None
    """
    column = matrix.position()
    names, sites = site_names(coefficients), coefficients.sites
    jobs = np.flatnonzero(sites.youth_jobs > 0)
    if any(names[place] not in column for place in jobs):
        return None
    columns = np.array([column[names[place]] for place in jobs], dtype=np.int64)
    may = ~_impossible(matrix)[columns]
    places, columns = jobs[may], columns[may]
    spent = _spent(matrix) if budget is not None else np.zeros(len(matrix.cost))
    if matrix.offset != 0 or spent is None or np.any(matrix.cost > 0) or np.any(matrix.low < 0):
        return None
    regions, site = np.unique(sites.region[places], return_inverse=True)
    cost, price = (np.full(len(regions), np.inf) for _ in range(2))
    np.minimum.at(cost, site, spent[columns])
    np.minimum.at(price, site, -matrix.cost[columns])
    decisions = (np.ones(len(columns)), (site, columns))
    opening = sparse.csr_array(decisions, shape=(len(regions), len(matrix.cost)))
    empty = np.zeros(0, dtype=np.int64)
    begins, always = np.zeros(1, dtype=np.int64), np.zeros(len(regions), dtype=bool)
    always[site[_demanded(matrix)[columns]]] = True
    bare = Location(empty, empty, np.zeros(0), begins, cost, price, _limit(budget), always)
    return Sited(_with_residents(coefficients, regions, bare), opening)


def _impossible(matrix: Matrix) -> Flags:
    """Return the columns of which not even one is permitted, by their limits or by a single row."""
    impossible = matrix.high < 1
    a = sparse.coo_array(matrix.a)
    plain = np.ones(a.shape[0], dtype=bool)
    plain[a.row[a.data < 0]] = False
    limit = matrix.row_high + ROUNDING * np.maximum(1.0, np.abs(matrix.row_high))
    impossible[a.col[plain[a.row] & (a.data > limit[a.row])]] = True
    return np.asarray(impossible)


def _demanded(matrix: Matrix) -> Flags:
    """Return the columns of which one at least is demanded, by their limits or by a row alone."""
    demanded, a = matrix.low >= 1, matrix.a
    alone = np.flatnonzero((np.diff(a.indptr) == 1) & (matrix.row_low > 0))
    demanded[a.indices[a.indptr[alone]]] = True
    return np.asarray(demanded)


def worth_of_one(coefficients: Coefficients) -> Floats:
    """Return what one who stays adds to the objective, by region; 0 where it is not a sum."""
    settings, count = coefficients.instance.settings, len(coefficients.regions)
    match settings.objective:
        case "retained":
            return coefficients.weight
        case "net_benefit":
            return np.full(count, settings.value_per_retained)
        case "worst_province" | "equally_distributed":
            return np.zeros(count)
        case other:
            assert_never(other)


def _limit(budget: float | None) -> float:
    return np.inf if budget is None else float(budget)


def _spent(matrix: Matrix) -> Floats | None:
    """Return what each column takes of the budget; None where something gives back."""
    rows = matrix.rows_of("budget")
    if len(rows) != 1:
        return None
    spent = np.asarray(matrix.a[rows].toarray()).ravel()
    return None if np.any(spent < 0) else spent


def _with_residents(coefficients: Coefficients, regions: Ints, bare: Location) -> Location:
    by_person = worth_of_one(coefficients)
    origin, stay = coefficients.flow_origin, coefficients.flow_stay
    value = by_person[origin] * coefficients.pool[origin] * stay
    there = np.isin(coefficients.flow_site, regions)
    site = np.searchsorted(regions, coefficients.flow_site)
    counts = np.flatnonzero((value > 0) & there)
    order = counts[np.lexsort((site[counts], -value[counts], origin[counts]))]
    return from_entries(origin[order], site[order], value[order], bare)
