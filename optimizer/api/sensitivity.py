"""Over which range of budget, prices and assumptions a plan's clusters stay."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from optimizer.api.answers import Sensitivity
from optimizer.api.options import check_options
from optimizer.api.plan import Plan
from optimizer.api.plan_source import with_source
from optimizer.deadline import Deadline, deadline_of, remaining
from optimizer.instance import Instance
from optimizer.model import Rules


def sensitivity(
    plan: Plan | str | Path,
    *,
    instance: Instance | str | Path | None = None,
    only: Collection[str] | str | None = None,
    within: float = 0.01,
    steps: int = 0,
    rules: Rules | None = None,
    gap: float = 0.005,
    time_limit: float | Deadline | None = None,
    threads: int = 0,
) -> Sensitivity:
    """Return over which range of budget, prices and assumptions a plan's clusters stay.

    Parameters
    ----------
    plan : Plan, str or Path
        As `solve` returns it, or its folder.
    instance : Instance, str or Path, optional
        What a plan from a folder was made for.
    only : str or collection of str, optional
        "budget", "options.capital_cost[SECTOR or HUB TYPE]", or assumptions by name; by default
        all of them, which is one or two solves at each end of each.
    within : float
        What keeping the plan's clusters may lose, relative to the best there.
    steps : int
        Bisections between the value in use and an end at which they don't stay.
    rules : callable or sequence of callables, optional
        Rules of one's own, as for `by_instrument`.
    gap, threads
        As for `solve`, for each of the solves.
    time_limit : float or Deadline, optional
        Seconds for all of it, from the call; values for which no time was left are named.

    Returns
    -------
    Sensitivity
        With `ranges`, `tests` and shadow `prices`.

    Raises
    ------
    InputError
        A name is unknown; the plan's instance is not given, or another one.
    KeyboardInterrupt
        Ctrl-C.

    Examples
    --------
    >>> found = sensitivity(solve("tiny"), only=["budget"])
    >>> found.ranges[["name", "from", "central", "to"]]
    """
    deadline = deadline_of(time_limit)
    check_options(0.0, deadline.seconds, 0, threads)
    return with_source(plan, instance).sensitivity(
        only=only,
        within=within,
        steps=steps,
        rules=rules,
        gap=gap,
        time_limit=remaining(deadline),
        threads=threads,
    )
