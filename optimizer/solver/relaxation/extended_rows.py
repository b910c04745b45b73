"""Rows and columns that are put below and beside a matrix."""

from __future__ import annotations

from array import array

import numpy as np
from scipy import sparse

from optimizer.arrays import Ints


class MoreRows:
    """Gathers rows and columns.

    Parameters
    ----------
    columns : int
        Of the matrix.
    """

    def __init__(self, columns: int):
        self.columns = columns
        self._rows = array("q")
        self._columns = array("q")
        self._factors = array("d")
        self.low: list[float] = []
        self.high: list[float] = []

    def new_columns(self, count: int) -> Ints:
        """Return so many new columns."""
        self.columns += count
        return np.arange(self.columns - count, self.columns)

    def add(self, terms: dict[int, float], low: float, high: float) -> None:
        """Add a row low ≤ Σ terms ≤ high; terms are factors by column."""
        self._rows.extend([len(self.low)] * len(terms))
        self._columns.extend(terms)
        self._factors.extend(terms.values())
        self.low.append(low)
        self.high.append(high)

    def body(self) -> sparse.csr_array:
        """Return the factors of all rows."""
        rows, columns = (np.array(part, dtype=np.int64) for part in (self._rows, self._columns))
        factors = np.array(self._factors, dtype=float)
        shape = (len(self.low), self.columns)
        return sparse.csr_array((factors, (rows, columns)), shape=shape)
