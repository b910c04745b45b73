"""Lists a sweep's runs: their keys, and which run has to wait for which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from optimizer.instance import InputError, Instance, Problem, hash_of
from optimizer.sweep.store import FORMAT, digest_of
from optimizer.sweep.worker import Asked, Task

Nested = Literal["up", "down", "best"]
CHAINS: dict[str, tuple[str, ...]] = {
    "": (),
    "up": ("up",),
    "down": ("down",),
    "best": ("up", "down", "middle"),
}
"""The chains of nested plans that are made for each word; of several the best one is shown."""


@dataclass(frozen=True)
class Place:
    """A row of the sweep's table.

    Attributes
    ----------
    budget : float or None
    scenario : str
    free : str
        Key of the run without nesting.
    nested : mapping of chain to key
        Of the runs with nesting; empty where none is asked for.
    """

    budget: float | None
    scenario: str
    free: str
    nested: Mapping[str, str]


def list_runs(
    instances: Mapping[str, Instance],
    levels: Sequence[float | None],
    asked: Asked,
    nested: Nested | None,
    marks: Sequence[str] = (),
) -> tuple[list[Task], list[Place]]:
    """Return every run in the order in which one process does them, and the table's rows.

    Parameters
    ----------
    instances : mapping of scenario to Instance
    levels : sequence of float
        Budgets, rising.
    asked : Asked
    nested : {"up", "down", "best"} or None
    marks : sequence of str
        One for each rule of one's own, which no other rule has.
    """
    if nested is not None and nested not in CHAINS:
        message = f"{nested!r} does not fit; expected up, down or best."
        raise InputError([Problem("--nested", message)])
    tasks: list[Task] = []
    places: list[Place] = []
    for scenario, instance in instances.items():
        facts = _facts(instance, asked)
        if marks:  # keys of runs without such rules stay what they were
            facts["rules"] = list(marks)
        free = [Task(_key(facts, level, "", ""), scenario, level) for level in levels]
        tasks += free
        chains: dict[str, dict[float | None, str]] = {}
        for chain in CHAINS[nested or ""]:
            made = _chain(chain, scenario, levels, facts)
            tasks += made
            chains[chain] = {task.budget: task.key for task in made}
        places += [
            Place(task.budget, scenario, task.key, {c: k[task.budget] for c, k in chains.items()})
            for task in free
        ]
    return tasks, places


def _chain(
    chain: str, scenario: str, levels: Sequence[float | None], facts: Mapping[str, Any]
) -> list[Task]:
    """Return a chain's runs, each after the one that it must nest with.

    up: from the smallest budget; down: from the largest; middle: from the middle one both ways.
    """
    start = {"up": 0, "down": len(levels) - 1, "middle": len(levels) // 2}[chain]
    keys: dict[int, str] = {}
    found: list[Task] = []
    for place in (*range(start, len(levels)), *range(start - 1, -1, -1)):
        before = place - 1 if place > start else place + 1
        after = "" if place == start else keys[before]
        keys[place] = _key(facts, levels[place], chain, after)
        found.append(Task(keys[place], scenario, levels[place], chain, after, place > start))
    return found


def _facts(instance: Instance, asked: Asked) -> dict[str, Any]:
    """Return everything that a plan depends on but the budget."""
    return {
        "format": FORMAT,
        "instance": instance.name,
        "instance_hash": instance.data_hash,
        # As they are now: a table may have been changed in Python since it was read.
        "tables": hash_of(
            instance.name, instance.base_year, instance.horizon_year, instance.tables
        ),
        "currency": instance.currency,
        "settings": instance.settings.model_dump(mode="json"),
        "culture": instance.culture.model_dump(mode="json"),
        "limits": instance.limits.model_dump(mode="json"),
        "locked": instance.locked.model_dump(mode="json", by_alias=True),
        "scale": dict(instance.scale),
        "phases": [[phase.year, phase.budget] for phase in instance.phases],
        "gap": asked.gap,
        "time_limit": asked.time_limit,
        "seed": asked.seed,
        "versions": dict(asked.versions),
    }


def _key(facts: Mapping[str, Any], budget: float | None, nesting: str, after: str) -> str:
    more = {"budget": budget, "nesting": nesting, "after": after}
    return digest_of({**facts, **more})[:40]
