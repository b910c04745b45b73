"""Shows how far a solve or a sweep is, where that is asked for: `progress=True`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from optimizer.solver import Progress, Watcher, shown_on
from optimizer.sweep import Show


@contextmanager
def watched(asked: bool, watcher: Watcher | None, gap: float) -> Iterator[Watcher | None]:
    """Give what a solve is to tell how far it is: the watcher given, lines on the screen, or both.

    Parameters
    ----------
    asked : bool
        Whether to show lines (a bar at a terminal) on standard error, which notebooks show too.
    watcher : callable, optional
    gap : float
        The one asked for, on which a bar closes.
    """
    if not asked:
        yield watcher
        return
    with shown_on(sys.stderr, gap) as shown:

        def both(progress: Progress) -> None:
            shown(progress)
            if watcher is not None:
                watcher(progress)

        yield both


def followed(asked: bool, show: Show | None) -> Show | None:
    """Return what follows a sweep: the one given, else lines on standard error if asked for."""
    return Show(sys.stderr) if asked and show is None else show
