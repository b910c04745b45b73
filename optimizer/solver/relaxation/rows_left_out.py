"""A relaxation without its longest rows, to which those that its optimum misses are added.

Of 20,000 places, half of all terms say which neighbours lift a cluster. All but some hundred of
those rows are met by themselves, since little is built (Dantzig, Fulkerson & Johnson 1954).
"""

from __future__ import annotations

import numpy as np

from optimizer.arrays import Ints
from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation.lp import Bound, KeptBasis, bounded
from optimizer.solver.standard_form import Matrix

LONG_ROWS = "near_works_with_neighbours"
MANY_TERMS = 3_000_000
"""Of the long rows: with fewer, HiGHS's presolve has them as soon as it has the rest."""
ROUNDS = 4
"""Most programs solved, each from the start: presolve takes nine rows in ten of such a matrix."""
GAINED = 1e-3
"""The last program lowers the bound by less than this, relative to it: the rest may be missed."""
TOLERANCE = 1e-6


def has_long_rows(matrix: Matrix) -> bool:
    """Return whether the long rows of a matrix are so many that they are better left out."""
    long = matrix.rows_of(LONG_ROWS)
    return int(np.diff(matrix.a.indptr)[long].sum()) >= MANY_TERMS


def bounded_by_parts(
    matrix: Matrix, controls: Controls, basis: KeptBasis | None = None
) -> Bound | None:
    """Solve a matrix as if no column had to be whole; None where it has no plan.

    Of a very large one the optimum may violate some rows; its value bounds every plan all the same.

    Parameters
    ----------
    matrix, controls, basis
        As for `bounded`.
    """
    if not has_long_rows(matrix):
        return bounded(matrix, controls, basis)
    long = matrix.rows_of(LONG_ROWS)
    given = np.setdiff1d(np.arange(matrix.a.shape[0]), long)
    best: Bound | None = None
    for _ in range(ROUNDS):
        if best is not None and controls.stopped():
            break
        found = bounded(matrix.only(given), controls)
        if found is None:
            return best
        gained = np.inf if best is None else best.value - found.value
        best = found
        missed = _missed(matrix, long, found)
        if len(missed) == 0 or gained <= GAINED * max(matrix.least(), abs(best.value)):
            break
        given = np.union1d(given, missed)
    return best


def _missed(matrix: Matrix, rows: Ints, found: Bound) -> Ints:
    """Return which of the rows the values violate."""
    activity = matrix.a[rows] @ found.values
    low, high = matrix.row_low[rows], matrix.row_high[rows]
    slack = TOLERANCE * np.maximum(1.0, np.abs(activity))
    missed = (activity > high + slack) | (activity < low - slack)
    return np.asarray(rows[missed])
