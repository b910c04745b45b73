"""A solve that ends in time, whatever it is doing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from optimizer.deadline import Deadline
from optimizer.solver import (
    THREAD,
    Controls,
    NoPlanError,
    Progress,
    Solution,
    stopped_by_interrupt,
)

GRACE_SECONDS = 5.0
"""What a search without a plan may go on beyond its time, at least; else half of what is kept for
all that follows."""
LATE_SECONDS, LATE_SHARE = 10.0, 0.05
"""What a search may go on beyond the deadline itself, to settle a plan that it has: at least, and
as part of the limit. A plan is worth more than these seconds."""
POLL_SECONDS = 0.05


def solved_in_time(
    work: Callable[[Controls], Solution], controls: Controls, deadline: Deadline
) -> Solution:
    """Do a solve; where it is not done in time, leave it.

    Building a large model can't be interrupted, and HiGHS may be slow to hear of its limit. So a
    solve with a limit is done in a thread of its own: when its time is up it is asked to stop,
    and when it does not, nobody waits for it.

    Parameters
    ----------
    work : callable
        Solves under the controls that it is given.
    controls : Controls
        Their time limit is what the search may take.
    deadline : Deadline
        Without a limit the work is simply done.

    Raises
    ------
    NoPlanError
        What `work` raises; or time_limit, where it did not end.
    """
    if deadline.seconds is None:
        return work(controls)
    seen = threading.Event()

    def watch(progress: Progress) -> None:
        if progress.objective is not None:
            seen.set()
        if controls.watcher is not None:
            controls.watcher(progress)

    watched = replace(controls, watcher=watch)
    found: list[Solution] = []
    failed: list[BaseException] = []

    def solve() -> None:
        try:
            found.append(work(watched))
        except BaseException as error:  # handed to the caller's thread below
            failed.append(error)

    thread = threading.Thread(target=solve, daemon=True, name=THREAD)
    kept = deadline.left() - controls.left()
    end = deadline.clock() + controls.left() + max(GRACE_SECONDS, kept / 2)
    late = deadline.started + deadline.seconds + max(LATE_SECONDS, LATE_SHARE * deadline.seconds)
    with stopped_by_interrupt(controls.stop):
        thread.start()
        while thread.is_alive() and deadline.clock() < (late if seen.is_set() else end):
            thread.join(POLL_SECONDS)
    if failed:
        raise failed[0]
    if found:
        return found[0]
    controls.stop.set()
    raise out_of_time(deadline)


def out_of_time(deadline: Deadline) -> NoPlanError:
    """Return the error that no plan was found in the time there was."""
    message = f"no plan was found in {deadline.seconds:g} seconds; give it more time"
    return NoPlanError("time_limit", [], message)
