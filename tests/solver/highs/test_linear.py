"""A linear programme that grows rows, solved again from where it was."""

import numpy as np
import pytest
from scipy import sparse
from support.matrices import knapsack

from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.linear import Linear

ITEMS = knapsack([10, 6, 5], [5, 4, 3], 7)


def cut(row, room):
    return sparse.csr_array(np.array([row], dtype=float)), np.array([-np.inf]), np.array([room])


def test_each_row_lowers_the_optimum():
    """10 and two thirds of 5; without both together, half the room is left to the second."""
    linear = Linear(ITEMS, Controls(), "-")
    assert linear.solve()[1] == pytest.approx(10 + 10 / 3)
    linear.add(cut([1, 0, 1], 1.0))
    assert linear.solve()[1] == pytest.approx(10 + 6 * 2 / 4)
    linear.add(cut([1, 1, 0], 1.0))
    values, objective = linear.solve()
    assert objective == pytest.approx(11)
    assert values == pytest.approx([0, 1, 1])


def test_where_nothing_is_left_there_is_no_answer():
    """A row that nothing can meet."""
    linear = Linear(ITEMS, Controls(), "-")
    linear.add(cut([1, 1, 1], -1.0))
    assert linear.solve() is None


def test_the_watcher_reads_the_bound():
    """Under the phase's name, without a plan yet."""
    told = []
    Linear(ITEMS, Controls(watcher=told.append), "bounding").solve()
    last = told[-1]
    assert (last.phase, last.objective) == ("bounding", None)
    assert last.bound == pytest.approx(10 + 10 / 3)
