"""Rule 4, workforce: every site finds the graduates it needs within the recruiting limit."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import Key, built, recruit_keys, site_keys
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "graduates_needed",
        4,
        "Graduates within the recruiting limit",
        "Σ_u w_uif ≥ Σ_k need_kf·strength·n_ik",
        "graduates a year",
        "planner",
        "Train {slack} more within reach, or raise recruit_limit",
    ),
    Rule(
        "graduates_there",
        4,
        "Graduates that a university has for hire",
        "Σ_i w_uif ≤ supply_uf + t_uf",
        "graduates a year",
        "planner",
        "Train {slack} more there, or buy seats",
    ),
    Rule(
        "graduates_by_distance",
        4,
        "Graduates take jobs near by",
        "w_uif ≤ (supply_uf + t_uf)·0.5^(minutes / graduate_half_minutes)",
        "graduates a year",
        "structural",
        "",
    ),
    Rule(
        "graduates_in_reach",
        4,
        "Graduates that one site alone could hire",
        "Σ_k need_kf·strength·n_ik ≤ Σ_u supply within reach",
        "graduates a year",
        "structural",
        "",
    ),
)

NOBODY = 1e-6
"""Graduates a year: where all seats of a university together bring fewer, they bring none."""


def add_workforce(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add Σ_u w ≥ Σ need·strength·x for each site and field, Σ_j w ≤ supply + seats.

    With graduate_half_minutes also w ≤ (supply + seats)·0.5^(τ / half).
    """
    force = coefficients.workforce
    demand = _demand(coefficients)
    hired: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    sent: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for university, region, field in recruit_keys(coefficients):
        hired[region, field].append((university, region, field))
        sent[university, field].append((university, region, field))
    supply = dict(
        zip(zip(force.universities, force.supply_field, strict=True), force.hireable, strict=True)
    )
    model.graduates_needed = pyo.Constraint(
        list(demand),
        rule=lambda m, region, field: (
            pyo.quicksum(m.w[key] for key in hired[region, field])
            >= pyo.quicksum(need * built(m, key) for need, key in demand[region, field])
        ),
    )
    model.graduates_there = pyo.Constraint(
        list(sent),
        rule=lambda m, university, field: (
            pyo.quicksum(m.w[key] for key in sent[university, field])
            <= float(supply[university, field]) + m.t[university, field]
        ),
    )
    willing = dict(zip(recruit_keys(coefficients), force.willing.tolist(), strict=True))
    most = dict(
        zip(zip(force.universities, force.supply_field, strict=True), force.max_seats, strict=True)
    )
    # Where no seat can be bought, the limit of w says it; from so far that nobody comes of all the
    # seats, it says it too (a term of 1e-14 beside one of 1 was seen to end HiGHS 1.16).
    far = [
        key for key, share in willing.items() if share < 1 and share * most[key[0], key[2]] > NOBODY
    ]
    model.graduates_by_distance = pyo.Constraint(
        far,
        rule=lambda m, university, region, field: (
            m.w[university, region, field]
            <= willing[university, region, field]
            * (float(supply[university, field]) + m.t[university, field])
        ),
    )


def add_reach_of_graduates(model: pyo.ConcreteModel, coefficients: Coefficients) -> None:
    """Add what rule 4 says of each site and field alone, in place of w: need ≤ who could come."""
    force = coefficients.workforce
    number = {region: place for place, region in enumerate(coefficients.regions)}
    column = {field: place for place, field in enumerate(force.fields)}
    most = force.reach(len(number))
    demand = _demand(coefficients)
    model.graduates_in_reach = pyo.Constraint(
        list(demand),
        rule=lambda m, region, field: (
            pyo.quicksum(need * built(m, key) for need, key in demand[region, field])
            <= float(most[number[region], column[field]])
        ),
    )


def _demand(coefficients: Coefficients) -> dict[tuple[str, str], list[tuple[float, Key]]]:
    """Return by site and field who needs graduates, and how many a building."""
    force, keys = coefficients.workforce, site_keys(coefficients)
    demand: dict[tuple[str, str], list[tuple[float, Key]]] = defaultdict(list)
    for place, column in zip(*np.nonzero(force.need > 0), strict=True):
        region, _ = keys[place]
        demand[region, force.fields[column]].append((float(force.need[place, column]), keys[place]))
    return demand
