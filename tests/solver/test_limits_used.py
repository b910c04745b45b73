"""What a plan uses of each limit, and what one building more would take."""

from dataclasses import replace

import numpy as np
from support.matrices import programme

from optimizer.solver.limits_used import LimitsUsed, Use

A, B = ("x", ("a", "k")), ("x", ("b", "k"))


def used(values):
    """Return what B takes where land of 5 is left for A (3) and B (4)."""
    matrix = programme([1, 1], [[3, 4]], [5])
    matrix = replace(matrix, columns=(A, B), rows=(("land", "a"),))
    return LimitsUsed(matrix, np.array(values, dtype=float)).of([("x", "absent"), B])


def test_the_users_of_a_limit_are_named():
    """A has taken 3 of 5, of which B would need 4: more than is left."""
    (use,) = used([1, 0])
    assert (use.row, use.amount, use.limit, use.used) == (("land", "a"), 4, 5, 3)
    assert use.users == (A,)
    assert use.exceeded_by(1)


def test_what_is_free_is_free():
    """Nothing is used, so that one fits and two don't."""
    (use,) = used([0, 0])
    assert use.users == ()
    assert [use.exceeded_by(more) for more in (1, 2)] == [False, True]


def test_rounding_exceeds_nothing():
    """A millionth of the limit is within it."""
    use = Use(("land", "a"), None, 1.0, 100.0, 99.00001, ())
    assert not use.exceeded_by(1)


def test_a_building_without_a_column_counts_nowhere():
    """None of its names is in the matrix."""
    matrix = programme([1], [[1]], [1])
    assert LimitsUsed(matrix, np.zeros(1)).of([A]) == []
