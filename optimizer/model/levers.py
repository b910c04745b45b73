"""The decisions on levers: which measures are taken where, and at which clusters they work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from optimizer.coefficients import Coefficients, Near
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key, built, offer_keys, site_keys
from optimizer.model.jobs import could_come, job_terms
from optimizer.model.linear import weighted
from optimizer.model.rule import Rule
from optimizer.model.siting import sectors

RULES = (
    Rule(
        "measure_works_where_built",
        0,
        "Measures work where a cluster is (McCormick 1976)",
        "z·X ≤ X",
        "",
        "structural",
        "",
    ),
    Rule(
        "measure_works_where_taken",
        0,
        "Measures work where they are taken (McCormick 1976)",
        "z·X ≤ z",
        "",
        "structural",
        "",
    ),
    Rule(
        "measure_works",
        0,
        "Measures work wherever both are (McCormick 1976)",
        "z·X ≥ z + X − 1",
        "",
        "structural",
        "",
    ),
    Rule(
        "near_works_where_built",
        0,
        "Neighbours help where a cluster is",
        "near ≤ X",
        "",
        "structural",
        "",
    ),
    Rule(
        "near_works_with_neighbours",
        0,
        "Neighbours help where there are any",
        "near ≤ Σ n of the neighbours",
        "",
        "structural",
        "",
    ),
    Rule(
        "there_where_built",
        0,
        "Neighbours are there where they are built",
        "n_j ≤ Σ x, or Σ y, of what is n in j",
        "",
        "structural",
        "",
    ),
)

Worked = tuple[str, str, str]
"""(region_id, sector, measure_id), or near_sector in place of the measure."""


@dataclass(frozen=True)
class Layout:
    """Which levers act on which clusters.

    Attributes
    ----------
    scales : dict of (region_id, sector) to list of Key
        The clusters that may be built, of each sector in each region.
    served : dict of (region_id, measure_id) to list of str
        Sectors whose clusters a measure serves there.
    zone_users : dict of (region_id, measure_id) to list of Key
        What may use the zone there because it needs one.
    near : dict of Worked to Near
        Interactions; the last word is near_sector.
    measure : dict of measure_id to int
        Positions.
    at_homes : set of (region_id, measure_id)
        Measures that may be taken there whether or not a cluster stands: they help people to stay.
    lifted : dict of Key to float
        Clusters whose jobs an uplift can raise, with the most uplift they can have.
    """

    scales: dict[Key, list[Key]]
    served: dict[Key, list[str]]
    zone_users: dict[Key, list[Key]]
    near: dict[Worked, Near]
    measure: dict[str, int]
    at_homes: set[Key]
    lifted: dict[Key, float]

    def shared(self, offer: Key) -> bool:
        """Return whether a measure may be taken for something else than the only sector there."""
        if offer in self.at_homes:
            return True
        region, _ = offer
        served = self.served[offer]
        own = {key for sector in served for key in self.scales[region, sector]}
        return len(served) > 1 or any(key not in own for key in self.zone_users[offer])


def layout(coefficients: Coefficients) -> Layout:
    """Return which levers act on which clusters."""
    levers, sites = coefficients.levers, coefficients.sites
    keys, sector = site_keys(coefficients), sectors(coefficients)
    options: dict[str, list[int]] = defaultdict(list)
    scales: dict[Key, list[Key]] = defaultdict(list)
    for place, key in enumerate(keys):
        options[key[0]].append(place)
        if not sites.hub[place]:
            scales[key[0], sector[key[1]]].append(key)
    served: dict[Key, list[str]] = {}
    zone_users: dict[Key, list[Key]] = {}
    for offer, measure in zip(offer_keys(coefficients), levers.measure, strict=True):
        here = options[offer[0]]
        lifts = [keys[p][1] for p in here if levers.serves[measure, sites.option[p]]]
        served[offer] = list(dict.fromkeys(sector[option] for option in lifts))
        zone_users[offer] = [keys[p] for p in here if levers.zones[measure, sites.option[p]]]
    near = {(coefficients.regions[n.region], n.sector, n.near_sector): n for n in levers.near}
    alone, _ = job_terms(coefficients)
    # Where α₀·J alone keeps all who could come, more jobs keep nobody.
    uncut = alone < could_come(coefficients)
    raised = np.flatnonzero((levers.most_uplift > 0) & (sites.youth_jobs > 0) & uncut)
    lifted = {keys[place]: float(levers.most_uplift[place]) for place in raised}
    measure_of = {name: place for place, name in enumerate(levers.measures)}
    offers = offer_keys(coefficients)
    at_homes = {offers[place] for place in np.flatnonzero(levers.for_people[levers.measure])}
    return Layout(dict(scales), served, zone_users, near, measure_of, at_homes, lifted)


def add_levers(model: pyo.ConcreteModel, coefficients: Coefficients) -> Layout:
    """Add z, and where z works: z·X and near·X, X being whether the sector has a cluster there."""
    places = layout(coefficients)
    levers = coefficients.levers
    offers = offer_keys(coefficients)
    model.z = pyo.Var(offers, domain=pyo.Binary)
    acts = (levers.uplift > 0) | (levers.saving > 0)
    shared = [
        (region, sector, measure)
        for region, measure in offers
        if acts[places.measure[measure]] and places.shared((region, measure))
        for sector in places.served[region, measure]
    ]
    model.z_at_work = pyo.Var(shared, bounds=(0, 1))
    model.measure_works_where_built = pyo.Constraint(
        shared, rule=lambda m, *key: m.z_at_work[key] <= cluster_there(m, places, key[:2])
    )
    model.measure_works_where_taken = pyo.Constraint(
        shared, rule=lambda m, *key: m.z_at_work[key] <= m.z[key[0], key[2]]
    )
    model.measure_works = pyo.Constraint(
        shared,
        rule=lambda m, *key: (
            m.z_at_work[key] >= m.z[key[0], key[2]] + cluster_there(m, places, key[:2]) - 1
        ),
    )
    _add_near(model, coefficients, places)
    return places


def cluster_there(model: pyo.ConcreteModel, places: Layout, place: Key) -> object:
    """Return X: whether a region has a cluster of a sector, of whatever scale."""
    return pyo.quicksum(model.x[key] for key in places.scales[place])


def at_work(model: pyo.ConcreteModel, key: Worked) -> pyo.Var:
    """Return z·X of a measure; z itself where it may be taken for that sector only."""
    return model.z_at_work[key] if key in model.z_at_work else model.z[key[0], key[2]]


def _add_near(model: pyo.ConcreteModel, coefficients: Coefficients, places: Layout) -> None:
    sector = sectors(coefficients)
    lifted = {(region, sector[option]) for region, option in places.lifted}
    used = [key for key in places.near if key[:2] in lifted]
    model.near = pyo.Var(used, bounds=(0, 1))
    model.near_works_where_built = pyo.Constraint(
        used, rule=lambda m, *key: m.near[key] <= cluster_there(m, places, key[:2])
    )

    neighbours = _neighbours(model, coefficients, places, used)
    model.near_works_with_neighbours = pyo.Constraint(
        used,
        rule=lambda m, *key: (
            weighted([1.0] + [-1.0] * len(neighbours[key]), [m.near[key], *neighbours[key]]) <= 0.0
        ),
    )


def _neighbours(
    model: pyo.ConcreteModel, coefficients: Coefficients, places: Layout, used: list[Worked]
) -> dict[Worked, list[pyo.Var]]:
    """Return for each interaction the decisions one of which must be taken near by.

    What may be built in several ways in a region has one column n there, so that a region with
    many neighbours has one term for each of them.
    """
    decision = [built(model, key) for key in site_keys(coefficients)]
    region = coefficients.sites.region
    sites: dict[str, set[int]] = defaultdict(set)
    for key in used:
        sites[key[2]].update(places.near[key].sites)
    ways: dict[tuple[str, str], list[pyo.Var]] = defaultdict(list)
    for word, found in sites.items():
        for site in sorted(found):
            ways[coefficients.regions[region[site]], word].append(decision[site])
    several = [key for key, found in ways.items() if len(found) > 1]
    model.there = pyo.Var(several, bounds=lambda _, *key: (0, sum(v.ub for v in ways[key])))
    model.there_where_built = pyo.Constraint(
        several, rule=lambda m, *key: m.there[key] <= pyo.quicksum(ways[key])
    )
    column = {key: found[0] for key, found in ways.items()} | dict(model.there.items())
    return {
        key: [
            column[coefficients.regions[j], key[2]]
            for j in np.unique(region[list(places.near[key].sites)]).tolist()
        ]
        for key in used
    }
