"""A plan together with the instance that it was made for, to solve again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from optimizer.api.check import under_its_own
from optimizer.api.load import loaded
from optimizer.api.plan import Plan, read_plan_with_map
from optimizer.instance import InputError, Instance, Problem
from optimizer.plan import own_rules, to_record


def with_source(plan: Plan | str | Path, instance: Instance | str | Path | None) -> Plan:
    """Return a plan that knows its instance, under the plan's own settings and scale.

    Raises
    ------
    InputError
        No plan, no instance; or the instance's tables, limits or locks are not the plan's.
    """
    found = plan if isinstance(plan, Plan) else read_plan_with_map(plan)
    place = "the plan" if isinstance(plan, Plan) else str(plan)
    if instance is None:
        if found.source is not None:
            return found
        message = "it does not hold the tables that it was made for."
        raise InputError([Problem(place, message, remedy="name its instance: --instance.")])
    source = loaded(instance)
    record = to_record(found)
    if own_rules(record, source) or found.scale:
        source = (
            under_its_own(record, source, instance) if isinstance(instance, str | Path) else source
        )
    problems = [Problem(place, f"{text}.", remedy=_SAME) for text in own_rules(record, source)]
    if found.instance_hash != source.data_hash:
        message = "the tables have changed since the plan was made."
        remedy = f"solve it again: rooted solve {instance}."
        problems.append(Problem(place, message, remedy=remedy))
    if problems:
        raise InputError(problems)
    return replace(found, source=source, boundaries=found.boundaries or source.boundaries)


_SAME = "load the instance with the plan's scenarios, and give it in Python: instance=."
