"""Rule 9, balance of money: floors and ceilings of spending by province and in decline areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from optimizer.coefficients import Coefficients, Share
from optimizer.light_pyomo import pyo
from optimizer.model.budget import Outlay, by_province, outlays
from optimizer.model.levers import Layout
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "least_spending",
        9,
        "Spending in a province, at least (min_spending)",
        "Σ cost in p ≥ min_spending_p",
        "money",
        "planner",
        "Lower it to {has}",
    ),
    Rule(
        "most_spending",
        9,
        "Spending in a province, at most (max_spending)",
        "Σ cost in p ≤ max_spending_p",
        "money",
        "planner",
        "Raise it to {needs}",
    ),
    Rule(
        "decline_spending",
        9,
        "Share of spending in decline areas, at least (min_cost_share_decline_areas)",
        "Σ cost in decline areas ≥ share·Σ cost",
        "money",
        "planner",
        "Lower it to {setting}, or permit more there",
    ),
    Rule(
        "decline_ceiling",
        9,
        "Share of spending in decline areas, at most (max_cost_share_decline_areas)",
        "Σ cost in decline areas ≤ share·Σ cost",
        "money",
        "planner",
        "Raise it to {setting}, or permit more elsewhere",
    ),
    Rule(
        "hub_spending",
        9,
        "Share of spending on hubs, at least (min_cost_share_hubs)",
        "Σ cost of hubs ≥ share·Σ net cost of what is built",
        "money",
        "planner",
        "Lower it to {setting}, or permit more hubs",
    ),
    Rule(
        "hub_ceiling",
        9,
        "Share of spending on hubs, at most (max_cost_share_hubs)",
        "Σ cost of hubs ≤ share·Σ net cost of what is built",
        "money",
        "planner",
        "Raise it to {setting}, or permit more clusters",
    ),
    Rule(
        "fair_share",
        9,
        "The centre's spending in a province, at least (min_fair_share)",
        "Σ (1 − match)·cost of what is built in p ≥ f·min(B·youth_p/Σ youth, M_p)",
        "money",
        "planner",
        "Lower min_fair_share to {setting}",
    ),
    Rule(
        "most_fair_share",
        9,
        "The centre's spending in a province, at most (max_fair_share)",
        "Σ (1 − match)·cost of what is built in p ≤ f·B·youth_p/Σ youth",
        "money",
        "planner",
        "Raise max_fair_share to {setting}",
    ),
)


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
    _add_hub_share(model, coefficients, [outlay for outlay in spent if outlay.is_built])


def add_fair_shares(
    model: pyo.ConcreteModel,
    coefficients: Coefficients,
    levers: Layout,
    shares: Sequence[Share],
) -> None:
    """Add floor ≤ central cost of what is built in a province ≤ ceiling, from `FairShares`.

    Parameters
    ----------
    shares : sequence of Share
        At the model's budget; empty: the instance has no such limit.
    """
    if not shares:
        return
    match = coefficients.purses.share()
    built = [outlay for outlay in outlays(model, coefficients, levers) if outlay.is_built]
    costs = by_province(coefficients, built)
    of = {share.province: share for share in shares}
    model.central_spending = pyo.Expression(
        [name for name in of if name in costs and match[name] < 1],
        rule=lambda m, name: (1.0 - match[name]) * pyo.quicksum(costs[name]),
    )
    limits = coefficients.given.limits
    least = model.central_spending if limits.min_fair_share else ()
    most = model.central_spending if limits.max_fair_share is not None else ()
    model.fair_share = pyo.Constraint(
        list(least), rule=lambda m, name: m.central_spending[name] >= of[name].floor
    )
    model.most_fair_share = pyo.Constraint(
        list(most), rule=lambda m, name: m.central_spending[name] <= of[name].ceiling
    )


def _add_hub_share(
    model: pyo.ConcreteModel, coefficients: Coefficients, built: list[Outlay]
) -> None:
    """Add share·Σ net cost ≤ Σ cost of hubs, and the ceiling likewise."""
    limits = coefficients.given.limits

    def beyond(share: float) -> Any:
        """Return spending on hubs less this share of all spending on what is built."""
        return pyo.quicksum(
            ((1.0 if outlay.kind == "hub" else 0.0) - share) * outlay.cost for outlay in built
        )

    if limits.min_cost_share_hubs is not None and built:
        model.hub_spending = pyo.Constraint(expr=beyond(limits.min_cost_share_hubs) >= 0)
    if limits.max_cost_share_hubs is not None and built:
        model.hub_ceiling = pyo.Constraint(expr=beyond(limits.max_cost_share_hubs) <= 0)


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
