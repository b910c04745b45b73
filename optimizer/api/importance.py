"""What would be lost without each line of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from optimizer.api.answers import Importance
from optimizer.api.options import check_options
from optimizer.api.plan import Plan
from optimizer.api.plan_source import with_source
from optimizer.deadline import Deadline, deadline_of, remaining
from optimizer.instance import Instance
from optimizer.model import Rules
from optimizer.plan import PlanData


def importance(
    plan: Plan | str | Path,
    *,
    instance: Instance | str | Path | None = None,
    others: Iterable[PlanData] = (),
    rules: Rules | None = None,
    gap: float | None = None,
    time_limit: float | Deadline | None = None,
    threads: int = 0,
) -> Importance:
    """Return what would be lost without each line of a plan, as an interval that is proven.

    Parameters
    ----------
    plan : Plan, str or Path
        As `solve` returns it, or its folder.
    instance : Instance, str or Path, optional
        What a plan from a folder was made for.
    others : iterable of Plan
        Alternatives, or the plans of other worlds: how many of them build each line.
    rules : callable or sequence of callables, optional
        Rules of one's own, as for `by_instrument`.
    gap : float, optional
        Of the solves where an interval is too wide; by default that asked of the plan.
    time_limit : float or Deadline, optional
        Seconds for all of it, from the call; with less time intervals are wider, and lines for
        which none was left have no loss.
    threads : int
        As for `solve`.

    Returns
    -------
    Importance
        With `lines`, the most important first.

    Raises
    ------
    InputError
        The plan's instance is not given, or another one; or its own rules are not known.
    KeyboardInterrupt
        Ctrl-C.

    Examples
    --------
    >>> found = importance(solve("tiny", budget=60))
    >>> found.lines[["region", "option_id", "loss_low", "loss_high"]]
    """
    deadline = deadline_of(time_limit)
    check_options(0.0, deadline.seconds, 0, threads)
    return with_source(plan, instance).importance(
        others=others, rules=rules, gap=gap, time_limit=remaining(deadline), threads=threads
    )
