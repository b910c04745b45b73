"""A Dask cluster as the place where runs are done: the same records from many machines."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

from optimizer.instance import InputError, Instance, Problem
from optimizer.studies.executors import Workshops
from optimizer.studies.work import Asked, Task, failed, told

ATTEMPTS = 5
"""Workers that a run may lose before it counts as failed."""
AHEAD = 2
"""Tasks a worker is given at a time, so that none waits for the way there and back."""
_kept: dict[bytes, Workshops] = {}


class Cluster:
    """Runs tasks on a Dask cluster.

    The records are written by the process that started the sweep: workers need no access to the
    store. Each must have this package, in the same version.

    Parameters
    ----------
    where : str or distributed.Client
        The scheduler's address, such as `tcp://10.0.0.1:8786`, or a client, which stays open.
    instances : mapping of scenario to Instance
    asked : Asked

    Raises
    ------
    InputError
        Dask is not installed, or nobody answers at the address.
    """

    def __init__(self, where: Any, instances: Mapping[str, Instance], asked: Asked):
        try:
            import distributed
        except ImportError as error:
            remedy = 'pip install "rooted[cluster]".'
            message = "Dask is not installed."
            raise InputError([Problem("--dask", message, remedy=remedy)]) from error
        # Dask's own types are patchy, so that mypy is told nothing of them.
        dask: Any = distributed
        self._own = isinstance(where, str)
        try:
            self._client: Any = (
                dask.Client(where, timeout="10s") if isinstance(where, str) else where
            )
        except (OSError, ValueError) as error:
            message = f"no Dask scheduler answers at {where!r}."
            remedy = "check the address, such as tcp://10.0.0.1:8786, and that it is running."
            raise InputError([Problem("--dask", message, remedy=remedy)]) from error
        workers = self._client.scheduler_info()["workers"]
        self.slots = max(1, sum(worker["nthreads"] for worker in workers.values())) * AHEAD
        # A task, not data put there: it can be done again where the worker that has it dies.
        mark = asked, {name: pickle.dumps(i) for name, i in instances.items()}
        self._luggage = self._client.submit(pickle.dumps, mark, pure=False)
        self._tasks: dict[str, Task] = {}
        self._running: Any = dask.as_completed()

    def submit(self, task: Task, neighbour: Mapping[str, Any] | None) -> None:
        """Hand a task to the cluster."""
        future = self._client.submit(
            _perform, self._luggage, task, neighbour, pure=False, retries=ATTEMPTS
        )
        self._tasks[future.key] = task
        self._running.add(future)

    def next(self) -> tuple[Task, dict[str, Any]]:
        """Wait for a task to end."""
        future = next(self._running)
        task = self._tasks.pop(future.key)
        try:
            content: dict[str, Any] = future.result()
        except Exception as error:  # a worker that dies again and again, or another version there
            content = told(task, failed(f"{type(error).__name__}: {error}"))
        return task, content

    def close(self) -> None:
        """Take back what still waits, and leave the cluster; a client of the planner's stays."""
        for future in list(self._running.futures):
            future.cancel()
        self._luggage.release()
        if self._own:
            self._client.close()


def _perform(luggage: bytes, task: Task, neighbour: Mapping[str, Any] | None) -> dict[str, Any]:
    """Do a task on a worker; what scenarios share is kept there between tasks."""
    workshops = _kept.get(luggage)
    if workshops is None:
        _kept.clear()
        asked, packed = pickle.loads(luggage)
        instances = {name: pickle.loads(data) for name, data in packed.items()}
        workshops = _kept[luggage] = Workshops(instances, asked)
    # A worker with several threads must not use one workshop twice at once.
    workshop = workshops.of(task.scenario)
    with workshop.lock:
        try:
            return workshop.perform(task, neighbour)
        except Exception as error:
            return told(task, failed(f"{type(error).__name__}: {error}"))
