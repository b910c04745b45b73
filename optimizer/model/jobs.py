"""Rules 5 and 6: who stays for a job, which jobs and culture in harmony make possible."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.coefficients.pairs import Floats
from optimizer.model.decisions import Key, built, flow_keys, site_keys
from optimizer.model.siting import sectors


def could_come(coefficients: Coefficients) -> Floats:
    """Return by site all who could come to its region for a job, persons."""
    pools = coefficients.pool[coefficients.flow_origin]
    by_region = np.bincount(
        coefficients.flow_site, weights=pools, minlength=len(coefficients.regions)
    )
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
    """Add Σ_i q ≤ Σ J·(α₀·x + α₁·v) + Σ α₀·J·y, v ≤ x, and Σ v of a sector ≤ c.

    With levers: Σ J·(α₀·(x + u) + α₁·(v + uv)), u = U·x and uv = U·v (`uplift`).
    """
    keys = site_keys(coefficients)
    alone, with_culture = job_terms(coefficients)
    arriving: dict[str, list[Key]] = defaultdict(list)
    for origin, site in flow_keys(coefficients):
        arriving[site].append((origin, site))
    by_region: dict[str, list[int]] = defaultdict(list)
    for place in np.flatnonzero(coefficients.sites.youth_jobs > 0):
        by_region[keys[place][0]].append(int(place))

    def jobs(m: pyo.ConcreteModel, region: str) -> object:
        places = by_region[region]
        return pyo.quicksum(m.q[key] for key in arriving[region]) <= pyo.quicksum(
            float(alone[place]) * _lifted(m.u, built(m, keys[place]), keys[place])
            for place in places
        ) + pyo.quicksum(
            float(with_culture[place]) * _lifted(m.uv, m.v[keys[place]], keys[place])
            for place in places
            if with_culture[place] > 0
        )

    model.jobs = pyo.Constraint(list(arriving), rule=jobs)
    model.culture_works_where_built = pyo.Constraint(
        list(model.v), rule=lambda m, region, option: m.v[region, option] <= m.x[region, option]
    )
    sector = sectors(coefficients)
    together: dict[Key, list[Key]] = defaultdict(list)
    for region, option in model.v:
        together[region, sector[option]].append((region, option))
    model.culture_at_work = pyo.Constraint(
        list(together),
        rule=lambda m, region, name: (
            pyo.quicksum(m.v[key] for key in together[region, name]) <= m.c[region]
        ),
    )


def _lifted(uplift: pyo.Var, decision: pyo.Var, key: Key) -> pyo.Expression:
    return decision + uplift[key] if key in uplift else decision


def add_pool(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add Σ_j q ≤ job_motive_share · L for each region of origin."""
    leaving: dict[str, list[Key]] = defaultdict(list)
    for origin, site in flow_keys(coefficients):
        leaving[origin].append((origin, site))
    pool = dict(zip(coefficients.regions, coefficients.pool, strict=True))
    model.pool = pyo.Constraint(
        list(leaving),
        rule=lambda m, region: (
            pyo.quicksum(m.q[key] for key in leaving[region]) <= float(pool[region])
        ),
    )
