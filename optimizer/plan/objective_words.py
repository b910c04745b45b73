"""In what a plan's objective is told: to readers of a summary, a figure, a page, an answer."""

from __future__ import annotations

from typing import assert_never

from optimizer.instance import Objective, counts_people
from optimizer.plan.plan import PlanData

SAME = 1e-6
"""Relative difference up to which the objective is the number of persons."""


def counts_persons(plan: PlanData) -> bool:
    """Return whether the objective is the number of those who stay and come, unweighted."""
    people = plan.retained + plan.arrived
    same = abs(plan.objective - people) <= SAME * max(1.0, people)
    return same and counts_people(plan.settings.get("objective", "retained"))


def unit_in_words(plan: PlanData) -> str:
    """Return in what the objective, and what is lost or gained of it, is counted."""
    objective: Objective = plan.settings.get("objective", "retained")
    match objective:
        case "retained":
            return f"persons who stay or come{'' if counts_persons(plan) else ', weighted'}"
        case "worst_province":
            return "share that the worst-off province keeps"
        case "equally_distributed":
            return "equally distributed share"
        case "net_benefit":
            return f"{plan.currency} of net benefit"
        case _:
            assert_never(objective)
