"""What an instance really holds: every column's figures and source, every setting's range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizer.arrays import plain
from optimizer.instance.checks.sources import GEOMETRY
from optimizer.instance.instance import Instance
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.definitions import Column
from optimizer.instance.schema.fields import in_currency
from optimizer.instance.schema.settings import SECTIONS

NOT_STATED = "not stated"
WIDEST = 36
"""Letters to which cells are padded; longer ones push the rest of their line."""
ORIGIN = ("publisher", "year", "licence", "status", "derivation")
"""Columns of `sources` that say where a figure comes from."""

RANGED = ("name", "low_factor", "high_factor")
"""Columns of a range of a column."""


@dataclass(frozen=True)
class Contents:
    """Everything that an instance holds, with its unit, range, source, year and licence.

    Attributes
    ----------
    name : str
        Of the instance.
    columns : DataFrame
        A row for each column of each file: table, file, column, unit, rows, filled (cells),
        default (that blank cells take), lowest, median, highest (of numbers in use), words (how
        many are true, or different), low_factor, high_factor (of [ranges]), publisher, year,
        licence, status, derivation.
    settings : DataFrame
        A row for each key: section, key, value (in use), low, high, unit, source, publisher,
        year, licence, status, derivation.
    ranges : DataFrame
        A row for each range of a column in [ranges], those of one sector or hub_type too: name
        ("options.multiplier", "options.multiplier[ai]"), low_factor, high_factor.

    What the table `sources` does not say is "not stated".
    """

    name: str
    columns: pd.DataFrame
    settings: pd.DataFrame
    ranges: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Return the same as plain lists and words, for JSON; what is not there is None."""
        return {
            "instance": self.name,
            "columns": [_plain_row(row) for row in self.columns.to_dict("records")],
            "settings": [_plain_row(row) for row in self.settings.to_dict("records")],
            "ranges": [_plain_row(row) for row in self.ranges.to_dict("records")],
        }

    def to_markdown(self) -> str:
        """Return the same as a page of tables, aligned for reading in a terminal."""
        lines = [f"# What {self.name} holds", ""]
        lines += ["Lowest, median and highest are of the values in use, defaults included.", ""]
        for table, rows in self.columns.groupby("table", sort=False):
            lines += [f"## {table}", ""]
            first = rows.iloc[0]
            lines += [f"File `{first['file']}`, {int(first['rows']):,} rows.", ""]
            heads = ("column", "unit", "filled", "lowest", "median", "highest", "words")
            lines += [*_grid(rows, (*heads, "default")), ""]
            lines += [*_grid(rows, ("column", *ORIGIN)), ""]
        if len(self.ranges):
            lines += ["## Ranges of columns", "", "Factors on the values in use.", ""]
            lines += [*_grid(self.ranges, RANGED), ""]
        lines += ["## Settings", "", "Low and high are plausible ranges, value is in use.", ""]
        shown = ("section", "key", "value", "low", "high", "unit", "source")
        return "\n".join([*lines, *_grid(self.settings, shown)])

    def __str__(self) -> str:
        return self.to_markdown()


def contents(instance: Instance) -> Contents:
    """Return every column and setting of an instance with its figures and its source.

    Parameters
    ----------
    instance : Instance
        As read; a scenario's factors are in its figures.
    """
    origins = _origins(instance)
    rows = [
        _column_row(instance, table, header, filled, origins)
        for table, headers in instance.filled.items()
        for header, filled in headers.items()
    ]
    if instance.boundaries is not None:
        rows.append(_boundaries_row(instance, origins))
    rows.sort(key=lambda row: list(instance.filled).index(row["table"]))
    settings = [
        _setting_row(instance, section, key, origins)
        for section, model in SECTIONS.items()
        for key in (field.alias or name for name, field in model.model_fields.items())
    ]
    factors = [(name, r.low, r.high) for name, r in instance.ranges.items() if "." in name]
    ranges = pd.DataFrame(factors, columns=list(RANGED))
    return Contents(instance.name, pd.DataFrame(rows), pd.DataFrame(settings), ranges)


def _origins(instance: Instance) -> dict[tuple[str, str], dict[str, str]]:
    frame = instance.table("sources")
    keys = zip(frame["table"], frame["column"], strict=True)
    words = (dict(zip(ORIGIN, row, strict=True)) for row in frame[list(ORIGIN)].to_numpy())
    return dict(zip(keys, words, strict=True))


def _origin(
    origins: dict[tuple[str, str], dict[str, str]], table: str, column: str
) -> dict[str, str]:
    found = origins.get((table, column), {})
    return {word: found.get(word) or NOT_STATED for word in ORIGIN}


def _column_row(
    instance: Instance,
    table: str,
    header: str,
    filled: int,
    origins: dict[tuple[str, str], dict[str, str]],
) -> dict[str, Any]:
    cells, column = instance.tables[table][header], TABLES[table].column(header)
    assert column is not None  # the reader lets no other header pass
    found = instance.ranges.get(f"{table}.{header}")
    origin = _origin(origins, table, header)
    if table == "sources":
        # It documents the others; what is to be said of it is in each of its rows.
        origin = dict.fromkeys(ORIGIN, "") | {"publisher": "see each row"}
    return {
        "table": table,
        "file": instance.files[table],
        "column": header,
        "unit": in_currency(column.unit, instance.currency),
        "rows": len(cells),
        "filled": filled,
        "default": column.default if filled < len(cells) else None,
        **_figures(cells, column),
        "low_factor": found.low if found else np.nan,
        "high_factor": found.high if found else np.nan,
        **origin,
    }


def _figures(cells: pd.Series, column: Column) -> dict[str, Any]:
    numbers = cells.dropna() if column.kind in ("number", "integer") else None
    if numbers is not None and len(numbers):
        ends = {"lowest": float(numbers.min()), "highest": float(numbers.max())}
        return {**ends, "median": float(numbers.median()), "words": ""}
    words = ""
    if column.kind == "flag":
        words = f"{int(cells.sum()):,} true"
    elif column.kind in ("id", "text"):
        words = f"{cells[cells != ''].nunique():,} different"
    return {"lowest": np.nan, "highest": np.nan, "median": np.nan, "words": words}


def _boundaries_row(
    instance: Instance, origins: dict[tuple[str, str], dict[str, str]]
) -> dict[str, Any]:
    count = len(instance.regions)
    return {
        "table": "regions",
        "file": instance.files["regions"],
        "column": GEOMETRY,
        "unit": "",
        "rows": count,
        "filled": count,
        "default": None,
        "lowest": np.nan,
        "highest": np.nan,
        "median": np.nan,
        "words": "regions.gpkg",
        "low_factor": np.nan,
        "high_factor": np.nan,
        **_origin(origins, "regions", GEOMETRY),
    }


def _setting_row(
    instance: Instance, section: str, key: str, origins: dict[tuple[str, str], dict[str, str]]
) -> dict[str, Any]:
    model = getattr(instance, section)
    name = next(n for n, field in type(model).model_fields.items() if key in (n, field.alias))
    extra = type(model).model_fields[name].json_schema_extra or {}
    found = instance.ranges.get(key) if section == "settings" else None
    origin = _origin(origins, section, key)
    return {
        "section": section,
        "key": key,
        "value": getattr(model, name),
        "low": found.low if found else None,
        "high": found.high if found else None,
        "unit": in_currency(str(extra.get("unit", "")), instance.currency),
        "source": _source(origins.get((section, key))) or extra.get("source", ""),
        **origin,
    }


def _source(origin: dict[str, str] | None) -> str:
    """Return what `sources` says of a setting, in one line; "" where it says nothing."""
    if origin is None:
        return ""
    words = [origin["derivation"] or origin["publisher"], origin["year"]]
    if origin["status"] == "assumption":
        words = ["assumption", origin["derivation"]]
    return ", ".join(word for word in words if word)


def _plain_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, float) and np.isnan(value):
        return None
    return list(value) if isinstance(value, tuple) else value


def _text(value: Any) -> str:
    value = _plain(value)
    if value is None or value in ([], {}, ""):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:,.0f}" if abs(value) >= 1e3 else f"{value:.4g}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_text(inner) for inner in value)
    return str(value).replace("|", "∣")


def _grid(frame: pd.DataFrame, heads: tuple[str, ...]) -> list[str]:
    """Return the lines of a Markdown table; every cell but the last is padded."""
    cells = [[head.replace("_", " ") for head in heads]]
    cells += [[_text(value) for value in row] for row in frame[list(heads)].to_numpy()]
    widths = [min(WIDEST, max(len(row[i]) for row in cells)) for i in range(len(heads) - 1)]
    lines = []
    for row in cells:
        padded = [cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)]
        lines.append(f"| {' | '.join(padded)} |")
    rule = "|".join("-" * (width + 2) for width in [*widths, 1])
    return [lines[0], f"|{rule}|", *lines[1:]]
