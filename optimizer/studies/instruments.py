"""What each instrument is worth: the plan solved again without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from optimizer.instance import Instance
from optimizer.plan import Plan
from optimizer.plan.plan import INSTRUMENTS, typed

Solve = Callable[..., Plan]
SEATS = "training seats"
MEASURES_CALLED = {"zone": "zones", "incentive": "incentives", "research": "research support"}
"""How the kinds of measures are called beside sectors and types of hubs."""


def by_instrument(plan: Plan, solve: Solve, **controls: Any) -> Plan:
    """Return the plan with what each of its instruments is worth.

    Parameters
    ----------
    plan : Plan
        With its `source`.
    solve : callable
        `optimizer.solve`.
    controls
        For each solve: gap, time_limit, threads.

    Returns
    -------
    Plan
        With `instruments`: instrument (a sector, a type of hub, a kind of measures, training
        seats), its cost in the plan, retained_without (persons who stay without it under the
        same budget), adds (the difference), adds_low and adds_high (what the two
        proven bounds allow), cost_per_added (blank where it adds nobody).

    Raises
    ------
    NoPlanError
        Without an instrument a floor can't be reached; the message says which.
    ValueError
        The plan was read from a folder, so that what it was made for is not known.

    Notes
    -----
    Each instrument that the plan uses is left out in turn and everything else decided anew with
    the same budget, so its money goes to what is best then. What an instrument adds is therefore
    less than what it keeps in the plan, and the parts don't add up to the whole.
    """
    if plan.source is None:
        raise ValueError("the plan was read from a folder; solve it to ask for its instruments")
    rows = []
    for name, cost, without in _used(plan, plan.source):
        other = solve(without, budget=plan.budget, **controls)
        adds = plan.retained - other.retained
        rows.append(
            {
                "instrument": name,
                "cost": cost,
                "retained_without": other.retained,
                "adds": adds,
                "adds_low": plan.retained - _most(other),
                "adds_high": _most(plan) - other.retained,
                "cost_per_added": cost / adds if adds >= 1 else float("nan"),
            }
        )
    frame = pd.DataFrame(rows, columns=list(INSTRUMENTS))
    return replace(plan, instruments=typed(frame.sort_values("adds", ascending=False)))


def _used(plan: Plan, source: Instance) -> Iterator[tuple[str, float, Instance]]:
    """Yield each instrument that a plan uses, its cost there, and the instance without it."""
    for name, options in instruments(source).items():
        used = plan.build["option_id"].isin(options)
        if used.any():
            yield name, float(plan.build.loc[used, "cost"].sum()), _without(source, options)
    table = source.table("measures")
    kind = plan.measures["measure_id"].map(
        dict(zip(table["measure_id"], table["kind"], strict=True))
    )
    for name in dict.fromkeys(kind):
        left = {**source.tables, "measures": table[table["kind"] != name]}
        cost = float(plan.measures.loc[kind == name, "cost"].sum())
        yield MEASURES_CALLED.get(name, name), cost, replace(source, tables=left)
    if not plan.seats.empty:
        untrained = source.table("universities").assign(max_seats=0.0)
        left = {**source.tables, "universities": untrained}
        yield SEATS, float(plan.seats["cost"].sum()), replace(source, tables=left)


def instruments(instance: Instance) -> dict[str, list[str]]:
    """Return the options of each instrument: clusters by sector, hubs by type."""
    options = instance.options
    kind = options["sector"].where(options["kind"] == "cluster", options["hub_type"])
    groups = options["option_id"].groupby(kind.where(kind != "", options["option_id"]), sort=False)
    return {str(name): list(ids) for name, ids in groups}


def _without(instance: Instance, options: list[str]) -> Instance:
    """Return the instance with options that can't be built; locked ones are let go."""
    frame = instance.options.copy()
    gone = frame["option_id"].isin(options)
    frame.loc[gone, "max_per_region"] = 0
    kept = tuple(key for key in instance.locked.in_ if key.rpartition(":")[2] not in options)
    return replace(
        instance,
        tables={**instance.tables, "options": frame},
        locked=instance.locked.model_copy(update={"in_": kept}),
    )


def _most(plan: Plan) -> float:
    """Return the most that any plan retains, where the objective counts persons."""
    counts = plan.settings.get("objective") == "retained"
    same = abs(plan.objective - plan.retained) <= 1e-6 * max(1.0, plan.retained)
    return plan.bound if counts and same else plan.retained
