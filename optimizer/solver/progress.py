"""Shows how far a solve is: a bar at a terminal, plain lines in a file."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, suppress
from types import TracebackType
from typing import TextIO

from optimizer.solver.highs.controls import EXACT_GAP, Progress

SECONDS_BETWEEN_LINES = 5.0


def describe(progress: Progress) -> str:
    """Return progress as one line: plan, bound and gap in the objective's unit."""
    plan = "no plan yet" if progress.objective is None else f"plan {_show(progress.objective)}"
    bound = "" if progress.bound is None else f", bound {_show(progress.bound)}"
    gap = "" if progress.gap is None else f", gap {progress.gap:.2%}"
    return f"{progress.seconds:6.1f} s  {progress.phase}: {plan}{bound}{gap}"


def _show(value: float) -> str:
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:,.5g}"


class Lines(AbstractContextManager["Lines"]):
    """Writes a line when the phase changes, a plan improves, or some seconds have passed."""

    def __init__(self, stream: TextIO | None = None):
        self._stream = stream or sys.stderr
        self._last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Write a line, if there is something new to say."""
        last = self._last
        quiet = last is not None and progress.seconds - last.seconds < SECONDS_BETWEEN_LINES
        same = last is not None and last.phase == progress.phase
        better = same and last is not None and progress.objective != last.objective
        soon = last is not None and progress.seconds - last.seconds < 0.5
        if same and (soon or (quiet and not better)):
            return
        self._last = progress
        # A reader that has gone away is no reason to lose the plan.
        with suppress(OSError):
            print(describe(progress), file=self._stream, flush=True)

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

        self._gap = max(gap, EXACT_GAP)
        self._rich = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._rich.add_task("reading", total=1.0)

    def __enter__(self) -> Bar:
        self._rich.start()
        return self

    def __call__(self, progress: Progress) -> None:
        """Move the bar."""
        done = 0.0 if progress.gap is None else min(1.0, self._gap / max(progress.gap, self._gap))
        self._rich.update(self._task, description=describe(progress), completed=done)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._rich.stop()


def shown_on(stream: TextIO, gap: float) -> Lines | Bar:
    """Return what suits the stream: a bar at a terminal, lines elsewhere."""
    return Bar(gap) if stream.isatty() else Lines(stream)
