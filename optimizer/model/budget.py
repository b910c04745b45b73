"""Rule 1, budget: what is built, measures and seats cost no more than the purses hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import pyo
from optimizer.model.decisions import built, site_keys
from optimizer.model.levers import Layout
from optimizer.model.measures import measure_costs, savings
from optimizer.model.rule import Rule

RULES = (
    Rule(
        "budget",
        1,
        "Budget",
        "Σ (1 − match)·cost ≤ B",
        "money",
        "planner",
        "Raise the budget to {needs}",
    ),
    Rule(
        "budget_by_phase",
        1,
        "Budgets up to a phase",
        "Σ over phases up to P of (1 − match)·cost ≤ Σ their budgets",
        "money",
        "planner",
        "Raise the budgets up to that year to {needs} together",
    ),
    Rule(
        "own_budget",
        1,
        "Own budget of a province (own_budget)",
        "match_p · Σ cost in p ≤ own_budget_p",
        "money",
        "planner",
        "Raise it to {needs}, or lower its match_share",
    ),
)

FIRST_PHASE = 0
"""What is not built in a phase of its own (training seats) is paid from the first budget."""


@dataclass(frozen=True)
class Outlay:
    """One thing that costs money: where, in which phase, and its cost as an expression."""

    region: str
    phase: int
    cost: Any
    kind: Literal["cluster", "hub", "measure", "seats"]

    @property
    def in_region(self) -> bool:
        """Whether it counts as spending in its region; seats serve all who recruit from there."""
        return self.kind != "seats"

    @property
    def is_built(self) -> bool:
        """Whether it is part of the net cost of what is built."""
        return self.kind in ("cluster", "hub")


def outlays(
    model: pyo.ConcreteModel, coefficients: Coefficients, levers: Layout
) -> Iterator[Outlay]:
    """Yield everything that costs or saves money; every rule on money counts these.

    A measure is paid in the first phase; what it saves, it saves where and when that is built.
    """
    sites, phase = coefficients.sites, coefficients.stages.phase
    costs = zip(site_keys(coefficients), sites.option, sites.hub, sites.cost, strict=True)
    for key, option, hub, cost in costs:
        kind: Literal["cluster", "hub"] = "hub" if hub else "cluster"
        yield Outlay(key[0], int(phase[option]), float(cost) * built(model, key), kind)
    for region, cost in measure_costs(model, coefficients, levers):
        yield Outlay(region, FIRST_PHASE, cost, "measure")
    number = {name: int(phase[place]) for place, name in enumerate(coefficients.options)}
    for (region, option), saved in savings(model, coefficients, levers):
        yield Outlay(region, number[option], -saved, "cluster")
    force = coefficients.workforce
    campus = coefficients.campus()
    supplies = zip(force.universities, force.supply_field, force.seat_cost, strict=True)
    for university, field, cost in supplies:
        seats = model.t[university, field]
        yield Outlay(campus[university, field], FIRST_PHASE, float(cost) * seats, "seats")


def add_budget(
    model: pyo.ConcreteModel, coefficients: Coefficients, levers: Layout, budget: float | None
) -> None:
    """Add the expression `cost`, and who pays it: the centre within B, provinces within theirs.

    Central: Σ (1 − match)·cost ≤ B; with phases Σ over phases up to P ≤ their budgets together,
    for each P, so that what is left carries over. Province p: match·Σ cost in p ≤ own budget.
    """
    spent = list(outlays(model, coefficients, levers))
    model.cost = pyo.Expression(expr=pyo.quicksum(outlay.cost for outlay in spent))
    match, of_region = coefficients.purses.share(), coefficients.purses.of_region
    central = [(o.phase, (1.0 - match[of_region[o.region]]) * o.cost) for o in spent]
    whole = model.cost
    if coefficients.purses.any():
        model.central_cost = pyo.Expression(expr=pyo.quicksum(cost for _, cost in central))
        whole = model.central_cost
    if budget is not None:
        model.budget = pyo.Constraint(expr=whole <= budget)
    parts = coefficients.stages.spread(budget)
    if parts is not None and len(parts) > 1:
        _add_phase_budgets(model, coefficients, central, parts)
    _add_own_budgets(model, coefficients, spent)


def _add_phase_budgets(
    model: pyo.ConcreteModel,
    coefficients: Coefficients,
    central: list[tuple[int, Any]],
    parts: tuple[float, ...],
) -> None:
    """Add Σ central cost up to a phase ≤ Σ budgets up to it; the last one is `budget` itself."""
    years = coefficients.stages.years
    there = dict(zip(years, accumulate(parts), strict=True))
    model.budget_by_phase = pyo.Constraint(
        [
            year
            for number, year in enumerate(years[:-1])
            if any(phase <= number for phase, _ in central)
        ],
        rule=lambda m, year: (
            pyo.quicksum(cost for phase, cost in central if years[phase] <= year) <= there[year]
        ),
    )


def _add_own_budgets(
    model: pyo.ConcreteModel, coefficients: Coefficients, spent: list[Outlay]
) -> None:
    purses = coefficients.purses
    if not purses.any():
        return
    own = dict(zip(purses.provinces, purses.own_budget.tolist(), strict=True))
    match = purses.share()
    costs = by_province(coefficients, spent)
    model.own_budget = pyo.Constraint(
        [name for name in costs if match[name] > 0 and own[name] < float("inf")],
        rule=lambda m, name: match[name] * pyo.quicksum(costs[name]) <= own[name],
    )


def by_province(coefficients: Coefficients, spent: list[Outlay]) -> dict[str, list[Any]]:
    """Return the costs in each province, in the order in which the regions name them."""
    of_region = coefficients.purses.of_region
    found: dict[str, list[Any]] = {name: [] for name in coefficients.purses.provinces}
    for outlay in spent:
        found[of_region[outlay.region]].append(outlay.cost)
    return {name: costs for name, costs in found.items() if costs}
