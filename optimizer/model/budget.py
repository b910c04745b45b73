"""Rule 1, budget: what is built, measures and training seats cost no more than there is."""

from __future__ import annotations

import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.model.decisions import built, site_keys
from optimizer.model.levers import Layout
from optimizer.model.measures import cost_of_measures


def add_budget(
    model: pyo.ConcreteModel, coefficients: Coefficients, levers: Layout, budget: float | None
) -> None:
    """Add Σ cost·(1 − Σ saving)·x + Σ cost·y + Σ cost·z + Σ seat_cost·t ≤ B, and `cost`."""
    force = coefficients.workforce
    supplies = zip(force.universities, force.supply_field, force.seat_cost, strict=True)
    model.cost = pyo.Expression(
        expr=pyo.quicksum(
            float(cost) * built(model, key)
            for key, cost in zip(site_keys(coefficients), coefficients.sites.cost, strict=True)
        )
        + pyo.quicksum(float(cost) * model.t[u, f] for u, f, cost in supplies)
        + pyo.quicksum(cost_of_measures(model, coefficients, levers).values())
    )
    if budget is not None:
        model.budget = pyo.Constraint(expr=model.cost <= budget)
