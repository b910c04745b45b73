"""What measures may be taken, what they cost, and what they save of the clusters' cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key, built, offer_keys, site_keys
from optimizer.model.levers import Layout, Worked, at_work, cluster_there
from optimizer.model.rule import Rule
from optimizer.model.siting import sectors

RULES = (
    Rule(
        "measure_in_use",
        0,
        "Measures only where something uses them",
        "z_im ≤ Σ of what it serves there",
        "",
        "structural",
        "",
    ),
    Rule(
        "one_of_tier_group",
        0,
        "One measure of a tier group per region",
        "Σ z_im of a tier group ≤ 1",
        "measures",
        "planner",
        "Put one of them into another group",
    ),
    Rule(
        "measures_nationwide",
        0,
        "A measure nationwide (max_total, max_measures)",
        "Σ_i z_im ≤ max_total_m",
        "measures",
        "planner",
        "Raise the limit to {needs}",
    ),
    Rule(
        "measures_in_province",
        0,
        "A measure in one province (max_per_province)",
        "Σ z_im in p ≤ max_per_province_m",
        "measures",
        "planner",
        "Raise the limit to {needs}",
    ),
    Rule(
        "zones",
        0,
        "Regulation-free zones nationwide (limits.zones)",
        "Σ z_im of zones ≤ limits.zones",
        "zones",
        "planner",
        "Raise the limit to {needs}",
    ),
    Rule(
        "zone_of_cluster",
        0,
        "A regulation-free zone for what needs one",
        "Σ x_ik of a sector that needs a zone ≤ Σ z_im of zones for it",
        "zones",
        "planner",
        "Permit a zone there (measures)",
    ),
    Rule(
        "zone_of_hub",
        0,
        "A regulation-free zone for what needs one",
        "y_ik ≤ max_per_region_k·Σ z_im of zones for it",
        "zones",
        "planner",
        "Permit a zone there (measures)",
    ),
    Rule(
        "saving_where_built",
        0,
        "Savings only of what is built",
        "z_saving_ikm ≤ x_ik",
        "",
        "structural",
        "",
    ),
    Rule(
        "saving",
        0,
        "Savings by scale",
        "Σ_k z_saving_ikm = z·X",
        "",
        "structural",
        "",
    ),
)


def add_measures(model: pyo.ConcreteModel, coefficients: Coefficients, places: Layout) -> None:
    """Add where measures may be taken, limits, zones that are needed, and what is saved."""
    offers = offer_keys(coefficients)

    def in_use(m: pyo.ConcreteModel, region: str, measure: str) -> object:
        served = places.served[region, measure]
        users = pyo.quicksum(cluster_there(m, places, (region, sector)) for sector in served)
        own = {key for sector in served for key in places.scales[region, sector]}
        needing = [key for key in places.zone_users[region, measure] if key not in own]
        return m.z[region, measure] <= users + pyo.quicksum(built(m, key) for key in needing)

    model.measure_in_use = pyo.Constraint(
        [offer for offer in offers if offer not in places.at_homes], rule=in_use
    )
    _add_limits(model, coefficients, offers)
    _add_zones(model, coefficients, places)
    _add_saving(model, coefficients, places)


def _add_limits(model: pyo.ConcreteModel, coefficients: Coefficients, offers: list[Key]) -> None:
    levers, instance = coefficients.levers, coefficients.instance
    province = dict(zip(instance.regions["region_id"], instance.regions["province"], strict=True))
    tiers: dict[Key, list[Key]] = defaultdict(list)
    everywhere: dict[str, list[Key]] = defaultdict(list)
    provinces: dict[Key, list[Key]] = defaultdict(list)
    most: dict[object, int] = {}
    zones: list[Key] = []
    for offer, measure in zip(offers, levers.measure, strict=True):
        region, name = offer
        if levers.group[measure]:
            tiers[region, levers.group[measure]].append(offer)
        if np.isfinite(levers.max_total[measure]):
            everywhere[name].append(offer)
            most[name] = int(levers.max_total[measure])
        if np.isfinite(levers.max_per_province[measure]):
            provinces[name, province[region]].append(offer)
            most[name, province[region]] = int(levers.max_per_province[measure])
        if levers.zone[measure]:
            zones.append(offer)
    several = [group for group, members in tiers.items() if len(members) > 1]
    model.one_of_tier_group = pyo.Constraint(
        several, rule=lambda m, *group: pyo.quicksum(m.z[key] for key in tiers[group]) <= 1
    )
    model.measures_nationwide = pyo.Constraint(
        list(everywhere),
        rule=lambda m, name: pyo.quicksum(m.z[key] for key in everywhere[name]) <= most[name],
    )
    model.measures_in_province = pyo.Constraint(
        list(provinces),
        rule=lambda m, *key: pyo.quicksum(m.z[offer] for offer in provinces[key]) <= most[key],
    )
    limit = instance.limits.zones
    model.zones = pyo.Constraint(
        ["zones"] if limit is not None and zones else [],
        rule=lambda m, _: pyo.quicksum(m.z[key] for key in zones) <= limit,
    )


def _add_zones(model: pyo.ConcreteModel, coefficients: Coefficients, places: Layout) -> None:
    """Add that what needs a zone has one: clusters by sector, hubs each for itself."""
    sector, keys = sectors(coefficients), site_keys(coefficients)
    zones: dict[Key, list[Key]] = defaultdict(list)
    for offer, users in places.zone_users.items():
        for key in users:
            zones[key].append(offer)
    clusters: dict[Key, list[Key]] = defaultdict(list)
    for key in zones:
        if sector[key[1]]:
            clusters[key[0], sector[key[1]]].append(key)
    hubs = {
        key: int(n)
        for key, hub, n in zip(keys, coefficients.sites.hub, coefficients.sites.most, strict=True)
        if hub and key in zones
    }
    # Scales of one sector need the same zones, and only one of them is built.
    model.zone_of_cluster = pyo.Constraint(
        list(clusters),
        rule=lambda m, *place: (
            pyo.quicksum(m.x[key] for key in clusters[place])
            <= pyo.quicksum(m.z[offer] for offer in zones[clusters[place][0]])
        ),
    )
    model.zone_of_hub = pyo.Constraint(
        list(hubs),
        rule=lambda m, *key: (
            m.y[key] <= hubs[key] * pyo.quicksum(m.z[offer] for offer in zones[key])
        ),
    )


def _add_saving(model: pyo.ConcreteModel, coefficients: Coefficients, places: Layout) -> None:
    """Add z·x of each scale where a measure saves; exact, for its sum over scales is z·X.

    Notes
    -----
    z_saving ≤ x for each scale and Σ z_saving = z·X: with one scale of a sector, z_saving is z·x.
    """
    levers = coefficients.levers
    saving: list[Worked] = [
        (region, sector, measure)
        for (region, measure), served in places.served.items()
        for sector in served
        if levers.saving[places.measure[measure]] > 0 and len(places.scales[region, sector]) > 1
    ]
    each = [
        (region, option, measure)
        for region, sector, measure in saving
        for _, option in places.scales[region, sector]
    ]
    model.z_saving = pyo.Var(each, bounds=(0, 1))
    model.saving_where_built = pyo.Constraint(
        each, rule=lambda m, *key: m.z_saving[key] <= m.x[key[:2]]
    )
    model.saving = pyo.Constraint(
        saving,
        rule=lambda m, region, sector, measure: (
            pyo.quicksum(
                m.z_saving[region, option, measure] for _, option in places.scales[region, sector]
            )
            == at_work(m, (region, sector, measure))
        ),
    )


def measure_costs(
    model: pyo.ConcreteModel, coefficients: Coefficients, places: Layout
) -> Iterator[tuple[str, Any]]:
    """Yield region and cost of each measure that may be taken there, bn KRW."""
    levers = coefficients.levers
    for region, measure in model.z:
        cost = float(levers.cost[places.measure[measure]])
        yield region, cost * model.z[region, measure]


def savings(
    model: pyo.ConcreteModel, coefficients: Coefficients, places: Layout
) -> Iterator[tuple[Key, Any]]:
    """Yield site and what each measure saves of its cluster's cost, bn KRW."""
    levers = coefficients.levers
    cost = dict(zip(site_keys(coefficients), coefficients.sites.cost, strict=True))
    for region, measure in model.z:
        share = float(levers.saving[places.measure[measure]])
        for sector in places.served[region, measure] if share > 0 else ():
            scales = places.scales[region, sector]
            for key in scales:
                several = len(scales) > 1
                taken = (
                    model.z_saving[(*key, measure)]
                    if several
                    else at_work(model, (region, sector, measure))
                )
                yield key, share * float(cost[key]) * taken
