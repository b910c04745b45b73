"""Rule 1, budget: what is built and the training seats cost no more than there is."""

from __future__ import annotations

import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.model.decisions import built, site_keys


def add_budget(model: pyo.ConcreteModel, coefficients: Coefficients, budget: float | None) -> None:
    """Add Σ cost·x + Σ cost·y + Σ seat_cost·t ≤ B, and the expression `cost`."""
    force = coefficients.workforce
    supplies = zip(force.universities, force.supply_field, force.seat_cost, strict=True)
    model.cost = pyo.Expression(
        expr=pyo.quicksum(
            float(cost) * built(model, key)
            for key, cost in zip(site_keys(coefficients), coefficients.sites.cost, strict=True)
        )
        + pyo.quicksum(float(cost) * model.t[u, f] for u, f, cost in supplies)
    )
    if budget is not None:
        model.budget = pyo.Constraint(expr=model.cost <= budget)
