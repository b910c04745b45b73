"""What one unit more of a limit is worth, in a planner's words."""

from support.plans import tiny

from optimizer.analysis.shadow_prices import shadow_prices
from optimizer.coefficients import compute
from optimizer.solver import Controls


def test_money_has_a_price_where_it_is_short():
    """The dearest limits come first; the budget is named in the currency of the instance."""
    prices = shadow_prices(compute(tiny()), 20.0, (), Controls())
    assert prices["price"].abs().is_monotonic_decreasing
    budget = prices[prices["what"] == "Budget"].iloc[0]
    assert budget["price"] > 0
    assert budget["unit"] == tiny().currency
