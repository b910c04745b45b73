"""Shows how far a solve is: a bar at a terminal, plain lines in a file."""

from __future__ import annotations

import math
import sys
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import TextIO

from optimizer.solver.highs.controls import EXACT_GAP, SEARCHING, Progress

SECONDS_BETWEEN_LINES = 5.0
LEAST_CLOSED = 0.01
"""A gap that has closed by less says nothing of the time left."""
LEAST_SECONDS = 3.0
"""A gap must have been closing for so long before it says anything about the time left."""


def describe(progress: Progress, left: str = "") -> str:
    """Return progress as one line: plan, bound and gap in the objective's unit.

    Parameters
    ----------
    progress : Progress
    left : str
        The time left in words, from `Pace`.
    """
    words = [word for word in (_numbers(progress), left) if word]
    about = f"{progress.subject}: " if progress.subject else ""
    return f"{progress.seconds:6.1f} s  {about}{progress.phase}" + (
        f": {', '.join(words)}" if words else ""
    )


def _numbers(progress: Progress) -> str:
    objective, bound = progress.objective, progress.bound
    if progress.measure == "cost":
        # A cost, and no plan that has fallen from thousands of people to a few.
        found = "" if objective is None else f"costs {_show(objective)}"
        least = "" if bound is None else f"at least {_show(bound)}"
        return ", ".join(word for word in (found, least) if word)
    if objective is None and bound is None and progress.phase != SEARCHING:
        return ""
    plan = "no plan yet" if objective is None else f"plan {_show(objective)}"
    most = "" if bound is None else f", bound {_show(bound)}"
    gap = "" if progress.gap is None else f", gap {progress.gap:.2%}"
    return f"{plan}{most}{gap}"


def _show(value: float) -> str:
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:,.5g}"


def duration(seconds: float) -> str:
    """Return a number of seconds in words."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


class Pace:
    """Guesses the time that a solve still takes from how fast its gap has been closing.

    Parameters
    ----------
    gap : float
        At which the solve ends.

    Notes
    -----
    The logarithm of the gap is taken to fall as evenly as it has so far. Searches slow down, so
    it is a guess and is called one; a time limit is no guess.
    """

    def __init__(self, gap: float):
        self._gap = max(gap, EXACT_GAP)
        self._of: tuple[str, str] | None = None
        self._first: tuple[float, float] | None = None

    def left(self, progress: Progress) -> str:
        """Return the time left in words; "" where nothing is known of it."""
        guess = self._guess(progress)
        limit = progress.limit_left
        if limit is not None and (guess is None or limit <= guess):
            return f"at most {duration(limit)} left"
        return "" if guess is None else f"perhaps {duration(guess)} left"

    def _guess(self, progress: Progress) -> float | None:
        gap = progress.gap
        if progress.phase != SEARCHING or gap is None or gap <= 0:
            return None
        of = (progress.subject, progress.phase)
        if self._first is None or of != self._of:
            self._of, self._first = of, (progress.seconds, gap)
            return None
        began, wide = self._first
        gone, closed = progress.seconds - began, math.log(wide / gap)
        if gone < LEAST_SECONDS or closed < LEAST_CLOSED:
            return None
        return max(0.0, math.log(gap / self._gap)) * gone / closed


class Lines(AbstractContextManager["Lines"]):
    """Writes a line when the phase changes, a plan improves, or some seconds have passed.

    Parameters
    ----------
    stream : TextIO, optional
        Standard error where none is given.
    gap : float
        At which the solve ends; for the time left.
    """

    def __init__(self, stream: TextIO | None = None, gap: float = 0.0):
        self._stream = stream or sys.stderr
        self._pace = Pace(gap)
        self._last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Write a line, if there is something new to say."""
        last, left = self._last, self._pace.left(progress)
        quiet = last is not None and progress.seconds - last.seconds < SECONDS_BETWEEN_LINES
        same = last is not None and (last.phase, last.subject) == (progress.phase, progress.subject)
        better = same and last is not None and progress.objective != last.objective
        soon = last is not None and progress.seconds - last.seconds < 0.5
        if same and (soon or (quiet and not better)):
            return
        self._last = progress
        # A reader that has gone away is no reason to lose the plan.
        with suppress(OSError):
            print(describe(progress, left), file=self._stream, flush=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


class Bar(AbstractContextManager["Bar"]):
    """A Rich bar that fills as the gap closes on the gap asked for."""

    def __init__(self, gap: float):
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as RichProgress
        from rich.table import Column

        self._gap = max(gap, EXACT_GAP)
        self._pace = Pace(gap)
        self._rich = RichProgress(
            # A narrow terminal cuts the words; a line that wraps would leave its rests behind.
            TextColumn(
                "{task.description}",
                table_column=Column(no_wrap=True, overflow="ellipsis"),
                markup=False,
            ),
            BarColumn(bar_width=24),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._rich.add_task("building", total=1.0)

    def __enter__(self) -> Bar:
        self._rich.start()
        return self

    def __call__(self, progress: Progress) -> None:
        """Move the bar."""
        people = progress.measure == "objective"
        gap = progress.gap if people else None
        done = 0.0 if gap is None else min(1.0, self._gap / max(gap, self._gap))
        words = describe(progress, self._pace.left(progress))
        self._rich.update(self._task, description=words, completed=done)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._rich.stop()


def shown_on(stream: TextIO, gap: float) -> Lines | Bar:
    """Return what suits the stream: a bar at a terminal, lines elsewhere."""
    return Bar(gap) if stream.isatty() else Lines(stream, gap)
