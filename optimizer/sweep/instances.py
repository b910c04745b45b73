"""Makes the instance of each scenario of a sweep from the one that the planner has loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from optimizer.instance import (
    InputError,
    Instance,
    Problem,
    ProblemList,
    parse_assignment,
    with_tables,
)
from optimizer.sweep.grid import Variant

Load = Callable[..., Instance]


def instances_of(
    instance: Instance, variants: Sequence[Variant], load: Load
) -> dict[str, Instance]:
    """Return the instance under each scenario, read again from its folder where it must be.

    Parameters
    ----------
    instance : Instance
    variants : sequence of Variant
    load : callable
        `optimizer.load`.

    Raises
    ------
    InputError
        With the problems of every scenario; or the folder has changed since it was loaded.
    """
    problems: list[Problem] = []
    found: dict[str, Instance] = {}
    for variant in variants:
        if not variant.files and not variant.changes:
            found[variant.name] = instance
            continue
        if not instance.source:
            message = "the instance was not made by optimizer.load, so no scenario can be laid on."
            raise InputError([Problem(variant.name, message, remedy="load it from its folder.")])
        files, settings = instance.laid_over
        try:
            other = load(
                instance.source,
                scenarios=(*files, *variant.files),
                settings={**_mapping(settings), **variant.changes},
            )
            if instance.given:
                other = with_tables(other, dict(instance.given))
        except InputError as error:
            problems += [p for p in error.problems if p not in problems]
            continue
        if other.data_hash != instance.data_hash:
            message = "the folder has changed since the instance was loaded."
            raise InputError([Problem(instance.source, message, remedy="load it again.")])
        # Of a hundred scenarios each would else have its own copy of every table in memory.
        found[variant.name] = replace(other, tables=other.facts.sharing(instance.facts))
    if problems:
        raise InputError(problems)
    return found


def _mapping(settings: Any) -> dict[str, Any]:
    """Return assignments as a mapping; texts are read as `--set` reads them."""
    if isinstance(settings, Mapping):
        return dict(settings)
    texts = [settings] if isinstance(settings, str) else settings
    pairs = [parse_assignment(str(text), ProblemList()) for text in texts]
    return dict(pair for pair in pairs if pair is not None)
