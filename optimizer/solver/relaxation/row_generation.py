"""A matrix from which rows are left out until they are missed, and the search over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.model import Structure, flow_keys
from optimizer.solver.highs.controls import RELAXING, Controls, RunStatus
from optimizer.solver.highs.linear import Linear
from optimizer.solver.highs.run import Run, run
from optimizer.solver.reductions.closest_assignment import ClosestAssignment, leave_out_flows
from optimizer.solver.relaxation.strong_linking import linking_rows
from optimizer.solver.relaxation.tangents import Tangents
from optimizer.solver.standard_form import Matrix, Rows, stacked

ADDED_AT_ONCE = 20_000
"""Up to so many linking rows are all added at the start; more are added as they are missed."""
ROUNDS = 60
"""Most rounds of cutting off the linear relaxation."""
PROGRESS_ENDS = 1e-6
IDLE_ROUNDS = 3
"""Rounds end when the bound has fallen by less than this, relative to itself, so many times."""
LEFT_TO_TANGENTS = 0.05
"""Part of the gap that a search leaves to what its plan is really worth, so that it need not be
repeated for very little."""
TOLERANCE = 1e-7
IN_RULES_OF_FLOWS = {"q", "x", "y", "v_added", "u", "uv_added"}
"""Blocks of columns in rules 5 and 6 under job_takers “best”."""


@dataclass(frozen=True)
class Relaxation:
    """What HiGHS is given in place of the full matrix; every bound on it holds for the full one.

    Attributes
    ----------
    matrix : Matrix
        All rows that were missed so far.
    full : Matrix
    nearest : ClosestAssignment or None
        How reduced columns stand for full ones; None: the columns are the same.
    linking : rows or None
        Rows that only cut off fractional plans, added as they are missed.
    tangents : Tangents or None
        Of an objective that is not linear, added as they are missed.
    """

    matrix: Matrix
    full: Matrix
    nearest: ClosestAssignment | None = None
    linking: Rows | None = None
    tangents: Tangents | None = None

    def project(self, full: Floats) -> Floats:
        """Return an expression's coefficients on this matrix's columns."""
        return full if self.nearest is None else self.nearest.project(full)

    def expand(self, values: Floats) -> Floats:
        """Return values of the full columns."""
        if self.nearest is None:
            return values
        return self.nearest.expand(values, len(self.full.columns))

    def settled(self, values: Floats) -> Floats:
        """Return a plan's values with what an objective that is not linear really comes to."""
        return values if self.tangents is None else self.tangents.settled(values)

    def with_rows(self, rows: Rows) -> Relaxation:
        """Return the relaxation with further rows."""
        return replace(self, matrix=self.matrix.with_rows(rows))

    def with_tangents(self, tangents: Tangents | None, controls: Controls) -> Relaxation:
        """Return the relaxation of an objective that is not linear, cut to a good bound."""
        return self if tangents is None else cut_off(replace(self, tangents=tangents), controls)

    def keeping(self, full: Floats, low: float) -> Relaxation:
        """Return the relaxation with Σ full·x ≥ low, on the full matrix too."""
        limits = np.array([low]), np.array([np.inf])
        own = sparse.csr_array(self.project(full)[None, :])
        whole = sparse.csr_array(full[None, :])
        return replace(
            self,
            matrix=self.matrix.with_rows((own, *limits)),
            full=self.full.with_rows((whole, *limits)),
        )

    def with_goal(self, full: Floats, offset: float) -> Relaxation:
        """Return the relaxation with another objective, given on the full columns."""
        goal = replace(self.matrix, cost=self.project(full), offset=offset)
        return replace(self, matrix=goal)

    def limited(self, high: Floats) -> Relaxation:
        """Return the relaxation with other upper limits, given on the full columns."""
        limits = high
        if self.nearest is not None:
            kept = high[self.nearest.kept]
            limits = np.concatenate([kept, self.matrix.high[len(kept) :]])
        return replace(self, matrix=replace(self.matrix, high=limits))

    def missed(self, values: Floats, *, whole: bool) -> Rows | None:
        """Return rows of the full model that values violate.

        Parameters
        ----------
        values : float array, shape (columns,)
        whole : bool
            The values are a whole plan: linking rows hold by themselves.
        """
        cuts = None if self.nearest is None else self.nearest.missing(values)
        curved = None if self.tangents is None else self.tangents.missed(values)
        cuts = curved if cuts is None else cuts if curved is None else stacked(cuts, curved)
        if whole or self.linking is None:
            return cuts
        a, low, high = self.linking
        size = np.minimum(1.0, abs(a).max(axis=1).toarray().ravel())
        violated = np.flatnonzero(a @ values > high + TOLERANCE * np.maximum(size, np.abs(high)))
        if len(violated) == 0:
            return cuts
        rows = (sparse.csr_array(a[violated]), low[violated], high[violated])
        return rows if cuts is None else stacked(cuts, rows)


def relax(matrix: Matrix, structure: Structure, controls: Controls, *, known: bool) -> Relaxation:
    """Return the relaxation to start with, already cut to a good bound.

    Only flows are reduced and cut: under job_takers "catchment" there are none. A model that holds
    anything unknown (not `known`) is never reduced; the linking rows hold for it as long as rules
    5 and 6, from which they follow, are all there and as they were written.
    """
    coefficients = structure.coefficients
    if coefficients.takers is not None:
        return Relaxation(matrix, matrix)
    if not known and not _rules_of_flows_stand(matrix, structure):
        return Relaxation(matrix, matrix)
    reduced = leave_out_flows(matrix, coefficients) if known else None
    if reduced is not None:
        return cut_off(Relaxation(reduced[0], matrix, reduced[1]), controls)
    linking = linking_rows(matrix, structure)
    if linking is None:
        return Relaxation(matrix, matrix)
    if linking[0].shape[0] <= ADDED_AT_ONCE:
        return Relaxation(matrix.with_rows(linking), matrix)
    return cut_off(Relaxation(matrix, matrix, linking=linking), controls)


def _rules_of_flows_stand(matrix: Matrix, structure: Structure) -> bool:
    """Return whether rules 5 and 6 are all there, and no column that they don't know is in them."""
    rows = matrix.rows_of("jobs", "pool")
    expected = {
        *(("jobs", region) for _, region in flow_keys(structure.coefficients)),
        *(("pool", region) for region, _ in flow_keys(structure.coefficients)),
    }
    columns = np.unique(sparse.csr_array(matrix.a[rows]).indices)
    blocks = {name[0] for c in columns if not isinstance(name := matrix.columns[c], int)}
    return expected <= {matrix.rows[row] for row in rows} and blocks <= IN_RULES_OF_FLOWS


def cut_off(relaxation: Relaxation, controls: Controls) -> Relaxation:
    """Solve the linear relaxation, add the rows it violates, and again, until nothing is gained."""
    linear = Linear(relaxation.matrix, controls, RELAXING)
    bound, idle, least = np.inf, 0, relaxation.matrix.least()
    for _ in range(ROUNDS):
        found = linear.solve() if not controls.stopped() else None
        if found is None:
            break
        values, objective = found
        gained = bound - objective > PROGRESS_ENDS * max(least, abs(objective))
        idle = 0 if gained else idle + 1
        rows = relaxation.missed(values, whole=False)
        if rows is None or idle > IDLE_ROUNDS:
            break
        relaxation = relaxation.with_rows(rows)
        linear.add(rows)
        bound = objective
    return relaxation


def maximise(
    relaxation: Relaxation,
    controls: Controls,
    *,
    phase: str,
    start: Floats | None = None,
    **more: Any,
) -> tuple[Run, Relaxation]:
    """Maximise over whole plans; rows that the plan found violates are added and it goes on.

    Parameters
    ----------
    relaxation : Relaxation
    controls : Controls
    phase : str
        Named in progress.
    start : float array, optional
        A plan to start from, on the relaxation's columns; it must violate nothing.
    **more
        As for `optimizer.solver.highs.run.run`.

    Returns
    -------
    run : Run
        Values of the relaxation's columns that violate nothing.
    relaxation : Relaxation
        With all rows that were missed on the way.
    """
    bound = np.inf
    best: Floats | None = start
    within = controls
    if relaxation.tangents is not None:
        within = replace(controls, gap=(1 - LEFT_TO_TANGENTS) * controls.gap)
    while True:
        found = run(relaxation.matrix, within, phase=phase, start=best, **more)
        bound = min(bound, found.bound) if found.status != "infeasible" else found.bound
        if found.values is None:
            return _told(relaxation, found, best, bound), relaxation
        rows = relaxation.missed(found.values, whole=True)
        if rows is None:
            return replace(found, bound=max(min(bound, found.bound), found.objective)), relaxation
        relaxation = relaxation.with_rows(rows)
        best = _better(relaxation, best, found.values)
        if best is not None:
            reached = float(relaxation.matrix.cost @ best) + relaxation.matrix.offset
            if relaxation.matrix.gap(reached, bound) <= controls.gap:
                return Run("optimal", best, reached, max(bound, reached)), relaxation
        if controls.stopped():
            return _told(relaxation, found, best, bound), relaxation


def _better(relaxation: Relaxation, best: Floats | None, values: Floats) -> Floats | None:
    """Return the better of the best plan and what is left of a plan that violated some rows."""
    nearest, tangents, matrix = relaxation.nearest, relaxation.tangents, relaxation.matrix
    if nearest is None and tangents is None:
        return best
    true = relaxation.settled(values if nearest is None else nearest.lowered(values))
    # What is true lies below its tangents; only what a reduction or a goal kept asks can break.
    safe = nearest is None and tangents is not None and tangents.is_goal(matrix)
    if not safe and not keeps_rows(matrix, true):
        return best
    if best is None or float(matrix.cost @ true) > float(matrix.cost @ best):
        return true
    return best


def keeps_rows(matrix: Matrix, true: Floats) -> bool:
    """Return whether a plan violates no row of a matrix, up to rounding."""
    activity = matrix.a @ true
    slack = 1e-6 * np.maximum(np.minimum(1.0, abs(matrix.a) @ np.abs(true)), np.abs(activity))
    broken = (activity < matrix.row_low - slack) | (activity > matrix.row_high + slack)
    return not broken.any()


def _told(relaxation: Relaxation, found: Run, best: Floats | None, bound: float) -> Run:
    """Return a run that ended early: with the best whole plan, if there is one."""
    if best is None or found.status == "infeasible":
        return replace(found, values=None)
    reached = float(relaxation.matrix.cost @ best) + relaxation.matrix.offset
    status: RunStatus = "interrupted" if found.status == "interrupted" else "time_limit"
    return Run(status, best, reached, max(bound, reached))
