"""Rows and columns that are put below and beside a matrix."""

import numpy as np

from optimizer.solver.relaxation.extended_rows import MoreRows


def test_rows_are_gathered_with_new_columns():
    """Two columns beside three; terms by column, limits by row."""
    more = MoreRows(3)
    assert more.new_columns(2).tolist() == [3, 4]
    more.add({0: 1.0, 4: -2.0}, -np.inf, 5.0)
    more.add({3: 1.0}, 0.0, 1.0)
    assert more.body().toarray().tolist() == [[1, 0, 0, 0, -2], [0, 0, 0, 1, 0]]
    assert (more.low, more.high) == ([-np.inf, 0.0], [5.0, 1.0])


def test_without_rows_the_body_is_empty():
    """Of the matrix's width."""
    assert MoreRows(3).body().shape == (0, 3)
