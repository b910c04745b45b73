"""The part of the summary on money: who pays what, and when."""

from __future__ import annotations

import math
from collections.abc import Callable

from optimizer.plan import Plan


def who_pays(plan: Plan) -> str:
    """Return the purses and phases of a plan in lines; "" where it has neither."""
    return "\n\n".join(part for part in (_purses(plan), _phases(plan)) if part)


def _purses(plan: Plan) -> str:
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


def _phases(plan: Plan) -> str:
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


def in_money(plan: Plan, value: float) -> str:
    """Return an amount with its currency."""
    return f"{in_digits(value)} {plan.currency}"


def each_in_words(plan: Plan, each: float) -> str:
    """Return money for one person in a unit that a planner reads."""
    if plan.currency == "bn KRW":
        return f"{each * 1_000:,.0f} million KRW"
    return in_money(plan, each)


def in_digits(value: float, to_whole: Callable[[float], float] = round) -> str:
    """Return a number with one digit after the point, more where it is small, never “-0”."""
    if abs(value) > 1e12:
        unit = 10.0 ** (math.floor(math.log10(abs(value))) - 5)
        return f"{to_whole(value / unit) * unit:.6g}"
    digits = 1 if abs(value) >= 10 or value == 0 else 3
    return f"{to_whole(value * 10**digits) / 10**digits + 0.0:,.{digits}f}"
