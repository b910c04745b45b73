"""How much money, and how many people, a plan is about: what its tolerances are relative to."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from optimizer.verify.facts import Facts
from optimizer.verify.takers import PERSONS
from optimizer.verify.workforce import GRADUATES

COUNTED_LIKE_PEOPLE = (PERSONS, GRADUATES, "jobs", "direct jobs", "seats")
"""Units that grow and shrink with the one that people are counted in."""


def at_stake(facts: Facts) -> dict[str, Fraction]:
    """Return by unit all that is at stake: the leavers, and the budget or the dearest option.

    Parameters
    ----------
    facts : Facts
    """
    leavers = sum((Fraction(row["leavers"]) for row in facts.regions.values()), Fraction(0))
    money = facts.claims.budget
    if not money:
        costs = [Fraction(row["capital_cost"]) for row in facts.options.values()]
        money = max(costs, default=Fraction(0))
    return {**dict.fromkeys(COUNTED_LIKE_PEOPLE, leavers), facts.instance.currency: money}


def unit_of_objective(facts: Facts) -> str:
    """Return the unit of a plan's objective, "" for a share."""
    match facts.settings.objective:
        case "retained":
            return f"{PERSONS}, weighted"
        case "net_benefit":
            return facts.instance.currency
        case "worst_province" | "equally_distributed":
            return ""
        case other:
            assert_never(other)
