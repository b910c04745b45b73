"""A plan that builds nothing says so where the budget is the reason."""

import pytest
from support.plans import plain_tiny

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.plan.unaffordable import unaffordable


@pytest.mark.parametrize("budget", [0.0, 1.0])
def test_budget_and_the_cheapest_cost_are_named(budget):
    """On the plan itself, with the currency."""
    plan = opt.solve(plain_tiny(), budget=budget)
    (note,) = [text for text in plan.notes if text.startswith("Nothing is built")]
    assert f"budget is {budget:g} bn KRW" in note and "costs the centre" in note


def test_a_budget_that_is_enough_is_no_reason():
    """And neither is none."""
    coefficients = compute(plain_tiny())
    assert unaffordable(coefficients, 200.0) == unaffordable(coefficients, None) == ()
