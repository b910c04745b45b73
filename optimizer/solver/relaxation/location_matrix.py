"""A location problem as a matrix for HiGHS: the sites left, and one column for each resident left.

A resident's column is bounded by the cuts of `closest_assignment`, which begin beside the prices of
the Lagrangian bound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from highspy import HighsModelStatus
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import prepared, run_interruptibly
from optimizer.solver.reductions.closest_assignment import ClosestAssignment
from optimizer.solver.reductions.narrowed import AS_GOOD, Narrowed
from optimizer.solver.relaxation.lagrangian import bound_at
from optimizer.solver.relaxation.lp import row_prices
from optimizer.solver.relaxation.row_generation import Relaxation, keeps_rows
from optimizer.solver.standard_form import Matrix


@dataclass(frozen=True)
class LinearProgramme:
    """What the linear programme says.

    Attributes
    ----------
    prices : float array, shape (residents,)
    chosen : float array, shape (sites,)
        How far each site is open.
    """

    prices: Floats
    chosen: Floats


class LocationMatrix:
    """What HiGHS is given: the sites left and one column for each resident left.

    Parameters
    ----------
    matrix : Matrix
        What may be built.
    sites : csr_array, shape (sites, columns)
    left : Narrowed
    """

    def __init__(self, matrix: Matrix, sites: sparse.csr_array, left: Narrowed):
        gone = np.zeros(len(matrix.cost), dtype=bool)
        gone[sparse.csr_array(sites[np.flatnonzero(left.never)]).indices] = True
        self._matrix, self._left = matrix, left
        self._kept = np.flatnonzero(~gone)
        self._sites = sparse.csr_array(sites[:, self._kept])

    def relaxation(self) -> Relaxation:
        """Return the relaxation to start with: the cuts at the Lagrangian bound's prices."""
        matrix, problem, kept = self._matrix, self._left.problem, self._kept
        count = problem.residents
        nobody = sparse.csr_array((matrix.a.shape[0], count))
        best = problem.value[problem.first[:-1]] if count else np.zeros(0)
        small = replace(
            matrix,
            a=sparse.csr_array(sparse.hstack([matrix.a[:, kept], nobody], format="csr")),
            cost=np.concatenate([matrix.cost[kept], np.ones(count)]),
            offset=matrix.offset + self._left.settled,
            low=np.concatenate([matrix.low[kept], np.zeros(count)]),
            high=np.concatenate([matrix.high[kept], best]),
            whole=np.concatenate([matrix.whole[kept], np.zeros(count, dtype=bool)]),
            columns=(*(matrix.columns[place] for place in kept), *range(count)),
        )
        always = np.flatnonzero(self._left.always)
        if len(always):
            one = sparse.csr_array(self._sites[always])
            beside = sparse.csr_array((len(always), count))
            rows = sparse.csr_array(sparse.hstack([one, beside], format="csr"))
            limits = np.ones(len(always)), np.full(len(always), np.inf)
            small = small.with_rows((rows, *limits))
        if not count:
            return Relaxation(small, small)
        nearest = self._nearest(best)
        below, above = nearest.levels_beside(self._left.prices / best)
        curved = np.flatnonzero(above < 1)  # at the best site's own level it is only a limit
        residents = np.concatenate([np.arange(count), curved])
        cuts = nearest.cuts(residents, np.concatenate([below, above[curved]]))
        return Relaxation(small.with_rows(cuts), small, nearest)

    def _nearest(self, best: Floats) -> ClosestAssignment:
        problem = self._left.problem
        return ClosestAssignment(
            kept=np.arange(len(self._kept)),
            flow_column=np.zeros(0, dtype=np.int64),
            resident=problem.resident,
            site=problem.site,
            stay=problem.value / best[problem.resident],
            first=problem.first,
            pool=best,
            sites=self._sites,
        )

    def linear(self, matrix: Matrix, controls: Controls) -> LinearProgramme | None:
        """Return what the linear programme says; None where it was not solved.

        Of a resident's cuts at levels s with shadow prices π, Σ π being 1, it is Σ π·s: the
        Lagrangian bound there is at least as good as the linear programme's.
        """
        linear = replace(matrix, whole=np.zeros_like(matrix.whole))
        highs, scales = prepared(linear, replace(controls, watcher=None))
        run_interruptibly(highs, controls)
        if highs.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        count, problem = len(self._kept), self._left.problem
        own = sparse.csr_array(matrix.a[:, count:])
        cuts = np.flatnonzero(np.diff(own.indptr))
        weight = np.maximum(row_prices(highs, scales)[cuts], 0.0)
        resident = own.indices[own.indptr[cuts]]
        total = np.bincount(resident, weights=weight, minlength=problem.residents)
        level = np.bincount(
            resident, weights=weight * matrix.row_high[cuts], minlength=problem.residents
        )
        # What is missing to 1 is the price of the limit: the best site's own value.
        missing = np.maximum(0.0, 1.0 - total) * problem.value[problem.first[:-1]]
        values = scales.values(highs.getSolution().col_value)[:count]
        return LinearProgramme((level + missing) / np.maximum(total, 1.0), self._sites @ values)

    def start(self) -> Floats | None:
        """Return the plan known, on the columns of the relaxation; None where limits forbid it."""
        matrix, opened = self._matrix, self._left.opened
        built = np.zeros(len(matrix.cost))
        spent = matrix.rows_of("budget")
        price = np.asarray(matrix.a[spent].sum(axis=0)).ravel() - matrix.cost
        sites = self._sites
        for site in np.flatnonzero(opened):
            columns = self._kept[sites.indices[sites.indptr[site] : sites.indptr[site + 1]]]
            if not len(columns):
                return None
            built[columns[np.argmin(price[columns])]] = 1.0
        if not keeps_rows(matrix, built):
            return None
        people = self._left.problem.best(opened) if self._left.problem.residents else np.zeros(0)
        return np.concatenate([built[self._kept], people])

    def none_cheaper(self, costs: Floats, values: Floats, reached: float) -> bool:
        """Return whether it is proven that no plan as good costs less, where all sites cost alike.

        Parameters
        ----------
        costs : float array
            Of the columns of what may be built.
        values : float array
            The plan, on the columns of the relaxation.
        reached : float
        """
        left = self._left
        columns = self._kept[np.unique(self._sites.indices)]
        if np.ptp(costs[columns]) != 0 or np.any(np.delete(self.full(values), columns) > 0.5):
            return False
        fewer = round(float(self.full(values).sum())) - 1
        if fewer < left.always.sum():
            return True
        alike = replace(left.problem, cost=np.ones(left.problem.sites), budget=float(fewer))
        most = bound_at(alike, left.prices).value + left.settled
        return most < reached - AS_GOOD * abs(reached)

    def full(self, values: Floats) -> Floats:
        """Return values of the columns of what may be built."""
        whole = np.zeros(len(self._matrix.cost))
        whole[self._kept] = values[: len(self._kept)]
        return whole

    def project(self, costs: Floats) -> Floats:
        """Return coefficients of what may be built on the columns of the relaxation."""
        return np.concatenate([costs[self._kept], np.zeros(self._left.problem.residents)])
