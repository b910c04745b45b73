"""Whether a plan was made for an instance, and under the same words."""

from __future__ import annotations

from optimizer.instance import InputError, Instance, Problem
from optimizer.plan import PlanData

EARLIER = {"job_takers": "best"}
"""What holds of a plan that was made before there was the setting."""


def check_same(plan: PlanData, instance: Instance) -> None:
    """Refuse a plan of another instance, or one made under other words.

    Raises
    ------
    InputError
    """
    problems: list[Problem] = []
    if plan.instance_hash != instance.data_hash:
        message = f"the plan was made for other tables than those of {instance.name}."
        remedy = "load the instance that the plan was made for, or solve anew."
        problems.append(Problem("plan.json", message, column="instance_hash", remedy=remedy))
    remedy = "load the instance with the plan's scenarios and settings."
    sections = (
        ("settings", plan.settings, instance.settings.model_dump(mode="json")),
        ("culture", plan.culture, instance.culture.model_dump(mode="json")),
        ("scale", plan.scale, dict(instance.scale)),
    )
    for section, ours, theirs in sections:
        # What later versions added is missing in a plan of an earlier one, which had no catchment.
        known = dict(theirs) | EARLIER | dict(ours) if section == "settings" else ours
        for key in sorted(set(ours) | set(theirs)):
            # The budget may have been given at the solve; the plan is fixed in any case.
            if key == "budget" or known.get(key) == theirs.get(key):
                continue
            message = f"the plan has {known.get(key)!r}, the instance {theirs.get(key)!r}."
            problems.append(Problem("plan.json", message, column=f"{section}.{key}", remedy=remedy))
    if problems:
        raise InputError(problems)
