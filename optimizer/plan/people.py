"""Who stays and comes under decisions, and who takes a job where: persons by region, and flows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients, People, Room, stayers
from optimizer.instance import counts_people
from optimizer.plan.plan import FLOWS, typed
from optimizer.solver import Decisions

NEGLIGIBLE = 1e-7
"""Persons, graduates and seats below this are the solver's rounding; here and in SMALLEST_FLOW
the part of all leavers, where these are fewer than one (`few`)."""
SMALLEST_FLOW = 1e-6
"""Expected flows of fewer persons are not listed."""


def few(coefficients: Coefficients) -> float:
    """Return 1, or all leavers where these are fewer: what small numbers of people are part of."""
    leavers = float(coefficients.leavers.sum())
    return min(1.0, leavers) if leavers > 0 else 1.0


def people_and_flows(
    coefficients: Coefficients,
    decisions: Decisions,
    levels: Floats,
    takers: Floats,
    housed: Floats,
) -> tuple[People, pd.DataFrame]:
    """Return who stays and comes, and who stays for a job where, by who takes the jobs."""
    if coefficients.takers is None:
        return _settled_flows(coefficients, decisions, levels, takers)
    people = settled_people(coefficients, decisions, levels, takers, housed)
    return people, _expected_flows(coefficients, people, takers, housed)


def culture_levels(coefficients: Coefficients, decisions: Decisions) -> Floats:
    """Return min(1, c⁰ + Σ capacity·d(τ)/D/full_service·y) for each region."""
    sites = coefficients.sites
    capacity = decisions.count * coefficients.capacity[sites.option]
    places = sums(capacity, sites.region, len(coefficients.regions))
    added: Floats = coefficients.service @ places
    return np.minimum(1.0, coefficients.base_level + added)


def takers_by_site(
    coefficients: Coefficients, count: Ints | Floats, levels: Floats, uplift: Floats
) -> Floats:
    """Return Σ_k N·W by region (under "best" Σ_k J·W), at the exact cultural level, persons."""
    sites, settings = coefficients.sites, coefficients.instance.settings
    with_culture = settings.culture_added_share * levels[sites.region]
    share = settings.job_only_share + np.where(sites.hub, 0.0, with_culture)
    jobs = count * sites.youth_jobs * (1 + uplift) * share
    return sums(jobs, sites.region, len(coefficients.regions))


def settled_people(
    coefficients: Coefficients,
    decisions: Decisions,
    levels: Floats,
    takers: Floats,
    housed: Floats,
) -> People:
    """Return who stays and comes: all whom what is built makes possible, within own rules."""
    who = coefficients.takers
    assert who is not None
    kept = np.minimum(coefficients.pool, who.kept_of(takers, housed))
    culture = np.minimum(_culture_room(coefficients, levels), coefficients.local_jobs)
    arrived = who.arriving * takers
    if decisions.people is not None:
        own = decisions.people
        kept, culture = np.minimum(kept, own.kept), np.minimum(culture, own.by_culture)
        arrived = np.minimum(arrived, own.arrived)
    province, ceiling = _ceilings(coefficients)
    counts = counts_people(coefficients.instance.settings.objective)
    weight = coefficients.weight if counts else np.ones(len(kept))
    kept, culture, arrived = (np.maximum(0.0, most) for most in (kept, culture, arrived))
    room = Room(kept, culture, arrived, coefficients.leavers, province, ceiling, weight)
    return stayers(room)


def _ceilings(coefficients: Coefficients) -> tuple[Ints, Floats]:
    """Return each region's province as a number, and by province the most Σ r that counts."""
    instance = coefficients.instance
    province, names = pd.factorize(instance.regions["province"])
    leavers = sums(coefficients.leavers, province, len(names))
    most = instance.limits.max_retained_share
    share = np.array([most.get(str(name), np.inf) for name in names])
    # Nobody leaves, nobody counts: 0 × ∞ is no number.
    limited = np.isfinite(share) & (leavers > 0)
    ceiling = np.where(limited, np.where(limited, share, 0.0) * leavers, np.inf)
    return np.asarray(province, dtype=np.int64), ceiling


def _expected_flows(
    coefficients: Coefficients, people: People, takers: Floats, housed: Floats
) -> pd.DataFrame:
    """Return who stays for a job where: kept, split among the sites by their terms."""
    who = coefficients.takers
    assert who is not None
    term = (who.leaving + housed)[who.origin] * who.share * takers[who.site]
    total = sums(term, who.origin, len(coefficients.regions))
    kept = np.divide(people.kept, total, out=np.zeros(len(total)), where=total > 0)
    persons = kept[who.origin] * term
    used = persons >= SMALLEST_FLOW * few(coefficients)
    return _flows_table(
        coefficients, who.origin[used], who.site[used], persons[used], persons[used]
    )


def _settled_flows(
    coefficients: Coefficients, decisions: Decisions, levels: Floats, room: Floats
) -> tuple[People, pd.DataFrame]:
    """Return people and flows q without the solver's rounding, within rules 5, 6 and 8."""
    least = NEGLIGIBLE * few(coefficients)
    flow = np.where(decisions.flow > least, decisions.flow, 0.0)
    flow = flow * _fit(flow, coefficients.flow_site, room)[coefficients.flow_site]
    fit = _fit(flow, coefficients.flow_origin, coefficients.pool)
    flow = np.asarray(flow * fit[coefficients.flow_origin])
    stay = coefficients.flow_stay * flow
    by_jobs = sums(stay, coefficients.flow_origin, len(coefficients.regions))
    assert decisions.people is not None
    most = np.minimum(coefficients.local_jobs, coefficients.leavers - by_jobs)
    room_for = np.minimum(_culture_room(coefficients, levels), most)
    by_culture = np.clip(decisions.people.by_culture, 0.0, np.maximum(0.0, room_for))
    people = People(by_jobs, np.asarray(by_culture), np.zeros(len(by_jobs)))
    used = flow > least
    origin, site = coefficients.flow_origin[used], coefficients.flow_site[used]
    return people, _flows_table(coefficients, origin, site, flow[used], stay[used])


def _culture_room(coefficients: Coefficients, levels: Floats) -> Floats:
    """Return L·(g(c) − g(c⁰)) by region at the exact cultural level, persons."""
    curve = coefficients.curve
    return np.asarray(coefficients.leavers * (curve(levels) - curve(coefficients.base_level)))


def _fit(flow: Floats, group: Ints, room: Floats) -> Floats:
    """Return the factor by group that brings Σ flow down to its room, at most 1."""
    total = sums(flow, group, len(room))
    return np.divide(np.minimum(total, room), total, out=np.zeros(len(room)), where=total > 0)


def _flows_table(
    coefficients: Coefficients, origin: Ints, site: Ints, persons: Floats, retained: Floats
) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "from_region": [coefficients.regions[place] for place in origin],
        "to_region": [coefficients.regions[place] for place in site],
        "persons": persons,
        "retained": retained,
    }
    return typed(pd.DataFrame(columns)[list(FLOWS)])


def sums(values: Floats, group: Ints, groups: int) -> Floats:
    """Return the sum of values by group."""
    return np.asarray(np.bincount(group, weights=values, minlength=groups), dtype=float)
