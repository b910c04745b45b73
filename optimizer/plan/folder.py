"""A plan as a folder: its files and what stands in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from optimizer.plan.atomic_write import PLAN_FILE, Writer
from optimizer.plan.csv_table import csv_writer
from optimizer.plan.economy import economy_table
from optimizer.plan.plan import PlanData
from optimizer.plan.projection import LEVELS
from optimizer.plan.record import TABLES, to_record, with_called
from optimizer.spreadsheet import write_workbook

PROJECTIONS = tuple(f"projection_{level}.csv" for level in LEVELS)
DRAWN = (
    "map",
    "youth_path",
    "pyramid",
    "extinction_risk",
    "importance",
    "flows",
    "tornado",
)
FIGURES = tuple(f"{name}.{end}" for end in ("png", "svg", "pdf") for name in DRAWN)
"""Drawn by the report; in one folder only those of one plan."""
PRICES = "cost_per_stayer.csv"
ECONOMY_FILE = "economy.csv"
PAGE = "plan.html"
WORKBOOK = "plan.xlsx"
STYLES = ("plan_regions.qml", "plan_build.qml")
"""In which QGIS shows the layers of plan.gpkg."""
GEOJSON = ("regions.geojson", "build.geojson")
REASONS = ("line_importance.csv", "why_not.csv")
UNCERTAINTY = (
    "uncertainty.txt",
    "uncertainty.csv",
    *(f"uncertainty_{part}.csv" for part in ("provinces", "regions", "draws", "tornado")),
)
FILES = (
    *(f"{name}.csv" for name in TABLES),
    *PROJECTIONS,
    PRICES,
    ECONOMY_FILE,
    *REASONS,
    *UNCERTAINTY,
    "summary.txt",
    PAGE,
    "plan.gpkg",
    *STYLES,
    *GEOJSON,
    WORKBOOK,
    *FIGURES,
    PLAN_FILE,
)
"""Every file that a plan may have."""


NUMBERS = frozenset((int, float, type(None)))


def plan_json(plan: PlanData) -> str:
    """Return plan.json's content."""
    return _laid_out(to_record(plan, complete=False), "\n")


def _laid_out(value: Any, line: str) -> str:
    """Return JSON with a line for each entry, but a list of numbers over the years on one.

    Parameters
    ----------
    value : what JSON can hold
    line : str
        The line break before the value, with its indent.

    Notes
    -----
    The encoder of the standard library lays out in Python too, entry by entry of each such list.
    """
    inner = line + "  "
    if isinstance(value, dict) and value:
        parts = [f"{_told(str(key))}: {_laid_out(item, inner)}" for key, item in value.items()]
        return "{" + inner + ("," + inner).join(parts) + line + "}"
    if isinstance(value, list | tuple) and value and not NUMBERS.issuperset(map(type, value)):
        return "[" + inner + ("," + inner).join(_laid_out(v, inner) for v in value) + line + "]"
    return _told(value)


def _told(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def table_writers(plan: PlanData, dialect: str = "comma") -> dict[str, Writer]:
    """Return a writer for plan.json and for each table as CSV.

    Parameters
    ----------
    plan : PlanData
    dialect : {"comma", "semicolon", "tab"}
    """
    writers = {f"{name}.csv": csv_writer(frame, dialect) for name, frame in tables_of(plan).items()}
    writers[PLAN_FILE] = lambda path: path.write_text(plan_json(plan) + "\n", encoding="utf-8")
    return writers


def workbook_writer(plan: PlanData) -> Writer:
    """Return a writer of all tables as one workbook: a sheet a table, the figures first."""
    return lambda path: write_workbook(path, {"plan": figures_of(plan), **tables_of(plan)})


def figures_of(plan: PlanData) -> pd.DataFrame:
    """Return the figures of a plan as a table: figure, value, unit."""
    persons = "persons"
    rows: list[tuple[str, Any, str]] = [
        ("instance", plan.instance, ""),
        ("status", plan.status, ""),
        ("budget", plan.budget, plan.currency),
        ("cost", plan.cost, plan.currency),
        ("retained", plan.retained, persons),
        ("arrived", plan.arrived, persons),
        ("objective", plan.objective, plan.settings.get("objective", "")),
        ("bound", plan.bound, plan.settings.get("objective", "")),
        ("gap", plan.gap, "share"),
    ]
    for name in ("gini", "theil", "kolm_pollak"):
        before, after = plan.equity.get(name, (None, None))
        rows += [(f"{name}_before", before, ""), (f"{name}_after", after, "")]
    rows += [("note", note, "") for note in plan.notes]
    return pd.DataFrame(rows, columns=["figure", "value", "unit"])


def tables_of(plan: PlanData) -> dict[str, pd.DataFrame]:
    """Return every table of a plan by its name, with the regions' names."""
    tables: dict[str, pd.DataFrame] = {name: with_called(plan, name) for name in TABLES}
    if plan.projection is not None:
        for level, file in zip(LEVELS, PROJECTIONS, strict=True):
            tables[file.removesuffix(".csv")] = getattr(plan.projection, level)
        tables[PRICES.removesuffix(".csv")] = plan.projection.cost_per_stayer
    if plan.economy:
        tables[ECONOMY_FILE.removesuffix(".csv")] = economy_table(plan.economy, plan.currency)
    if plan.reasons is not None:
        tables |= plan.reasons.tables()
    return {name: with_names(t, plan.names, plan.local_names) for name, t in tables.items()}


def with_names(
    frame: pd.DataFrame, names: Mapping[str, str], local_names: Mapping[str, str]
) -> pd.DataFrame:
    """Return a table with the regions' names, in both languages, as further columns at its end."""
    more = {
        f"{column.removesuffix('_id').removesuffix('_region')}_name": frame[column].map(names)
        for column in ("region_id", "from_region", "to_region")
        if column in frame.columns
    }
    if "region_id" in frame.columns and any(local_names.values()):
        more["region_name_local"] = frame["region_id"].map(local_names)
    return frame.assign(**more)
