"""An aim: further rows and a floor on the objective, and prices that the search pays."""

from dataclasses import replace

import numpy as np
import pytest
from support.matrices import programme

from optimizer.solver.search.aims import Aim, NamedRow


def market():
    """Return 3x + 2y with x + y ≤ 1, its columns named, and 10 in any case."""
    names = (("x", ("a", "k")), ("x", ("b", "k")))
    return replace(programme([3, 2], [[1, 1]], [1]), columns=names, offset=10.0)


def test_the_floor_is_a_row_of_the_objective():
    """12 in all is 2 more than what there is in any case; the objective itself stays."""
    matrix = market()
    found = Aim(floor=12.0).rows_on(matrix)
    assert found.a.toarray()[-1].tolist() == [3, 2]
    assert (found.row_low[-1], found.row_high[-1]) == (2, np.inf)
    assert found.cost is matrix.cost


def test_a_row_is_named_and_what_the_matrix_lacks_is_nothing():
    """A column of another country has no place, and counts 0."""
    row = NamedRow({("x", ("b", "k")): 5.0, ("x", ("elsewhere", "k")): 7.0}, high=4.0)
    found = Aim(rows=(row,)).rows_on(market())
    assert found.a.toarray()[-1].tolist() == [0, 5]
    assert (found.row_low[-1], found.row_high[-1]) == (-np.inf, 4)


@pytest.mark.parametrize(("price", "left"), [(None, [3, 2]), ({("x", ("a", "k")): 2.5}, [0.5, 2])])
def test_prices_are_taken_off_the_objective(price, left):
    """Without prices it stays."""
    assert Aim(price=price).goal_on(market()).cost.tolist() == left
