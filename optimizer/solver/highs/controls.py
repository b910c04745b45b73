"""How HiGHS is to run, and how far a run is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

Ending = Literal["optimal", "time_limit", "interrupted"]
RunStatus = Literal[Ending, "infeasible"]
Measure = Literal["objective", "cost"]
SEARCHING = "searching and proving"
"""The phase in which plans are found and better ones ruled out."""
RELAXING = "relaxing"
"""The phase in which whole numbers may still be fractions."""
OptionValue = bool | int | float | str
EXACT_GAP = 1e-6
"""What a gap of 0 means (model.md)."""
NO_RESTART: dict[str, OptionValue] = {"mip_allow_restart": False}
"""Beginning anew with what is fixed costs Korea at 5,000 a third more, and gains nothing elsewhere
(docs/explanation/performance.md)."""


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes
    ----------
    phase : str
        What is being done, in words: building, relaxing, searching and proving, checking.
    seconds : float
        Since the solve began.
    objective, bound : float or None
        Best plan so far, and the proven upper bound. Where `measure` is "cost": the cheapest so
        far, and the proven lower bound.
    measure : {"objective", "cost"}
        What the two are of.
    subject : str
        Which of several solves it belongs to; "" where there is one.
    limit_left : float or None
        Seconds to the time limit; None without one.
    """

    phase: str
    seconds: float
    objective: float | None
    bound: float | None
    measure: Measure = "objective"
    subject: str = ""
    limit_left: float | None = None

    @property
    def gap(self) -> float | None:
        """`(bound − objective) / max(1, |objective|)`."""
        if self.objective is None or self.bound is None:
            return None
        return gap_of(self.objective, self.bound)


Watcher = Callable[[Progress], None]


def about(watcher: Watcher | None, subject: str) -> Watcher | None:
    """Return a watcher that is also told which of several solves a progress belongs to."""
    if watcher is None:
        return None
    return lambda progress: watcher(replace(progress, subject=subject))


def gap_of(objective: float, bound: float) -> float:
    """Return the optimality gap as contract.md defines it."""
    return abs(bound - objective) / max(1.0, abs(objective))


@dataclass
class Controls:
    """How to run HiGHS.

    Attributes
    ----------
    gap : float
        Relative gap at which a plan counts as optimal.
    time_limit : float or None
        Seconds for the whole solve, all phases together.
    seed, threads : int
        threads 0: HiGHS decides.
    watcher : callable, optional
        Receives `Progress` now and then.
    log_file : str
        HiGHS's own log; "" for none.
    started : float
        When the whole solve began (time.perf_counter).
    stop : Event
        Set to stop at the next opportunity.
    """

    gap: float = 1e-3
    time_limit: float | None = None
    seed: int = 0
    threads: int = 0
    watcher: Watcher | None = None
    log_file: str = ""
    started: float = field(default_factory=time.perf_counter)
    stop: threading.Event = field(default_factory=threading.Event)

    def seconds(self) -> float:
        """Return the seconds since the whole solve began."""
        return time.perf_counter() - self.started

    def left(self) -> float:
        """Return the seconds left, infinite without a limit."""
        if self.time_limit is None:
            return np.inf
        return max(0.0, self.time_limit - self.seconds())

    def stopped(self) -> bool:
        """Return whether it is time to end: interrupted, or no time left."""
        return self.stop.is_set() or self.left() <= 0

    def why_stopped(self) -> RunStatus:
        """Return what ended a search that was stopped."""
        return "interrupted" if self.stop.is_set() else "time_limit"
