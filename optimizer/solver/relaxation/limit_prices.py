"""What one unit more of each limit is worth in the linear relaxation of the whole model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np

from optimizer.coefficients import Coefficients
from optimizer.model import Name, OwnRule, Structure, build, with_rules
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import prepared, run_interruptibly
from optimizer.solver.relaxation.lp import row_prices
from optimizer.solver.standard_form import export


@dataclass(frozen=True)
class LimitPrice:
    """The shadow price of one limit.

    Attributes
    ----------
    row : Name
        Family and index of the rule.
    price : float
        How much the relaxation's optimum gains for each unit more of the limit.
    limit, used : float
        The limit, and what the relaxation's optimum uses of it.
    """

    row: Name
    price: float
    limit: float
    used: float


def limit_prices(
    coefficients: Coefficients,
    budget: float | None,
    rules: Sequence[OwnRule],
    controls: Controls,
) -> list[LimitPrice]:
    """Return the limits that bind in the relaxation of the whole model, graduates included.

    Parameters
    ----------
    coefficients : Coefficients
    budget : float or None
    rules : sequence of callables
        Of one's own.
    controls : Controls
    """
    matrix = export(Structure(with_rules(build(coefficients, budget), rules)))
    linear = replace(matrix, whole=np.zeros_like(matrix.whole))
    highs, scales = prepared(linear, replace(controls, watcher=None))
    run_interruptibly(highs, controls)
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return []
    used = matrix.a @ scales.values(highs.getSolution().col_value)
    prices = row_prices(highs, scales)
    # A price is of the limit that is reached: the upper one where more of it gains.
    limits = np.where(prices > 0, matrix.row_high, matrix.row_low)
    return [
        LimitPrice(name, float(price), float(limit), float(use))
        for name, price, limit, use in zip(matrix.rows, prices, limits, used, strict=True)
        if price
    ]
