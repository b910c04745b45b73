"""Shows how far a sweep is: one bar at a terminal, a line for each run in a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from optimizer.solver import Progress, duration
from optimizer.sweep.worker import Task

SECONDS_BETWEEN = 0.2


class Show:
    """Follows a sweep: runs done, gaps of the running ones, time left.

    Parameters
    ----------
    stream : TextIO, optional
        Standard error where none is given. A bar where it is a terminal.
    """

    def __init__(self, stream: TextIO | None = None):
        self._stream = stream or sys.stderr
        self._total = self._done = self._known = 0
        self._gaps: dict[str, str] = {}
        self._began = self._told = 0.0
        self._bar: Any = None

    @contextmanager
    def of(self, total: int, gap: float) -> Iterator[Show]:
        """Show a sweep of so many runs."""
        self._total, self._done, self._known = total, 0, 0
        self._began = time.perf_counter()
        if not self._stream.isatty():
            yield self
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]} {task.fields[gaps]}"),
        )
        with Bar(*columns, console=Console(file=self._stream), transient=True) as bar:
            self._bar = bar, bar.add_task("runs", total=total, left="", gaps="")
            yield self
        self._bar = None

    def running(self, task: Task, progress: Progress) -> None:
        """Take note of how far a run is."""
        gap = "no plan yet" if progress.gap is None else f"gap {progress.gap:.2%}"
        self._gaps[task.key] = f"{_name(task)}: {gap}"
        now = time.perf_counter()
        if self._bar is not None and now - self._told > SECONDS_BETWEEN:
            self._told = now
            self._refresh()

    def ended(self, task: Task, row: Mapping[str, Any], known: bool) -> None:
        """Take note of a run that has ended."""
        self._gaps.pop(task.key, None)
        self._done += 1
        self._known += known
        if self._bar is not None:
            self._refresh()
            return
        # A reader that has gone away is no reason to lose a sweep.
        with suppress(OSError):
            line = f"{self._done}/{self._total}  {_name(task)}: {_outcome(row)}"
            whence = "from the store" if known else self.left()
            print(f"{line}  {whence}", file=self._stream, flush=True)

    def left(self) -> str:
        """Return the time left in words, by the mean of the runs so far."""
        new = self._done - self._known
        if new == 0 or self._done == self._total:
            return ""
        each = (time.perf_counter() - self._began) / new
        return f"about {duration(each * (self._total - self._done))} left"

    def _refresh(self) -> None:
        bar, number = self._bar
        gaps = "; ".join(list(self._gaps.values())[:3])
        bar.update(number, completed=self._done, left=self.left(), gaps=gaps)


def _name(task: Task) -> str:
    budget = "no budget" if task.budget is None else f"{task.budget:,g}"
    nesting = f", nested {task.nesting}" if task.nesting else ""
    return f"{budget} ({task.scenario}{nesting})"


def _outcome(row: Mapping[str, Any]) -> str:
    if row["objective"] is None:
        return f"{row['status']}, {row['reason']}"
    return f"{row['status']}, {row['retained']:,.0f} stay, gap {row['gap']:.2%}"
