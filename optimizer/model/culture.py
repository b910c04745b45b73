"""Rule 7, culture: a service with a capacity, shared among the regions in reach."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.model.decisions import Key, built, site_keys
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "culture",
        7,
        "Culture as a service with a capacity",
        "c_i ≤ c⁰_i + Σ_h capacity_h·d(minutes)/D_h/full_service·y_h",
        "",
        "structural",
        "",
    ),
)


def add_culture(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add c ≤ c⁰ + Σ capacity·d(τ)/D/full_service·y for each region; c ≤ 1 is a bound."""
    keys = site_keys(coefficients)
    places = coefficients.capacity[coefficients.sites.option]
    hubs: dict[int, list[tuple[float, Key]]] = defaultdict(list)
    for place in np.flatnonzero(coefficients.sites.hub & (places > 0)):
        hubs[int(coefficients.sites.region[place])].append((float(places[place]), keys[place]))
    base = coefficients.base_level
    rows = coefficients.service

    def level(m: pyo.ConcreteModel, region: str) -> object:
        i = position[region]
        near = range(rows.indptr[i], rows.indptr[i + 1])
        return m.c[region] <= float(base[i]) + pyo.quicksum(
            float(rows.data[entry]) * capacity * built(m, key)
            for entry in near
            for capacity, key in hubs.get(int(rows.indices[entry]), [])
        )

    position = {region: place for place, region in enumerate(coefficients.regions)}
    model.culture = pyo.Constraint(list(coefficients.regions), rule=level)
