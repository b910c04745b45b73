"""Residents whose every site has room for all of them: each simply goes to the best one open.

For such residents the flows q can be left out of the model. What stays is ρ_i, the persons of i
retained by jobs, bounded by cuts that are exact for whole decisions (Nemhauser & Wolsey 1981; in
the form of Duran-Mateluna, Ales & Elloumi 2023 for the p-median problem): for each level s,

    ρ_i ≤ pool_i · (s + Σ_{j: stay_ij > s} (stay_ij − s) · built_j).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients
from optimizer.model import flow_keys, job_terms, site_names
from optimizer.solver.standard_form import Matrix, Rows

TOLERANCE = 1e-7
"""By how much, relative to a resident's pool, a cut must be violated to be worth adding."""


@dataclass(frozen=True)
class ClosestAssignment:
    """How the columns of the reduced matrix stand for those of the full one.

    Attributes
    ----------
    kept : int array
        Full columns that stay, in order; after them comes ρ of each resident.
    flow_column : int array, shape (flows left out,)
        Full column of each flow left out, sorted by resident, then by falling stay.
    resident, site : int arrays, shape (flows left out,)
        Number of the resident (0, 1, …) and of the site of each flow left out.
    stay : float array, shape (flows left out,)
    first : int array, shape (residents + 1,)
        Where each resident's flows begin.
    pool : float array, shape (residents,)
        Persons.
    sites : csr_array, shape (sites, kept columns)
        Sums a site's decisions.
    """

    kept: Ints
    flow_column: Ints
    resident: Ints
    site: Ints
    stay: Floats
    first: Ints
    pool: Floats
    sites: sparse.csr_array

    def project(self, full: Floats) -> Floats:
        """Return an expression's coefficients on the reduced columns.

        All that the model says of such flows it says in proportion to stay, so that a resident's
        best flow speaks for all of them.
        """
        best = self.first[:-1]
        return np.concatenate([full[self.kept], full[self.flow_column[best]] / self.stay[best]])

    def expand(self, values: Floats, columns: int) -> Floats:
        """Return values of the full columns: each resident's ρ as a flow to the best site open."""
        count = len(self.kept)
        full = np.zeros(columns)
        full[self.kept] = values[:count]
        is_open = (self.sites @ values[:count])[self.site] > 0.5
        for resident, (start, end) in enumerate(zip(self.first, self.first[1:], strict=False)):
            near = np.flatnonzero(is_open[start:end])
            if len(near):
                flow = start + near[0]
                most = self.pool[resident]
                full[self.flow_column[flow]] = min(
                    most, max(0.0, values[count + resident]) / self.stay[flow]
                )
        return full

    def lowered(self, values: Floats) -> Floats:
        """Return values with each ρ brought down to what the sites open really permit."""
        count = len(self.kept)
        is_open = (self.sites @ values[:count])[self.site] > 0.5
        most = np.maximum.reduceat(np.where(is_open, self.stay, 0.0), self.first[:-1])
        return np.concatenate([values[:count], np.minimum(values[count:], most * self.pool)])

    def missing(self, values: Floats) -> Rows | None:
        """Return the cuts that values violate; None where there are none."""
        count = len(self.kept)
        is_open = (self.sites @ values[:count])[self.site]
        level = self._levels(is_open)
        better = np.maximum(0.0, self.stay - level[self._who]) * is_open
        most = level + np.add.reduceat(better, self.first[:-1])
        cut = np.flatnonzero(values[count:] > self.pool * (most + TOLERANCE))
        return self.cuts(cut, level[cut]) if len(cut) else None

    def _levels(self, is_open: Floats) -> Floats:
        """Return by resident the stay up to which as much as one site is open; 0 where less is."""
        start = self.first[:-1]
        so_far = np.cumsum(is_open)
        own = so_far - (so_far[start] - is_open[start])[self._who]
        places = np.arange(len(own))
        reached = np.where(own >= 1 - 1e-9, places, len(own))
        at = np.minimum.reduceat(reached, start)
        return np.where(at < len(own), self.stay[np.minimum(at, len(own) - 1)], 0.0)

    def levels_beside(self, levels: Floats) -> tuple[Floats, Floats]:
        """Return by resident the stays next below (0 where there is none) and above some levels.

        The cut at any level is a mean of the two at these.

        Parameters
        ----------
        levels : float array, shape (residents,)
            From 0 to the stay at the best site.
        """
        start, of_flow = self.first[:-1], levels[self._who]
        below = np.maximum.reduceat(np.where(self.stay <= of_flow, self.stay, 0.0), start)
        above = np.minimum.reduceat(np.where(self.stay > of_flow, self.stay, np.inf), start)
        best = self.stay[start]
        return np.where(below < best, below, 0.0), np.minimum(above, best)

    @cached_property
    def _who(self) -> Ints:
        """The place among the residents of each flow left out."""
        return np.repeat(np.arange(len(self.pool)), np.diff(self.first))

    def cuts(self, residents: Ints, levels: Floats) -> Rows:
        """Return the cuts of some residents, each at a level s of its own.

        Parameters
        ----------
        residents : int array, shape (cuts,)
        levels : float array, shape (cuts,)
            Not below 0.
        """
        counts = np.diff(self.first)[residents]
        row = np.repeat(np.arange(len(residents)), counts)
        begins = np.cumsum(counts) - counts
        flow = np.arange(len(row)) - begins[row] + self.first[residents][row]
        better = self.stay[flow] - levels[row]
        used = better > 0
        pool = self.pool[residents]
        weights = -pool[row[used]] * better[used]
        size = (len(residents), self.sites.shape[0])
        of_sites = sparse.csr_array((weights, (row[used], self.site[flow[used]])), shape=size)
        own = sparse.csr_array(
            (np.ones(len(residents)), (np.arange(len(residents)), residents)),
            shape=(len(residents), len(self.pool)),
        )
        return (
            sparse.csr_array(sparse.hstack([of_sites @ self.sites, own], format="csr")),
            np.full(len(residents), -np.inf),
            pool * levels,
        )


def leave_out_flows(
    matrix: Matrix, coefficients: Coefficients
) -> tuple[Matrix, ClosestAssignment] | None:
    """Return the matrix without the flows of residents who simply go to the best site open.

    Returns None where there are no such residents.

    Parameters
    ----------
    matrix : Matrix
    coefficients : Coefficients
    """
    flows = _flows_to_leave_out(coefficients)
    if len(flows) == 0:
        return None
    nearest = _describe(matrix, coefficients, flows)
    return _reduced(matrix, nearest), nearest


def all_go_to_the_best(coefficients: Coefficients) -> bool:
    """Return whether every resident simply goes to the best site open, and there are some."""
    flows = len(coefficients.flow_origin)
    return flows > 0 and len(_flows_to_leave_out(coefficients)) == flows


def _flows_to_leave_out(coefficients: Coefficients) -> Ints:
    """Return the flows of residents all of whose sites take everybody who could come."""
    sites = coefficients.sites
    alone, with_culture = job_terms(coefficients)
    who = np.bincount(
        coefficients.flow_site,
        weights=coefficients.pool[coefficients.flow_origin],
        minlength=len(coefficients.regions),
    )
    small = (with_culture > 0) | (alone < who[sites.region])
    limited = np.zeros(len(coefficients.regions), dtype=bool)
    limited[sites.region[small & (sites.youth_jobs > 0)]] = True
    kept = np.zeros(len(coefficients.regions), dtype=bool)
    kept[coefficients.flow_origin[limited[coefficients.flow_site]]] = True
    return np.flatnonzero(~kept[coefficients.flow_origin])


def _describe(matrix: Matrix, coefficients: Coefficients, flows: Ints) -> ClosestAssignment:
    stay = coefficients.flow_stay
    origin = coefficients.flow_origin
    flows = flows[np.lexsort((-stay[flows], origin[flows]))]
    column = matrix.position()
    names = flow_keys(coefficients)
    flow_column = np.array([column["q", names[flow]] for flow in flows])
    kept = np.setdiff1d(np.arange(len(matrix.columns)), flow_column)
    place = {full: reduced for reduced, full in enumerate(kept)}

    residents, resident = np.unique(origin[flows], return_inverse=True)
    regions, site = np.unique(coefficients.flow_site[flows], return_inverse=True)
    decisions: dict[int, list[int]] = defaultdict(list)
    names_of_sites = site_names(coefficients)
    for where in np.flatnonzero(coefficients.sites.youth_jobs > 0):
        decision = column[names_of_sites[where]]
        decisions[int(coefficients.sites.region[where])].append(place[decision])
    entries = [(row, c) for row, region in enumerate(regions) for c in decisions[int(region)]]
    rows, columns = np.array(entries, dtype=np.int64).reshape(-1, 2).T
    sites = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(regions), len(kept)))
    first = np.concatenate([[0], np.cumsum(np.bincount(resident))])
    return ClosestAssignment(
        kept, flow_column, resident, site, stay[flows], first, coefficients.pool[residents], sites
    )


def _reduced(matrix: Matrix, nearest: ClosestAssignment) -> Matrix:
    """Return the matrix on the reduced columns, without the rows that only held the flows."""
    flows = matrix.a[:, nearest.flow_column]
    others = [family not in ("jobs", "pool") for family, _ in matrix.rows]
    # Rows added below the model's own, such as cuts of floors, are kept.
    others += [True] * (matrix.a.shape[0] - len(others))
    still = np.diff(sparse.csr_array(matrix.a[:, nearest.kept]).indptr) > 0
    rows = np.flatnonzero(still | np.array(others))
    best = nearest.first[:-1]
    shares = sparse.csr_array(flows[:, best] @ sparse.diags_array(1 / nearest.stay[best]))
    # Rules 5 and 6 hold for these flows by themselves, whatever is built.
    shares = sparse.diags_array(np.array(others, dtype=float)) @ shares
    body = sparse.hstack([matrix.a[:, nearest.kept], shares], format="csr")[rows]
    residents = len(nearest.pool)
    return replace(
        matrix,
        a=sparse.csr_array(body),
        cost=nearest.project(matrix.cost),
        row_low=matrix.row_low[rows],
        row_high=matrix.row_high[rows],
        low=np.concatenate([matrix.low[nearest.kept], np.zeros(residents)]),
        high=np.concatenate([matrix.high[nearest.kept], nearest.stay[best] * nearest.pool]),
        whole=np.concatenate([matrix.whole[nearest.kept], np.zeros(residents, dtype=bool)]),
        rows=tuple(matrix.rows[row] for row in rows if row < len(matrix.rows)),
        columns=(*(matrix.columns[place] for place in nearest.kept), *range(residents)),
    )
