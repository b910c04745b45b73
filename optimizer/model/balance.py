"""Rule 9, balance: floors of the retained share by province."""

from __future__ import annotations

from collections import defaultdict

import pyomo.environ as pyo

from optimizer.coefficients import Coefficients


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
    """Add Σr ≥ min_retained_share · ΣL for each province that has a floor."""
    floors = coefficients.instance.limits.min_retained_share
    provinces = province_leavers(coefficients)
    needed = {name: share * provinces[name][0] for name, share in floors.items()}

    def floor(m: pyo.ConcreteModel, name: str) -> object:
        stay = pyo.quicksum(m.retained[region] for region in provinces[name][1])
        # No leavers, nobody to retain: the floor holds by itself.
        return stay >= needed[name] if provinces[name][0] > 0 else pyo.Constraint.Feasible

    model.floor = pyo.Constraint([name for name in needed if needed[name] > 0], rule=floor)
