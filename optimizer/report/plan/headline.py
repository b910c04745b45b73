"""The first lines of the summary: how many stay and come, how sure that is, what it brings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizer.plan import PlanData
from optimizer.report.numbers import persons, whole
from optimizer.report.plan.money import each_in_words, in_money

SHOWN = 6
"""Regions named for their women."""
LEAST = 1.0
"""Persons; fewer are not named."""


def headline(plan: PlanData) -> str:
    """Return a plan's effect: median and 80% range first, then the central number."""
    lines = [
        *_range(plan),
        *_central(plan),
        *_whence(plan),
        _cost(plan),
        *_payers(plan),
        *_jobs(plan),
        *_homes(plan),
        *_births(plan),
        *_women(plan),
    ]
    return "\n".join(lines)


def _range(plan: PlanData) -> list[str]:
    """Return median and 80% range, where they were asked for."""
    if plan.spread is None:
        return []
    stay, come = (_quantiles(plan.spread.quantiles, name) for name in ("retained", "arrived"))
    lines = [
        f"A median of {persons(stay['p50'])} young people stay by {plan.years[1]}, "
        f"{persons(stay['p10'])} to {persons(stay['p90'])} in 80 of 100 draws of the assumptions "
        f"({len(plan.spread.draws):,} draws, plan fixed)."
    ]
    if come["p90"] >= LEAST:
        lines.append(
            f"A median of {persons(come['p50'])} come, {persons(come['p10'])} to "
            f"{persons(come['p90'])}."
        )
    return lines


def _quantiles(frame: pd.DataFrame, measure: str) -> dict[str, float]:
    """Return p10, p50 and p90 of a measure; nobody where an earlier version counted none."""
    rows = frame.loc[frame["measure"] == measure, ["p10", "p50", "p90"]].to_dict("records")
    found = rows[0] if rows else dict.fromkeys(("p10", "p50", "p90"), 0.0)
    return {str(name): float(value) for name, value in found.items()}


def _central(plan: PlanData) -> list[str]:
    """Return who stays and comes with every assumption as it is set."""
    jobs = min(whole(float(plan.regions["retained_by_jobs"].sum())), whole(plan.retained))
    culture = whole(plan.retained) - jobs  # so that both add up
    come = f", and {persons(plan.arrived)} come" if plan.arrived >= 1 else ""
    start = f"By {plan.years[1]} " if plan.spread is None else "With all assumptions central "
    lines = [
        f"{start}{persons(plan.retained)} young people stay{come}: {jobs:,} stay for a "
        f"job, {culture:,} for culture alone."
    ]
    if plan.spread is None and plan.retained >= 1:
        lines.append(
            "That is with all assumptions central; how sure it is: ask with --draws 1000 "
            "(plan.uncertainty)."
        )
    return lines


def _whence(plan: PlanData) -> list[str]:
    """Return how many fewer young people live where nothing may be built."""
    if plan.projection is None or not plan.projection.closed:
        return []
    fewer = plan.projection.relief()
    if fewer < LEAST:
        return []
    return [
        f"{', '.join(plan.projection.closed)}, where nothing may be built, have {persons(fewer)} "
        "fewer young people then."
    ]


def _cost(plan: PlanData) -> str:
    people = plan.retained + plan.arrived
    if people < 1:
        return f"It costs {in_money(plan, plan.cost)}."
    who = "stays or comes" if plan.arrived >= 1 else "stays"
    each = each_in_words(plan, plan.cost / people)
    return f"It costs {in_money(plan, plan.cost)}; {each} for each who {who}."


def _payers(plan: PlanData) -> list[str]:
    """Return who pays, where provinces pay a part: the cost then exceeds the centre's budget."""
    own = float(plan.purses["own"].sum())
    if own <= 0:
        return []
    return [
        f"Of this the centre pays {in_money(plan, plan.cost - own)} and the provinces "
        f"{in_money(plan, own)}."
    ]


def _jobs(plan: PlanData) -> list[str]:
    """Return additional jobs, and the value added and the local tax that they bring a year."""
    found = plan.economy
    if not found or found["additional_jobs"] < 1:
        return []
    lines = [
        f"Additional jobs in {found['year']}: {persons(found['additional_jobs'])} direct, "
        f"{persons(found['with_multiplier'])} with further local ones."
    ]
    brought = [
        f"{words} of {in_money(plan, found[name])}"
        for name, words in (("value_added", "value added"), ("local_tax", "local tax revenue"))
        if found[name] is not None
    ]
    if brought:
        lines.append(f"They bring {' and '.join(brought)} a year.")
    return lines


def _homes(plan: PlanData) -> list[str]:
    found = plan.economy
    if not found or found["households"] is None or found["households"] < 1:
        return []
    who = "stay and come" if plan.arrived >= 1 else "stay"
    line = (
        f"Those who {who} form {persons(found['households'])} households and take as many dwellings"
    )
    if found["vacant_dwellings"] is not None:
        line += f"; where they live {persons(found['vacant_dwellings'])} stand empty"
    lacking = found["dwellings_lacking"]
    if lacking is not None and lacking >= 1:
        line += f", but {persons(lacking)} are lacking where too few do"
    return [f"{line}."]


def _births(plan: PlanData) -> list[str]:
    found = plan.economy
    if not found or found["births"] is None or abs(found["births_gaining"]) < LEAST:
        return []
    return [
        f"Births until {found['year']}: {_more(found['births_gaining'])} in the regions that gain "
        f"young people, {_more(found['births'])} in all regions together."
    ]


def _more(value: float) -> str:
    number = round(value)
    if number == 0:
        return "no more"
    return f"{number:,} more" if number > 0 else f"{-number:,} fewer"


def _women(plan: PlanData) -> list[str]:
    """Return the regions that gain most women of 20-39, with the plan and with nothing done."""
    if plan.projection is None:
        return []
    level = plan.projection.levels["regions"]
    women, without = (
        level.variants[variant]["women_20_39"][-1] for variant in ("plan", "nothing_done")
    )
    order = np.argsort(without - women, kind="stable")
    order = order[(women - without)[order] >= LEAST]
    if not len(order):
        return []
    first = [
        f"{plan.place(level.places[at])} {women[at]:,.0f} ({without[at]:,.0f})"
        for at in order[:SHOWN]
    ]
    rest = order[SHOWN:]
    others = f"{len(rest):,} other regions" if len(rest) > 1 else "one other region"
    number = float((women - without)[rest].sum())
    more = f"; {persons(number)} more in {others}" if len(rest) else ""
    return [
        f"Women of 20–39 in {plan.years[1]}, where most are gained, with the plan (with nothing "
        f"done): {', '.join(first)}{more}."
    ]
