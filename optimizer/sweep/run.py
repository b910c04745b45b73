"""A sweep as a recipe: list the runs, do those that the store lacks, write the table."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimizer.instance import InputError, Instance, Problem
from optimizer.model import rule_name
from optimizer.sweep.executors.local import Executor, Here
from optimizer.sweep.progress import Show
from optimizer.sweep.rule_digest import digest_of_rule
from optimizer.sweep.scheduler import Drive
from optimizer.sweep.sending import for_cluster, for_processes, may_be_sent
from optimizer.sweep.store import Store
from optimizer.sweep.table import SweepData
from optimizer.sweep.tasks import Nested, list_runs
from optimizer.sweep.worker import Asked, Task


def run_sweep(
    instances: Mapping[str, Instance],
    levels: Sequence[float | None],
    asked: Asked,
    *,
    store: str | Path | Store | None = None,
    nested: Nested | None = None,
    workers: int | None = None,
    dask: Any = None,
    show: Show | None = None,
) -> SweepData:
    """Do a sweep; the arguments are those of `optimizer.sweep`, read and checked.

    Parameters
    ----------
    instances : mapping of scenario to Instance
    levels : sequence of float
        Budgets, rising.
    asked : Asked
    store, nested, workers, dask, show
        As for `optimizer.sweep`.
    """
    if workers is not None and workers < 1:
        message = f"{workers!r} does not fit; expected a whole number of at least 1."
        raise InputError([Problem("--workers", message)])
    if nested is not None and None in levels:
        raise InputError([Problem("--nested", "plans nest by budget.", remedy="give --budgets.")])
    kept = store if isinstance(store, Store) else Store(store or f"memory://{uuid.uuid4().hex}")
    tasks, places = list_runs(instances, levels, asked, nested, _marks(asked, kept))
    there = _place(asked, tasks, workers, dask)
    kept.sweep_up()
    first = next(iter(instances.values()))
    sweep = SweepData(
        kept,
        first.name,
        first.currency,
        places,
        instances=instances,
        names=first.region_names,
        option_names={**first.labels.measures.english, **first.labels.options.english},
        local_names=dict(zip(first.regions["region_id"], first.regions["name_local"], strict=True)),
        messages=list(there.messages),
        rules=asked.rules,
        rule_names=[rule_name(rule) for rule in asked.rules],
    )
    sweep.note()
    with ExitStack() as stack:
        if show is not None:
            stack.enter_context(show.of(len(tasks), asked.gap))
        executor = _executor(instances, there, dask, show)
        told = None if show is None else show.ended
        Drive(sweep, tasks, executor, told, asked.left).run()
    sweep.write_frame()
    return sweep


def _marks(asked: Asked, store: Store) -> list[str]:
    """Return a mark for each rule of one's own, by which the store tells it from others.

    Raises
    ------
    InputError
        The store outlives the process, and a rule's source can't be had.
    """
    if store.lasting:
        return [digest_of_rule(rule) for rule in asked.rules]
    # In memory nothing is found again, so that any rule will do.
    return [uuid.uuid4().hex for _ in asked.rules]


@dataclass(frozen=True)
class _Place:
    """Where the runs are done: how many processes, and what is asked of them."""

    asked: Asked
    count: int
    messages: tuple[str, ...] = ()


def _place(asked: Asked, tasks: Sequence[Task], workers: int | None, dask: Any) -> _Place:
    """Return where the runs are done.

    Raises
    ------
    InputError
        A rule of one's own can't be sent there.
    """
    if dask is not None:
        return _Place(for_cluster(asked), 0)
    free = sum(not task.after for task in tasks)
    count = min(workers or os.cpu_count() or 1, free)
    if count <= 1:
        return _Place(asked, 1)
    if workers is None and not may_be_sent(asked):
        names = ", ".join(rule_name(rule) for rule in asked.rules)
        message = (
            f"all runs were done in this process: rules of one's own ({names}) can't be sent to "
            "others; put them into a module of their own"
        )
        return _Place(asked, 1, (message,))
    return _Place(for_processes(asked), count)


def _executor(
    instances: Mapping[str, Instance], place: _Place, dask: Any, show: Show | None
) -> Executor:
    watch = None if show is None else show.running
    if dask is not None:
        from optimizer.sweep.executors.dask_cluster import Cluster

        return Cluster(dask, instances, place.asked)
    if place.count <= 1:
        return Here(instances, place.asked, watch)
    from optimizer.sweep.executors.processes import Processes

    return Processes(place.count, instances, place.asked, watch)
