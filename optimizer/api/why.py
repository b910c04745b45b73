"""Why something stands in a plan, or why not."""

from __future__ import annotations

from pathlib import Path

from optimizer.api.answers import Why
from optimizer.api.options import check_options
from optimizer.api.plan import Plan
from optimizer.api.plan_source import with_source
from optimizer.deadline import Deadline, deadline_of, remaining
from optimizer.instance import Instance
from optimizer.model import Rules


def why(
    plan: Plan | str | Path,
    region: str,
    option: str,
    *,
    instance: Instance | str | Path | None = None,
    rules: Rules | None = None,
    gap: float | None = None,
    time_limit: float | Deadline | None = None,
    threads: int = 0,
) -> Why:
    """Return why something stands in a plan, or why not.

    Parameters
    ----------
    plan : Plan, str or Path
        As `solve` returns it, or its folder.
    region : str
        region_id, name or local name; a beginning that only one has is enough.
    option : str
        option_id, sector and scale, or type of hub.
    instance : Instance, str or Path, optional
        What a plan from a folder was made for.
    rules : callable or sequence of callables, optional
        Rules of one's own, as for `by_instrument`.
    gap : float, optional
        By default that asked of the plan.
    time_limit : float or Deadline, optional
        Seconds for all of it, from the call; with less time the interval is wider, and what was
        not found out is named. Without one, the whole is solved anew only within the first ten
        seconds, where a plan next to this one says too little.
    threads : int
        As for `solve`.

    Returns
    -------
    Why
        What it adds, or what forcing it in loses; what it takes; what stands in the way; at what
        cost it would enter; and the best plan found without it, or with it, as `other`.

    Raises
    ------
    InputError
        Nothing is called so, or several are; the plan's instance is not given, or another one.
    CheckError
        The plan without it, or with it, fails its check.
    KeyboardInterrupt
        Ctrl-C.

    Examples
    --------
    >>> answer = why(solve("tiny", budget=60), "Tamsel", "bio_pilot")
    >>> print(answer.sentence)
    """
    deadline = deadline_of(time_limit)
    check_options(0.0, deadline.seconds, 0, threads)
    return with_source(plan, instance).why(
        region, option, rules=rules, gap=gap, time_limit=remaining(deadline), threads=threads
    )
