"""What a plan can be best at, and what the rest of the package asks of an objective.

A further objective is one word here and an answer to each question below, and in the files that
docs/how-to/add-an-objective.md lists; `assert_never` names those that lack one.
"""

from __future__ import annotations

from typing import Literal, assert_never

Objective = Literal["retained", "worst_province", "equally_distributed", "net_benefit"]
"""Most people (weighted), the largest share of the worst-off province, the largest share that, had
by all provinces, would be as good (Kolm–Pollak), most benefit over cost."""


def counts_people(objective: Objective) -> bool:
    """Return whether the objective is the number of all who stay or come (weighted).

    Not where it counts some of them only: bounds and the quick way take it for all.
    """
    match objective:
        case "retained":
            return True
        case "worst_province" | "equally_distributed" | "net_benefit":
            return False
        case _:
            assert_never(objective)


def weighs_cost(objective: Objective) -> bool:
    """Return whether the objective holds the cost, so that a plan needs no budget."""
    match objective:
        case "net_benefit":
            return True
        case "retained" | "worst_province" | "equally_distributed":
            return False
        case _:
            assert_never(objective)


def has_second_stage(objective: Objective) -> bool:
    """Return whether people are counted in a second solve, with the objective kept."""
    match objective:
        case "worst_province":
            return True
        case "retained" | "equally_distributed" | "net_benefit":
            return False
        case _:
            assert_never(objective)


def adds_up(objective: Objective) -> bool:
    """Return whether the objective is a sum over people and costs.

    Where it is not, one who stays is worth more or less by who else stays.
    """
    match objective:
        case "retained" | "net_benefit":
            return True
        case "worst_province" | "equally_distributed":
            return False
        case _:
            assert_never(objective)


def is_share(objective: Objective) -> bool:
    """Return whether the objective is a share of those who would leave, told in per cent."""
    match objective:
        case "worst_province" | "equally_distributed":
            return True
        case "retained" | "net_benefit":
            return False
        case _:
            assert_never(objective)
