"""Rule 9, balance of money: floors and ceilings of spending by province and in decline areas."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.model.budget import Outlay, by_province, outlays
from optimizer.model.levers import Layout


def add_spending_limits(
    model: pyo.ConcreteModel, coefficients: Coefficients, levers: Layout
) -> None:
    """Add min_spending ≤ Σ cost in a province ≤ max_spending, and the decline areas' share."""
    limits = coefficients.given.limits
    # What counts as spending in a region: all but training seats.
    spent = [outlay for outlay in outlays(model, coefficients, levers) if outlay.in_region]
    if limits.min_spending or limits.max_spending:
        costs = by_province(coefficients, spent)
        model.spending = pyo.Expression(
            list(coefficients.purses.provinces),
            rule=lambda m, name: pyo.quicksum(costs.get(name, [])),
        )
        needed = {name: least for name, least in limits.min_spending.items() if least > 0}
        model.least_spending = pyo.Constraint(
            list(needed), rule=lambda m, name: m.spending[name] >= needed[name]
        )
        model.most_spending = pyo.Constraint(
            [name for name in limits.max_spending if name in costs],
            rule=lambda m, name: m.spending[name] <= limits.max_spending[name],
        )
    _add_decline_share(model, coefficients, spent)


def decline_areas(coefficients: Coefficients) -> set[str]:
    """Return the regions that are officially designated decline areas."""
    regions = coefficients.given.regions
    return set(regions.loc[regions["decline_area"].astype(bool), "region_id"])


def _add_decline_share(
    model: pyo.ConcreteModel, coefficients: Coefficients, spent: list[Outlay]
) -> None:
    limits = coefficients.given.limits
    least, most = limits.min_cost_share_decline_areas, limits.max_cost_share_decline_areas
    if least is None and most is None:
        return
    areas = decline_areas(coefficients)

    def beyond(share: float) -> Any:
        """Return spending in decline areas less this share of all spending."""
        return pyo.quicksum(
            ((1.0 if outlay.region in areas else 0.0) - share) * outlay.cost for outlay in spent
        )

    if least is not None and spent:
        model.decline_spending = pyo.Constraint(expr=beyond(least) >= 0)
    if most is not None and spent:
        model.decline_ceiling = pyo.Constraint(expr=beyond(most) <= 0)
