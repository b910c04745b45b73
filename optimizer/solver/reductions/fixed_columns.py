"""What is left of a matrix once many of its columns are fixed, and its search."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats
from optimizer.solver.highs.controls import Controls, OptionValue
from optimizer.solver.highs.run import Companion, Run, run
from optimizer.solver.standard_form import Matrix

ROUNDING = 1e-9


def without_fixed(
    matrix: Matrix,
    controls: Controls,
    phase: str,
    *,
    start: Floats | None = None,
    enough: float = -np.inf,
    good: float = np.inf,
    companion: Companion | None = None,
    options: dict[str, OptionValue] | None = None,
) -> Run:
    """Maximise with what is fixed taken out first, which HiGHS does more slowly.

    Parameters
    ----------
    matrix, controls, phase, start, enough, good, companion, options
        As for `optimizer.solver.highs.run.run`.
    """
    free = matrix.high > matrix.low
    fixed = np.where(free, 0.0, matrix.low)
    given = matrix.a @ fixed
    small = replace(
        matrix,
        a=sparse.csr_array(matrix.a[:, free]),
        cost=matrix.cost[free],
        offset=matrix.offset + float(matrix.cost @ fixed),
        row_low=matrix.row_low - given,
        row_high=matrix.row_high - given,
        low=matrix.low[free],
        high=matrix.high[free],
        whole=matrix.whole[free],
        columns=(),
    )
    small = _needed(small)
    begin = None if start is None else start[free]
    found = run(
        small,
        controls,
        phase=phase,
        start=begin,
        enough=enough,
        good=good,
        companion=None if companion is None else _OfColumns(companion, free),
        options=options,
    )
    if found.values is None:
        return found
    whole = fixed.copy()
    whole[free] = found.values
    return replace(found, values=whole)


@dataclass(frozen=True)
class _OfColumns:
    """A companion of a whole matrix, beside the search of some of its columns."""

    companion: Companion
    columns: Flags

    def enough(self) -> float:
        return self.companion.enough()

    def beside(self, bound: float, nodes: int) -> Floats | None:
        found = self.companion.beside(bound, nodes)
        # What the companion knows only some of the columns of is not handed over.
        whole = found is not None and len(found) == len(self.columns)
        return found[self.columns] if found is not None and whole else None


def _needed(matrix: Matrix) -> Matrix:
    """Return the matrix without the rows that hold whatever its columns are."""
    up, down = matrix.a.maximum(0), matrix.a.minimum(0)
    most = up @ matrix.high + down @ matrix.low
    least = up @ matrix.low + down @ matrix.high
    slack = ROUNDING * np.minimum(1.0, np.maximum(np.abs(most), np.abs(least)))
    rows = np.flatnonzero((most > matrix.row_high + slack) | (least < matrix.row_low - slack))
    return matrix.only(rows)
