"""A sweep as a recipe: list the runs, do those that the store lacks, write the table."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from optimizer.instance import InputError, Instance, Problem
from optimizer.sweep.executors.local import Executor, Here
from optimizer.sweep.progress import Show
from optimizer.sweep.scheduler import Drive
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
    tasks, places = list_runs(instances, levels, asked, nested)
    kept = store if isinstance(store, Store) else Store(store or f"memory://{uuid.uuid4().hex}")
    kept.sweep_up()
    first = next(iter(instances.values()))
    sweep = SweepData(
        kept,
        first.name,
        first.currency,
        places,
        instances=instances,
        names=first.region_names,
        local_names=dict(zip(first.regions["region_id"], first.regions["name_local"], strict=True)),
    )
    sweep.note()
    with ExitStack() as stack:
        if show is not None:
            stack.enter_context(show.of(len(tasks), asked.gap))
        executor = _executor(instances, asked, tasks, workers, dask, show)
        Drive(sweep, tasks, executor, None if show is None else show.ended).run()
    sweep.write_frame()
    return sweep


def _executor(
    instances: Mapping[str, Instance],
    asked: Asked,
    tasks: Sequence[Task],
    workers: int | None,
    dask: Any,
    show: Show | None,
) -> Executor:
    watch = None if show is None else show.running
    if dask is not None:
        from optimizer.sweep.executors.dask_cluster import Cluster

        return Cluster(dask, instances, asked)
    free = sum(not task.after for task in tasks)
    count = min(workers or os.cpu_count() or 1, free)
    if count <= 1:
        return Here(instances, asked, watch)
    from optimizer.sweep.executors.processes import Processes

    return Processes(count, instances, asked, watch)
