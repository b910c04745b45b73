"""The best plan known: when it is proven, and what is told of it while HiGHS searches on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.solver.highs.controls import SEARCHING, Controls, Progress
from optimizer.solver.highs.run import Run


def proven(plan: Run, bound: float) -> Run:
    """Return a plan that is within the gap of a bound."""
    return replace(plan, status="optimal", bound=max(bound, plan.objective))


def telling(
    controls: Controls, best: Run | None, *, left_out: float = -np.inf, bound: float = np.inf
) -> Controls:
    """Return controls that tell of the whole search, not only of what HiGHS knows of it.

    Parameters
    ----------
    controls : Controls
    best : Run or None
        The best plan known, which HiGHS may not know yet.
    left_out : float
        No plan that HiGHS does not search is better.
    bound : float
        No plan at all is better.
    """
    watcher = controls.watcher
    if watcher is None:
        return controls
    reached = None if best is None else best.objective
    known = bound if np.isfinite(bound) else None

    def watch(progress: Progress) -> None:
        plans = [value for value in (progress.objective, reached) if value is not None]
        proof = known if progress.bound is None else min(max(progress.bound, left_out), bound)
        watcher(replace(progress, objective=max(plans, default=None), bound=proof))

    return replace(controls, watcher=watch)


def tell(controls: Controls, objective: float | None, bound: float) -> None:
    """Tell whoever watches of a plan and a bound.

    Parameters
    ----------
    controls : Controls
    objective : float or None
        Of the best plan; None where there is none yet.
    bound : float
        No plan is better.
    """
    if controls.watcher is None:
        return
    left = controls.left()
    controls.watcher(
        Progress(
            SEARCHING,
            controls.seconds(),
            objective,
            bound,
            limit_left=left if np.isfinite(left) else None,
        )
    )
