"""Shadow prices of purses, land, graduates and other limits: of the relaxation, with units."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from optimizer.coefficients import Coefficients
from optimizer.model import RULES, OwnRule
from optimizer.solver import Controls, limit_prices

PRICES = ("what", "place", "price", "unit", "limit", "used")
LEAST = 1e-9
"""Smaller prices are rounding."""


def shadow_prices(
    coefficients: Coefficients,
    budget: float | None,
    rules: Sequence[OwnRule],
    controls: Controls,
) -> pd.DataFrame:
    """Return what one unit more of each limit is worth in the relaxation of the whole model.

    Parameters
    ----------
    coefficients : Coefficients
    budget : float or None
    rules : sequence of callables
        Of one's own.
    controls : Controls

    Returns
    -------
    DataFrame
        what, place, price (of the objective, for each unit more), unit (of the limit), limit,
        used; the dearest first, and only limits with a price.
    """
    instance = coefficients.given
    rows = []
    for found in limit_prices(coefficients, budget, rules, controls):
        family, index = found.row
        rule = RULES.get(family)
        if abs(found.price) <= LEAST or (rule is not None and rule.kind != "planner"):
            continue
        parts = index if isinstance(index, tuple) else () if index is None else (index,)
        place = " ".join(instance.region_names.get(str(part), str(part)) for part in parts)
        unit = "" if rule is None else rule.unit.replace("money", instance.currency)
        what = family if rule is None else rule.title
        rows.append((what, place, found.price, unit, found.limit, found.used))
    frame = pd.DataFrame(rows, columns=list(PRICES))
    order = frame["price"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)
