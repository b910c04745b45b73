"""Long sums of decisions, which Pyomo keeps as two lists and not as a tree of terms."""

from __future__ import annotations

from typing import Any

from optimizer.light_pyomo import LinearExpression


def weighted(weights: list[float], decisions: list[Any]) -> LinearExpression:
    """Return Σ weight·decision.

    Parameters
    ----------
    weights : list of float
    decisions : list of variables
        As many.
    """
    return LinearExpression(constant=0.0, linear_coefs=weights, linear_vars=decisions)
