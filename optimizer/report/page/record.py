"""What a page shows of one plan: numbers and short rows, no words."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

import numpy as np
import pandas as pd

from optimizer.arrays import Floats, plain
from optimizer.instance import Objective
from optimizer.plan import PlanData, Reasons, Uncertainty, counts_persons, is_for_one_world
from optimizer.report.numbers import at_least, at_most, persons, reached, whole

BINS = 24
"""Of the histogram of draws."""
LEAST = 0.05
"""Persons; smaller flows and changes are not shown."""
TABLES = {
    "build": ("count", "cost", "jobs", "youth_jobs", "phase", "uplift", "neighbour_jobs"),
    "measures": ("cost", "youth_jobs", "saved"),
    "seats": ("field", "seats", "cost", "hired"),
    "workforce": ("field", "to_region", "graduates"),
    "purses": ("cost", "own", "central", "own_budget"),
    "fair_share": ("floor", "spent", "set_by"),
    "phases": ("year", "budget", "central", "carried_over"),
    "instruments": ("instrument", "cost", "adds", "adds_low", "adds_high", "cost_per_added"),
}
"""Further columns of each table, in the page's order; regions and things come first."""
KEYS = {
    "build": ("region_id", "option_id"),
    "measures": ("region_id", "measure_id"),
    "seats": ("university_id",),
    "workforce": ("university_id",),
    "purses": ("province",),
    "fair_share": ("province",),
}


@dataclass
class Pool:
    """What several plans share, kept once."""

    items: list[Any] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def put(self, item: Any) -> int:
        """Return the place of an item, adding it where it is new."""
        key = json.dumps(item, sort_keys=True, default=str)
        if key not in self.places:
            self.places[key] = len(self.items)
            self.items.append(item)
        return self.places[key]


def plan_record(plan: PlanData, scenario: str, pool: Pool) -> dict[str, Any]:
    """Return one plan as the page's data.

    Parameters
    ----------
    plan : PlanData
    scenario : str
        Its name in a sweep; "" for a plan alone.
    pool : Pool
        Receives what plans share: assumptions, and what becomes of the regions without any.
    """
    place = {str(region): at for at, region in enumerate(plan.regions["region_id"])}
    return {
        "scenario": scenario,
        "budget": plan.budget,
        **_totals(plan),
        "told": told(plan),
        "assumptions": pool.put(_assumptions(plan)),
        "before": pool.put(_before(plan)),
        "people": {
            name: numbers(plan.regions[name])
            for name in ("retained_by_jobs", "retained_by_culture", "arrived", "culture_level")
        },
        "after": _after(plan),
        **{name: _rows(getattr(plan, name), name, place) for name in TABLES},
        "flows": _flows(plan, place),
        "economy": {name: _plain(value) for name, value in plan.economy.items()},
        "spread": None if plan.spread is None else _spread(plan.spread, list(place)),
        "notes": list(plan.notes),
        "reasons": None if plan.reasons is None else _reasons(plan.reasons, place, pool),
        "equity": dict(plan.equity),
        "others": _others(plan.others),
    }


def _reasons(found: Reasons, place: Mapping[str, int], pool: Pool) -> dict[str, Any]:
    """Return lines and sites as short rows; what is in the way is often the same, and pooled."""
    sites = found.sites.copy()
    sites["in_the_way"] = sites["in_the_way"].map(lambda ways: [pool.put(way) for way in ways])
    tables = {"lines": found.lines, "sites": sites}
    rows = {
        name: [
            [place[str(cell)] if column == "region_id" else _plain(cell) for column, cell in pairs]
            for pairs in (row.items() for row in frame.to_dict("records"))
        ]
        for name, frame in tables.items()
    }
    return rows | {
        "budget_price": _plain(found.budget_price),
        "without_culture": {name: _plain(v) for name, v in found.without_culture.items()},
    }


def _others(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the page shows of alternatives: all but what each of them builds."""
    if not found:
        return None
    names = ("asked", "within", "apart", "no_more_exist", "must_have", "free")
    rows = [
        {name: _plain(value) for name, value in row.items() if not isinstance(value, list)}
        for row in found["rows"]
    ]
    return {name: found[name] for name in names} | {"rows": rows}


def _totals(plan: PlanData) -> dict[str, Any]:
    names = ("status", "objective", "bound", "gap", "gap_asked", "cost", "verified", "seed")
    found = {name: _plain(getattr(plan, name)) for name in names}
    objective = plan.settings.get("objective", "retained")
    return found | {
        "retained": plan.retained,
        "arrived": plan.arrived,
        "goal": objective,
        "one_world": is_for_one_world(plan),
        "seconds": {name: round(value, 1) for name, value in plan.seconds.items()},
        "versions": dict(plan.versions),
    }


def told(plan: PlanData) -> dict[str, Any]:
    """Return the numbers of the first lines, rounded as the summary rounds them.

    Who stays is rounded down and a bound up, so that no plan stands above its bound.
    """
    jobs = min(whole(float(plan.regions["retained_by_jobs"].sum())), whole(plan.retained))
    per_cent = _per_cent(plan.settings.get("objective", "retained"))
    done = reached(plan.objective, plan.bound)
    people = plan.retained + plan.arrived
    relief = 0.0 if plan.projection is None else plan.projection.relief()
    return {
        "retained": whole(plan.retained),
        "arrived": whole(plan.arrived),
        "by_jobs": jobs,
        "by_culture": whole(plan.retained) - jobs,
        "leavers": persons(float(plan.regions["leavers"].sum())),
        "each": plan.cost / people if people >= 1 else None,
        "relief": whole(relief),
        "closed": [] if plan.projection is None else list(plan.projection.closed),
        "reached": done,
        "value": at_least(plan.objective * per_cent),
        "bound": at_most(plan.bound * per_cent),
        "unit": _unit(plan.settings.get("objective", "retained"), plan.currency),
        "weighted": not counts_persons(plan),
    }


def _unit(objective: Objective, currency: str) -> str:
    """Return what stands behind an objective's value."""
    match objective:
        case "retained":
            return ""
        case "worst_province" | "equally_distributed":
            return "%"
        case "net_benefit":
            return f" {currency}"
        case _:
            assert_never(objective)


def _per_cent(objective: Objective) -> int:
    """Return by what an objective is multiplied to be read: a share is told in per cent."""
    match objective:
        case "retained" | "net_benefit":
            return 1
        case "worst_province" | "equally_distributed":
            return 100
        case _:
            assert_never(objective)


def _assumptions(plan: PlanData) -> dict[str, Any]:
    return {
        "settings": dict(plan.settings),
        "ranges": {name: list(ends) for name, ends in plan.ranges.items()},
        "limits": {name: value for name, value in plan.limits.items() if value not in (None, {})},
        "locked": dict(plan.locked),
        "scale": dict(plan.scale),
    }


def _before(plan: PlanData) -> dict[str, Any]:
    """Return what no plan changes: leavers, and the years with nothing done and without moves."""
    found: dict[str, Any] = {"leavers": numbers(plan.regions["leavers"])}
    if plan.projection is None:
        return found
    level = plan.projection.levels["regions"]
    return found | {
        "years": [int(year) for year in level.years],
        "nothing": _by_region(level.variants["nothing_done"]["youth"]),
        "still": _by_region(level.variants["zero_migration"]["youth"]),
        "population": numbers(level.variants["nothing_done"]["population"][-1]),
        "women": numbers(level.variants["nothing_done"]["women_20_39"][-1]),
        "risk": [int(found) for found in level.risk("nothing_done")[-1]],
        "risk_today": [int(found) for found in level.risk("nothing_done")[0]],
        "index": [_plain(round(float(found), 3)) for found in level.index("nothing_done")[-1]],
        "index_today": [_plain(round(float(found), 3)) for found in level.index("nothing_done")[0]],
    }


def _after(plan: PlanData) -> dict[str, Any] | None:
    """Return what the plan changes, in the regions where it does, by their place."""
    if plan.projection is None:
        return None
    level = plan.projection.levels["regions"]
    nothing, after = level.variants["nothing_done"], level.variants["plan"]
    change = after["youth"] - nothing["youth"]
    moved = np.flatnonzero(np.abs(change).max(axis=0) >= LEAST)
    births = np.nansum(after["births"] - nothing["births"], axis=0)
    nation = plan.projection.levels["nation"].variants
    return {
        "change": {int(at): numbers(change[:, at]) for at in moved},
        "population": {int(at): round(float(after["population"][-1, at]), 1) for at in moved},
        "women": {int(at): round(float(after["women_20_39"][-1, at]), 1) for at in moved},
        "births": {int(at): round(float(births[at]), 1) for at in moved},
        "index": {int(at): _plain(round(float(level.index("plan")[-1, at]), 3)) for at in moved},
        "risk": [int(found) for found in level.risk("plan")[-1]],
        "nation": {
            variant: {
                name: _plain(round(float(counts[name][-1, 0]), 1))
                for name in ("youth", "population", "births", "at_risk", "high_risk")
            }
            for variant, counts in nation.items()
        },
    }


def _by_region(table: Floats) -> list[list[int]]:
    return [[round(float(value)) for value in table[:, at]] for at in range(table.shape[1])]


def _rows(frame: pd.DataFrame, name: str, place: Mapping[str, int]) -> list[list[Any]]:
    """Return a table's rows as short lists; a region is its place on the page."""
    keys = [key for key in KEYS.get(name, ()) if key in frame.columns]
    columns = [*keys, *(column for column in TABLES[name] if column in frame.columns)]
    lists = []
    for column in columns:
        cells = frame[column].tolist()
        if column in ("region_id", "to_region"):
            cells = [place[str(cell)] for cell in cells]
        lists.append([_plain(cell) for cell in cells])
    return [list(row) for row in zip(*lists, strict=True)]


def _flows(plan: PlanData, place: Mapping[str, int]) -> list[list[Any]]:
    """Return who stays for a job where: from, to, persons; the few that are next to nobody not."""
    rows = plan.flows[plan.flows["retained"] >= LEAST]
    columns = (rows["from_region"], rows["to_region"], rows["retained"])
    return [
        [place[str(one)], place[str(other)], round(float(number), 2)]
        for one, other, number in zip(*columns, strict=True)
    ]


def _spread(found: Uncertainty, regions: Sequence[str]) -> dict[str, Any]:
    """Return the range of each measure, the histogram of who stays, and the tornado."""
    ranges = {
        str(row["measure"]): [_plain(row[name]) for name in ("p10", "p50", "p90", "central")]
        for row in found.quantiles.to_dict("records")
    }
    rows = found.tornado.to_dict("records")
    names = ("name", "unit", "low", "central", "high")
    ends = ("retained_low", "retained_central", "retained_high")
    return {
        "draws": len(found.draws),
        "ranges": ranges,
        "rounded": {
            name: [whole(v) for v in row[:3]]
            for name, row in ranges.items()
            if name in ("retained", "arrived")
        },
        "histogram": _histogram(found.draws),
        "tornado": [
            [_plain(row[name]) for name in (*names, *ends)] for row in rows if row["swing"] > 0
        ],
        "regions": _region_ranges(found.regions, regions),
    }


def _histogram(draws: pd.DataFrame) -> dict[str, Any] | None:
    """Return counts of who stays; None where a folder kept the quantiles alone."""
    if "retained" not in draws.columns or len(draws) < 2:
        return None
    counts, edges = np.histogram(draws["retained"].to_numpy(dtype=float), bins=BINS)
    return {"counts": [int(count) for count in counts], "edges": numbers(edges)}


def _region_ranges(frame: pd.DataFrame, regions: Sequence[str]) -> dict[int, list[float]]:
    if frame.empty:
        return {}
    place = {region: at for at, region in enumerate(regions)}
    columns = (frame["region_id"], frame["p10"], frame["p50"], frame["p90"])
    return {
        place[str(region)]: [round(float(value), 1) for value in row]
        for region, *row in zip(*columns, strict=True)
        if row[-1] >= LEAST
    }


def numbers(values: Any, digits: int = 2) -> list[float]:
    """Return numbers rounded for a page, whole ones without a point."""
    found = np.asarray(values, dtype=float).round(digits) + 0.0
    return [int(value) if float(value).is_integer() else float(value) for value in found]


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: no numpy, nothing infinite."""
    value = plain(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else float(f"{value:.7g}")
    return value
