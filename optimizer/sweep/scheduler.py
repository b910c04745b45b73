"""Does a sweep's runs: what the store has is taken from it, the rest is done and kept in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from optimizer.plan import held_by
from optimizer.sweep.executors.local import Executor
from optimizer.sweep.store import DamagedRecordError, digest_of
from optimizer.sweep.table import SweepData
from optimizer.sweep.trust import Trust
from optimizer.sweep.worker import CUT_SHORT, FINISHED, Task, not_begun, row_of, told

Told = Callable[[Task, Mapping[str, Any], bool], None]
"""Receives each run with its row, and whether it came from the store."""


class Drive:
    """One pass over a sweep's runs.

    Parameters
    ----------
    sweep : SweepData
        Receives rows and messages.
    tasks : list of Task
        A run comes after those that it waits for.
    executor : Executor
    tell : callable, optional
    left : callable, optional
        Returns the seconds left of the whole sweep's time; without it there is no limit.
    """

    def __init__(
        self,
        sweep: SweepData,
        tasks: list[Task],
        executor: Executor,
        tell: Told | None = None,
        left: Callable[[], float] | None = None,
    ):
        self._sweep, self._store = sweep, sweep.store
        self._trust = Trust(sweep.instances)
        self._tasks = {task.key: task for task in tasks}
        self._executor, self._tell, self._left = executor, tell, left
        self._waiting = deque(tasks)
        self._running: set[str] = set()
        self._held: deque[Task] = deque()

    def run(self) -> None:
        """Do everything; Ctrl-C ends it early and marks the sweep as interrupted."""
        try:
            while self._waiting or self._held or self._running:
                self._begin()
                if not self._running:
                    continue
                task, content = self._executor.next()
                self._running.remove(task.key)
                if content["status"] == "interrupted":
                    self._sweep.interrupted = True
                    return
        except KeyboardInterrupt:
            self._sweep.interrupted = True
        finally:
            self._executor.close()
            for key in self._running:
                self._store.release(key)

    def _begin(self) -> None:
        """Hand tasks to the executor while it has room."""
        later: list[Task] = []
        while len(self._running) < self._executor.slots and (self._waiting or self._held):
            # Runs that another process has claimed are done last, if they aren't there by then.
            held = not self._waiting
            task = self._held.popleft() if held else self._waiting.popleft()
            if task.after and task.after not in self._sweep.rows:
                later.append(task)
                continue
            neighbour = self._neighbour(task)
            if self._known(task, neighbour):
                continue
            if self._left is not None and not self._left():
                self._late(task)
                continue
            if not self._store.claim(task.key) and not held:
                self._held.append(task)
                continue
            self._running.add(task.key)
            self._executor.submit(task, neighbour, partial(self._keep, task, _mark(neighbour)))
        self._waiting.extendleft(reversed(later))

    def _late(self, task: Task) -> None:
        """Give a run up for want of time, with the plan that an earlier sweep was left with."""
        content = self._whole(task.key)
        if content is None or content["plan"] is None or self._trust.doubt(task, content):
            content = told(task, not_begun())
        self._end(task, content)

    def _neighbour(self, task: Task) -> Mapping[str, Any] | None:
        """Return the plan to nest with: of the nearest run before in the chain that has one."""
        key = task.after
        while key:
            content = self._whole(key)
            if content is not None and content["plan"] is not None:
                plan: Mapping[str, Any] = content["plan"]
                return plan
            key = self._tasks[key].after
        return None

    def _known(self, task: Task, neighbour: Mapping[str, Any] | None) -> bool:
        """Take a run from the store, if it is there and whole."""
        content = self._whole(task.key)
        if content is None or content.get("status") not in FINISHED or content.get(CUT_SHORT):
            return False
        if content.get("nests_with") != _mark(neighbour):
            # The plan that it nests with has been made again, and is another one now.
            return False
        doubt = self._trust.doubt(task, content)
        if doubt:
            name = f"{self._store.place}/runs/{task.key}.json"
            self._sweep.messages.append(
                f"{name} is no record of this run ({doubt}); it is made again"
            )
            return False
        self._end(task, content, known=True)
        return True

    def _whole(self, key: str) -> dict[str, Any] | None:
        """Return a record's content; None where there is none, or none that can be trusted."""
        try:
            return self._store.read(key)
        except DamagedRecordError as error:
            self._sweep.messages.append(f"{error}; it is made again")
            return None

    def _keep(self, task: Task, nests_with: str, content: dict[str, Any]) -> None:
        """Write a run's record."""
        content["nests_with"] = nests_with
        if content.get(CUT_SHORT) and content["plan"] is None:
            # Nothing to keep: a plan that an interrupted sweep left there stays.
            self._store.release(task.key)
        else:
            self._store.write(task.key, content)
        self._end(task, content)

    def _end(self, task: Task, content: Mapping[str, Any], *, known: bool = False) -> None:
        row = row_of({**content, "scenario": task.scenario})
        self._sweep.rows[task.key] = row
        if self._tell is not None:
            self._tell(task, row, known)


def _mark(neighbour: Mapping[str, Any] | None) -> str:
    """Return what a nested run's record remembers of the plan that it nests with."""
    if neighbour is None:
        return ""
    held = held_by(neighbour)
    counts = sorted([*key, count] for key, count in held.count.items())
    return digest_of([counts, sorted(held.taken)])
