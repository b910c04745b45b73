"""Channel "retention": whom measures of housing help to stay (job_takers "catchment").

Of the takers of jobs who live in i, λ_i would otherwise be gone and are kept by the job alone. A
measure of housing keeps a further share δ_i of them, never more than there are:
δ_i = min(retention, 1 − λ_i). Who arrives does not change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients.levers import Levers
from optimizer.coefficients.placements import Sites
from optimizer.coefficients.takers import Takers
from optimizer.instance import Instance


def helped(retention: Floats, taken: Flags, leaving: Floats) -> Floats:
    """Return by region the share of the takers living there whom the measures taken help to stay.

    Parameters
    ----------
    retention : float array, shape (measures,)
    taken : bool array, shape (regions, measures)
    leaving : float array, shape (regions,)
        λ.

    Returns
    -------
    float array, shape (regions,)
        min(Σ retention, 1 − λ).
    """
    return np.asarray(np.minimum(taken @ retention, 1.0 - leaving), dtype=float)


@dataclass(frozen=True)
class Housing:
    """Measures of housing where they can keep somebody.

    Attributes
    ----------
    offer : int array, shape (homes,)
        Positions among the offers of `Levers`.
    region : int array, shape (homes,)
    effect : float array, shape (homes,)
        δ = min(retention, 1 − λ).
    takers : float array, shape (homes,)
        T̄, persons: takers of jobs living there beyond whom nobody more is helped to stay.
    """

    offer: Ints
    region: Ints
    effect: Floats
    takers: Floats


def find_housing(
    levers: Levers, takers: Takers | None, most_takers: Floats, pool: Floats
) -> Housing:
    """Return whom each measure of housing can help, at most.

    Parameters
    ----------
    levers : Levers
    takers : Takers or None
        None under job_takers "best": there is none.
    most_takers : float array, shape (regions,)
        Takers of jobs in each region, at most.
    pool : float array, shape (regions,)
        Whom jobs can keep, at most.

    Notes
    -----
    T̄_i = min(Σ_j P_ij·most_takers_j, pool_i / (λ_i + δ_i)): with more takers than that the whole
    pool is kept, and λ_i·T̄_i + δ_i·T̄_i suffices for it.
    """
    if takers is None:
        none = np.zeros(0, dtype=np.int64)
        return Housing(none, none, np.zeros(0), np.zeros(0))
    leaving = takers.leaving[levers.region]
    effect = np.minimum(levers.retention[levers.measure], 1.0 - leaving)
    there = takers.living(most_takers)[levers.region]
    whole = pool[levers.region]
    enough = np.divide(whole, leaving + effect, out=np.zeros(len(whole)), where=effect > 0)
    most = np.minimum(there, enough)
    offer = np.flatnonzero((effect > 0) & (most > 0))
    return Housing(offer, levers.region[offer], effect[offer], most[offer])


def most_takers(instance: Instance, sites: Sites, uplift: Floats, absorption: Floats) -> Floats:
    """Return a bound on the takers of jobs in each region, persons.

    Parameters
    ----------
    instance : Instance
    sites : Sites
    uplift : float array, shape (sites,)
        U at most.
    absorption : float array, shape (regions,)
        Direct jobs at most.

    Notes
    -----
    The largest cluster of each sector (one of its scales stands in a region) and all hubs, lifted
    as far as they can be and with full culture; and no more than the direct jobs that are permitted
    times the most takers of one of them.
    """
    settings, count = instance.settings, len(instance.regions)
    share = settings.job_only_share + np.where(sites.hub, 0.0, settings.culture_added_share)
    people = sites.youth_jobs * (1 + uplift) * share
    most = np.bincount(
        sites.region, weights=np.where(sites.hub, sites.most * people, 0.0), minlength=count
    ).astype(float)
    sector = instance.options["sector"].to_numpy(dtype=object)
    largest: dict[tuple[int, str], float] = {}
    for place in np.flatnonzero(~sites.hub):
        key = int(sites.region[place]), str(sector[sites.option[place]])
        largest[key] = max(largest.get(key, 0.0), float(people[place]))
    for (region, _), number in largest.items():
        most[region] += number
    jobs = instance.options["jobs"].to_numpy(dtype=float)[sites.option]
    each = np.zeros(count)
    np.maximum.at(each, sites.region[jobs > 0], (people[jobs > 0] / jobs[jobs > 0]))
    limited = np.isfinite(absorption)
    most[limited] = np.minimum(most[limited], each[limited] * absorption[limited])
    return most
