"""Prints every definition that validates an instance, from the very objects that validate it."""

from __future__ import annotations

from typing import Any

from optimizer.instance.reading.folder import BOUNDARIES
from optimizer.instance.schema.columns import DOCUMENTATION, REQUIRED_TABLES, TABLES
from optimizer.instance.schema.definitions import Column, Table
from optimizer.instance.schema.settings import SECTIONS, expected

TYPES = {
    "id": "code",
    "text": "text",
    "number": "number",
    "integer": "whole number",
    "flag": "true/false",
}

RANGES = (
    "## [ranges]",
    "",
    "Plausible low and high of a setting that has them above, written `additional_share = "
    '[0.25, 0.8]`, or of a column as factors on its values, `"options.multiplier" = [0.6, 1.6]`; '
    'of the rows of one sector or hub_type, `"options.multiplier[ai]" = [0.5, 1.5]`, on top of the '
    "column's. "
    "The central value is the one in use and must lie within. Where nothing is said, low and high "
    "above hold.",
    "",
)


def schema_json() -> dict[str, Any]:
    """Return all tables with their columns, and all settings, limits and locks.

    Returns
    -------
    dict
        `tables`: by name, with meaning, file, key, required, and columns by name (type, unit,
        low, high, choices, default, required, refers, meaning). `settings`, `culture`,
        `limits`, `locked`: by key, with default, expected, low, high, unit, source, meaning.
    """
    tables = {name: _describe_table(table) for name, table in TABLES.items()}
    sections = {section: _describe_section(section) for section in SECTIONS}
    return {"tables": tables, "boundaries": BOUNDARIES, **sections}


def _describe_table(table: Table) -> dict[str, Any]:
    file = f"{table.folder}/{table.name}.csv" if table.folder else f"{table.name}.csv"
    return {
        "file": file,
        "meaning": table.meaning,
        "key": list(table.key),
        "required": table.name in REQUIRED_TABLES,
        "columns": {
            column.name: _describe_column(column) for column in (*table.columns, *table.families)
        },
    }


def _describe_column(column: Column) -> dict[str, Any]:
    return {
        "type": TYPES[column.kind],
        "unit": column.unit,
        "low": column.low,
        "high": column.high,
        "choices": list(column.choices),
        "expected": column.expected(),
        "default": column.default,
        "required": column.required,
        "refers": column.refers,
        "meaning": column.meaning,
    }


def _describe_section(section: str) -> dict[str, Any]:
    described: dict[str, Any] = {}
    for name, field in SECTIONS[section].model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        key = field.alias or name
        default = field.get_default(call_default_factory=True)
        described[key] = {
            "default": list(default) if isinstance(default, tuple) else default,
            "expected": expected(section, key),
            "low": extra.get("low"),
            "high": extra.get("high"),
            "unit": extra.get("unit", ""),
            "source": extra.get("source", ""),
            "meaning": field.description or "",
        }
    return described


def schema_markdown() -> str:
    """Return the same definitions as `schema_json` as a page of tables."""
    schema = schema_json()
    lines = ["# Tables, columns and settings of an instance", ""]
    lines += ["Required is marked *. A blank cell or an absent column takes the default.", ""]
    for name, table in schema["tables"].items():
        lines += [f"## {name}{' *' if table['required'] else ''}", "", table["meaning"]]
        key = ", ".join(table["key"]) or "none"
        lines += ["", f"File `{table['file']}`, key: {key}."]
        if name in DOCUMENTATION:
            lines += ["", "Shown by `rooted schema --instance`; no plan depends on it."]
        lines += [
            "",
            *_grid(
                ("column", "holds", "unit", "default", "meaning"),
                [
                    (
                        f"{column}{' *' if about['required'] else ''}",
                        about["expected"]
                        + (f", as in {about['refers']}" if about["refers"] else ""),
                        about["unit"],
                        _text(about["default"]),
                        about["meaning"],
                    )
                    for column, about in table["columns"].items()
                ],
            ),
            "",
        ]
    lines += [f"`{BOUNDARIES}`: a polygon for each region_id, its CRS stated; for maps only.", ""]
    for section, model in SECTIONS.items():
        about = (model.__doc__ or "").strip().split("\n\n")[0]
        lines += [f"## [{section}]", "", " ".join(about.split()), ""]
        heads = ("key", "holds", "default", "low", "high", "unit", "source", "meaning")
        lines += [
            *_grid(
                heads,
                [
                    (
                        key,
                        item["expected"],
                        _text(item["default"]),
                        _text(item["low"]),
                        _text(item["high"]),
                        item["unit"],
                        item["source"],
                        item["meaning"],
                    )
                    for key, item in schema[section].items()
                ],
            ),
            "",
        ]
    return "\n".join([*lines, *RANGES])


def _text(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _grid(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for row in rows:
        lines.append(f"| {' | '.join(cell.replace('|', '∣') for cell in row)} |")
    return lines
