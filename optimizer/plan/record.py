"""A plan as plain Python, the way plan.json and its tables hold it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from optimizer.plan.plan import (
    ADDED,
    BUILD,
    FLOWS,
    MEASURES,
    REGIONS,
    SEATS,
    WORKFORCE,
    Plan,
    typed,
)

TABLES: dict[str, tuple[str, ...]] = {
    "build": BUILD,
    "measures": MEASURES,
    "seats": SEATS,
    "regions": REGIONS,
    "flows": FLOWS,
    "workforce": WORKFORCE,
}
IN_JSON = ("build", "measures", "seats", "regions")
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


def to_record(plan: Plan, *, complete: bool = True) -> dict[str, Any]:
    """Return a plan as plain Python.

    Parameters
    ----------
    plan : Plan
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
        "status": plan.status,
        "retained": plan.retained,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "gap_asked": plan.gap_asked,
        "cost": plan.cost,
    }
    for name in TABLES if complete else IN_JSON:
        record[name] = _records(getattr(plan, name))
    return record | {
        "projection": None,
        "notes": list(plan.notes),
        "seconds": dict(plan.seconds),
        "versions": dict(plan.versions),
        "seed": plan.seed,
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [frame[column].tolist() for column in frame.columns]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def from_record(record: Mapping[str, Any], **more: Any) -> Plan:
    """Return the plan that a complete record stands for; it must have passed its check."""
    tables: dict[str, Any] = {
        name: typed(_complete(pd.DataFrame(record[name], columns=list(columns))))
        for name, columns in TABLES.items()
    }
    kept: dict[str, Any] = {name: record[name] for name in _AS_THEY_ARE}
    years = (record["base_year"], record["horizon_year"])
    return Plan(years=years, notes=tuple(record["notes"]), **kept, **tables, **more)


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with 0 in columns that plans of earlier versions lack."""
    return frame.fillna(dict.fromkeys((name for name in ADDED if name in frame.columns), 0.0))
