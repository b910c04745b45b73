"""Kolm and Pollak's equally distributed equivalent of shares, and tangents that lie above it.

A person kept in a place whose share is lower by d counts exp(κ·d) times as much. The equivalent is
concave in the shares, and at the same time the largest value of what is a sum over places:

    −(1/κ)·ln Σ w·exp(−κ·s) = max over t of t + Σ w·φ(s − t),  φ(d) = (1 − exp(−κ·d))/κ.

φ is concave, so that each of its tangents lies above it: with tangents in its place a linear
programme bounds the equivalent from above (outer approximation, Kelley 1960).
"""

from __future__ import annotations

import numpy as np

from optimizer.arrays import Floats


def equivalent(share: Floats, weight: Floats, aversion: float) -> float:
    """Return the share that, had by all, would be as good: −(1/κ)·ln Σ w·exp(−κ·s), Σ w = 1.

    Parameters
    ----------
    share, weight : float arrays, shape (places,)
        Weights are persons, or parts that add up to 1; 0 is returned where they add up to 0.
    aversion : float
        κ > 0, in 1/share.
    """
    total = float(weight.sum())
    if total <= 0:
        return 0.0
    counted = weight > 0
    w, s = weight[counted] / total, share[counted]
    least = float(s.min())  # taken out, so that no power is too large
    return least - float(np.log(w @ np.exp(-aversion * (s - least)))) / aversion


def worth(difference: Floats, aversion: float) -> Floats:
    """Return φ(d) = (1 − exp(−κ·d))/κ: what a share is worth that is d above the equivalent."""
    return np.asarray(-np.expm1(-aversion * difference) / aversion)


def slope(difference: Floats, aversion: float) -> Floats:
    """Return φ's slope exp(−κ·d)."""
    return np.asarray(np.exp(-aversion * difference))


def lowest(weight: Floats, aversion: float) -> Floats:
    """Return how far below the equivalent a share can be: −ln(1/w)/κ, and no more than all of it.

    Parameters
    ----------
    weight : float array, shape (places,)
        Above 0, adding up to 1.
    aversion : float
        κ > 0, in 1/share.
    """
    # w·exp(−κ·d) is a part of a sum of 1.
    return np.asarray(np.maximum(-1.0, np.log(weight) / aversion))
