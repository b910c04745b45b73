"""The part of the summary on money: who pays what, and when."""

from __future__ import annotations

import math

from optimizer.plan import PlanData, finer_unit
from optimizer.report.numbers import in_digits

SET_BY = {
    "share": "its share of the young",
    "possible": "the most that can be built there",
    "nothing": "nothing: less than the cheapest building there",
}


def who_pays(plan: PlanData) -> str:
    """Return purses, fair shares and phases of a plan in lines; "" where it has none of them."""
    parts = (_purses(plan), _fair_shares(plan), _phases(plan))
    return "\n\n".join(part for part in parts if part)


def _purses(plan: PlanData) -> str:
    purses = plan.purses[plan.purses["cost"] > 0]
    if purses.empty:
        return ""
    own, central = float(purses["own"].sum()), float(purses["central"].sum())
    width = max(12, *(len(str(name)) for name in purses["province"]))
    head = f"{'Province':<{width}} {'cost':>10} {'centre':>10} {'itself':>10} {'has':>10}"
    lines = [
        f"Who pays ({plan.currency}): the centre {central:,.1f}, the provinces {own:,.1f}.",
        head,
        "-" * len(head),
    ]
    ordered = purses.sort_values("cost", ascending=False)
    numbers = ordered[["cost", "central", "own", "own_budget"]].to_numpy(dtype=float)
    for name, (cost, centre, itself, has) in zip(ordered["province"], numbers, strict=True):
        there = "no limit" if math.isnan(has) else f"{has:,.1f}"
        lines.append(
            f"{name!s:<{width}} {cost:>10,.1f} {centre:>10,.1f} {itself:>10,.1f} {there:>10}"
        )
    return "\n".join(lines)


def _fair_shares(plan: PlanData) -> str:
    """Return what the centre must spend in each province, and where it spends no more."""
    shares = plan.fair_share
    if shares.empty:
        return ""
    width = max(12, *(len(str(name)) for name in shares["province"]))
    head = f"{'Province':<{width}} {'at least':>10} {'spent':>10}  set by"
    lines = [
        f"Fair shares: what the centre must spend on what is built ({plan.currency}).",
        head,
        "-" * len(head),
    ]
    numbers = shares[["floor", "spent"]].to_numpy(dtype=float)
    for name, (floor, spent), by in zip(shares["province"], numbers, shares["set_by"], strict=True):
        lines.append(f"{name!s:<{width}} {floor:>10,.1f} {spent:>10,.1f}  {SET_BY.get(by, by)}")
    return "\n".join(lines)


def _phases(plan: PlanData) -> str:
    if plan.phases.empty:
        return ""
    lines = [f"When it is spent, from the central budget ({plan.currency}):"]
    numbers = plan.phases[["budget", "central", "carried_over"]].to_numpy(dtype=float)
    for year, (budget, central, left) in zip(plan.phases["year"], numbers, strict=True):
        what = plan.build.loc[plan.build["phase"] == year, "count"].sum()
        lines.append(
            f"  {year}: budget {budget:,.1f}, spent {central:,.1f} on {what:,.0f} buildings, "
            f"{max(0.0, left):,.1f} left over"
        )
    return "\n".join(lines)


def in_money(plan: PlanData, value: float) -> str:
    """Return an amount with its currency."""
    return f"{in_digits(value)} {plan.currency}"


def each_in_words(plan: PlanData, each: float) -> str:
    """Return money for one person in the next smaller unit of the plan's currency, if any."""
    finer = finer_unit(plan.currency)
    return in_money(plan, each) if finer is None else f"{each * 1_000:,.0f} {finer}"
