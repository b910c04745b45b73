"""What a linear program says beyond its optimum: what each column would gain or lose by moving."""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np

from optimizer.arrays import Floats
from optimizer.equilibration import Scales
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import prepared
from optimizer.solver.standard_form import Matrix


@dataclass(frozen=True)
class Bound:
    """The optimum of a linear program.

    Attributes
    ----------
    value : float
        No plan is better.
    values, reduced : float arrays, shape (columns,)
        Reduced costs: how much the bound changes as a column moves by one.
    """

    value: float
    values: Floats
    reduced: Floats


class KeptBasis:
    """The optimal basis of the first of several like linear programs, where the others begin.

    As limits change, the dual simplex method needs a few steps from there (Lemke 1954). Which
    plan lies next to the relaxation may depend on it where there are several optima; no bound does.
    """

    def __init__(self) -> None:
        self._kept: highspy.HighsBasis | None = None

    def begin(self, highs: highspy.Highs) -> None:
        """Begin a program at the basis, if there is one; rows that it lacks are slack.

        HiGHS refuses a basis that doesn't fit, and begins as ever.
        """
        kept = self._kept
        if kept is None or len(kept.col_status) != highs.getNumCol():
            return
        rows = list(kept.row_status)[: highs.getNumRow()]
        basis = highspy.HighsBasis()
        basis.col_status = list(kept.col_status)
        basis.row_status = rows + [highspy.HighsBasisStatus.kBasic] * (
            highs.getNumRow() - len(rows)
        )
        basis.valid = True
        highs.setBasis(basis)

    def keep(self, highs: highspy.Highs) -> None:
        """Keep the basis of the first program."""
        if self._kept is None:
            self._kept = highs.getBasis()


def bounded(matrix: Matrix, controls: Controls, basis: KeptBasis | None = None) -> Bound | None:
    """Solve a matrix as if no column had to be whole; None where it has no plan.

    Parameters
    ----------
    matrix : Matrix
    controls : Controls
    basis : KeptBasis, optional
        Of programs that differ in limits and last rows alone.
    """
    highs, scales = prepared(replace(matrix, whole=np.zeros_like(matrix.whole)), controls)
    if basis is not None:
        basis.begin(highs)
    highs.run()
    optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if optimal and basis is not None:
        basis.keep(highs)
    return bound_of(highs, scales) if optimal else None


def bound_of(highs: highspy.Highs, scales: Scales) -> Bound:
    """Return what HiGHS has found."""
    found = highs.getSolution()
    return Bound(
        scales.objective(highs.getInfo().objective_function_value),
        scales.values(found.col_value),
        scales.reduced(found.col_dual),
    )


def row_prices(highs: highspy.Highs, scales: Scales) -> Floats:
    """Return what the optimum gains for each unit more of each row's limit: its shadow price."""
    duals = np.asarray(highs.getSolution().row_dual, dtype=float)
    known = len(scales.row)  # rows that were added later have factors of their own
    return np.asarray(duals[:known] * scales.row / scales.goal)
