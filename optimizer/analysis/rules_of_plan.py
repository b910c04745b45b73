"""The rules of one's own under which a plan is solved again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.instance import InputError, Problem
from optimizer.model import OwnRule, tell_of_own_rules
from optimizer.plan import PlanData


@dataclass(frozen=True)
class Own:
    """The rules of one's own under which a plan is solved again.

    Attributes
    ----------
    rules : tuple of callables
    sure : bool
        They are known to be the plan's; else somebody says so.
    """

    rules: tuple[OwnRule, ...]
    sure: bool


def own_rules_of(plan: PlanData, rules: Sequence[OwnRule] | None) -> Own:
    """Return the rules of one's own that a plan was made under.

    Raises
    ------
    InputError
        They are not known: left out in silence, an instrument would seem to be worth less than
        nothing.
    """
    if rules is not None:
        return Own(tuple(rules), sure=False)
    told = tell_of_own_rules(plan.notes)
    if plan.changed:
        names = ", ".join(plan.changed)
        message = f"the plan was solved from a model that was changed by hand ({names})."
    elif plan.changed is None and told and not plan.rules:
        message = f"the plan does not hold the rules that it was made under. {told[0]}"
    else:
        return Own(plan.rules, sure=True)
    remedy = (
        "give rules=, functions that make the same changes to a model; or solve the instance with "
        "solve(..., rules=...), and the plan remembers them."
    )
    raise InputError([Problem("rules", message, remedy=remedy)])
