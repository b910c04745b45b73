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


def bounded(matrix: Matrix, controls: Controls) -> Bound | None:
    """Solve a matrix as if no column had to be whole; None where it has no plan."""
    highs, scales = prepared(replace(matrix, whole=np.zeros_like(matrix.whole)), controls)
    highs.run()
    optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
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
