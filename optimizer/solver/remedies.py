"""The model's rules in a planner's words, for saying which of them stands in the way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from optimizer.coefficients import Coefficients

WHOLE = 1e-9
"""A number this near to a whole one, relative to itself, is meant to be whole."""


@dataclass(frozen=True)
class Words:
    """How a family of rules is called, in which unit, and what mends it.

    `remedy` may hold {needs}, {has}, {slack} and, where a share is meant, {setting}.
    """

    rule: str
    unit: str
    remedy: str


_STRUCTURAL = {
    "jobs",
    "pool",
    "kept_by_jobs",
    "housing_of_takers",
    "housing_together",
    "housing_where_bought",
    "arrivals",
    "graduates_by_distance",
    "culture_at_work",
    "culture_works_where_built",
    "culture",
    "no_more_than_leave",
    "by_culture",
    "work_for_them",
    "worst_province",
    "measure_in_use",
    "measure_works",
    "measure_works_where_built",
    "measure_works_where_taken",
    "near_works_where_built",
    "near_works_with_neighbours",
    "uplift_where_built",
    "uplift_of_levers",
    "culture_uplift_where_at_work",
    "culture_uplift_of_levers",
    "culture_lifted_by_lever",
    "culture_lifted_at_work",
    "saving",
    "saving_where_built",
}
"""Rules that say how people behave; no planner can change them."""

_MONEY = {
    "budget",
    "budget_by_phase",
    "own_budget",
    "least_spending",
    "most_spending",
    "decline_spending",
    "decline_ceiling",
    "hub_spending",
    "hub_ceiling",
    "fair_share",
    "most_fair_share",
}
"""Rules in the instance's currency."""
_OF_SPENDING = {
    "decline_spending": "min_cost_share_decline_areas",
    "decline_ceiling": "max_cost_share_decline_areas",
    "hub_spending": "min_cost_share_hubs",
    "hub_ceiling": "max_cost_share_hubs",
}
"""Rules on a share of all spending, and the limit that holds it."""
_NET = _MONEY
"""Rules in which a negative term is a saving."""

_WORDS = {
    "budget": Words("Budget", "", "Raise the budget to {needs}"),
    "budget_by_phase": Words(
        "Budgets up to a phase", "", "Raise the budgets up to that year to {needs} together"
    ),
    "own_budget": Words(
        "Own budget of a province (own_budget)",
        "",
        "Raise it to {needs}, or lower its match_share",
    ),
    "least_spending": Words(
        "Spending in a province, at least (min_spending)", "", "Lower it to {has}"
    ),
    "most_spending": Words(
        "Spending in a province, at most (max_spending)", "", "Raise it to {needs}"
    ),
    "decline_spending": Words(
        "Share of spending in decline areas, at least (min_cost_share_decline_areas)",
        "",
        "Lower it to {setting}, or permit more there",
    ),
    "decline_ceiling": Words(
        "Share of spending in decline areas, at most (max_cost_share_decline_areas)",
        "",
        "Raise it to {setting}, or permit more elsewhere",
    ),
    "hub_spending": Words(
        "Share of spending on hubs, at least (min_cost_share_hubs)",
        "",
        "Lower it to {setting}, or permit more hubs",
    ),
    "hub_ceiling": Words(
        "Share of spending on hubs, at most (max_cost_share_hubs)",
        "",
        "Raise it to {setting}, or permit more clusters",
    ),
    "fair_share": Words(
        "The centre's spending in a province, at least (min_fair_share)",
        "",
        "Lower min_fair_share to {setting}",
    ),
    "most_fair_share": Words(
        "The centre's spending in a province, at most (max_fair_share)",
        "",
        "Raise max_fair_share to {setting}",
    ),
    "decline_floor": Words(
        "Share retained in the decline areas (min_retained_share_decline_areas)",
        "persons",
        "Lower it to {setting}",
    ),
    "ceiling": Words(
        "Share that counts as retained in a province (max_retained_share)",
        "persons",
        "Raise it to {setting}",
    ),
    "hubs_over_phases": Words(
        "Most of a hub in one region, over all phases (max_per_region)",
        "buildings",
        "Raise it to {needs}",
    ),
    "land": Words("Developable land", "ha", "Develop {slack} ha more, or release a lock"),
    "stock": Words("Reusable buildings", "buildings", "Find {slack} more, or release a lock"),
    "one_scale": Words(
        "One scale of a sector per region", "clusters", "Release one of the locks there"
    ),
    "clusters_in_region": Words(
        "Clusters per region (max_clusters_per_region)", "clusters", "Raise the limit to {needs}"
    ),
    "clusters_in_province": Words(
        "Clusters per province (max_clusters_per_province)",
        "clusters",
        "Raise the limit to {needs}",
    ),
    "options_nationwide": Words(
        "Buildings of an option nationwide (max_options)",
        "buildings",
        "Raise the limit to {needs}",
    ),
    "locked_in": Words("Locked in", "buildings", "Release this lock"),
    "locked_in_not_permitted": Words(
        "Locked in where it may not be built", "buildings", "Release this lock, or permit the site"
    ),
    "locked_out": Words("Locked out", "buildings", "Release this lock"),
    "absorption": Words(
        "Direct jobs that the commuting area can staff (absorption_share)",
        "jobs",
        "Raise absorption_share to {setting}, choose a smaller scale, or release a lock",
    ),
    "graduates_needed": Words(
        "Graduates within the recruiting limit",
        "graduates a year",
        "Train {slack} more within reach, or raise recruit_limit",
    ),
    "graduates_there": Words(
        "Graduates that a university has for hire",
        "graduates a year",
        "Train {slack} more there, or buy seats",
    ),
    "one_of_tier_group": Words(
        "One measure of a tier group per region", "measures", "Put one of them into another group"
    ),
    "measures_nationwide": Words(
        "A measure nationwide (max_total, max_measures)",
        "measures",
        "Raise the limit to {needs}",
    ),
    "measures_in_province": Words(
        "A measure in one province (max_per_province)", "measures", "Raise the limit to {needs}"
    ),
    "zones": Words(
        "Regulation-free zones nationwide (limits.zones)", "zones", "Raise the limit to {needs}"
    ),
    "zone_of_cluster": Words(
        "A regulation-free zone for what needs one", "zones", "Permit a zone there (measures)"
    ),
    "zone_of_hub": Words(
        "A regulation-free zone for what needs one", "zones", "Permit a zone there (measures)"
    ),
    "floor": Words(
        "Share retained in a province (min_retained_share)",
        "persons",
        "Lower it to {setting}",
    ),
}


def is_structural(family: str) -> bool:
    """Return whether a family of rules describes behaviour rather than a planner's choice."""
    return family in _STRUCTURAL


def is_net(family: str) -> bool:
    """Return whether what a family's rules subtract is saved, rather than there to be used."""
    return family in _NET


def rule_words(family: str) -> Words:
    """Return a family's words; a planner's own rule goes by its name."""
    return _WORDS.get(family, Words(f"Your own rule “{family}”", "", "Relax it by {slack}"))


def family_of(rule: object) -> str:
    """Return the name of the family that a rule belongs to."""
    return str(rule.parent_component().local_name)  # type: ignore[attr-defined]


def unit_of(family: str, coefficients: Coefficients) -> str:
    """Return the unit that a family of rules is in."""
    return coefficients.instance.currency if family in _MONEY else rule_words(family).unit


def remedy_of(rule: object, needs: float, has: float, coefficients: Coefficients) -> str:
    """Return what mends a rule that needs more than it has."""
    family = family_of(rule)
    if family == "absorption" and has <= 0:
        return "Nobody young lives near: choose a smaller scale, or release a lock"
    if family in _OF_SPENDING and not 0 < share_of_spending(rule, coefficients) < 1:
        return "Change the share, or permit more"
    return rule_words(family).remedy.format(
        needs=number(needs),
        has=number(has),
        slack=number(rounded_up(needs - has)),
        setting=number(_setting(rule, needs, has, coefficients)),
    )


def _setting(rule: object, needs: float, has: float, coefficients: Coefficients) -> float:
    """Return the share that would do; 0 for rules that no share stands behind."""
    instance = coefficients.instance
    share = instance.settings.absorption_share
    if family_of(rule) == "absorption" and share != "none":
        return rounded_up(share * needs / has)
    if family_of(rule) == "floor":
        return rounded_down(instance.limits.min_retained_share[rule.index()] * has / needs)  # type: ignore[attr-defined]
    if family_of(rule) == "decline_floor":
        share = instance.limits.min_retained_share_decline_areas or 0.0
        return rounded_down(share * has / needs)
    if family_of(rule) == "fair_share":
        return rounded_down((instance.limits.min_fair_share or 0.0) * has / needs)
    if family_of(rule) == "most_fair_share":
        share = instance.limits.max_fair_share or 0.0
        return rounded_up(share * needs / has) if has > 0 else share
    if family_of(rule) in ("decline_spending", "hub_spending"):
        return rounded_down(share_of_spending(rule, coefficients) * has / needs)
    if family_of(rule) in ("decline_ceiling", "hub_ceiling"):
        most = share_of_spending(rule, coefficients)
        return rounded_up(min(1.0, most * needs / has)) if has > 0 else 1.0
    if family_of(rule) == "ceiling":
        share = instance.limits.max_retained_share[rule.index()]  # type: ignore[attr-defined]
        return rounded_up(share * needs / has) if has > 0 else 1.0
    return 0.0


def share_of_spending(rule: object, coefficients: Coefficients) -> float:
    """Return the share of spending that a rule asks for in some places or kinds; else 0."""
    limit = _OF_SPENDING.get(family_of(rule))
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


def place_of(rule: object, coefficients: Coefficients) -> str:
    """Return where a rule applies, with names beside ids."""
    index = rule.index()  # type: ignore[attr-defined]
    if index is None:
        return ""
    names = coefficients.instance.region_names
    parts = index if isinstance(index, tuple) else (index,)
    return ", ".join(f"{names[part]} {part}" if part in names else str(part) for part in parts)
