"""The objective: people retained, a share that provinces keep, or net benefit."""

from __future__ import annotations

from typing import Any, assert_never

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.balance import province_leavers
from optimizer.model.equivalent import add_equivalent, equivalent_goal
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "worst_province",
        0,
        "The share that the worst-off province keeps",
        "s·Σ L_i in p ≤ Σ r_i in p",
        "share",
        "structural",
        "",
    ),
)


def add_objective(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add the objective that the settings name, always maximised."""
    match coefficients.instance.settings.objective:
        case "worst_province":
            _add_worst_share(model, coefficients)
        case "equally_distributed":
            add_equivalent(model, coefficients)
        case "retained" | "net_benefit":
            pass
        case other:
            assert_never(other)
    model.objective = pyo.Objective(expr=goal(model, coefficients), sense=pyo.maximize)


def goal(model: pyo.ConcreteModel, coefficients: Coefficients) -> Any:
    """Return what the settings' objective is made of, as an expression."""
    settings = coefficients.instance.settings
    match settings.objective:
        case "worst_province":
            return model.worst_share
        case "equally_distributed":
            return equivalent_goal(model, coefficients)
        case "net_benefit":
            people = model.total_retained + model.total_arrived
            return settings.value_per_retained * people - model.cost
        case "retained":
            return pyo.quicksum(
                float(weight) * (model.retained[region] + _arrived(model, region))
                for region, weight in zip(coefficients.regions, coefficients.weight, strict=True)
            )
        case other:
            assert_never(other)


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
