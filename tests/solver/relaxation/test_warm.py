"""A relaxation that is asked again gives what one solved afresh gives, and is as it was after."""

import numpy as np
import pytest
from support.plans import tiny

from optimizer.coefficients import compute
from optimizer.solver import Controls, ParametricSolver

BUDGET = 60.0


@pytest.fixture(scope="module")
def asked():
    series = ParametricSolver(compute(tiny()), [BUDGET])
    return series.asked_again(BUDGET, Controls(gap=0))


def test_limits_lower_the_bound_and_are_taken_back(asked):
    """Without what the relaxation builds most it is worth less; afterwards as much as before."""
    built = asked.counts(asked.whole.values)
    key = max((key for key in built if built[key] >= 1), key=lambda key: built[key])
    value, bound = asked.limited({}, {key: 0})
    assert value < asked.whole.value
    assert asked.counts(bound.values)[key] == pytest.approx(0, abs=1e-9)
    again, _ = asked.limited({}, {})
    assert again == pytest.approx(asked.whole.value, rel=1e-9)


def test_what_can_not_be_is_told(asked):
    """More than there may be of something has no plan."""
    value, bound = asked.limited({("dunmarrow", "bio_hub"): 1}, {("dunmarrow", "bio_hub"): 1})
    assert (value, bound) == (-np.inf, None)


def test_the_price_of_money_is_what_a_little_more_gains(asked):
    """The shadow price of the budget is the difference quotient of the relaxation."""
    series = ParametricSolver(compute(tiny()), [BUDGET])
    more = series.asked_again(BUDGET + 0.01, Controls(gap=0)).whole.value
    price = asked.prices["budget", None]
    assert price > 0
    assert (more - asked.whole.value) / 0.01 == pytest.approx(price, rel=1e-3)
