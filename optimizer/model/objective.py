"""The objective: people retained, the worst-off province's share, or net benefit."""

from __future__ import annotations

from typing import assert_never

import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.model.balance import province_leavers


def add_objective(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add the objective that the settings name, always maximised."""
    settings = coefficients.instance.settings
    match settings.objective:
        case "retained":
            goal = pyo.quicksum(
                float(weight) * (model.retained[region] + _arrived(model, region))
                for region, weight in zip(coefficients.regions, coefficients.weight, strict=True)
            )
        case "worst_province":
            _add_worst_share(model, coefficients)
            goal = model.worst_share
        case "net_benefit":
            people = model.total_retained + model.total_arrived
            goal = settings.value_per_retained * people - model.cost
        case _:
            assert_never(settings.objective)
    model.objective = pyo.Objective(expr=goal, sense=pyo.maximize)


def _arrived(model: pyo.ConcreteModel, region: str) -> pyo.Var | float:
    """Return who arrives in a region; 0 where nobody can."""
    return model.arrived[region] if region in model.arrived else 0.0  # noqa: SIM401


def _add_worst_share(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    provinces = {
        name: parts for name, parts in province_leavers(coefficients).items() if parts[0] > 0
    }
    model.worst_share = pyo.Var(bounds=(0, 1 if provinces else 0))
    model.worst_province = pyo.Constraint(
        list(provinces),
        rule=lambda m, name: (
            m.worst_share * provinces[name][0]
            <= pyo.quicksum(m.retained[region] for region in provinces[name][1])
        ),
    )
