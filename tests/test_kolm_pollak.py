"""The equally distributed equivalent, and the tangents that bound it."""

import math

import numpy as np
import pytest

from optimizer.kolm_pollak import equivalent, lowest, slope, worth

SHARE, WEIGHT = np.array([0.1, 0.2, 0.4]), np.array([1.0, 2.0, 1.0])


def test_equal_shares_are_their_own_equivalent():
    """Where all keep 0.3, that is the equivalent."""
    assert equivalent(np.full(3, 0.3), WEIGHT, 50.0) == pytest.approx(0.3, rel=1e-12)


def test_by_hand():
    """−(1/κ)·ln Σ w·exp(−κ·s), with κ = 10."""
    sums = (math.exp(-1) + 2 * math.exp(-2) + math.exp(-4)) / 4
    assert equivalent(SHARE, WEIGHT, 10.0) == pytest.approx(-math.log(sums) / 10, rel=1e-12)


def test_it_lies_between_the_worst_share_and_the_mean():
    """Hardly any aversion gives the mean, very much the worst share; no power is too large."""
    assert equivalent(SHARE, WEIGHT, 1e-6) == pytest.approx(0.225, abs=1e-6)
    assert equivalent(SHARE, WEIGHT, 1e5) == pytest.approx(0.1, abs=2e-5)
    assert 0.1 < equivalent(SHARE, WEIGHT, 20.0) < 0.225


def test_where_nobody_leaves_it_is_nothing():
    """Places of no weight don't count; without any other the equivalent is 0."""
    assert equivalent(SHARE, np.zeros(3), 10.0) == 0
    assert equivalent(SHARE, np.array([0.0, 1.0, 0.0]), 10.0) == pytest.approx(0.2)


@pytest.mark.parametrize("aversion", [0.5, 10.0, 300.0])
def test_it_is_the_largest_of_a_sum(aversion):
    """Max over t of t + Σ w·φ(s − t), at t = the equivalent, where Σ w·φ is 0."""
    w, best = WEIGHT / 4, equivalent(SHARE, WEIGHT, aversion)
    levels = np.append(np.linspace(0, 0.5, 1001), best)
    sums = [t + w @ worth(SHARE - t, aversion) for t in levels]
    assert max(sums) == pytest.approx(best, rel=1e-12)
    assert w @ worth(SHARE - best, aversion) == pytest.approx(0, abs=1e-12)
    assert w @ slope(SHARE - best, aversion) == pytest.approx(1, rel=1e-12)


def test_no_share_is_lower_than_the_lowest():
    """A share of nothing beside shares of all: it is no further below than ln(1/w)/κ, nor 1."""
    share, w = np.array([0.0, 1.0, 1.0]), WEIGHT / 4
    for aversion in (0.1, 3.0, 80.0):
        below = share - equivalent(share, w, aversion)
        assert (below >= lowest(w, aversion) - 1e-12).all()
    assert lowest(w, 0.1).min() == -1
