"""How a plan that was made for many worlds says so."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.plan.plan import PlanData

ONE_PLAN, CLUSTERS = "One plan for", "Clusters for"
WORLDS = " worlds (seed "


def many_worlds(worlds: int, seed: int, *, two_stage: bool) -> str:
    """Return how the first sentence on a plan for many worlds begins."""
    return f"{CLUSTERS if two_stage else ONE_PLAN} {worlds:,}{WORLDS}{seed})"


def is_robust(notes: Sequence[str]) -> bool:
    """Return whether notes of a plan say that it was made for many worlds."""
    return any(note.startswith((ONE_PLAN, CLUSTERS)) and WORLDS in note for note in notes)


def is_for_one_world(plan: PlanData) -> bool:
    """Return whether a plan is that of the central assumptions where one for many can be made."""
    return plan.settings.get("job_takers", "best") != "best" and not is_robust(plan.notes)
