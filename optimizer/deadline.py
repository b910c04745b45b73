"""When a command or a call must be done: one clock for reading, building, solving and the rest."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

AFTER_THE_SEARCH = 3.5
"""What follows a search (the plan, its check, its files) takes so many times what went before: on
3,435 towns 20 seconds of processor time after 6 for reading and coefficients."""
LARGEST_RESERVE = 0.25
"""Part of a limit that is kept for what follows the search, at most."""


@dataclass(frozen=True)
class Deadline:
    """A limit in seconds, counted from when it was made.

    Attributes
    ----------
    seconds : float or None
        The limit; None: there is none.
    clock : callable
        Returns seconds that never go back.
    started : float
        When the time began, by that clock.
    """

    seconds: float | None = None
    clock: Callable[[], float] = time.perf_counter
    started: float = field(default=math.nan)

    def __post_init__(self) -> None:
        """Begin now, if no beginning is given."""
        if math.isnan(self.started):
            object.__setattr__(self, "started", self.clock())

    def spent(self) -> float:
        """Return the seconds gone."""
        return self.clock() - self.started

    def left(self) -> float:
        """Return the seconds left, at least 0; infinite without a limit."""
        return math.inf if self.seconds is None else max(0.0, self.seconds - self.spent())

    def passed(self) -> bool:
        """Return whether no time is left."""
        return self.left() <= 0

    def for_search(self) -> float | None:
        """Return the seconds that a search may take now; None without a limit.

        Kept back is a multiple of what has been spent so far, which grows with the tables as the
        check of a plan does; at most a quarter of the limit.
        """
        if self.seconds is None:
            return None
        return max(0.0, self.left() - self._reserve())

    def _reserve(self) -> float:
        return min(AFTER_THE_SEARCH * self.spent(), LARGEST_RESERVE * (self.seconds or 0.0))


def deadline_of(limit: Deadline | float | None) -> Deadline:
    """Return a limit in seconds as one that begins now, and a deadline as it is."""
    return limit if isinstance(limit, Deadline) else Deadline(limit)


def remaining(deadline: Deadline, among: int = 1) -> float | None:
    """Return the seconds left, or a fair part of them; None without a limit.

    Parameters
    ----------
    deadline : Deadline
    among : int
        Solves still to come, which share what is left: what one of them doesn't need is for those
        after it.
    """
    return None if deadline.seconds is None else deadline.left() / max(1, among)
