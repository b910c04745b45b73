"""Where runs are done: in this process, or in worker processes on this machine."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from optimizer.instance import Instance
from optimizer.solver import Progress
from optimizer.sweep.worker import Asked, Task, Workshop, failed, told

Watch = Callable[[Task, Progress], None]
Keep = Callable[[dict[str, Any]], None]
"""Receives the content of a run's record once it is known, perhaps in another thread."""
KEPT_WORKSHOPS = 2
"""Scenarios whose models a process keeps; older ones are built again if they come back."""


class Executor(Protocol):
    """Takes tasks, and hands back the content of each one's record."""

    @property
    def slots(self) -> int:
        """Tasks to have there at once."""

    def submit(self, task: Task, neighbour: Mapping[str, Any] | None, keep: Keep) -> None:
        """Begin a task, or let it wait."""

    def next(self) -> tuple[Task, dict[str, Any]]:
        """Wait for a task to end, and return it with its record's content."""

    def close(self) -> None:
        """Let everything go, also what still runs."""


class Workshops:
    """The workshops of one process, by scenario; only the latest few are kept.

    Parameters
    ----------
    instances : mapping of scenario to Instance
    asked : Asked
    """

    def __init__(self, instances: Mapping[str, Instance], asked: Asked):
        self._instances, self._asked = instances, asked
        self._kept: dict[str, Workshop] = {}

    def of(self, scenario: str) -> Workshop:
        """Return the scenario's workshop."""
        kept = self._kept.pop(scenario, None)
        if kept is None:
            # A copy, so that what is worked out of its tables goes away with the workshop.
            kept = Workshop(replace(self._instances[scenario]), self._asked)
            while len(self._kept) >= KEPT_WORKSHOPS:
                self._kept.pop(next(iter(self._kept)))
        self._kept[scenario] = kept
        return kept


class Here:
    """Does one run after the other in this process; a plan is checked beside the next solve."""

    slots = 2

    def __init__(self, instances: Mapping[str, Instance], asked: Asked, watch: Watch | None):
        self._workshops = Workshops(instances, asked)
        self._watch = watch
        self._waiting: deque[tuple[Task, Mapping[str, Any] | None, Keep]] = deque()
        self._checking: deque[tuple[Task, Future[dict[str, Any]]]] = deque()
        self._checker = ThreadPoolExecutor(1)
        self._stopped = False

    def submit(self, task: Task, neighbour: Mapping[str, Any] | None, keep: Keep) -> None:
        """Note a task; it is done when its result is asked for."""
        self._waiting.append((task, neighbour, keep))

    def next(self) -> tuple[Task, dict[str, Any]]:
        """Do what waits, and return what was begun first once it is checked and kept.

        Raises
        ------
        KeyboardInterrupt
            Ctrl-C was heard in a run that has been returned already.
        """
        while self._waiting and not self._stopped:
            task, neighbour, keep = self._waiting.popleft()
            check = self._begun(task, neighbour)
            self._checking.append((task, self._checker.submit(_checked, task, check, keep)))
            self._stopped = self._workshops.of(task.scenario).stop.is_set()
        if not self._checking:
            raise KeyboardInterrupt
        task, checking = self._checking.popleft()
        return task, checking.result()

    def _begun(
        self, task: Task, neighbour: Mapping[str, Any] | None
    ) -> Callable[[], dict[str, Any]]:
        """Solve a task, and return the check that is left to do."""
        watch = self._watch
        watcher = None if watch is None else (lambda progress: watch(task, progress))
        try:
            return self._workshops.of(task.scenario).begin(task, neighbour, watcher)
        except Exception as error:  # the rest of the sweep goes on, and the row says why
            return partial(told, task, failed(f"{type(error).__name__}: {error}"))

    def close(self) -> None:
        """Wait for the check that is under way."""
        self._checker.shutdown(cancel_futures=True)


def _checked(task: Task, check: Callable[[], dict[str, Any]], keep: Keep) -> dict[str, Any]:
    """Check a plan, and keep it at once: the next solve may take long, and be killed."""
    try:
        content = check()
    except Exception as error:  # as above
        content = told(task, failed(f"{type(error).__name__}: {error}"))
    keep(content)
    return content
