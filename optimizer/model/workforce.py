"""Rule 4, workforce: every site finds the graduates it needs within the recruiting limit."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.model.decisions import built, recruit_keys, site_keys


def add_workforce(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add Σ_u w ≥ Σ need·strength·x for each site and field, Σ_j w ≤ supply + seats."""
    force = coefficients.workforce
    keys = site_keys(coefficients)
    demand: dict[tuple[str, str], list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    for place, column in zip(*np.nonzero(force.need > 0), strict=True):
        region, _ = keys[place]
        demand[region, force.fields[column]].append((float(force.need[place, column]), keys[place]))
    hired: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    sent: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for university, region, field in recruit_keys(coefficients):
        hired[region, field].append((university, region, field))
        sent[university, field].append((university, region, field))
    supply = dict(
        zip(zip(force.universities, force.supply_field, strict=True), force.hireable, strict=True)
    )
    model.graduates_needed = pyo.Constraint(
        list(demand),
        rule=lambda m, region, field: (
            pyo.quicksum(m.w[key] for key in hired[region, field])
            >= pyo.quicksum(need * built(m, key) for need, key in demand[region, field])
        ),
    )
    model.graduates_there = pyo.Constraint(
        list(sent),
        rule=lambda m, university, field: (
            pyo.quicksum(m.w[key] for key in sent[university, field])
            <= float(supply[university, field]) + m.t[university, field]
        ),
    )
