"""A plan with why it has what it has, and why not what it has not, for its report."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np

from optimizer.analysis import Follow, ImportanceData, reasons
from optimizer.analysis import importance as importance_of
from optimizer.api.options import check_options
from optimizer.api.plan import Plan
from optimizer.api.plan_source import with_source
from optimizer.instance import Instance
from optimizer.model import Rules, rules_if_given
from optimizer.plan import SEARCH, Reasons
from optimizer.solver import Controls


def explain(
    plan: Plan | str | Path,
    *,
    instance: Instance | str | Path | None = None,
    importance: bool = False,
    alternatives: int = 0,
    rules: Rules | None = None,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int = 0,
    stop: Event | None = None,
    follow: Follow | None = None,
) -> Plan:
    """Return a plan with what its summary, tables, figures and page say of why.

    Parameters
    ----------
    plan : Plan, str or Path
        As `solve` returns it, or its folder.
    instance : Instance, str or Path, optional
        What a plan from a folder was made for.
    importance : bool
        Ask `importance` for every line, and the relaxation about everything that is not built:
        proven intervals, which take minutes on a whole country. Without it, one relaxation says
        what it can: seconds.
    alternatives : int
        How many plans within a hundredth of the objective are sought, as by `alternatives`.
    rules : callable or sequence of callables, optional
        Rules of one's own, as for `by_instrument`.
    gap, time_limit, threads
        As for `importance` and `alternatives`.
    stop : threading.Event, optional
        Set by another thread to end the quick answers: what is not yet known is then left open.
    follow : callable, optional
        With `importance`, told of each line that was looked at: how many, of how many, and whether
        it was "searched next to the plan" or "solved without it". What it raises ends all.

    Returns
    -------
    Plan
        With `reasons`, and with `others` where alternatives were asked for.

    Raises
    ------
    InputError
        An option does not fit; the plan's instance is not given, or another one; or its own rules
        are not known.
    CheckError
        An alternative fails its check.
    KeyboardInterrupt
        Ctrl-C; the plan that was given remains as it was.

    Examples
    --------
    >>> plan = explain(solve("tiny", budget=60))
    >>> plan.reasons.lines[["rank", "region_id", "option_id", "relaxed_loss"]]
    """
    known = with_source(plan, instance)
    asked = known.gap_asked if gap is None else gap
    check_options(asked, time_limit, known.seed, threads)
    own = rules_if_given(rules)
    controls = Controls(gap=asked, seed=known.seed, threads=threads)
    if stop is not None:
        controls.stop = stop
    found = reasons(known, controls, every=importance, rules=own)
    if importance:
        searching = replace(controls, time_limit=time_limit, started=time.perf_counter())
        found = _exact(found, importance_of(known, searching, rules=own, follow=follow))
    told = replace(known, reasons=found)
    if alternatives:
        others = known.alternatives(
            alternatives, rules=rules, time_limit=time_limit, threads=threads
        )
        told = replace(told, others=others.to_dict() | {"sentence": others.sentence})
    return told


def _exact(quick: Reasons, exact: ImportanceData) -> Reasons:
    """Return reasons with the intervals, and the ranking, of searches."""
    key = ["region_id", "option_id"]
    known = exact.lines.set_index(key)
    lines = quick.lines.set_index(key)
    lines = lines.reindex(known.index)
    for column in ("rank", "status", "loss_low", "loss_high"):
        lines[column] = known[column]
    lines["relaxed_loss"] = lines["relaxed_loss"].where(known["status"] != "required", np.nan)
    lines["known_by"] = SEARCH
    return replace(quick, lines=lines.reset_index()[list(quick.lines.columns)])
