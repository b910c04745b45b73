"""A further solve that says whether a plan's bound holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from optimizer.api.solve import solve
from optimizer.instance import InputError, Instance
from optimizer.model import OwnRule, tell_of_own_rules
from optimizer.solver import NoPlanError
from optimizer.sweep import NESTED
from optimizer.verify import Proof, judged, none_exists, not_asked, under_own_rules

LEAST_GAP = 1e-6


def prove(
    record: Mapping[str, Any],
    instance: Instance,
    *,
    rules: tuple[OwnRule, ...] = (),
    time_limit: float | None = None,
) -> Proof:
    """Solve anew under a plan's own rules and budget, to the gap that it claims.

    Parameters
    ----------
    record : mapping
        The content of plan.json, which has passed its check.
    instance : Instance
        With the scale of the plan's scenario applied.
    rules : tuple of callables
        Rules of one's own that it was solved with.
    time_limit : float, optional
        Seconds.
    """
    why = _beyond(record.get("notes") or (), rules)
    under = under_own_rules(record, instance)
    if why or under is None:
        return not_asked(why or "the plan's rules can't be read")
    gap = max(LEAST_GAP, min(float(record["gap"]), float(record["gap_asked"])))
    try:
        found = solve(
            under,
            budget=record["budget"],
            gap=gap,
            time_limit=time_limit,
            rules=rules or None,
        )
    except NoPlanError as error:
        if error.status == "infeasible":
            return none_exists(record)
        return judged(record, None, None)
    except InputError as error:
        return not_asked(f"the plan's rules don't fit the instance ({error.problems[0]})")
    return judged(record, found.objective, found.bound)


def _beyond(notes: Iterable[str], rules: tuple[OwnRule, ...]) -> str:
    """Return why a plan's bound is not one under the instance's rules; "" where it is."""
    notes = [str(note) for note in notes]
    if tell_of_own_rules(notes) and not rules:
        return "the plan was made with rules of one's own, and its bound is one under these"
    if any(note.startswith(NESTED) for note in notes):
        return "the plan is nested with another one, and its bound is one among such plans"
    return ""
