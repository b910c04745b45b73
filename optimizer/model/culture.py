"""Rule 7, culture: a service with a capacity, shared among the regions in reach."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy import sparse

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key, built, site_keys
from optimizer.model.linear import weighted
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "culture",
        7,
        "Culture as a service with a capacity",
        "c_i ≤ c⁰_i + Σ_j d(minutes)/D_j/full_service·places_j",
        "",
        "structural",
        "",
    ),
    Rule(
        "places_of_culture",
        7,
        "Places of the hubs that are built",
        "places_j ≤ Σ_h capacity_h·y_jh",
        "persons",
        "structural",
        "",
    ),
)


def add_culture(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add c ≤ c⁰ + Σ_j d(τ)/D_j/full_service·places_j for each region; c ≤ 1 is a bound.

    places_j ≤ Σ_h capacity_h·y_jh gathers the hubs of a region, so that a region in reach of many
    has one term for each place and not for each hub.
    """
    hubs = _hubs(coefficients)
    regions = coefficients.regions
    serving = [regions[j] for j in sorted(hubs)]
    most = {regions[j]: sum(c * most for c, _, most in held) for j, held in hubs.items()}
    model.places = pyo.Var(serving, bounds=lambda _, region: (0, most[region]))
    of_region = {regions[j]: held for j, held in hubs.items()}
    model.places_of_culture = pyo.Constraint(
        serving,
        rule=lambda m, region: (
            m.places[region]
            <= pyo.quicksum(capacity * built(m, key) for capacity, key, _ in of_region[region])
        ),
    )
    rows = sparse.csr_array(coefficients.service[:, sorted(hubs)])
    places = [model.places[region] for region in serving]
    position = {region: place for place, region in enumerate(regions)}
    base = coefficients.base_level

    def level(m: pyo.ConcreteModel, region: str) -> object:
        i = position[region]
        near = slice(rows.indptr[i], rows.indptr[i + 1])
        added = [places[j] for j in rows.indices[near].tolist()]
        shares = (-rows.data[near]).tolist()
        return weighted([1.0, *shares], [m.c[region], *added]) <= float(base[i])

    model.culture = pyo.Constraint(list(regions), rule=level)


def _hubs(coefficients: Coefficients) -> dict[int, list[tuple[float, Key, int]]]:
    """Return by region the capacity, key and most buildings of the hubs that serve anybody."""
    sites, keys = coefficients.sites, site_keys(coefficients)
    capacity = coefficients.capacity[sites.option]
    found: dict[int, list[tuple[float, Key, int]]] = defaultdict(list)
    for place in np.flatnonzero(sites.hub & (capacity > 0)).tolist():
        hub = (float(capacity[place]), keys[place], int(sites.most[place]))
        found[int(sites.region[place])].append(hub)
    return found
