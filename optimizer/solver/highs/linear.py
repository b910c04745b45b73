"""A linear programme that is solved again and again as rows are added."""

from __future__ import annotations

import time
from dataclasses import replace

import highspy
import numpy as np

from optimizer.arrays import Floats
from optimizer.equilibration import Scales
from optimizer.solver.highs.controls import Controls, Progress
from optimizer.solver.highs.run import attach_watch, prepared, run_interruptibly
from optimizer.solver.standard_form import Matrix, Rows


def add_rows(highs: highspy.Highs, scales: Scales, rows: Rows) -> None:
    """Add rows low ≤ a·x ≤ high; a basis stays, so that the next solve starts from it."""
    a, low, high = rows
    factors = scales.rows_of(a)
    starts, indices = a.indptr[:-1].astype(np.int32), a.indices.astype(np.int32)
    data = scales.body(a, factors).data
    highs.addRows(a.shape[0], low * factors, high * factors, a.nnz, starts, indices, data)


class Linear:
    """A linear program, solved again as rows are added, each time from where the last run ended.

    Parameters
    ----------
    matrix : Matrix
        Its whole-number columns may be fractional here.
    controls : Controls
    phase : str
        Named in progress.
    """

    def __init__(self, matrix: Matrix, controls: Controls, phase: str):
        self._offset, self._cost = matrix.offset, matrix.cost
        self._controls, self._phase = controls, phase
        linear = replace(matrix, whole=np.zeros_like(matrix.whole))
        self._highs, self._scales = prepared(linear, controls)
        attach_watch(self._highs, self._scales, controls, phase)

    def add(self, rows: Rows) -> None:
        """Add rows low ≤ a·x ≤ high."""
        add_rows(self._highs, self._scales, rows)

    def solve(self) -> tuple[Floats, float] | None:
        """Return values and objective; None where there are none, or it was stopped."""
        if np.isfinite(self._controls.left()):
            self._highs.setOptionValue(
                "time_limit", self._highs.getRunTime() + self._controls.left()
            )
        run_interruptibly(self._highs, self._controls)
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = self._scales.values(self._highs.getSolution().col_value)
        objective = float(self._cost @ values) + self._offset
        if self._controls.watcher is not None:
            seconds = time.perf_counter() - self._controls.started
            self._controls.watcher(Progress(self._phase, seconds, None, objective))
        return values, objective
