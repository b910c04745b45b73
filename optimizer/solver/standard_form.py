"""Exports a Pyomo model once as a sparse matrix with names, ready for HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats, Ints
from optimizer.equilibration import Scales
from optimizer.model import Compiled, Name, Structure
from optimizer.silent_highs import maximising

Rows = tuple[sparse.csr_array, Floats, Floats]
"""Rows a, low, high: low ≤ a·x ≤ high."""


def stacked(one: Rows, other: Rows) -> Rows:
    """Return rows below rows."""
    return (
        sparse.csr_array(sparse.vstack([one[0], other[0]], format="csr")),
        np.concatenate([one[1], other[1]]),
        np.concatenate([one[2], other[2]]),
    )


HARDLY_ANY = 2.0**-20
"""Part of the most that columns could be worth at which an objective is no more than rounding."""


class SolverError(Exception):
    """HiGHS gave up, neither with a plan nor with a proof that there is none."""


@dataclass(frozen=True)
class Matrix(Compiled):
    """A compiled model, or part of one, and what is asked of it while it is solved.

    Rows that are added later come below the model's own and have no name.
    """

    def position(self) -> dict[Name, int]:
        """Return the column of each variable, by its name."""
        return {name: place for place, name in enumerate(self.columns) if not isinstance(name, int)}

    def block(self, *blocks: str) -> Ints:
        """Return the columns of some blocks."""
        names = enumerate(self.columns)
        found = [place for place, name in names if not isinstance(name, int) and name[0] in blocks]
        return np.array(found, dtype=int)

    def rows_of(self, *families: str) -> Ints:
        """Return the places of the rows of some families."""
        found = [place for place, (family, _) in enumerate(self.rows) if family in families]
        return np.array(found, dtype=int)

    def with_rows(self, rows: Rows) -> Matrix:
        """Return the matrix with further rows below its own."""
        a, low, high = rows
        return replace(
            self,
            a=sparse.csr_array(sparse.vstack([self.a, a], format="csr")),
            row_low=np.concatenate([self.row_low, low]),
            row_high=np.concatenate([self.row_high, high]),
        )

    def only(self, rows: Ints) -> Matrix:
        """Return the matrix with some of its rows, which have no names then."""
        return replace(
            self,
            a=sparse.csr_array(self.a[rows]),
            row_low=self.row_low[rows],
            row_high=self.row_high[rows],
            rows=(),
        )

    def least(self) -> float:
        """Return an objective that is hardly more than nothing, at most 1.

        Gaps are relative to the objective, or to this where it is larger.
        """
        reach = np.maximum(np.abs(self.low), np.abs(self.high))
        used = self.cost != 0
        most = float(np.abs(self.cost[used]) @ reach[used])
        return min(1.0, HARDLY_ANY * most) if np.isfinite(most) and most > 0 else 1.0

    def gap(self, objective: float, bound: float) -> float:
        """Return the gap of a plan by which a search ends; `least` stands for a smaller objective.

        The gap that a plan tells has 1 in its place (contract.md).
        """
        return abs(bound - objective) / max(self.least(), abs(objective))

    def fixed(self, values: Floats) -> Matrix:
        """Return the linear program left when whole-number columns take the given values."""
        low, high = self.low.copy(), self.high.copy()
        low[self.whole] = high[self.whole] = np.round(values[self.whole])
        return replace(self, low=low, high=high, whole=np.zeros_like(self.whole))

    def holding(self, fixed: Flags, values: Floats) -> Matrix:
        """Return the matrix with some columns held at values; the others are as free as before."""
        low, high = np.where(fixed, values, self.low), np.where(fixed, values, self.high)
        return replace(self, low=low, high=high)

    def passed_to(self, highs: highspy.Highs) -> Scales:
        """Hand the matrix over to HiGHS; what it finds is read through the scales returned."""
        rows, columns = (self.row_low, self.row_high), (self.low, self.high)
        scales = maximising(highs, self.cost, self.a, rows, columns, self.whole, self.offset)
        if scales is None:
            raise SolverError("HiGHS refused the model: a number in it is too large")
        return scales


def export(structure: Structure) -> Matrix:
    """Return the matrix of a model with all its active constraints.

    Parameters
    ----------
    structure : Structure
        Of a model from `optimizer.build_model`, possibly with further rules.

    Raises
    ------
    TypeError
        A rule is not linear.
    """
    return Matrix(**vars(structure.compiled()))
