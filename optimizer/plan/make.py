"""Turns decisions into a plan: the tables that planners read, recomputed from the decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, assert_never

import numpy as np
import pandas as pd

from optimizer.arrays import Flags, Floats, Ints, plain
from optimizer.coefficients import Coefficients, People
from optimizer.instance import Instance
from optimizer.kolm_pollak import equivalent
from optimizer.plan.cost_per_stayer import priced
from optimizer.plan.economy import economy_of
from optimizer.plan.equity import equity_of
from optimizer.plan.levers import (
    Effect,
    effect_of,
    helped_by_housing,
    measures_table,
    neighbour_jobs,
    taken_where,
)
from optimizer.plan.money import Bill, fair_share_table, phases_table, purses_table
from optimizer.plan.people import (
    NEGLIGIBLE,
    culture_levels,
    few,
    people_and_flows,
    settled_people,
    sums,
    takers_by_site,
)
from optimizer.plan.plan import INSTRUMENTS, REGIONS, WORKFORCE, PlanData, empty, typed
from optimizer.plan.projection import Projection, project_plan
from optimizer.plan.unaffordable import unaffordable
from optimizer.solver import Decisions, Solution, gap_of

LOST = 1e-4
"""Part of an objective that the solver's tolerances may lose on the way to a plan."""


def make_plan(
    coefficients: Coefficients,
    solution: Solution,
    *,
    budget: float | None,
    gap_asked: float,
    versions: Mapping[str, str],
    seed: int,
    projected: bool = True,
) -> PlanData:
    """Return the plan that a solution stands for; `budget` is in bn KRW.

    Without `projected` the years to come are left out, and what follows from them.
    """
    decisions = solution.decisions
    levels = culture_levels(coefficients, decisions)
    taken = taken_where(coefficients, decisions)
    effect = effect_of(
        coefficients.levers, coefficients.sites, coefficients.instance, decisions.count, taken
    )
    housed = helped_by_housing(coefficients, taken)
    takers = takers_by_site(coefficients, decisions.count, levels, effect.uplift)
    people, flows = people_and_flows(coefficients, decisions, levels, takers, housed)
    build = _build_table(coefficients, decisions, effect)
    measures = measures_table(coefficients, decisions, effect)
    seats = _seats_table(coefficients, decisions)
    bill = Bill(build, measures, seats)
    objective = objective_value(coefficients, people, bill.cost)
    _refuse_unknown_worth(solution, objective)
    bound = max(solution.bound, objective)
    regions = _regions_table(coefficients, people, levels)
    projection = _projection(coefficients, regions, flows, bill) if projected else None
    poor = () if len(build) or len(measures) else unaffordable(coefficients, budget)
    return PlanData(
        **_made_for(coefficients.instance),
        budget=plain(budget),
        status=solution.status,
        retained=float(people.retained.sum()),
        arrived=float(people.arrived.sum()),
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
        fair_share=fair_share_table(coefficients, bill, budget),
        versions=dict(versions),
        seed=plain(seed),
        gap_asked=plain(gap_asked),
        notes=(*coefficients.instance.notes, *solution.notes, *poor),
        projection=projection,
        economy=economy_of(coefficients.given, build, regions, projection),
        equity=equity_of(coefficients.given, regions),
        source=coefficients.given,
    )


def _made_for(instance: Instance) -> dict[str, Any]:
    """Return what a plan keeps of its instance: years, names, and the rules it was made under."""
    return {
        "instance": instance.name,
        "instance_hash": instance.data_hash,
        "currency": instance.currency,
        "years": (instance.base_year, instance.horizon_year),
        "settings": instance.settings.model_dump(mode="json"),
        "limits": instance.limits.model_dump(mode="json"),
        "locked": instance.locked.model_dump(mode="json", by_alias=True),
        "culture": instance.culture.model_dump(mode="json"),
        "scale": dict(instance.scale),
        "ranges": {name: (found.low, found.high) for name, found in instance.ranges.items()},
        "names": instance.region_names,
        "local_names": dict(
            zip(instance.regions["region_id"], instance.regions["name_local"], strict=True)
        ),
        "labels": instance.labels,
        "boundaries": instance.boundaries,
        "points": points_of(instance),
    }


def points_of(instance: Instance) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude by region, for maps where there are no boundaries."""
    if instance.boundaries is not None:
        return {}
    rows = instance.points.itertuples(index=False, name=None)
    return {str(region): (float(lon), float(lat)) for region, lon, lat in rows}


class UnknownWorthError(Exception):
    """A model holds something of worth that a plan does not know."""


def _refuse_unknown_worth(solution: Solution, objective: float) -> None:
    """Refuse a plan that is worth less than its model says.

    Raises
    ------
    UnknownWorthError
        Somebody has added a decision or a term of the objective to the model alone: plans, their
        check and the solver's reductions would go on without it.
    """
    missing = solution.objective - objective
    if missing > LOST * max(1.0, abs(objective)):
        raise UnknownWorthError(
            f"the model's objective is {solution.objective:g}, but what a plan records is worth "
            f"{objective:g}: the model holds a decision that plans do not know"
        )


def _projection(
    coefficients: Coefficients, regions: pd.DataFrame, flows: pd.DataFrame, bill: Bill
) -> Projection | None:
    found = project_plan(coefficients, regions, flows, bill.build)
    if found is None:
        return None
    people = float(regions["retained"].sum() + regions["arrived"].sum())
    prices = priced(bill.cost, people, empty(INSTRUMENTS))
    return replace(found, cost_per_stayer=prices)


def worth(coefficients: Coefficients, count: Ints, taken: Flags) -> tuple[float, float]:
    """Return objective and cost of what is built, without training seats.

    Only under job_takers "catchment", where people follow from what is built.

    Parameters
    ----------
    coefficients : Coefficients
    count : int array, shape (sites,)
    taken : bool array, shape (offers,)
    """
    force = coefficients.workforce
    nobody = np.zeros(0)
    seats = np.zeros(len(force.universities))
    decisions = Decisions(count, nobody, None, nobody, seats, taken)
    levels = culture_levels(coefficients, decisions)
    levers, sites = coefficients.levers, coefficients.sites
    where = taken_where(coefficients, decisions)
    effect = effect_of(levers, sites, coefficients.instance, count, where)
    takers = takers_by_site(coefficients, count, levels, effect.uplift)
    housed = helped_by_housing(coefficients, where)
    people = settled_people(coefficients, decisions, levels, takers, housed)
    cost = float(count @ (sites.cost * (1 - effect.saving)))
    cost += float(np.sum(levers.cost[levers.measure[taken]]))
    return objective_value(coefficients, people, cost), cost


def objective_value(coefficients: Coefficients, people: People, cost: float) -> float:
    """Return the objective that the settings name."""
    settings = coefficients.instance.settings
    counted = people.retained + people.arrived
    match settings.objective:
        case "retained":
            return float(coefficients.weight @ counted)
        case "worst_province":
            share, _ = _shares(coefficients, people)
            return float(share.min()) if len(share) else 0.0
        case "equally_distributed":
            return equivalent(*_shares(coefficients, people), settings.inequality_aversion)
        case "net_benefit":
            return float(settings.value_per_retained * counted.sum() - cost)
        case _:
            assert_never(settings.objective)


def _shares(coefficients: Coefficients, people: People) -> tuple[Floats, Floats]:
    """Return the share Σ r / Σ L and the leavers Σ L of each province with leavers."""
    province = coefficients.instance.regions["province"].to_numpy(dtype=object)
    columns = {"r": people.retained, "l": coefficients.leavers}
    frame = pd.DataFrame(columns).groupby(province).sum()
    frame = frame[frame["l"] > 0]
    share, leavers = frame["r"] / frame["l"], frame["l"]
    return share.to_numpy(dtype=float), leavers.to_numpy(dtype=float)


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


def _regions_table(coefficients: Coefficients, people: People, levels: Floats) -> pd.DataFrame:
    columns = {
        "region_id": list(coefficients.regions),
        "leavers": coefficients.leavers,
        "retained": people.retained,
        "retained_by_jobs": people.kept,
        "retained_by_culture": people.by_culture,
        "arrived": people.arrived,
        "culture_level": levels,
        "province": list(coefficients.instance.regions["province"]),
    }
    return pd.DataFrame(columns)[list(REGIONS)]


def _seats_table(coefficients: Coefficients, decisions: Decisions) -> pd.DataFrame:
    force = coefficients.workforce
    bought = np.flatnonzero(decisions.seats > NEGLIGIBLE * few(coefficients))
    seats = np.minimum(decisions.seats, force.max_seats)[bought]
    hired = sums(decisions.recruits, force.supply, len(force.universities))[bought]
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


def _workforce_table(coefficients: Coefficients, decisions: Decisions) -> pd.DataFrame:
    force = coefficients.workforce
    used = np.flatnonzero(decisions.recruits > NEGLIGIBLE * few(coefficients))
    supply = force.supply[used]
    columns: dict[str, Any] = {
        "university_id": [force.universities[place] for place in supply],
        "field": [force.supply_field[place] for place in supply],
        "to_region": [coefficients.regions[place] for place in force.site[used]],
        "graduates": decisions.recruits[used],
    }
    return typed(pd.DataFrame(columns)[list(WORKFORCE)])
