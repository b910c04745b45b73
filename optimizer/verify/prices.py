"""What the projection says each person who stays costs: in total, and by instrument."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from optimizer.verify.result import Findings, Rule

NEAR = 1e-6
"""Relative slack, as for every reported figure."""
WHOLE = "whole plan"


def check_prices(plan: Mapping[str, Any], findings: Findings) -> None:
    """Check that the projection repeats what the plan and its instruments cost for each person.

    Persons are those who stay and those who arrive. Plans of earlier versions hold no prices.
    """
    cost, staying = number_in(plan.get("cost")), number_in(plan.get("retained"))
    coming = number_in(plan.get("arrived", 0))
    rows = plan.get("instruments", [])
    readable = isinstance(rows, Sequence) and all(isinstance(row, Mapping) for row in rows)
    if cost is None or staying is None or coming is None or not readable:
        return  # named already
    counted = staying + coming
    each = cost / counted if counted >= 1 else None
    projection = plan.get("projection")
    if not isinstance(projection, Mapping) or "cost_per_stayer" not in projection:
        return
    whole = dict.fromkeys(("adds", "adds_low", "adds_high"), counted)
    wanted: list[dict[str, Any]] = [
        {"instrument": WHOLE, "cost": cost, **whole, "cost_per_stayer": each}
    ]
    for row in rows:
        names = ("instrument", "cost", *whole)
        parts = {name: row.get(name) for name in names}
        wanted.append({**parts, "cost_per_stayer": row.get("cost_per_added")})
    _same_rows(projection["cost_per_stayer"], wanted, findings)


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
