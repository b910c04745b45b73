"""One plan being made: how far it is, and a way to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from optimizer.api import CheckError, Plan
from optimizer.explore.choice import Choice
from optimizer.explore.ground import Ground
from optimizer.instance import InputError
from optimizer.solver import Controls, NoPlanError, Progress

QUEUED, READING = "queued", "reading"


class Task:
    """A plan being made in a thread of its own.

    Parameters
    ----------
    ground : Ground
    choice : Choice
    threads : int
        Of the solver.
    done : callable
        Receives the task when it has ended, in its thread.

    Attributes
    ----------
    plan : Plan or None
        Checked; None while there is none.
    failure : str
        Why there is none, in words; "".
    """

    def __init__(
        self, ground: Ground, choice: Choice, threads: int, done: Callable[[Task], None]
    ) -> None:
        self.choice = choice
        self.plan: Plan | None = None
        self.failure = ""
        self.dropped = threading.Event()
        self._ground, self._threads, self._done = ground, threads, done
        self._stop = threading.Event()
        self._began = time.perf_counter()
        self._progress = Progress(QUEUED, 0.0, None, None)

    def stop(self) -> None:
        """End the search soon; the best plan so far is kept."""
        self._stop.set()

    def drop(self) -> None:
        """End it soon; nobody waits for its plan any more."""
        self.dropped.set()
        self._stop.set()

    def __call__(self) -> None:
        """Make the plan; whatever goes wrong is told in `failure`."""
        try:
            if not self.dropped.is_set():
                self._make()
        except InputError as error:
            self.failure = str(error)
        except NoPlanError as error:
            self.failure = str(error)
        except CheckError as error:
            self.failure = f"The plan fails its check and is not shown:\n{error}"
        except Exception as error:  # told to the planner, since nobody else sees this thread
            self.failure = f"The engine failed ({type(error).__name__}: {error})."
        finally:
            self._done(self)

    def _make(self) -> None:
        self._watch(Progress(READING, 0.0, None, None))
        instance = self._ground.under(self.choice)
        controls = Controls(
            gap=self.choice.gap, threads=self._threads, watcher=self._watch, stop=self._stop
        )
        self.plan = self._ground.models.solve(instance, self.choice.budget, controls)

    def _watch(self, progress: Progress) -> None:
        self._progress = progress

    def told(self) -> dict[str, Any]:
        """Return how far it is: phase, seconds since it was asked for, best plan, bound, gap."""
        now = self._progress
        return {
            "phase": now.phase,
            "seconds": round(time.perf_counter() - self._began, 1),
            "objective": now.objective,
            "bound": now.bound,
            "gap": now.gap,
            "measure": now.measure,
            "stopping": self._stop.is_set(),
            "choice": self.choice.to_dict(),
        }
