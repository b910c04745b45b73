"""What the levers of a plan add: uplift of each cluster, what measures cost, add and save."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients import Coefficients, Levers, Sites, helped
from optimizer.instance import Instance
from optimizer.plan.plan import MEASURES, typed
from optimizer.solver import Decisions


@dataclass(frozen=True)
class Effect:
    """What measures and neighbours do to each site.

    Attributes
    ----------
    by_measures, by_neighbours : float arrays, shape (sites,)
        Sums of uplifts, before the cap; 0 where nothing is built, and for hubs.
    uplift : float array, shape (sites,)
        U: their sum, max_uplift at most.
    saving : float array, shape (sites,)
        Share of the cost saved.
    """

    by_measures: Floats
    by_neighbours: Floats
    uplift: Floats
    saving: Floats


def effect_of(
    levers: Levers, sites: Sites, instance: Instance, count: Floats | Ints, taken: Flags
) -> Effect:
    """Return what the levers taken do to what is built.

    Parameters
    ----------
    levers : Levers
    sites : Sites
    instance : Instance
        Beside several phases the one with the options of all phases.
    count : array, shape (sites,)
    taken : bool array, shape (regions, measures)
    """
    sector = instance.words("options", "sector")
    clusters = (count > 0) & ~sites.hub
    by_measures, saving = np.zeros(len(sites)), np.zeros(len(sites))
    for place in np.flatnonzero(clusters):
        works = taken[sites.region[place]] & levers.serves[:, sites.option[place]]
        by_measures[place] = float(works @ levers.uplift)
        saving[place] = float(works @ levers.saving)
    gained: dict[tuple[int, str], float] = {}
    for near in levers.near:
        if any(count[place] > 0 for place in near.sites):
            key = (near.region, near.sector)
            gained[key] = gained.get(key, 0.0) + near.uplift
    by_neighbours = np.zeros(len(sites))
    for place in np.flatnonzero(clusters):
        key = (int(sites.region[place]), sector[sites.option[place]])
        by_neighbours[place] = gained.get(key, 0.0)
    uplift = np.minimum(instance.limits.max_uplift, by_measures + by_neighbours)
    return Effect(by_measures, by_neighbours, uplift, saving)


def taken_where(coefficients: Coefficients, decisions: Decisions) -> Flags:
    """Return which measures a plan takes, shape (regions, measures)."""
    levers = coefficients.levers
    taken = np.zeros((len(coefficients.regions), len(levers.measures)), dtype=bool)
    taken[levers.region[decisions.taken], levers.measure[decisions.taken]] = True
    return taken


def helped_by_housing(coefficients: Coefficients, taken: Flags) -> Floats:
    """Return by region the share of takers living there whom the measures taken help to stay."""
    who = coefficients.takers
    if who is None:
        return np.zeros(len(coefficients.regions))
    return helped(coefficients.levers.retention, taken, who.leaving)


def neighbour_jobs(coefficients: Coefficients, effect: Effect) -> Floats:
    """Return by site the youth jobs that one would lose without its neighbours."""
    cap = coefficients.instance.limits.max_uplift
    alone = np.minimum(cap, effect.by_measures)
    return np.asarray(coefficients.sites.youth_jobs * (effect.uplift - alone))


def measures_table(
    coefficients: Coefficients, decisions: Decisions, effect: Effect
) -> pd.DataFrame:
    """Return the measures taken with their cost, the youth jobs lost without each, and savings."""
    levers, sites = coefficients.levers, coefficients.sites
    cap = coefficients.instance.limits.max_uplift
    rows = []
    for offer in np.flatnonzero(decisions.taken):
        measure = levers.measure[offer]
        here = (sites.region == levers.region[offer]) & ~sites.hub & (decisions.count > 0)
        works = here & levers.serves[measure, sites.option]
        others = effect.by_measures + effect.by_neighbours - levers.uplift[measure]
        lost = effect.uplift - np.minimum(cap, others)
        rows.append(
            {
                "region_id": coefficients.regions[levers.region[offer]],
                "measure_id": levers.measures[measure],
                "cost": float(levers.cost[measure]),
                "youth_jobs": float((sites.youth_jobs * np.maximum(0.0, lost))[works].sum()),
                "saved": float((sites.cost * levers.saving[measure])[works].sum()),
            }
        )
    return typed(pd.DataFrame(rows, columns=list(MEASURES)))
