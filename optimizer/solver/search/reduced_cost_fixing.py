"""The best plan at many budgets from one tighter relaxation, with proof and little search.

Once: the relaxation of `strong` is cut off at a few budgets (`mixing`); the cuts and the last
bases are kept. For each budget: the relaxation's value bounds every plan; what its reduced costs
show can't be in a plan close to that bound is fixed; HiGHS searches the little that is left.
Every budget starts from what was kept, so that its plan does not depend on which ones were solved
before: a sweep that is continued finds what an uninterrupted one would have.

Most budgets need no tree: nearly all of the relaxation's columns are whole already. What is not,
and what costs least to change, is decided by a search over some dozens of columns (`rounding`);
where its plan is within the gap of the bound, the proof is complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.solver.budget_rows import BudgetRows
from optimizer.solver.highs.controls import NO_RESTART, SEARCHING, Controls
from optimizer.solver.highs.linear import add_rows
from optimizer.solver.highs.run import Run, prepared
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.configuration import ConfigurationRelaxation
from optimizer.solver.relaxation.culture_cuts import mixing_cuts
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.relaxation.lp import Bound, bound_of
from optimizer.solver.search.incumbent import proven, telling
from optimizer.solver.search.rens import rounded
from optimizer.solver.standard_form import Matrix, Rows, stacked

MOST_CUT = 5
"""Budgets at which the relaxation is cut off beforehand."""
MOST_ANCHORS = 60
"""Budgets at which its optimum is known beforehand."""
ROUNDS = 12
"""Of cutting off; at each budget, further ones are few."""
IDLE = 0.1
"""Rounds end when the bound falls by less than this part of the gap asked for."""
SLACK = 1e-6
WIDER = 4.0
"""The next search, where the first finds no plan, looks so many times further below the bound."""
ATTEMPTS = 6
ALMOST = 0.999
"""Part of the gap asked for within which a plan must be, since settling it may lose a little."""
FIRST_DEPTH = 0.005
"""How far below the bound the first search looks, as part of the gap asked for."""
FAR = 3.0
"""A search that goes so many gaps below the bound is long."""


@dataclass(frozen=True)
class _Anchor:
    """The relaxation's optimum at a budget, and where its next solve may start."""

    budget: float
    bound: Bound | None
    basis: highspy.HighsBasis


class ReducedCostFixing:
    """A tighter relaxation with the cuts and bases that are kept for all budgets.

    Parameters
    ----------
    strong : ConfigurationRelaxation
    budgets : sequence of float
        Those that will be asked for, as far as they are known.
    controls : Controls
    """

    def __init__(
        self, strong: ConfigurationRelaxation, budgets: Sequence[float], controls: Controls
    ):
        self.strong = strong
        self._matrix = strong.matrix
        levels = sorted(set(budgets))
        self._cut_at(_spread(levels, MOST_CUT), controls)
        self._anchors = self._anchors_at(_spread(levels, MOST_ANCHORS), controls)

    def _cut_at(self, budgets: Sequence[float], controls: Controls) -> None:
        linear = _Linear(self._matrix, self.strong.purse, controls)
        bounds: list[Bound] = []
        for budget in budgets:
            linear.at(budget)
            bound = linear.cut(self.strong)
            bounds += [] if bound is None else [bound]
        if linear.cuts is not None:
            self._matrix = self._matrix.with_rows(linear.keep(bounds))

    def _anchors_at(self, budgets: Sequence[float], controls: Controls) -> list[_Anchor]:
        """Return the relaxation's optimum at each budget, one from the other."""
        linear = _Linear(self._matrix, self.strong.purse, controls)
        anchors: list[_Anchor] = []
        for budget in budgets:
            linear.at(budget)
            bound = linear.solve()
            anchors.append(_Anchor(budget, bound, linear.basis()))
        return anchors

    def best(self, budget: float, controls: Controls, low: Floats, high: Floats) -> Run | None:
        """Return the best plan on the relaxation's columns, and its proven bound.

        Parameters
        ----------
        budget : float
        controls : Controls
            Its gap is reached, or there is no answer; stopped early, the best so far.
        low, high : float arrays, shape (columns,)
            Limits of the columns, within those of the relaxation.

        Returns
        -------
        Run or None
            None: not found this way.
        """
        controls = replace(controls, gap=ALMOST * controls.gap)
        matrix = replace(self._matrix, low=low, high=high)
        anchor = min(self._anchors, key=lambda anchor: abs(anchor.budget - budget))
        linear: _Linear | None = None
        bound = anchor.bound
        floors = floor_cuts(self.strong.purse, matrix, budget)
        if anchor.budget != budget or not self._unchanged(low, high) or floors is not None:
            linear = self._linear(matrix, budget, anchor, controls)
            if floors is not None:
                linear.add(floors)
                matrix = matrix.with_rows(floors)
            bound = linear.solve()
        if bound is None:
            return None
        plan = rounded(self.strong, matrix, budget, bound, controls, floors)
        if plan is not None and matrix.gap(plan.objective, bound.value) <= controls.gap:
            return proven(plan, bound.value)
        linear = linear or self._linear(matrix, budget, anchor, controls)
        bound = linear.cut(self.strong)
        if bound is None:
            return None
        if linear.cuts is not None:
            matrix = matrix.with_rows(linear.cuts)
        tight = _tight(matrix, bound, len(self.strong.matrix.row_low))
        return self._search(self.strong.purse.limited(tight, budget), bound, controls, plan)

    def _unchanged(self, low: Floats, high: Floats) -> bool:
        return np.array_equal(low, self._matrix.low) and np.array_equal(high, self._matrix.high)

    def _linear(
        self, matrix: Matrix, budget: float, anchor: _Anchor, controls: Controls
    ) -> _Linear:
        linear = _Linear(matrix, self.strong.purse, controls)
        linear.at(budget)
        linear.start(anchor.basis)
        return linear

    def _search(
        self, matrix: Matrix, bound: Bound, controls: Controls, best: Run | None
    ) -> Run | None:
        """Search ever further below the bound, until the best plan is near enough to it."""
        least = matrix.least()
        depth = FIRST_DEPTH * controls.gap * max(least, abs(bound.value))
        known = bound.value
        for _ in range(ATTEMPTS):
            if best is not None:
                if matrix.gap(best.objective, known) <= controls.gap:
                    return proven(best, known)
                # What is not searched must not be better than the plan by more than the gap.
                depth = max(depth, bound.value - _enough(best, controls.gap, least))
            if controls.stopped():
                break
            far = depth > FAR * controls.gap * max(least, abs(bound.value))
            near = _near(matrix, self.strong, bound, depth)
            # What was fixed is in no plan better than the bound less the depth.
            deep = bound.value - depth
            small = _lean(near, self.strong) if far else near
            told = telling(controls, best, left_out=deep)
            # HiGHS does not know the plan, and would go on until its own is as good.
            enough = -np.inf if best is None else _enough(best, controls.gap, least)
            found = without_fixed(small, told, SEARCHING, enough=enough, options=NO_RESTART)
            if found.values is not None and (best is None or found.objective > best.objective):
                best = found
            known = min(known, max(found.bound, deep))
            depth *= WIDER
        if best is None or not controls.stopped():
            return None
        return replace(best, status=controls.why_stopped(), bound=max(known, best.objective))


def _enough(plan: Run, gap: float, least: float) -> float:
    """Return a bound that is within the gap of a plan, with a little to spare for rounding."""
    return plan.objective + (gap - 1e-9) * max(least, abs(plan.objective))


def _spread(levels: Sequence[float], most: int) -> list[float]:
    """Return so many levels, from the first to the last."""
    places = np.linspace(0, len(levels) - 1, min(most, len(levels))).round().astype(int)
    return [levels[place] for place in np.unique(places)]


def _tight(matrix: Matrix, bound: Bound, first: int) -> Matrix:
    """Return the matrix without the cuts, which begin at a row, that are slack at the bound."""
    activity = matrix.a @ bound.values
    slack = np.minimum(matrix.row_high - activity, activity - matrix.row_low) > SLACK
    slack[:first] = False
    rows = np.flatnonzero(~slack)
    return replace(
        matrix,
        a=sparse.csr_array(matrix.a[rows]),
        row_low=matrix.row_low[rows],
        row_high=matrix.row_high[rows],
    )


def _lean(matrix: Matrix, strong: ConfigurationRelaxation) -> Matrix:
    """Return the matrix without the columns that only sharpen the bound, and without their rows.

    A long search goes faster without them; what they have shown to be out stays out.
    """
    rows = np.flatnonzero(np.diff(sparse.csr_array(matrix.a[:, strong.lean :]).indptr) == 0)
    columns = slice(strong.lean)
    return replace(
        matrix,
        a=sparse.csr_array(matrix.a[rows][:, columns]),
        cost=matrix.cost[columns],
        row_low=matrix.row_low[rows],
        row_high=matrix.row_high[rows],
        low=matrix.low[columns],
        high=matrix.high[columns],
        whole=matrix.whole[columns],
        columns=matrix.columns[columns],
    )


def _near(matrix: Matrix, strong: ConfigurationRelaxation, bound: Bound, depth: float) -> Matrix:
    """Return the matrix with the columns fixed that no plan within depth of the bound moves.

    Moving a whole column by n steps costs n times its reduced cost; more than the depth can't
    be paid (Dantzig, Fulkerson & Johnson 1954).
    """
    cost = np.abs(bound.reduced)
    steps = np.floor(depth / np.maximum(cost, 1e-12) + 1e-6)
    at_low = np.abs(bound.values - matrix.low) < 1e-7
    at_high = np.abs(bound.values - matrix.high) < 1e-7
    low, high = matrix.low.copy(), matrix.high.copy()
    down = strong.stepwise & at_low & (bound.reduced < 0)
    up = strong.stepwise & at_high & (bound.reduced > 0) & ~down
    high[down] = np.minimum(high[down], low[down] + steps[down])
    low[up] = np.maximum(low[up], high[up] - steps[up])
    return replace(matrix, low=low, high=high)


class _Linear:
    """The linear relaxation of a matrix, solved again as the budget moves and cuts come."""

    def __init__(self, matrix: Matrix, purse: BudgetRows, controls: Controls):
        linear = replace(matrix, whole=np.zeros_like(matrix.whole))
        self._highs, self._scales = prepared(linear, controls)
        self._purse = purse
        self._idle = IDLE * controls.gap
        self.cuts: Rows | None = None

    def at(self, budget: float) -> None:
        rows = self._purse.rows
        low, high = (limit * self._scales.row[rows] for limit in self._purse.at(budget))
        for row, least, most in zip(rows.tolist(), low.tolist(), high.tolist(), strict=True):
            self._highs.changeRowBounds(row, least, most)

    def start(self, basis: highspy.HighsBasis) -> None:
        self._highs.setBasis(basis)

    def basis(self) -> highspy.HighsBasis:
        found = self._highs.getBasis()
        kept = highspy.HighsBasis()
        kept.col_status, kept.row_status = found.col_status, found.row_status
        kept.valid, kept.alien = found.valid, found.alien
        return kept

    def solve(self) -> Bound | None:
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return bound_of(self._highs, self._scales)

    def add(self, rows: Rows) -> None:
        """Add rows; the basis stays, so that the next solve starts from it."""
        add_rows(self._highs, self._scales, rows)

    def keep(self, bounds: Sequence[Bound]) -> Rows:
        """Drop the cuts that count at none of the bounds, and return the others."""
        assert self.cuts is not None
        body, low, high = self.cuts
        used = np.zeros(len(high), dtype=bool)
        for bound in bounds:
            used |= np.abs(body @ bound.values - high) < SLACK
        idle = np.flatnonzero(~used).astype(np.int32) + self._highs.getNumRow() - len(high)
        self._highs.deleteRows(len(idle), idle)
        self.cuts = (sparse.csr_array(body[used]), low[used], high[used])
        return self.cuts

    def cut(self, strong: ConfigurationRelaxation) -> Bound | None:
        """Solve and add the cuts that are violated, until little is gained."""
        before = np.inf
        for turn in range(ROUNDS + 1):
            bound = self.solve()
            if (
                bound is None
                or turn == ROUNDS
                or before - bound.value < self._idle * abs(bound.value)
            ):
                return bound
            before = bound.value
            rows = mixing_cuts(strong, bound.values)
            if rows is None:
                return bound
            self.add(rows)
            self.cuts = rows if self.cuts is None else stacked(self.cuts, rows)
        return None
