"""Rule 9, balance: floors and ceilings of the retained share by province and in decline areas."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.rule import Rule
from optimizer.model.spending import decline_areas

RULES = (
    Rule(
        "floor",
        9,
        "Share retained in a province (min_retained_share)",
        "Σ r_i in p ≥ min_retained_share_p·Σ L_i",
        "persons",
        "planner",
        "Lower it to {setting}",
    ),
    Rule(
        "ceiling",
        9,
        "Share that counts as retained in a province (max_retained_share)",
        "Σ r_i in p ≤ max_retained_share_p·Σ L_i",
        "persons",
        "planner",
        "Raise it to {setting}",
    ),
    Rule(
        "decline_floor",
        9,
        "Share retained in the decline areas (min_retained_share_decline_areas)",
        "Σ r_i in decline areas ≥ share·Σ L_i there",
        "persons",
        "planner",
        "Lower it to {setting}",
    ),
)


def province_leavers(coefficients: Coefficients) -> dict[str, tuple[float, list[str]]]:
    """Return ΣL and the regions of each province, in the table's order."""
    members: dict[str, list[int]] = defaultdict(list)
    for place, province in enumerate(coefficients.instance.regions["province"]):
        members[province].append(place)
    return {
        province: (
            float(coefficients.leavers[places].sum()),
            [coefficients.regions[place] for place in places],
        )
        for province, places in members.items()
    }


def add_balance(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add Σr ≥ floor·ΣL and Σr ≤ ceiling·ΣL by province, and the floor of the decline areas."""
    limits = coefficients.instance.limits
    floors = limits.min_retained_share
    provinces = province_leavers(coefficients)
    needed = {name: share * provinces[name][0] for name, share in floors.items()}

    def staying(m: pyo.ConcreteModel, regions: list[str]) -> Any:
        return pyo.quicksum(m.retained[region] for region in regions)

    def floor(m: pyo.ConcreteModel, name: str) -> object:
        stay = staying(m, provinces[name][1])
        # No leavers, nobody to retain: the floor holds by itself.
        return stay >= needed[name] if provinces[name][0] > 0 else pyo.Constraint.Feasible

    model.floor = pyo.Constraint([name for name in needed if needed[name] > 0], rule=floor)
    ceilings = limits.max_retained_share
    if ceilings:
        model.ceiling = pyo.Constraint(
            [name for name in ceilings if provinces[name][0] > 0],
            rule=lambda m, name: (
                staying(m, provinces[name][1]) <= ceilings[name] * provinces[name][0]
            ),
        )
    _add_decline_floor(model, coefficients)


def _add_decline_floor(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    share = coefficients.instance.limits.min_retained_share_decline_areas
    areas = decline_areas(coefficients)
    leavers = dict(zip(coefficients.regions, coefficients.leavers.tolist(), strict=True))
    needed = (share or 0.0) * sum(leavers[region] for region in areas)
    if needed > 0:
        there = [region for region in coefficients.regions if region in areas]
        model.decline_floor = pyo.Constraint(
            expr=pyo.quicksum(model.retained[region] for region in there) >= needed
        )
