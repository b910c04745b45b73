"""Turns decisions into a plan: the tables that planners read, recomputed from the decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from optimizer.coefficients import Coefficients
from optimizer.coefficients.pairs import Floats, Ints
from optimizer.plan.levers import (
    Effect,
    effect_of,
    measures_table,
    neighbour_jobs,
    taken_where,
)
from optimizer.plan.money import Bill, phases_table, purses_table
from optimizer.plan.plan import FLOWS, INSTRUMENTS, REGIONS, WORKFORCE, Plan, empty, typed
from optimizer.plan.price import priced
from optimizer.plan.projection import Projection, project_plan
from optimizer.solve import Decisions, Solution, gap_of

NEGLIGIBLE = 1e-7
"""Persons, graduates and seats below this are the solver's rounding."""


def make_plan(
    coefficients: Coefficients,
    solution: Solution,
    *,
    budget: float | None,
    gap_asked: float,
    versions: Mapping[str, str],
    seed: int,
) -> Plan:
    """Return the plan that a solution stands for; `budget` is in bn KRW."""
    instance = coefficients.instance
    decisions = solution.decisions
    levels = culture_levels(coefficients, decisions)
    effect = effect_of(
        coefficients.levers,
        coefficients.sites,
        coefficients.instance,
        decisions.count,
        taken_where(coefficients, decisions),
    )
    flow = _settled_flows(coefficients, decisions, levels, effect)
    stay = coefficients.flow_stay * flow
    by_jobs = _sums(stay, coefficients.flow_origin, len(coefficients.regions))
    by_culture = _settled_culture(coefficients, decisions.by_culture, levels, by_jobs)
    build = _build_table(coefficients, decisions, effect)
    measures = measures_table(coefficients, decisions, effect)
    seats = _seats_table(coefficients, decisions)
    bill = Bill(build, measures, seats)
    retained = by_jobs + by_culture
    objective = objective_value(coefficients, retained, bill.cost)
    bound = max(solution.bound, objective)
    regions = _regions_table(coefficients, by_jobs, by_culture, levels)
    flows = _flows_table(coefficients, flow)
    return Plan(
        instance=instance.name,
        instance_hash=instance.data_hash,
        currency=instance.currency,
        years=(instance.base_year, instance.horizon_year),
        budget=budget,
        settings=instance.settings.model_dump(mode="json"),
        limits=instance.limits.model_dump(mode="json"),
        locked=instance.locked.model_dump(mode="json", by_alias=True),
        culture=instance.culture.model_dump(mode="json"),
        scale=dict(instance.scale),
        ranges={name: (found.low, found.high) for name, found in instance.ranges.items()},
        status=solution.status,
        retained=float(retained.sum()),
        objective=objective,
        bound=bound,
        gap=gap_of(objective, bound),
        cost=bill.cost,
        build=build,
        measures=measures,
        seats=seats,
        regions=regions,
        flows=flows,
        workforce=_workforce_table(coefficients, decisions),
        purses=purses_table(coefficients, bill),
        phases=phases_table(coefficients, bill, budget),
        names=instance.region_names,
        local_names=dict(
            zip(instance.regions["region_id"], instance.regions["name_local"], strict=True)
        ),
        versions=dict(versions),
        seed=seed,
        gap_asked=gap_asked,
        notes=instance.notes,
        boundaries=instance.boundaries,
        projection=_projection(coefficients, regions, flows, bill),
        source=coefficients.given,
    )


def _projection(
    coefficients: Coefficients, regions: pd.DataFrame, flows: pd.DataFrame, bill: Bill
) -> Projection | None:
    found = project_plan(coefficients, regions, flows, bill.build)
    if found is None:
        return None
    prices = priced(bill.cost, float(regions["retained"].sum()), empty(INSTRUMENTS))
    return replace(found, cost_per_stayer=prices)


def culture_levels(coefficients: Coefficients, decisions: Decisions) -> Floats:
    """Return min(1, c⁰ + Σ capacity·d(τ)/D/full_service·y) for each region."""
    sites = coefficients.sites
    capacity = decisions.count * coefficients.capacity[sites.option]
    places = _sums(capacity, sites.region, len(coefficients.regions))
    added: Floats = coefficients.service @ places
    return np.minimum(1.0, coefficients.base_level + added)


def objective_value(coefficients: Coefficients, retained: Floats, cost: float) -> float:
    """Return the objective that the settings name."""
    settings = coefficients.instance.settings
    if settings.objective == "net_benefit":
        return float(settings.value_per_retained * retained.sum() - cost)
    if settings.objective == "retained":
        return float(coefficients.weight @ retained)
    province = coefficients.instance.regions["province"].to_numpy(dtype=object)
    frame = pd.DataFrame({"r": retained, "l": coefficients.leavers}).groupby(province).sum()
    frame = frame[frame["l"] > 0]
    return float((frame["r"] / frame["l"]).min()) if len(frame) else 0.0


def _settled_flows(
    coefficients: Coefficients, decisions: Decisions, levels: Floats, effect: Effect
) -> Floats:
    """Return q without the solver's rounding: never negative, within rules 5 and 6."""
    sites, settings = coefficients.sites, coefficients.instance.settings
    flow = np.where(decisions.flow > NEGLIGIBLE, decisions.flow, 0.0)
    share = np.where(
        sites.hub,
        settings.job_only_share,
        settings.job_only_share + settings.culture_added_share * levels[sites.region],
    )
    jobs = decisions.count * sites.youth_jobs * (1 + effect.uplift) * share
    room = _sums(jobs, sites.region, len(coefficients.regions))
    flow = flow * _fit(flow, coefficients.flow_site, room)[coefficients.flow_site]
    fit = _fit(flow, coefficients.flow_origin, coefficients.pool)
    return np.asarray(flow * fit[coefficients.flow_origin])


def _sums(values: Floats, group: Ints, groups: int) -> Floats:
    return np.asarray(np.bincount(group, weights=values, minlength=groups), dtype=float)


def _fit(flow: Floats, group: Ints, room: Floats) -> Floats:
    """Return the factor by group that brings Σ flow down to its room, at most 1."""
    total = _sums(flow, group, len(room))
    return np.divide(np.minimum(total, room), total, out=np.zeros(len(room)), where=total > 0)


def _settled_culture(
    coefficients: Coefficients, by_culture: Floats, levels: Floats, by_jobs: Floats
) -> Floats:
    """Return e within rule 8 at the exact cultural level."""
    curve = coefficients.curve
    most = coefficients.leavers * (curve(levels) - curve(coefficients.base_level))
    room = np.minimum(most, np.minimum(coefficients.local_jobs, coefficients.leavers - by_jobs))
    return np.asarray(np.clip(by_culture, 0.0, np.maximum(0.0, room)))


def _build_table(coefficients: Coefficients, decisions: Decisions, effect: Effect) -> pd.DataFrame:
    sites = coefficients.sites
    stages = coefficients.stages
    chosen = np.flatnonzero(decisions.count > 0)
    count = decisions.count[chosen]
    jobs = coefficients.instance.options["jobs"].to_numpy(dtype=float)[sites.option[chosen]]
    frame = pd.DataFrame(
        {
            "region_id": [coefficients.regions[place] for place in sites.region[chosen]],
            "option_id": [stages.option[place] for place in sites.option[chosen]],
            "count": count,
            "cost": count * (sites.cost * (1 - effect.saving))[chosen],
            "jobs": count * jobs,
            "youth_jobs": count * (sites.youth_jobs * (1 + effect.uplift))[chosen],
            "phase": [stages.years[stages.phase[place]] for place in sites.option[chosen]],
            "uplift": effect.uplift[chosen],
            "neighbour_jobs": count * neighbour_jobs(coefficients, effect)[chosen],
        }
    )
    return typed(frame)


def _regions_table(
    coefficients: Coefficients, by_jobs: Floats, by_culture: Floats, levels: Floats
) -> pd.DataFrame:
    columns = {
        "region_id": list(coefficients.regions),
        "leavers": coefficients.leavers,
        "retained": by_jobs + by_culture,
        "retained_by_jobs": by_jobs,
        "retained_by_culture": by_culture,
        "culture_level": levels,
        "province": list(coefficients.instance.regions["province"]),
    }
    return pd.DataFrame(columns)[list(REGIONS)]


def _seats_table(coefficients: Coefficients, decisions: Decisions) -> pd.DataFrame:
    force = coefficients.workforce
    bought = np.flatnonzero(decisions.seats > NEGLIGIBLE)
    seats = np.minimum(decisions.seats, force.max_seats)[bought]
    hired = _sums(decisions.recruits, force.supply, len(force.universities))[bought]
    frame = pd.DataFrame(
        {
            "university_id": [force.universities[place] for place in bought],
            "field": [force.supply_field[place] for place in bought],
            "seats": seats,
            "cost": seats * force.seat_cost[bought],
            "hired": hired,
        }
    )
    return typed(frame)


def _flows_table(coefficients: Coefficients, flow: Floats) -> pd.DataFrame:
    used = np.flatnonzero(flow > NEGLIGIBLE)
    columns: dict[str, Any] = {
        "from_region": [coefficients.regions[place] for place in coefficients.flow_origin[used]],
        "to_region": [coefficients.regions[place] for place in coefficients.flow_site[used]],
        "persons": flow[used],
        "retained": coefficients.flow_stay[used] * flow[used],
    }
    return typed(pd.DataFrame(columns)[list(FLOWS)])


def _workforce_table(coefficients: Coefficients, decisions: Decisions) -> pd.DataFrame:
    force = coefficients.workforce
    used = np.flatnonzero(decisions.recruits > NEGLIGIBLE)
    supply = force.supply[used]
    columns: dict[str, Any] = {
        "university_id": [force.universities[place] for place in supply],
        "field": [force.supply_field[place] for place in supply],
        "to_region": [coefficients.regions[place] for place in force.site[used]],
        "graduates": decisions.recruits[used],
    }
    return typed(pd.DataFrame(columns)[list(WORKFORCE)])
