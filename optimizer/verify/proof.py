"""What a further solve says of a plan's bound: proven, refuted, or not decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from optimizer.instance import Instance, Phase
from optimizer.verify.claims import read_claims
from optimizer.verify.known import known_of
from optimizer.verify.result import TOLERANCE, Failure, Findings, Rule, number

Verdict = Literal["proven", "refuted", "open", "not asked"]


@dataclass(frozen=True)
class Proof:
    """What a solver finds of a plan's bound and gap.

    Attributes
    ----------
    verdict : {"proven", "refuted", "open", "not asked"}
        `open`: the claim lies between the best plan found and what none can exceed. `not asked`:
        the claim is not one about the instance's rules alone, or the plan fails its check.
    words : str
        The verdict in a sentence.
    found, bound, gap : float or None
        Objective of the best plan known; what none can exceed, proven; how far the plan checked
        is from it at most.
    failures : tuple of Failure
        Where the claim is refuted.
    """

    verdict: Verdict
    words: str
    found: float | None = None
    bound: float | None = None
    gap: float | None = None
    failures: tuple[Failure, ...] = ()

    def __str__(self) -> str:
        return self.words


def judged(record: Mapping[str, Any], found: float | None, proven: float | None) -> Proof:
    """Return what is proven of a plan's bound.

    Parameters
    ----------
    record : mapping
        The content of plan.json, which has passed its check.
    found : float, optional
        Objective of the best plan that a solver found; None: none in time.
    proven : float, optional
        What no plan can exceed, as it proved.
    """
    objective, claimed = float(record["objective"]), float(record["bound"])
    best = objective if found is None else max(found, objective)
    # Of the figures themselves: money may be counted in units in which all of it is tiny.
    slack = float(TOLERANCE) * max(abs(claimed), abs(best))
    gap = None if proven is None else max(0.0, (proven - objective) / max(1.0, abs(objective)))
    within = "" if gap is None else f" The plan is within {gap:.4%} of the best that can exist."
    shown = number(claimed)
    if best > claimed + slack:
        needs = f"at least {number(best)} (a plan that reaches it was found)"
        failure = Failure(Rule.BOUND, "by a solver", needs, shown)
        words = f"The bound {shown} is wrong: a plan that reaches {number(best)} exists.{within}"
        return Proof("refuted", words, best, proven, gap, (failure,))
    if proven is not None and claimed >= proven - slack:
        words = f"The bound {shown} holds: no plan exceeds {number(proven)}.{within}"
        return Proof("proven", words, best, proven, gap)
    most = "" if proven is None else f", none can exceed {number(proven)}"
    words = f"The bound {shown} is not decided: the best plan found reaches {number(best)}{most}."
    return Proof("open", words + within, best, proven, gap)


def none_exists(record: Mapping[str, Any]) -> Proof:
    """Return what it means that a solver finds no plan at all where one has passed its check."""
    failure = Failure(Rule.BOUND, "by a solver", "a plan under these rules", "none can exist")
    words = "A solver says that no plan can exist under these rules, though this one keeps them."
    return Proof("refuted", words, failures=(failure,))


def not_asked(why: str) -> Proof:
    """Return that nothing was proven, and why."""
    return Proof("not asked", f"Bound and gap were not proven: {why}.")


def under_own_rules(record: Mapping[str, Any], instance: Instance) -> Instance | None:
    """Return the instance under a plan's settings, limits, locks, curve and phases.

    None where these can't be read.
    """
    claims = read_claims(record, known_of(instance), Findings())
    if claims is None:
        return None
    curve = None if claims.curve is None else tuple(claims.curve)
    phases = [
        Phase(int(row.values["year"]), float(row.decided("budget")))
        for row in claims.phases.values()
    ]
    return replace(
        instance,
        settings=claims.settings,
        limits=claims.limits,
        locked=claims.locked,
        culture=instance.culture.model_copy(update={"curve": curve}),
        phases=tuple(sorted(phases, key=lambda phase: phase.year)),
    )
