"""Rules 5 and 6: who stays for a job, which jobs and culture in harmony make possible."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from optimizer.arrays import Floats
from optimizer.coefficients import Coefficients, Takers, takers_at_most
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key, built, flow_keys, site_keys
from optimizer.model.housing import add_housing
from optimizer.model.linear import weighted
from optimizer.model.mccormick import add_culture_at_work
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "jobs",
        5,
        "Takers of additional jobs",
        'takers_j ≤ Σ_k N_jk·(α₀·(x + u) + α₁·(v + uv)); under "best" Σ_i q_ij in its place',
        "persons",
        "structural",
        "",
    ),
    Rule(
        "kept_by_jobs",
        6,
        "Who stays for a job",
        "kept_i ≤ λ_i · Σ_j P_ij·takers_j + Σ_m h_im",
        "persons",
        "structural",
        "",
    ),
    Rule(
        "arrivals",
        6,
        "Who comes for a job",
        "arrived_j ≤ ρ·(Σ_i P_ij·(1 − λ_i))·takers_j",
        "persons",
        "structural",
        "",
    ),
    Rule(
        "pool",
        6,
        "Leavers who look for a job",
        "Σ_j q_ij ≤ pool_i",
        "persons",
        "structural",
        "",
    ),
)


def could_come(coefficients: Coefficients) -> Floats:
    """Return by site the takers of jobs in its region beyond whom more keep nobody, persons."""
    takers, pool = coefficients.takers, coefficients.pool
    if takers is not None:
        by_region = takers_at_most(takers, pool)
    else:
        pools = pool[coefficients.flow_origin]
        count = len(coefficients.regions)
        come = np.bincount(coefficients.flow_site, weights=pools, minlength=count)
        by_region = np.asarray(come, dtype=float)
    return np.asarray(by_region[coefficients.sites.region], dtype=float)


def job_terms(coefficients: Coefficients) -> tuple[Floats, Floats]:
    """Return what each site's building, and its culture at work, let stay: α₀·J and α₁·J.

    Where α₀·J alone exceeds everybody who could come, it is cut to that number and α₁·J to 0.
    For whole decisions this permits exactly the same plans, and it keeps a “jobs without limit”
    from turning a rounding error of a decision into people.

    Returns
    -------
    alone, with_culture : float arrays, shape (sites,)
        Persons for each building, and for each unit of v.
    """
    sites, settings = coefficients.sites, coefficients.instance.settings
    who = could_come(coefficients)
    alone = settings.job_only_share * sites.youth_jobs
    added = np.where(sites.hub, 0.0, settings.culture_added_share * sites.youth_jobs)
    enough = alone >= who
    return np.where(enough, who, alone), np.where(enough, 0.0, added)


def add_jobs(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add who takes jobs, W being α₀·(x + u) + α₁·(v + uv), and Σ v of a sector ≤ c.

    Under job_takers "catchment" takers_j ≤ Σ N·W of the site, kept_i ≤ λ_i·Σ_j P_ij·takers_j + h_i
    (h whom housing helps) and arrived_j ≤ ρ·(Σ_i P_ij·(1 − λ_i))·takers_j. Under "best"
    Σ_i q ≤ Σ J·W and Σ_j q ≤ pool.
    """
    if coefficients.takers is None:
        _add_flows(model, coefficients)
    else:
        _add_catchment(model, coefficients, coefficients.takers)
    add_culture_at_work(model, coefficients)


def _people_by_site(model: pyo.ConcreteModel, coefficients: Coefficients) -> dict[str, Any]:
    """Return Σ_k J·W, or N·W, by region, of those with sites that make jobs for the young."""
    keys = site_keys(coefficients)
    alone, with_culture = job_terms(coefficients)
    parts: dict[str, list[Any]] = defaultdict(list)
    for place in np.flatnonzero(coefficients.sites.youth_jobs > 0):
        key = keys[place]
        parts[key[0]].append(float(alone[place]) * _lifted(model.u, built(model, key), key))
        if with_culture[place] > 0:
            culture = _lifted(model.uv, model.v[key], key)
            parts[key[0]].append(float(with_culture[place]) * culture)
    return {region: pyo.quicksum(terms) for region, terms in parts.items()}


def _most_people(model: pyo.ConcreteModel, coefficients: Coefficients) -> dict[str, float]:
    """Return the most that Σ_k N·W could be, by region: everything built, lifted, full culture."""
    keys, sites = site_keys(coefficients), coefficients.sites
    most: dict[str, float] = defaultdict(float)
    alone, with_culture = job_terms(coefficients)
    for place, people in enumerate(alone + with_culture):
        lift = 1.0 + float(model.u[keys[place]].ub) if keys[place] in model.u else 1.0
        most[keys[place][0]] += float(sites.most[place] * people) * lift
    return most


def _lifted(uplift: pyo.Var, decision: pyo.Var, key: Key) -> pyo.Expression:
    return decision + uplift[key] if key in uplift else decision


def _add_catchment(model: pyo.ConcreteModel, coefficients: Coefficients, who: Takers) -> None:
    people = _people_by_site(model, coefficients)
    number = {region: place for place, region in enumerate(coefficients.regions)}
    most = _most_people(model, coefficients)
    model.takers = pyo.Var(list(people), bounds=lambda _, region: (0, most[region]))
    model.jobs = pyo.Constraint(
        list(people), rule=lambda m, region: m.takers[region] <= people[region]
    )
    keeping = _keeping(coefficients, who, set(people))
    helped = add_housing(model, coefficients)
    for region in helped:
        keeping.setdefault(region, ([], []))
    pool = {region: float(coefficients.pool[number[region]]) for region in keeping}

    def kept(m: pyo.ConcreteModel, region: str) -> object:
        weights, sites = keeping[region]
        help_ = [m.h[key] for key in helped.get(region, [])]
        minus = [-1.0 * weight for weight in weights] + [-1.0] * len(help_)
        return weighted([1.0, *minus], [m.kept[region], *(m.takers[s] for s in sites), *help_]) <= 0

    model.kept = pyo.Var(list(keeping), bounds=lambda _, region: (0, pool[region]))
    model.kept_by_jobs = pyo.Constraint(
        list(keeping),
        rule=kept,
    )
    arriving = {name: float(who.arriving[number[name]]) for name in people}
    model.arrived = pyo.Var(
        [name for name, share in arriving.items() if share > 0],
        bounds=lambda _, region: (0, arriving[region] * most[region]),
    )
    model.arrivals = pyo.Constraint(
        list(model.arrived),
        rule=lambda m, region: m.arrived[region] <= arriving[region] * m.takers[region],
    )


def _keeping(
    coefficients: Coefficients, who: Takers, jobs: set[str]
) -> dict[str, tuple[list[float], list[str]]]:
    """Return by region λ_i·P_ij and j of the sites with jobs whose takers live there."""
    regions = coefficients.regions
    makes = np.array([region in jobs for region in regions], dtype=bool)
    weight = who.share * who.leaving[who.origin]
    used = np.flatnonzero(makes[who.site] & (weight > 0) & (coefficients.pool[who.origin] > 0))
    if not len(used):
        return {}
    used = used[np.argsort(who.origin[used], kind="stable")]
    origin, first = np.unique(who.origin[used], return_index=True)
    found: dict[str, tuple[list[float], list[str]]] = {}
    for region, part in zip(origin.tolist(), np.split(used, first[1:]), strict=True):
        sites = [regions[site] for site in who.site[part].tolist()]
        found[regions[region]] = (weight[part].tolist(), sites)
    return found


def _add_flows(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    people = _people_by_site(model, coefficients)
    flows = flow_keys(coefficients)
    pools = dict(zip(flows, coefficients.pool[coefficients.flow_origin], strict=True))
    pool = dict(zip(coefficients.regions, coefficients.pool, strict=True))
    arriving: dict[str, list[Key]] = defaultdict(list)
    leaving: dict[str, list[Key]] = defaultdict(list)
    for origin, site in flows:
        arriving[site].append((origin, site))
        leaving[origin].append((origin, site))
    model.q = pyo.Var(flows, bounds=lambda _, i, j: (0, float(pools[i, j])))
    model.arrived = pyo.Var([])
    model.jobs = pyo.Constraint(
        list(arriving),
        rule=lambda m, region: pyo.quicksum(m.q[key] for key in arriving[region]) <= people[region],
    )
    model.pool = pyo.Constraint(
        list(leaving),
        rule=lambda m, region: (
            pyo.quicksum(m.q[key] for key in leaving[region]) <= float(pool[region])
        ),
    )
