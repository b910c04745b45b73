"""Why a plan is as it is, and what each line is worth, asked in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from optimizer.api import Plan, explain


class _DroppedError(Exception):
    """Nobody waits for the answer any more."""


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
    every : bool
        Solve again without each line, for proven intervals: minutes in place of seconds.

    Attributes
    ----------
    answer : Plan or None
        The plan with its reasons; None while they are not known.
    failure : str
        Why they can't be had, in words; "".
    """

    def __init__(
        self,
        number: int,
        plan: Plan,
        threads: int,
        done: Callable[[Question], None],
        *,
        every: bool = False,
    ) -> None:
        self.number, self.every = number, every
        self.answer: Plan | None = None
        self.failure = ""
        self.dropped = threading.Event()
        self._plan, self._threads, self._done = plan, threads, done
        self._began = time.perf_counter()
        self._running = False
        self._lines = (0, len(plan.build), "")

    def drop(self) -> None:
        """End it soon; nobody waits for its answer any more."""
        self.dropped.set()

    def __call__(self) -> None:
        """Ask; whatever goes wrong is told in `failure`."""
        try:
            if not self.dropped.is_set():
                self._running = True
                self.answer = explain(
                    self._plan,
                    importance=self.every,
                    threads=self._threads,
                    stop=self.dropped,
                    follow=self._follow,
                )
        except (
            _DroppedError,
            KeyboardInterrupt,
        ):  # the engine's word for a search that was stopped
            self.failure = ""
        except Exception as error:  # told to the planner, since nobody else sees this thread
            self.failure = f"The engine failed ({type(error).__name__}: {error})."
        finally:
            self._done(self)

    def _follow(self, done: int, total: int, what: str) -> None:
        if self.dropped.is_set():
            raise _DroppedError
        self._lines = (done, total, what)

    def told(self) -> dict[str, Any]:
        """Return the seconds since it was asked, whether its turn has come, and lines done."""
        done, total, what = self._lines
        return {
            "seconds": round(time.perf_counter() - self._began, 1),
            "running": self._running,
            "every": self.every,
            "done": done,
            "all": total,
            "what": what,
        }
