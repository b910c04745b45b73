"""Who pays which share of what, and from how much: the centre and the provinces, by phase."""

from __future__ import annotations

import math
from fractions import Fraction

from optimizer.verify.facts import Facts


def match_shares(facts: Facts) -> dict[str, Fraction]:
    """Return the share of all costs that a province pays itself, where the tables say one."""
    table = facts.instance.table("provinces")
    columns = (table[name] for name in ("province", "match_share"))
    return {str(name): Fraction(share) for name, share in zip(*columns, strict=True)}


def own_budgets(facts: Facts) -> dict[str, Fraction]:
    """Return what provinces have for their share, where that is limited."""
    table = facts.instance.table("provinces")
    columns = (table[name] for name in ("province", "own_budget"))
    return {
        str(name): Fraction(budget)
        for name, budget in zip(*columns, strict=True)
        if not math.isnan(budget)
    }


def phase_years(facts: Facts) -> list[int]:
    """Return the years of the plan's phases, none where it has no phases."""
    return sorted(int(key[0]) for key in facts.claims.phases)
