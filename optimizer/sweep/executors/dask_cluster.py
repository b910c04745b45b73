"""A Dask cluster as the place where runs are done: the same records from many machines."""

from __future__ import annotations

import math
import pickle
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from optimizer.instance import InputError, Instance, Problem
from optimizer.sweep.executors.local import Keep, Workshops
from optimizer.sweep.worker import Asked, Task, failed, told

ATTEMPTS = 5
"""Workers that a run may lose before it counts as failed."""
PATIENCE = 60.0
"""Seconds to wait for a first worker."""
SECONDS_BETWEEN = 2.0
"""Between two looks at how many workers there are."""
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
        self._client: Any = _client(dask, where) if isinstance(where, str) else where
        self._slots, self._counted = AHEAD, -math.inf
        # A task, not data put there: it can be done again where the worker that has it dies.
        mark = asked, {name: pickle.dumps(i) for name, i in instances.items()}
        self._luggage = self._client.submit(pickle.dumps, mark, pure=False)
        self._tasks: dict[str, tuple[Task, Keep]] = {}
        self._running: Any = dask.as_completed(loop=self._client.loop)

    @property
    def slots(self) -> int:
        """Tasks to have there at once; workers come and go."""
        now = time.monotonic()
        if now - self._counted > SECONDS_BETWEEN:
            self._counted = now
            with self._asking():
                self._slots = max(1, sum(self._client.nthreads().values())) * AHEAD
        return self._slots

    def submit(self, task: Task, neighbour: Mapping[str, Any] | None, keep: Keep) -> None:
        """Hand a task to the cluster."""
        with self._asking():
            future = self._client.submit(
                _perform, self._luggage, task, neighbour, pure=False, retries=ATTEMPTS
            )
            self._running.add(future)
        self._tasks[future.key] = task, keep

    def next(self) -> tuple[Task, dict[str, Any]]:
        """Wait for a task to end."""
        future = next(self._running)
        task, keep = self._tasks.pop(future.key)
        try:
            with self._asking():
                content: dict[str, Any] = future.result()
        except InputError:
            raise
        except Exception as error:  # a worker that dies again and again, or another version there
            content = told(task, failed(f"{type(error).__name__}: {error}"))
        keep(content)
        return task, content

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Say for a planner that the scheduler is gone, where that is why something fails."""
        try:
            yield
        except Exception as error:
            if self._client.status == "running":
                raise
            message = "the Dask scheduler is gone."
            remedy = "start it and the sweep again: with --store what is done is not redone."
            raise InputError([Problem("--dask", message, remedy=remedy)]) from error

    def close(self) -> None:
        """Take back what still waits, and leave the cluster; a client of the planner's stays."""
        # Where the scheduler is gone, there is nothing to take back.
        with suppress(Exception):
            for future in list(self._running.futures):
                future.cancel()
            self._luggage.release()
        if self._own:
            self._client.close()


def _client(dask: Any, address: str) -> Any:
    """Connect, and wait for a first worker."""
    try:
        client = dask.Client(address, timeout="10s")
    except Exception as error:  # Dask has many kinds, by what is wrong with the address
        message = f"no Dask scheduler answers at {address!r} ({type(error).__name__}: {error})."
        remedy = "check the address, such as tcp://10.0.0.1:8786, and that it is running."
        raise InputError([Problem("--dask", message, remedy=remedy)]) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        client.close()
        message = f"the scheduler at {address!r} has had no worker for {PATIENCE:g} seconds."
        remedy = f"start some, such as dask worker {address}."
        raise InputError([Problem("--dask", message, remedy=remedy)]) from error
    return client


def _perform(luggage: bytes, task: Task, neighbour: Mapping[str, Any] | None) -> dict[str, Any]:
    """Do a task on a worker; what scenarios share is kept there between tasks."""
    workshops = _kept.get(luggage)
    if workshops is None:
        _kept.clear()
        # Whoever may send this to a worker may run any code on that cluster: that is what Dask is.
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
