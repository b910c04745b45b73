"""The summary's table of instruments: what each adds, and what each who stays costs by it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from optimizer.plan import PlanData
from optimizer.report.plan.money import each_in_words

NO_PRICE = "-"


def by_instrument(plan: PlanData) -> str:
    """Return what each instrument adds, or how to ask for it; "" where nothing is built."""
    if plan.build.empty:
        return ""
    if plan.instruments.empty:
        return "What each who stays costs by instrument: ask with --instruments (by_instrument)."
    lines = [
        "What each instrument adds (left out in turn, its money spent on what is best then):",
        f"  {'':<30}{plan.currency:>10}{'adds, persons':>16}{'between':>18}"
        f"{'for each of them':>22}",
    ]
    lines += [_line(plan, row) for row in plan.instruments.to_dict("records")]
    return "\n".join([*lines, *_how_sure(plan)])


def _line(plan: PlanData, row: Mapping[Hashable, Any]) -> str:
    start = f"  {plan.labels.instruments.of(row['instrument']):<30}{row['cost']:>10,.1f}"
    if pd.isna(row["adds"]):
        return f"{start}{'no plan without it':>34}{NO_PRICE:>22}"
    each = row["cost_per_added"]
    shown = NO_PRICE if pd.isna(each) else each_in_words(plan, float(each))
    known = pd.notna(row["adds_low"])
    between = f"{max(row['adds_low'], 0):,.0f} and {row['adds_high']:,.0f}" if known else "–"
    return f"{start}{round(row['adds']) + 0:>16,}{between:>18}{shown:>22}"


def _how_sure(plan: PlanData) -> list[str]:
    """Return how far the gaps of the two solves reach, and what has no price."""
    rows = plan.instruments
    widest = rows["gap_without"].max()
    if pd.isna(widest):
        return []
    lines = [
        f"  Solved again to gaps of at most {widest:.2%}; the plan's own is {plan.gap:.2%}: "
        + (
            "“between” is what both leave open."
            if rows["adds_low"].notna().any()
            else "they are of the objective, not of persons, whom a plan that is as good "
            "can have more or fewer of."
        )
    ]
    if rows["cost_per_added"].isna().any():
        lines.append(
            f"  {NO_PRICE}: adds less than one person, or no more than the gaps: the difference "
            "means nothing."
        )
    lines.append(
        "  A price is what only this instrument can do: without it the money buys what is nearly "
        "as good, so most prices are above that of the whole plan; the parts don't add up to it."
    )
    return lines
