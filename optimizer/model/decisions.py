"""The decisions: what is built, who works where, and how many stay."""

from __future__ import annotations

import numpy as np

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo

Key = tuple[str, str]


def site_keys(coefficients: Coefficients) -> list[Key]:
    """Return (region_id, option_id) of every site, in their order."""
    sites = coefficients.sites
    return [
        (coefficients.regions[region], coefficients.options[option])
        for region, option in zip(sites.region, sites.option, strict=True)
    ]


def site_names(coefficients: Coefficients) -> list[tuple[str, Key]]:
    """Return the decision of every site by name, in their order: x of a cluster, y of a hub."""
    hubs = coefficients.sites.hub.tolist()
    keys = site_keys(coefficients)
    return [("y" if hub else "x", key) for key, hub in zip(keys, hubs, strict=True)]


def seats_at_most(coefficients: Coefficients) -> dict[Key, float]:
    """Return by (university_id, field) the most seats; none where no site is within reach."""
    force = coefficients.workforce
    supplies = list(zip(force.universities, force.supply_field, strict=True))
    in_reach = np.isin(np.arange(len(supplies)), force.supply)
    most = np.where(in_reach, force.max_seats, 0.0)
    return dict(zip(supplies, most.tolist(), strict=True))


def flow_keys(coefficients: Coefficients) -> list[Key]:
    """Return (from_region, to_region) of every flow, in their order."""
    return [
        (coefficients.regions[origin], coefficients.regions[site])
        for origin, site in zip(coefficients.flow_origin, coefficients.flow_site, strict=True)
    ]


def recruit_keys(coefficients: Coefficients) -> list[tuple[str, str, str]]:
    """Return (university_id, region_id, field) of every pair that can recruit."""
    force = coefficients.workforce
    return [
        (force.universities[supply], coefficients.regions[site], force.supply_field[supply])
        for supply, site in zip(force.supply, force.site, strict=True)
    ]


def offer_keys(coefficients: Coefficients) -> list[Key]:
    """Return (region_id, measure_id) of every measure that may be taken, in their order."""
    levers = coefficients.levers
    return [
        (coefficients.regions[region], levers.measures[measure])
        for region, measure in zip(levers.region, levers.measure, strict=True)
    ]


def built(model: pyo.ConcreteModel, key: Key) -> pyo.Var:
    """Return the decision of a site: x of a cluster, y of a hub."""
    return model.x[key] if key in model.x else model.y[key]


def add_decisions(model: pyo.ConcreteModel, coefficients: Coefficients, *, graduates: bool) -> None:
    """Add all variables with the bounds that the data give; w only with `graduates`."""
    sites = coefficients.sites
    keys = site_keys(coefficients)
    clusters = [key for key, hub in zip(keys, sites.hub, strict=True) if not hub]
    most = {key: int(n) for key, hub, n in zip(keys, sites.hub, sites.most, strict=True) if hub}
    model.x = pyo.Var(clusters, domain=pyo.Binary)
    model.y = pyo.Var(
        list(most),
        domain=pyo.NonNegativeIntegers,
        bounds=lambda _, region, option: (0, most[region, option]),
    )
    _add_seats(model, coefficients)
    if graduates:
        _add_recruits(model, coefficients)
    _add_culture_at_work(model, coefficients, keys)
    model.c = pyo.Var(list(coefficients.regions), bounds=(0, 1))
    room = coefficients.culture_room()
    by_culture = {coefficients.regions[i]: float(room[i]) for i in np.flatnonzero(room > 0)}
    model.e = pyo.Var(list(by_culture), bounds=lambda _, i: (0, by_culture[i]))


def _add_culture_at_work(
    model: pyo.ConcreteModel, coefficients: Coefficients, keys: list[Key]
) -> None:
    """Add v = c⁰·x + v_added, with v_added from 0 to 1 − c⁰, for clusters that culture helps.

    For whole x it is v ≤ x and v ≤ c; half a cluster can't have all the culture there is.
    """
    sites = coefficients.sites
    added = coefficients.instance.settings.culture_added_share
    helped = np.flatnonzero((sites.youth_jobs > 0) & ~sites.hub & (added > 0))
    base = {keys[p]: float(coefficients.base_level[sites.region[p]]) for p in helped}
    model.v_added = pyo.Var(list(base), bounds=lambda _, *key: (0, 1 - base[key]))
    model.v = pyo.Expression(list(base), rule=lambda m, *key: base[key] * m.x[key] + m.v_added[key])


def _add_seats(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    most = seats_at_most(coefficients)
    model.t = pyo.Var(list(most), bounds=lambda _, u, f: (0, most[u, f]))


def _add_recruits(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    force = coefficients.workforce
    trained = (force.hireable + force.max_seats)[force.supply] * force.willing
    most = dict(zip(recruit_keys(coefficients), trained.tolist(), strict=True))
    model.w = pyo.Var(list(most), bounds=lambda _, *key: (0, most[key]))
