"""What one more of a limit is worth in the relaxation."""

import pytest
from support.plans import tiny

from optimizer.coefficients import compute
from optimizer.solver import Controls
from optimizer.solver.relaxation.limit_prices import limit_prices


def test_the_budget_is_used_up_and_has_a_price():
    """At 20 bn KRW money is short in tiny; limits without a price are left out."""
    found = {price.row[0]: price for price in limit_prices(compute(tiny()), 20.0, (), Controls())}
    budget = found["budget"]
    assert budget.price > 0
    assert budget.used == pytest.approx(budget.limit)
    assert all(price.price for price in found.values())
