"""Checks how evenly a plan says that young people are kept: Gini, Theil, Kolm–Pollak."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from optimizer.instance import Instance
from optimizer.verify.prices import number_in
from optimizer.verify.result import Findings, Rule, number

NEAR = 1e-6
"""Slack, relative to a share of 1."""


def check_equity(plan: Mapping[str, Any], instance: Instance, findings: Findings) -> None:
    """Check plan.json's `equity` against its regions and the tables.

    Parameters
    ----------
    plan : mapping
        plan.json's content; those of earlier versions hold no `equity`.
    instance : Instance
    findings : Findings
    """
    told, regions = plan.get("equity"), plan.get("regions")
    if not told or not isinstance(regions, Sequence):
        return
    aversion = number_in(told.get("aversion")) if isinstance(told, Mapping) else None
    shares = _shares(regions, instance)
    if aversion is None or aversion <= 0 or not shares:
        findings.add(Rule.FORM, "equity", "measures, and an aversion above 0", repr(told)[:80])
        return
    wanted = {
        "gini": [_gini(shares, when) for when in (1, 2)],
        "theil": [_theil(shares, when) for when in (1, 2)],
        "kolm_pollak": [_equivalent(shares, when, aversion) for when in (1, 2)],
    }
    for name, ends in wanted.items():
        given = told.get(name)
        found = [number_in(value) for value in given] if isinstance(given, list) else []
        for when, value in zip(("before", "after"), ends, strict=True):
            at = 0 if when == "before" else 1
            says = found[at] if len(found) == 2 else None
            if says is None or abs(says - value) > NEAR:
                findings.add(Rule.FORM, f"equity, {name}, {when}", number(value), repr(says))


def _shares(
    regions: Sequence[Mapping[str, Any]], instance: Instance
) -> list[tuple[float, float, float]]:
    """Return young people, and the share of them there before and after, by region."""
    table = instance.regions
    young = dict(zip(table["region_id"], table["youth_zero_migration"], strict=True))
    found = []
    for row in regions:
        people = float(young.get(row.get("region_id"), math.nan))
        gone, kept = number_in(row.get("leavers")) or 0.0, number_in(row.get("retained")) or 0.0
        if gone > 0 and people >= gone:
            found.append((people, (people - gone) / people, (people - gone + kept) / people))
    return found


def _mean(shares: Sequence[tuple[float, float, float]], when: int) -> float:
    return sum(row[0] * row[when] for row in shares) / sum(row[0] for row in shares)


def _gini(shares: Sequence[tuple[float, float, float]], when: int) -> float:
    """Return one less twice the area under the Lorenz curve."""
    total, held = sum(row[0] for row in shares), sum(row[0] * row[when] for row in shares)
    if held <= 0:
        return 0.0
    area = height = 0.0
    for row in sorted(shares, key=lambda row: row[when]):
        step = row[0] * row[when] / held
        area += row[0] / total * (height + step / 2)
        height += step
    return 1.0 - 2.0 * area


def _theil(shares: Sequence[tuple[float, float, float]], when: int) -> float:
    mean, total = _mean(shares, when), sum(row[0] for row in shares)
    if mean <= 0:
        return 0.0
    parts = ((row[0] / total, row[when] / mean) for row in shares if row[when] > 0)
    return sum(weight * part * math.log(part) for weight, part in parts)


def _equivalent(shares: Sequence[tuple[float, float, float]], when: int, aversion: float) -> float:
    total = sum(row[0] for row in shares)
    squares = sum(row[0] * row[when] ** 2 for row in shares) / total
    if squares <= 0:
        return 0.0
    kappa = aversion * _mean(shares, when) / squares
    worth = sum(row[0] / total * math.exp(-kappa * row[when]) for row in shares)
    return -math.log(worth) / kappa
