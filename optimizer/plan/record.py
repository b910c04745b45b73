"""A plan as plain Python, the way plan.json and its tables hold it, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from optimizer.instance import Labels, Names
from optimizer.plan.plan import (
    ADDED,
    BUILD,
    FAIR_SHARE,
    FLOWS,
    INSTRUMENTS,
    MEASURES,
    PHASES,
    PURSES,
    REGIONS,
    SEATS,
    WORKFORCE,
    PlanData,
    typed,
)
from optimizer.plan.projection import Projection
from optimizer.plan.reasons import Reasons
from optimizer.plan.uncertainty import Uncertainty
from optimizer.solver import Held

TABLES: dict[str, tuple[str, ...]] = {
    "build": BUILD,
    "measures": MEASURES,
    "seats": SEATS,
    "regions": REGIONS,
    "flows": FLOWS,
    "workforce": WORKFORCE,
    "purses": PURSES,
    "phases": PHASES,
    "fair_share": FAIR_SHARE,
    "instruments": INSTRUMENTS,
}
CALLED = {
    "build": ("option_id", "options"),
    "measures": ("measure_id", "measures"),
    "seats": ("university_id", "universities"),
    "instruments": ("instrument", "instruments"),
}
"""Tables whose rows bear a name beside a code: the code's column, and where `Labels` has names."""
LATER = ("purses", "phases", "fair_share", "instruments")
"""Tables that plans of earlier versions lack."""
IN_JSON = (
    "build",
    "measures",
    "seats",
    "regions",
    "purses",
    "phases",
    "fair_share",
    "instruments",
)
"""Tables that plan.json holds; flows and workforce are in CSV files beside it."""
_AS_THEY_ARE = (
    "instance",
    "instance_hash",
    "currency",
    "budget",
    "settings",
    "culture",
    "limits",
    "locked",
    "scale",
    "status",
    "retained",
    "objective",
    "bound",
    "gap",
    "gap_asked",
    "cost",
    "seconds",
    "versions",
    "seed",
)


def to_record(plan: PlanData, *, complete: bool = True) -> dict[str, Any]:
    """Return a plan as plain Python.

    Parameters
    ----------
    plan : PlanData
    complete : bool
        With flows and workforce; without them it is plan.json's content.
    """
    base_year, horizon_year = plan.years
    record: dict[str, Any] = {
        "instance": plan.instance,
        "instance_hash": plan.instance_hash,
        "base_year": base_year,
        "horizon_year": horizon_year,
        "currency": plan.currency,
        "budget": plan.budget,
        "settings": dict(plan.settings),
        "culture": dict(plan.culture),
        "limits": dict(plan.limits),
        "locked": dict(plan.locked),
        "scale": dict(plan.scale),
        "ranges": {name: list(ends) for name, ends in plan.ranges.items()},
        "status": plan.status,
        "retained": plan.retained,
        "arrived": plan.arrived,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "gap_asked": plan.gap_asked,
        "cost": plan.cost,
    }
    for name in TABLES if complete else IN_JSON:
        record[name] = _records(with_called(plan, name))
    return record | {
        "projection": None if plan.projection is None else plan.projection.record(),
        "economy": dict(plan.economy),
        "equity": dict(plan.equity),
        "reasons": None if plan.reasons is None else plan.reasons.record(),
        "alternatives": dict(plan.others) or None,
        "uncertainty": None if plan.spread is None else plan.spread.record(),
        "notes": list(plan.notes),
        "seconds": dict(plan.seconds),
        "versions": dict(plan.versions),
        "seed": plan.seed,
    }


def with_called(plan: PlanData, name: str) -> pd.DataFrame:
    """Return a table of a plan, with names beside codes as last columns."""
    frame: pd.DataFrame = getattr(plan, name)
    if name not in CALLED:
        return frame
    column, kind = CALLED[name]
    names: Names = getattr(plan.labels, kind)
    header = f"{column.removesuffix('_id')}_name"
    more = {header: [names.of(code) for code in frame[column]]}
    if names.local:
        more[f"{header}_local"] = [names.local.get(code, "") for code in frame[column]]
    return frame.assign(**more)


def _labels_held(record: Mapping[str, Any]) -> Labels:
    """Return the names in the tables of a record; plans of earlier versions have none."""
    found = {}
    for name, (column, kind) in CALLED.items():
        header = f"{column.removesuffix('_id')}_name"
        both = [
            {row[column]: row[key] for row in record.get(name, ()) if row.get(key)}
            for key in (header, f"{header}_local")
        ]
        found[kind] = Names(*both)
    return Labels(**found)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [
        [None if cell != cell else cell for cell in frame[column].tolist()]  # NaN is no JSON
        for column in frame.columns
    ]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def from_record(record: Mapping[str, Any], **more: Any) -> PlanData:
    """Return the plan that a complete record stands for; it must have passed its check."""
    tables: dict[str, Any] = {
        name: typed(_frame(record, name, columns)) for name, columns in TABLES.items()
    }
    kept: dict[str, Any] = {name: record[name] for name in _AS_THEY_ARE}
    kept["arrived"] = float(record.get("arrived", 0.0))  # earlier versions counted nobody
    if record["projection"] is not None:
        kept["projection"] = Projection.from_record(record["projection"])
    if record.get("uncertainty") is not None:
        kept["spread"] = _spread(record)
    kept["economy"] = record.get("economy") or {}
    kept["equity"] = record.get("equity") or {}
    kept["others"] = record.get("alternatives") or {}
    if record.get("reasons"):
        kept["reasons"] = Reasons.from_record(record["reasons"])
    ranges = record.get("ranges") or {}
    kept["ranges"] = {name: (float(low), float(high)) for name, (low, high) in ranges.items()}
    years = (record["base_year"], record["horizon_year"])
    kept["labels"] = _labels_held(record)
    made: dict[str, Any] = {**kept, **tables, **more}
    return PlanData(years=years, notes=tuple(record["notes"]), **made)


def _spread(record: Mapping[str, Any]) -> Any:
    # Studies lie further down the line than the plan, which looks ahead here.

    return Uncertainty.from_record(record["uncertainty"], record["instance"], record["currency"])


def _frame(record: Mapping[str, Any], name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a table of a record; what an earlier version didn't write takes its default."""
    rows = record.get(name, []) if name in LATER else record[name]
    frame = pd.DataFrame(rows, columns=list(columns))
    if "phase" in columns:
        frame["phase"] = frame["phase"].fillna(record["base_year"])
    return frame.fillna(dict.fromkeys((name for name in ADDED if name in columns), 0.0))


def held_by(record: Mapping[str, Any]) -> Held:
    """Return what a plan builds where, over all its phases, and the measures that it takes."""
    count: Counter[tuple[str, str]] = Counter()
    for row in record["build"]:
        count[row["region_id"], row["option_id"]] += int(row["count"])
    taken = {(row["region_id"], row["measure_id"]) for row in record["measures"]}
    return Held(dict(count), frozenset(taken))
