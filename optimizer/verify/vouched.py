"""What a check of a plan vouches for, and what it takes on trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optimizer.verify.result import number

ALWAYS = (
    "the instance's name, hash, years and currency; provinces and names of regions",
    "every rule of the model, the budget among them, under the plan's own settings, limits and "
    "locks",
    "costs, jobs and youth jobs of what is built, measures and seats",
    "who stays and comes in each region, flows and graduates; retained, arrived, objective, cost",
)


def recomputed(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what of a plan a check works out anew from the tables."""
    parts = {
        "purses": "purses of the provinces",
        "phases": "budgets of the phases",
        "fair_share": "fair shares, but for the most that can be spent in a province",
        "projection": "accounts of the projection",
        "economy": "economy: value added, tax, households, births",
        "equity": "equity: Gini, Theil, Kolm–Pollak",
        "instruments": "costs and prices of the instruments",
    }
    return (*ALWAYS, *(words for name, words in parts.items() if plan.get(name)))


def trusted(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what of a plan stays a claim, as it takes a solver or other data."""
    status = {"optimal": "optimal within the gap asked for"}.get(str(plan.get("status")), "")
    claims = [
        f"bound {_shown(plan.get('bound'))}, and so gap {_shown(plan.get('gap'))}"
        + (f" and status {plan.get('status')} ({status})" if status else "")
        + ": that no plan is better takes a solver (--prove; in Python prove=True)"
    ]
    if plan.get("instruments"):
        claims.append("who would stay without each instrument: takes a solver")
    if plan.get("projection"):
        claims.append("the rates behind the projection, and the ages")
    if plan.get("reasons"):
        claims.append("why each line is there, and why not the others: takes a solver")
    if plan.get("alternatives"):
        claims.append("the alternatives: `rooted alternatives --out` saves each, to be checked")
    if plan.get("uncertainty"):
        claims.append("the ranges of the draws")
    if plan.get("fair_share"):
        claims.append("the most that can be spent in a province: held between two bounds")
    return (*claims, "seconds, versions, seed, notes and ranges: looked at for their form only")


def _shown(value: Any) -> str:
    return number(value) if isinstance(value, int | float) else "none"
