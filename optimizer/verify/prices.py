"""Checks what a plan says each person who stays costs: in total, and by instrument."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from optimizer.instance import Instance
from optimizer.verify.result import Findings, Rule

NEAR = 1e-6
"""Relative slack, as for every reported figure."""
SEATS = "training seats"
KINDS = {"zones": "zone", "incentives": "incentive", "research support": "research"}
WHOLE = "whole plan"


def check_prices(plan: Mapping[str, Any], instance: Instance, findings: Findings) -> None:
    """Check the price of the whole plan, and each instrument's cost, difference and price.

    What is retained without an instrument comes of another solve and is taken as told. Plans of
    earlier versions hold no prices.
    """
    cost, retained = number_in(plan.get("cost")), number_in(plan.get("retained"))
    if cost is None or retained is None:
        return  # named already
    each = cost / retained if retained >= 1 else None
    rows = plan.get("instruments", [])
    if not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
        findings.add(Rule.FORM, "instruments", "a list of rows", "something else")
        return
    for row in rows:
        _check_instrument(row, retained, plan, instance, findings)
    projection = plan.get("projection")
    if not isinstance(projection, Mapping) or "cost_per_stayer" not in projection:
        return
    whole = dict.fromkeys(("adds", "adds_low", "adds_high"), retained)
    wanted: list[dict[str, Any]] = [
        {"instrument": WHOLE, "cost": cost, **whole, "cost_per_stayer": each}
    ]
    for row in rows:
        names = ("instrument", "cost", *whole)
        parts = {name: row.get(name) for name in names}
        wanted.append({**parts, "cost_per_stayer": row.get("cost_per_added")})
    _same_rows(projection["cost_per_stayer"], wanted, findings)


def _check_instrument(
    row: Mapping[str, Any],
    retained: float,
    plan: Mapping[str, Any],
    instance: Instance,
    findings: Findings,
) -> None:
    name = row.get("instrument")
    place = f"instruments, {name}"
    spent = _spent(str(name), plan, instance)
    if spent is None:
        findings.add(Rule.REPORTED, place, "an instrument of the instance", "another word")
        return
    _agree(f"{place}, cost", row.get("cost"), spent, findings)
    names = ("retained_without", "adds", "adds_low", "adds_high")
    if all(row.get(key) is None for key in (*names, "cost_per_added")):
        return  # no plan was found without it
    without, adds, low, high = (number_in(row.get(key)) for key in names)
    if without is None or adds is None or low is None or high is None:
        findings.add(Rule.FORM, place, "numbers, or none of them", "something else")
        return
    _agree(f"{place}, adds", adds, retained - without, findings)
    slack = NEAR * max(1.0, abs(retained))
    if not low - slack <= adds <= high + slack:
        findings.add(Rule.REPORTED, place, f"adds between {low:g} and {high:g}", f"{adds:g}")
    price = spent / adds if adds >= 1 and low > 0 else None
    _agree(f"{place}, cost_per_added", row.get("cost_per_added"), price, findings)


def _spent(name: str, plan: Mapping[str, Any], instance: Instance) -> float | None:
    """Return what a plan spends on an instrument; None where there is no such instrument."""
    if name == SEATS:
        return sum(float(row["cost"]) for row in plan["seats"])
    options, measures = instance.options, instance.table("measures")
    word = options["sector"].where(options["kind"] == "cluster", options["hub_type"])
    members = set(options.loc[word.where(word != "", options["option_id"]) == name, "option_id"])
    kind = set(measures.loc[measures["kind"] == KINDS.get(name, name), "measure_id"])
    if members:
        return sum(float(row["cost"]) for row in plan["build"] if row["option_id"] in members)
    if kind:
        return sum(float(row["cost"]) for row in plan["measures"] if row["measure_id"] in kind)
    return None


def _same_rows(told: object, wanted: Sequence[Mapping[str, Any]], findings: Findings) -> None:
    place = "projection, cost_per_stayer"
    if not isinstance(told, Sequence) or len(told) != len(wanted):
        findings.add(Rule.FORM, place, f"{len(wanted)} rows", "something else")
        return
    for row, right in zip(told, wanted, strict=True):
        for name, value in right.items():
            found = row.get(name) if isinstance(row, Mapping) else None
            if isinstance(value, str) and found != value:
                findings.add(Rule.REPORTED, f"{place}, {name}", value, repr(found))
            elif not isinstance(value, str):
                _agree(f"{place}, {right['instrument']}, {name}", found, value, findings)


def _agree(place: str, told: object, value: object, findings: Findings) -> None:
    found, right = number_in(told), number_in(value)
    if right is None and told is not None:
        findings.add(Rule.REPORTED, place, "blank", repr(told))
    elif right is not None and (found is None or abs(found - right) > NEAR * max(1.0, abs(right))):
        findings.add(Rule.REPORTED, place, f"{right:,.10g}", repr(told))


def number_in(value: object) -> float | None:
    """Return a finite number that binary64 holds, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None
