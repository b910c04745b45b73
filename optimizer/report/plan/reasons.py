"""What to cut last, what culture is worth, and how evenly: a plan's reasons in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from optimizer.plan import REQUIRED, SEARCH, PlanData, unit_in_words
from optimizer.report.numbers import persons

SHOWN = 5


def what_must_stay(plan: PlanData) -> str:
    """Return the lines without which most is lost; nothing where that was not asked."""
    if plan.reasons is None or plan.reasons.lines.empty:
        return ""
    lines = plan.reasons.lines.head(SHOWN)
    searched = (lines["known_by"] == SEARCH).all()
    how = (
        "between which the loss is proven to lie"
        if searched
        else "of the linear relaxation; in brackets what is proven"
    )
    head = "What to cut last, by what is lost without it and its money spent anew"
    told = [f"{head} ({unit_in_words(plan)}; {how}):"]
    for row in lines.to_dict("records"):
        place = f"{plan.labels.options.of(row['option_id'])} in {plan.place(row['region_id'])}"
        told.append(f"  {row['rank']}. {place:<46} {_loss(row):>24}")
    told.append("  Every line: line_importance.csv. Why not the others: why_not.csv.")
    return "\n".join(told)


def _loss(row: Mapping[Any, Any]) -> str:
    low, high, relaxed = (row[name] for name in ("loss_low", "loss_high", "relaxed_loss"))
    if row["status"] == REQUIRED:
        return "required"
    if not pd.isna(high):
        return f"{low:,.1f} to {high:,.1f}"
    return f"{relaxed:,.1f} (at least {low:,.1f})"


def without_culture(plan: PlanData) -> str:
    """Return who stays and comes with this plan if culture does nothing."""
    found = {} if plan.reasons is None else plan.reasons.without_culture
    if not found:
        return ""
    come = f", and {persons(found['arrived'])} come" if plan.arrived >= 1 else ""
    return (
        f"If culture did nothing, {persons(found['retained'])} would stay with this plan in place "
        f"of {persons(plan.retained)}{come}."
    )


def how_evenly(plan: PlanData) -> str:
    """Return how evenly young people are kept, before and with the plan."""
    found = plan.equity
    if not found:
        return ""
    (gini, after), (theil, later) = found["gini"], found["theil"]
    before, equal = found["kolm_pollak"]
    return (
        "How evenly regions keep their young people, without the plan and with it: Gini "
        f"{gini:.5f} and {after:.5f}; Theil {theil:.6f} and {later:.6f}; as good as if every "
        f"region kept {before:.3%} and {equal:.3%} of them (Kolm–Pollak, aversion "
        f"{found['aversion']:g})."
    )
