"""Rule 6a, housing: whom measures of housing help to stay, of the takers of jobs who live there."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key, offer_keys
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "housing_where_bought",
        6,
        "Whom housing helps, where it is bought",
        "h_im ≤ δ_im·T̄_im·z_im",
        "persons",
        "structural",
        "",
    ),
    Rule(
        "housing_of_takers",
        6,
        "Whom housing helps, of those who take jobs",
        "h_im ≤ δ_im·T_i, T_i = Σ_j P_ij·takers_j",
        "persons",
        "structural",
        "",
    ),
    Rule(
        "housing_together",
        6,
        "Whom several measures of housing help together",
        "Σ_m h_im ≤ (1 − λ_i)·T_i",
        "persons",
        "structural",
        "",
    ),
)


def add_housing(model: pyo.ConcreteModel, coefficients: Coefficients) -> dict[str, list[Key]]:
    """Add h_im ≤ δ_im·T_i and h_im ≤ δ_im·T̄_im·z_im, T_i = Σ_j P_ij·takers_j, persons.

    Where several measures are on offer also Σ_m h_im ≤ (1 − λ_i)·T_i: together they keep no more
    than would not be kept without them. T̄ bounds the takers that matter (`coefficients.housing`),
    so that h is δ·T with the measure and 0 without it.

    Returns
    -------
    dict of region_id to list of (region_id, measure_id)
        The indices of h.
    """
    housing, who = coefficients.housing, coefficients.takers
    assert who is not None
    offers = offer_keys(coefficients)
    keys = [offers[offer] for offer in housing.offer]
    effect = dict(zip(keys, housing.effect.tolist(), strict=True))
    most = dict(zip(keys, (housing.effect * housing.takers).tolist(), strict=True))
    living = _takers_by_home(model, coefficients)
    by_region: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_region[key[0]].append(key)
    left = {
        coefficients.regions[region]: float(1.0 - who.leaving[region])
        for region in np.unique(housing.region)
    }

    def takers(m: pyo.ConcreteModel, region: str) -> Any:
        return pyo.quicksum(share * m.takers[site] for share, site in living[region])

    model.h = pyo.Var(keys, bounds=lambda _, *key: (0, most[key]))
    model.housing_where_bought = pyo.Constraint(
        keys, rule=lambda m, *key: m.h[key] <= most[key] * m.z[key]
    )
    model.housing_of_takers = pyo.Constraint(
        keys, rule=lambda m, *key: m.h[key] <= effect[key] * takers(m, key[0])
    )
    model.housing_together = pyo.Constraint(
        [region for region, here in by_region.items() if len(here) > 1],
        rule=lambda m, region: (
            pyo.quicksum(m.h[key] for key in by_region[region]) <= left[region] * takers(m, region)
        ),
    )
    return dict(by_region)


def _takers_by_home(
    model: pyo.ConcreteModel, coefficients: Coefficients
) -> dict[str, list[tuple[float, str]]]:
    """Return P_ij and j of the sites where those who live in i take jobs."""
    who = coefficients.takers
    assert who is not None
    living: dict[str, list[tuple[float, str]]] = defaultdict(list)
    homes = np.isin(who.origin, coefficients.housing.region)
    for origin, site, share in zip(
        who.origin[homes], who.site[homes], who.share[homes], strict=True
    ):
        if coefficients.regions[site] in model.takers:
            living[coefficients.regions[origin]].append((float(share), coefficients.regions[site]))
    return living
