"""What a page shows, as one dictionary that JSON can hold: of a plan, or of a sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.instance import TABLES, Instance, Names
from optimizer.plan import PlanData, Uncertainty, finer_unit, points_of
from optimizer.report.page.record import Pool, plan_record
from optimizer.report.page.shapes import map_of
from optimizer.sweep import SweepData, enough
from optimizer.uncertainty import uncertainty_of

FORMAT = 1
"""Of the data; a later one adds, and never takes away."""
SOURCES = tuple(column.name for column in TABLES["sources"].columns)
ROWS = (
    "budget",
    "scenario",
    "status",
    "reason",
    "retained",
    "arrived",
    "bound",
    "gap",
    "cost",
    "marginal",
    "built",
    "lifted",
    "jobs",
    "price",
)


def plan_page(plan: PlanData, *, made: date | None = None) -> dict[str, Any]:
    """Return what the page of one plan shows.

    Parameters
    ----------
    plan : PlanData
        With its `source` what is built is named by sector, scale and field; without, by its id.
    made : date, optional
        Of the page; today.
    """
    pool = Pool()
    record = plan_record(plan, "", pool)
    return _page("plan", plan, plan.source, made) | {
        "plans": [record],
        "shared": pool.items,
        "runs": [],
        "scenarios": [""],
        "enough": {},
    }


def sweep_page(
    sweep: SweepData,
    *,
    draws: int = 0,
    seed: int = 0,
    instance: Instance | None = None,
    made: date | None = None,
) -> dict[str, Any] | None:
    """Return what the page of a sweep shows; None where no run has a plan.

    Parameters
    ----------
    sweep : SweepData
    draws, seed : int
        Of the assumptions, for the range of each plan; 0: no range.
    instance : Instance, optional
        What it was made for; needed for map and names of a sweep that `open_sweep` read.
    made : date, optional
        Of the page; today.
    """
    pool = Pool()
    records: list[dict[str, Any]] = []
    first: PlanData | None = None
    for _, scenario, plan in sweep.plans():
        spread = uncertainty_of(plan, draws, seed) if draws else None
        first = first or plan
        records.append(plan_record(_with(plan, spread), scenario, pool))
    if first is None:
        return None
    source = instance or first.source
    rows = [{name: row[name] for name in ROWS} for row in sweep.to_rows()]
    return _page("sweep", first, source, made) | {
        "plans": records,
        "shared": pool.items,
        "runs": rows,
        "scenarios": list(dict.fromkeys(row["scenario"] for row in rows)),
        "enough": enough(sweep),
        "rules": sweep.rules_note(),
    }


def _with(plan: PlanData, spread: Uncertainty | None) -> PlanData:
    return plan if spread is None else replace(plan, spread=spread)


def _page(kind: str, plan: PlanData, source: Instance | None, made: date | None) -> dict[str, Any]:
    """Return what all plans of a page share."""
    regions = [str(region) for region in plan.regions["region_id"]]
    provinces = [str(name) for name in plan.regions["province"]]
    order = list(dict.fromkeys(provinces))
    boundaries: Path | None = plan.boundaries or (source.boundaries if source else None)
    return {
        "format": FORMAT,
        "kind": kind,
        "instance": plan.instance,
        "instance_local": "" if source is None else source.name_local,
        "years": list(plan.years),
        "currency": plan.currency,
        "finer": finer_unit(plan.currency),
        "made": (made or date.today()).isoformat(),
        "version": _version(),
        "provinces": order,
        "regions": {
            "id": regions,
            "name": [plan.names.get(region) or region for region in regions],
            "local": [plan.local_names.get(region) or "" for region in regions],
            "province": [order.index(name) for name in provinces],
            **_facts(source, regions),
        },
        "map": map_of(boundaries, regions, provinces, _points(plan, source)),
        "names": {
            kind: {"en": dict(names.english), "ko": dict(names.local)}
            for kind, names in _names(plan, source).items()
        },
        "options": _things(
            source, "options", ("kind", "sector", "hub_type", "scale", "lead_years")
        ),
        "measures": _things(source, "measures", ("kind", "sector")),
        "universities": _universities(source, regions),
        "sources": _sources(source),
    }


def _points(plan: PlanData, source: Instance | None) -> Mapping[str, tuple[float, float]]:
    """Return longitude and latitude by region, for a map without boundaries."""
    return plan.points or ({} if source is None else points_of(source))


def _names(plan: PlanData, source: Instance | None) -> dict[str, Names]:
    """Return what options, measures, universities and instruments are called."""
    labels = plan.labels if source is None else source.labels
    return {
        "options": labels.options,
        "measures": labels.measures,
        "universities": labels.universities,
        "instruments": labels.instruments,
    }


def _version() -> str:
    try:
        return version("rooted")
    except PackageNotFoundError:  # run from a copy of the files
        return ""


def _facts(source: Instance | None, regions: Sequence[str]) -> dict[str, Any]:
    """Return what the tables say of each region; nothing without them."""
    if source is None:
        return {}
    frame = source.regions.set_index("region_id").reindex(list(regions))
    youth = [None if pd.isna(value) else round(float(value)) for value in frame["youth"]]
    return {
        "youth": youth,
        "candidate": [bool(value) for value in frame["candidate"]],
        "decline": [bool(value) for value in frame["decline_area"]],
    }


def _things(
    source: Instance | None, table: str, columns: Sequence[str]
) -> dict[str, Mapping[str, Any]]:
    """Return the words of options or measures by id."""
    if source is None:
        return {}
    frame = source.table(table)
    key = f"{table.removesuffix('s')}_id"
    return {
        str(row[key]): {name: row[name] for name in columns if not pd.isna(row[name])}
        for row in frame.to_dict("records")
    }


def _universities(source: Instance | None, regions: Sequence[str]) -> dict[str, list[Any]]:
    """Return name and place of each university that the tables name."""
    if source is None:
        return {}
    place = {region: at for at, region in enumerate(regions)}
    frame = source.table("universities")
    if frame.empty:
        return {}
    columns = (frame["university_id"], frame["name"], frame["region_id"])
    return {
        str(key): [str(name), place.get(str(region))]
        for key, name, region in zip(*columns, strict=True)
    }


def _sources(source: Instance | None) -> list[list[str]]:
    if source is None:
        return []
    frame = source.table("sources")
    frame = frame.reindex(columns=list(SOURCES)).fillna("")
    return [[str(row[name]) for name in SOURCES] for row in frame.to_dict("records")]
