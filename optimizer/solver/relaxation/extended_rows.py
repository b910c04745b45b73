"""Rows and columns that are put below and beside a matrix."""

from __future__ import annotations

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
        self._entries: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def new_columns(self, count: int) -> Ints:
        """Return so many new columns."""
        self.columns += count
        return np.arange(self.columns - count, self.columns)

    def add(self, terms: dict[int, float], low: float, high: float) -> None:
        """Add a row low ≤ Σ terms ≤ high; terms are factors by column."""
        row = len(self.low)
        self._entries += [(row, column, value) for column, value in terms.items()]
        self.low.append(low)
        self.high.append(high)

    def body(self) -> sparse.csr_array:
        """Return the factors of all rows."""
        rows, columns, values = zip(*self._entries, strict=True) if self._entries else ((), (), ())
        shape = (len(self.low), self.columns)
        return sparse.csr_array((np.array(values, float), (rows, columns)), shape=shape)
