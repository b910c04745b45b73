"""What the relaxation says at one budget."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.coefficients.pairs import Floats


@dataclass(frozen=True)
class Bound:
    """The relaxation's optimum at one budget.

    Attributes
    ----------
    value : float
        No plan is better.
    values, reduced : float arrays, shape (columns,)
        Reduced costs: how much the bound changes as a column moves by one.
    """

    value: float
    values: Floats
    reduced: Floats
