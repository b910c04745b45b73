"""The model's rules in a planner's words, for saying which of them stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.coefficients import Coefficients


@dataclass(frozen=True)
class Words:
    """How a family of rules is called, in which unit, and what mends it.

    `remedy` may hold {needs}, {has} and {slack}.
    """

    rule: str
    unit: str
    remedy: str


_STRUCTURAL = {
    "jobs",
    "pool",
    "culture_at_work",
    "culture_works_where_built",
    "culture",
    "no_more_than_leave",
    "by_culture",
    "work_for_them",
    "worst_province",
}
"""Rules that say how people behave; no planner can change them."""

_WORDS = {
    "budget": Words("Budget", "bn KRW", "Raise the budget to {needs}"),
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
        "Raise absorption_share, or choose a smaller scale",
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
    "floor": Words(
        "Share retained in a province (min_retained_share)",
        "persons",
        "Lower the floor so that {has} persons suffice",
    ),
}


def is_structural(family: str) -> bool:
    """Return whether a family of rules describes behaviour rather than a planner's choice."""
    return family in _STRUCTURAL


def rule_words(family: str) -> Words:
    """Return a family's words; a planner's own rule goes by its name."""
    return _WORDS.get(family, Words(f"Your own rule “{family}”", "", "Relax it by {slack}"))


def place_of(rule: object, coefficients: Coefficients) -> str:
    """Return where a rule applies, with names beside ids."""
    index = rule.index()  # type: ignore[attr-defined]
    if index is None:
        return ""
    names = coefficients.instance.region_names
    parts = index if isinstance(index, tuple) else (index,)
    return ", ".join(f"{names[part]} {part}" if part in names else str(part) for part in parts)
