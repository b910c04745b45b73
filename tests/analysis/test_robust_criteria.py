"""Mean, largest regret and CVaR, by hand."""

import numpy as np
import pytest

from optimizer.analysis.robust_criteria import (
    criterion_of,
    cvar,
    hardest_weights,
    mixture,
    most_under,
    worth,
)
from optimizer.instance import InputError

VALUES = np.array([10.0, 2.0, 6.0, 4.0])
BEST = np.array([11.0, 8.0, 6.0, 6.0])


def test_cvar_by_hand():
    """Of four the worst quarter is 2, the worst half 3; of 0.375 the second counts half."""
    assert cvar(VALUES, 0.25) == pytest.approx(2)
    assert cvar(VALUES, 0.5) == pytest.approx(3)
    assert cvar(VALUES, 0.375) == pytest.approx((2 + 0.5 * 4) / 1.5)
    assert cvar(VALUES, 1) == pytest.approx(VALUES.mean())
    assert cvar(VALUES, 0.01) == pytest.approx(2)


def test_worth_by_hand():
    """Mean 5.5; regrets 1, 6, 0 and 2."""
    assert worth("mean", VALUES, BEST, 0.5) == 5.5
    assert worth("regret", VALUES, BEST, 0.5) == -6
    assert worth("cvar", VALUES, BEST, 0.5) == pytest.approx(3)


@pytest.mark.parametrize("criterion", ["mean", "regret", "cvar"])
def test_no_plan_exceeds_what_the_hardest_worlds_allow(criterion):
    """Under these weights the best plan's expectation bounds every plan's worth."""
    values = np.array([VALUES, VALUES[::-1], [5.0, 5.0, 5.0, 5.0]])
    best = values.max(axis=0)
    weights = hardest_weights(criterion, values, best, 0.5)
    assert weights.sum() == pytest.approx(1)
    bound = most_under(criterion, weights, float((values @ weights).max()), best)
    assert all(worth(criterion, row, best, 0.5) <= bound + 1e-9 for row in values)
    assert criterion != "cvar" or weights.max() <= 0.5 + 1e-9


def test_the_mixture_is_worth_what_the_hardest_worlds_allow():
    """Of two plans, each poor where the other is good, half of each."""
    values = np.array([[4.0, 0.0], [0.0, 4.0], [1.0, 1.0]])
    assert mixture("cvar", values, values.max(axis=0), 0.5) == pytest.approx([0.5, 0.5, 0.0])


def test_another_criterion_is_refused():
    """With those that there are."""
    with pytest.raises(InputError, match="mean or regret or cvar"):
        criterion_of("median")
