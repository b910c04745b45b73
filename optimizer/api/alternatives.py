"""Plans nearly as good as a plan, and unlike it."""

from __future__ import annotations

from pathlib import Path

from optimizer.api.alternatives_of import Alternatives, alternatives_of
from optimizer.api.options import check_options
from optimizer.api.plan import Plan
from optimizer.api.plan_source import with_source
from optimizer.deadline import Deadline, deadline_of
from optimizer.instance import Instance
from optimizer.model import Rules
from optimizer.solver import Watcher


def alternatives(
    plan: Plan | str | Path,
    *,
    instance: Instance | str | Path | None = None,
    n: int = 10,
    within: float = 0.01,
    apart: float = 0.3,
    rules: Rules | None = None,
    time_limit: float | Deadline | None = None,
    threads: int = 0,
    watcher: Watcher | None = None,
) -> Alternatives:
    """Return plans nearly as good that differ from a plan and from each other, each verified.

    Parameters
    ----------
    plan : Plan, str or Path
        A plan, or its folder.
    instance : Instance, str or Path, optional
        What it was made for; a plan as `solve` returns it knows that.
    n : int
        How many are sought.
    within : float
        Share of the plan's objective that each may lose.
    apart : float
        Least distance of any two of them, the plan among them: of all clusters that either
        builds, by cost (of the first phase, before savings), the share that only one builds.
    rules : callable or sequence of callables, optional
        Of one's own, as for `by_instrument`.
    time_limit : float or Deadline, optional
        Seconds for all searches together, from the call; what was found by then is returned.
    threads, watcher
        As for `solve`.

    Returns
    -------
    Alternatives
        `rows`, `plans`, `must_have` (what all have; proven where no plan as good has less of it),
        `free` (what only some have), `proven` (fewer than n, and no further one exists).

    Raises
    ------
    InputError
        An option does not fit, or plan and instance don't.
    CheckError
        An alternative fails its check.
    KeyboardInterrupt
        Ctrl-C.

    Notes
    -----
    An alternative need not be the best one that is so far from the others: any plan above the
    floor will do. It may be better than the plan, by the plan's gap at most. The plans are sought
    one after the other, so that `proven` says that none can be added to these, not that no other
    choice of n plans exists.

    Examples
    --------
    >>> others = alternatives(solve("tiny", budget=200), n=3, within=0.05)
    >>> others.rows[["objective", "distance"]]
    >>> others.must_have
    """
    deadline = deadline_of(time_limit)
    check_options(0.0, deadline.seconds, 0, threads)
    return alternatives_of(
        with_source(plan, instance),
        Plan.of,
        n=n,
        within=within,
        apart=apart,
        rules=rules,
        time_limit=deadline,
        threads=threads,
        watcher=watcher,
    )
