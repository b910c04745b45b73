"""What a plan must meet besides the rules, and what is sought in place of the objective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.model import Name
from optimizer.solver.standard_form import Matrix


@dataclass(frozen=True)
class NamedRow:
    """A row low ≤ Σ factor·column ≤ high, whose columns are known by name.

    Attributes
    ----------
    factors : mapping of Name to float
        Columns that a matrix lacks are 0 there.
    low, high : float
    """

    factors: Mapping[Name, float]
    low: float = -np.inf
    high: float = np.inf


@dataclass(frozen=True)
class Aim:
    """What is asked of a plan that need not be the best.

    Attributes
    ----------
    floor : float
        The least objective.
    rows : tuple of NamedRow
        Further rows.
    price : mapping of Name to float
        What one of a column is to lose, in units of the objective: the search maximises the
        objective less these prices.
    """

    floor: float = -np.inf
    rows: tuple[NamedRow, ...] = ()
    price: Mapping[Name, float] | None = None

    def rows_on(self, matrix: Matrix) -> Matrix:
        """Return a matrix with the floor and the rows; its objective stays."""
        floor = np.array([self.floor - matrix.offset])
        bodies = [matrix.cost, *(_vector(matrix, row.factors) for row in self.rows)]
        low = np.concatenate([floor, [row.low for row in self.rows]])
        high = np.array([np.inf, *(row.high for row in self.rows)])
        return matrix.with_rows((sparse.csr_array(np.array(bodies)), low, high))

    def goal_on(self, matrix: Matrix) -> Matrix:
        """Return a matrix whose objective is less the prices."""
        if not self.price:
            return matrix
        return replace(matrix, cost=matrix.cost - _vector(matrix, self.price))


def _vector(matrix: Matrix, factors: Mapping[Name, float]) -> Floats:
    """Return factors as an array over a matrix's columns."""
    column, found = matrix.position(), np.zeros(len(matrix.cost))
    for name, factor in factors.items():
        if name in column:
            found[column[name]] += factor
    return found
