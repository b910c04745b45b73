"""Why a plan is as it is, asked of the engine in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from optimizer.api import Plan, explain


class Question:
    """What a plan's lines are worth, and why not what it has not: asked once for all regions.

    Parameters
    ----------
    number : int
        Of the step that shows the plan.
    plan : Plan
    threads : int
        Of the solver.
    done : callable
        Receives the question when it has ended, in its thread.

    Attributes
    ----------
    answer : Plan or None
        The plan with its reasons; None while they are not known.
    failure : str
        Why they can't be had, in words; "".
    """

    def __init__(
        self, number: int, plan: Plan, threads: int, done: Callable[[Question], None]
    ) -> None:
        self.number = number
        self.answer: Plan | None = None
        self.failure = ""
        self.dropped = threading.Event()
        self._plan, self._threads, self._done = plan, threads, done
        self._began = time.perf_counter()
        self._running = False

    def drop(self) -> None:
        """End it soon; nobody waits for its answer any more."""
        self.dropped.set()

    def __call__(self) -> None:
        """Ask; whatever goes wrong is told in `failure`."""
        try:
            if not self.dropped.is_set():
                self._running = True
                self.answer = explain(self._plan, threads=self._threads, stop=self.dropped)
        except Exception as error:  # told to the planner, since nobody else sees this thread
            self.failure = f"The engine failed ({type(error).__name__}: {error})."
        finally:
            self._done(self)

    def told(self) -> dict[str, Any]:
        """Return the seconds since it was asked, and whether its turn has come."""
        seconds = round(time.perf_counter() - self._began, 1)
        return {"seconds": seconds, "running": self._running}
