"""What mends a rule that stands in the way, in a planner's words."""

from __future__ import annotations

import math

from optimizer.coefficients import Coefficients
from optimizer.instance import COPY
from optimizer.model import RULES, Name, Rule

WHOLE = 1e-9
"""A number this near to a whole one, relative to itself, is meant to be whole."""


_OF_SPENDING = {
    "decline_spending": "min_cost_share_decline_areas",
    "decline_ceiling": "max_cost_share_decline_areas",
    "hub_spending": "min_cost_share_hubs",
    "hub_ceiling": "max_cost_share_hubs",
}
"""Rules on a share of all spending, and the limit that holds it."""


def is_structural(family: str) -> bool:
    """Return whether a family of rules describes behaviour rather than a planner's choice."""
    return family in RULES and RULES[family].kind == "structural"


def is_net(family: str) -> bool:
    """Return whether what a family's rules subtract is saved, rather than there to be used."""
    return rule_of(family).unit == "money"


def rule_of(family: str) -> Rule:
    """Return a family's rule; a planner's own goes by its name."""
    own = f"Your own rule “{family}”"
    return RULES.get(family) or Rule(family, 0, own, "", "", "planner", "Relax it by {slack}")


def unit_of(family: str, coefficients: Coefficients) -> str:
    """Return the unit that a family of rules is in."""
    unit = rule_of(family).unit
    return coefficients.instance.currency if unit == "money" else unit


def remedy_of(rule: Name, needs: float, has: float, coefficients: Coefficients) -> str:
    """Return what mends a rule that needs more than it has."""
    family = rule[0]
    if family == "absorption" and has <= 0:
        return "Nobody young lives near: choose a smaller scale, or release a lock"
    if family in _OF_SPENDING and not 0 < share_of_spending(rule, coefficients) < 1:
        return "Change the share, or permit more"
    return rule_of(family).remedy.format(
        needs=number(needs),
        has=number(has),
        slack=number(rounded_up(needs - has)),
        setting=number(_setting(rule, needs, has, coefficients)),
    )


def _setting(rule: Name, needs: float, has: float, coefficients: Coefficients) -> float:
    """Return the share that would do; 0 for rules that no share stands behind."""
    instance = coefficients.instance
    share = instance.settings.absorption_share
    if rule[0] == "absorption" and share != "none":
        return rounded_up(share * needs / has)
    if rule[0] == "floor":
        return rounded_down(instance.limits.min_retained_share[rule[1]] * has / needs)
    if rule[0] == "decline_floor":
        share = instance.limits.min_retained_share_decline_areas or 0.0
        return rounded_down(share * has / needs)
    if rule[0] == "fair_share":
        return rounded_down((instance.limits.min_fair_share or 0.0) * has / needs)
    if rule[0] == "most_fair_share":
        share = instance.limits.max_fair_share or 0.0
        return rounded_up(share * needs / has) if has > 0 else share
    if rule[0] in ("decline_spending", "hub_spending"):
        return rounded_down(share_of_spending(rule, coefficients) * has / needs)
    if rule[0] in ("decline_ceiling", "hub_ceiling"):
        most = share_of_spending(rule, coefficients)
        return rounded_up(min(1.0, most * needs / has)) if has > 0 else 1.0
    if rule[0] == "ceiling":
        share = instance.limits.max_retained_share[rule[1]]
        return rounded_up(share * needs / has) if has > 0 else 1.0
    return 0.0


def share_of_spending(rule: Name, coefficients: Coefficients) -> float:
    """Return the share of spending that a rule asks for in some places or kinds; else 0."""
    limit = _OF_SPENDING.get(rule[0])
    return 0.0 if limit is None else float(getattr(coefficients.instance.limits, limit))


def rounded_up(value: float) -> float:
    """Return the next number that `number` shows in full; whole numbers stay."""
    return -rounded_down(-value)


def rounded_down(value: float) -> float:
    """Return the number before, that `number` shows in full; whole numbers stay."""
    if abs(value - round(value)) <= WHOLE * max(1.0, abs(value)):
        return float(round(value))
    factor = 10.0 ** _decimals(value)
    return math.floor(value * factor) / factor


def number(value: float) -> str:
    """Return a number with six significant digits, all those before the point, and no zeros."""
    if abs(value - round(value)) <= WHOLE * max(1.0, abs(value)):
        return f"{round(value):,}"
    return f"{value:,.{_decimals(value)}f}".rstrip("0").rstrip(".")


def _decimals(value: float) -> int:
    """Return the digits after the point of a number with six significant digits."""
    return max(0, 5 - math.floor(math.log10(abs(value)))) if value else 0


def place_of(rule: Name, coefficients: Coefficients) -> str:
    """Return where a rule applies, with names beside codes: “Tamsel tamsel, AI hub ai_hub”."""
    index = rule[1]
    if index is None:
        return ""
    instance = coefficients.given
    labels = instance.labels
    names = {**labels.measures.english, **labels.options.english, **instance.region_names}

    def called(part: object) -> str:
        word = str(part)
        name = names.get(word) or names.get(word.partition(COPY)[0])
        return f"{name} {word}" if name else word

    parts = index if isinstance(index, tuple) else (index,)
    return ", ".join(called(part) for part in parts)
