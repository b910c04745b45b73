"""Quick answers for a plan's report: what each line is worth, and why not what is not built.

One linear relaxation says most of it: its reduced costs, and for the lines with most jobs its
optimum without them. What `importance` and `why` say by searches takes minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from optimizer.analysis.in_the_way import LimitsTaken, Taken, why_not_permitted
from optimizer.analysis.plan_problem import PlanProblem, keys_of, with_one, without
from optimizer.instance import Instance
from optimizer.model import Key, Name, OwnRule
from optimizer.plan import (
    BOUNDED,
    IMPOSSIBLE,
    LINES,
    NOT_CHOSEN,
    NOT_PERMITTED,
    REDUCED_COST,
    RELAXATION,
    REQUIRED,
    SITES,
    PlanData,
    Reasons,
)
from optimizer.solver import Controls
from optimizer.uncertainty import FixedPlan, widened

ASKED = 20
"""Lines for which the relaxation is solved again: those with most jobs for the young."""
HUB = "hub"
BUDGET: Name = ("budget", None)
WAYS, USERS = 3, 3
"""Limits that are named, the tightest first; and who has taken each."""
LEAST = 1e-6
WITHOUT_CULTURE = {"culture_added_share": 0.0, "culture_only_share": 0.0}


def reasons(
    plan: PlanData,
    controls: Controls,
    *,
    every: bool = False,
    rules: Sequence[OwnRule] | None = None,
) -> Reasons:
    """Return what a plan's report says of its lines, and of what is not built.

    Parameters
    ----------
    plan : PlanData
        With its `source`.
    controls : Controls
    every : bool
        Solve the relaxation again for every line, and for everything that its reduced costs say
        nothing about; else for the lines with most jobs alone.
    rules : sequence of callables, optional
        Of one's own; by default those of the plan.

    Raises
    ------
    InputError
        The plan's instance or its own rules are not known.
    """
    quiet = replace(controls, time_limit=None, watcher=None)
    problem = PlanProblem(plan, quiet, rules, searched=False)
    asked = _Relaxed(problem)
    return Reasons(
        lines=_lines(asked, every),
        sites=_sites(asked, LimitsTaken(problem, quiet), every),
        budget_price=problem.relaxation.prices.get(BUDGET, 0.0) if plan.budget else None,
        without_culture=_without_culture(plan),
    )


class _Relaxed:
    """What the relaxation says of one line or site."""

    def __init__(self, problem: PlanProblem):
        self.problem, self.relaxation = problem, problem.relaxation
        whole = self.relaxation.whole
        self.value = np.inf if whole is None else whole.value
        self.count = {} if whole is None else self.relaxation.counts(whole.values)
        self.cost = {} if whole is None else self.relaxation.losses(whole.reduced)

    def steps(self, key: Key, number: int) -> float:
        """Return what the relaxation loses at least where there are so many, by reduced costs."""
        return self.cost.get(key, 0.0) * abs(number - self.count.get(key, 0.0))

    def solved(self, key: Key, *, forced_in: bool) -> float:
        """Return what the relaxation loses with one, or without any; inf: there is no plan."""
        if not self.relaxation.known(key) or not np.isfinite(self.value):
            return 0.0
        forced = with_one(key) if forced_in else without(key)
        value, _ = self.relaxation.limited(forced.least, forced.most)
        return max(0.0, self.value - value)

    def proven(self, loss: float) -> float:
        """Return what whole buildings lose at least, where the relaxation loses so much."""
        bound = min(self.problem.proven, self.value - loss)
        return max(0.0, self.problem.plan.objective - bound) if np.isfinite(loss) else np.nan


def _lines(asked: _Relaxed, every: bool) -> pd.DataFrame:
    plan = asked.problem.plan
    keys = keys_of(plan)
    names = ("region_id", "option_id", "youth_jobs")
    jobs = dict.fromkeys(keys, 0.0)
    for region, option, number in zip(*(plan.build[name] for name in names), strict=True):
        jobs[str(region), str(option)] += float(number)
    order = sorted(keys, key=lambda key: -jobs[key])
    again = set(order if every else order[:ASKED])
    rows = [_line(asked, key, key in again) for key in keys]
    frame = pd.DataFrame(rows, columns=list(LINES))
    first = frame["relaxed_loss"].fillna(np.inf)
    frame = frame.assign(first=first).sort_values("first", ascending=False, kind="stable")
    frame = frame.drop(columns="first").reset_index(drop=True)
    frame["rank"] = np.arange(1, len(frame) + 1)
    return frame


def _line(asked: _Relaxed, key: Key, again: bool) -> dict[str, Any]:
    loss = asked.steps(key, 0)
    known_by = REDUCED_COST
    if again:
        loss, known_by = max(loss, asked.solved(key, forced_in=False)), RELAXATION
    required = loss == np.inf
    return {
        "rank": 0,
        "region_id": key[0],
        "option_id": key[1],
        "count": int(asked.problem.held.count[key]),
        "status": REQUIRED if required else BOUNDED,
        "relaxed_loss": np.nan if required else loss,
        "loss_low": asked.proven(loss),
        "loss_high": np.nan,
        "known_by": known_by,
    }


def _sites(asked: _Relaxed, limits: LimitsTaken, every: bool) -> pd.DataFrame:
    problem = asked.problem
    source = problem.source
    groups = _groups(source)
    candidates = source.regions.loc[source.regions["candidate"].astype(bool), "region_id"]
    ruled_out = _ruled_out(source)
    price = problem.relaxation.prices.get(BUDGET, 0.0)
    rows = []
    for region in map(str, candidates):
        for sector, options in groups.items():
            keys = [(region, option) for option in options]
            if any(problem.held.count.get(key, 0) for key in keys):
                continue
            permitted = [key for key in keys if key in problem.sites]
            if permitted:
                rows.append(_not_chosen(asked, limits, sector, permitted, price, every))
            else:
                ways = _reasons_of(problem, keys[0], ruled_out)
                rows.append(_row(keys[0], sector, NOT_PERMITTED, ways))
    return pd.DataFrame(rows, columns=list(SITES))


def _not_chosen(
    asked: _Relaxed,
    limits: LimitsTaken,
    sector: str,
    keys: Sequence[Key],
    price: float,
    every: bool,
) -> dict[str, Any]:
    """Return the row of a region and sector: of what the relaxation builds of it, or the first."""
    built = {key: asked.count.get(key, 0.0) for key in keys}
    key = max(keys, key=lambda key: built[key] if built[key] > LEAST else 0.0)
    loss = asked.steps(key, 1) if built[key] < 1 else 0.0
    if every and loss <= LEAST:
        loss = max(loss, asked.solved(key, forced_in=True))
    if loss == np.inf:
        return _row(key, sector, IMPOSSIBLE, _ways(limits.of(key)))
    cheaper = asked.cost.get(key, 0.0) / price if price > LEAST else 0.0
    return _row(key, sector, NOT_CHOSEN, _ways(limits.of(key))) | {
        "relaxed_count": built[key],
        "relaxed_loss": loss,
        "loss_low": asked.proven(loss),
        "cheaper_by": cheaper if cheaper > LEAST and built[key] <= LEAST else np.nan,
    }


def _row(key: Key, sector: str, status: str, ways: list[dict[str, Any]]) -> dict[str, Any]:
    blank = dict.fromkeys(("relaxed_count", "relaxed_loss", "loss_low", "cheaper_by"), np.nan)
    head = {"region_id": key[0], "sector": sector, "option_id": key[1], "status": status}
    return head | blank | {"in_the_way": ways}


def _groups(source: Instance) -> dict[str, list[str]]:
    """Return options by sector, in the table's order, all hubs together."""
    found: dict[str, list[str]] = {}
    for row in source.options.to_dict("records"):
        sector = HUB if row["kind"] == HUB else str(row["sector"])
        found.setdefault(sector, []).append(str(row["option_id"]))
    return found


def _ruled_out(source: Instance) -> dict[Key, str]:
    """Return the reason that `suitability` gives for what it rules out."""
    table = source.table("suitability")
    rows = table[~table["allowed"].astype(bool)].to_dict("records")
    return {(str(row["region_id"]), str(row["option_id"])): _text(row) for row in rows}


def _text(row: dict[Any, Any]) -> str:
    given = row.get("reason")
    return "" if given is None or pd.isna(given) else str(given)


def _reasons_of(problem: PlanProblem, key: Key, known: dict[Key, str]) -> list[dict[str, Any]]:
    """Return why something may not be built in a region."""
    if known.get(key):
        return [Taken(known[key], "", rule="suitability").record(USERS)]
    return [
        Taken(reason, "", rule="table").record(USERS)
        for reason, _ in why_not_permitted(problem, key)
    ]


def _ways(uses: Collection[Taken]) -> list[dict[str, Any]]:
    """Return the limits that one more would break, the tightest first."""
    broken = [use for use in uses if use.broken]
    broken.sort(key=lambda use: use.left / use.amount if use.amount else 0.0)
    return [use.record(USERS) for use in broken[:WAYS]]


def _without_culture(plan: PlanData) -> dict[str, float]:
    """Return who stays and comes with this plan if culture does nothing."""
    source = plan.source
    if source is None or not plan.settings.get("culture_added_share"):
        return {}
    found = FixedPlan(plan, widened(source)).evaluate(WITHOUT_CULTURE)
    return {"retained": found.total, "arrived": float(found.arrived.sum())}
