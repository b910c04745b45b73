"""Lays scenario files and `--set` assignments over the words of instance.toml; scales columns."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.arrays import plain
from optimizer.instance.problems import ProblemList, brief, nearest, shown
from optimizer.instance.reading.tables import first_unfit, number_columns
from optimizer.instance.reading.toml_words import (
    COMMAND_LINE,
    Origin,
    Words,
    put_phases,
    read_sections,
    read_toml,
)
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.ranges import merge_range
from optimizer.instance.schema.settings import SECTIONS, Settings

Assignments = Sequence[str] | Mapping[str, Any]


def merge_scenario(words: Words, path: Path, problems: ProblemList) -> None:
    """Lay a scenario file over the words; its keys take the place of earlier ones."""
    toml = read_toml(path, path.name or str(path), problems)
    if toml is None:
        return
    allowed = (*SECTIONS, "scale", "ranges", "phases")
    put_phases(words, toml, path.name)
    for section, key, value, origin in read_sections(toml, allowed, path.name, problems):
        if section == "scale":
            _merge_scale(words, key, value, origin, problems)
        elif section == "ranges":
            merge_range(words, key, value, origin, problems)
        else:
            words.put(section, key, value, origin)


def merge_assignments(words: Words, settings: Assignments, problems: ProblemList) -> None:
    """Lay single assignments over the words: KEY (a setting), SECTION.KEY, limits.KEY.NAME."""
    pairs: list[tuple[str, Any]] = []
    if isinstance(settings, Mapping):
        pairs = [(str(key), value) for key, value in settings.items()]
    else:
        texts = [settings] if isinstance(settings, str) else settings
        parsed = [parse_assignment(str(text), problems) for text in texts]
        pairs = [pair for pair in parsed if pair is not None]
    origin = Origin(COMMAND_LINE)
    for path, value in pairs:
        section, dot, key = path.partition(".")
        if not dot:
            section, key = "settings", path
        if section == "scale":
            _merge_scale(words, key, value, origin, problems)
        elif section == "ranges":
            merge_range(words, key, value, origin, problems)
        elif section not in SECTIONS:
            problems.add(
                COMMAND_LINE,
                "the key is unknown.",
                column=path,
                remedy=nearest(path, [*Settings.model_fields, *(f"{s}.KEY" for s in SECTIONS)]),
            )
        elif section == "limits" and "." in key:
            key, _, name = key.partition(".")
            known = words.sections.get(section, {}).get(key)
            table = dict(known) if isinstance(known, dict) else {}
            words.put(section, key, table | {name: value}, origin)
        else:
            words.put(section, key, value, origin)


def parse_assignment(text: str, problems: ProblemList) -> tuple[str, Any] | None:
    """Split `key=value` of `--set`; the value is read as TOML, else as text."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        problems.add(
            COMMAND_LINE, f"{shown(text)} is not an assignment.", remedy="write --set key=value."
        )
        return None
    try:
        content = tomllib.loads(f"value = {value.strip()}")
    except (ValueError, RecursionError):
        return key.strip(), value.strip()
    return key.strip(), content["value"] if len(content) == 1 else value.strip()


def _merge_scale(words: Words, key: str, value: Any, origin: Origin, problems: ProblemList) -> None:
    if isinstance(value, Mapping):
        # Written without quotes, options.operating_cost is a table within a table to TOML.
        for inner, factor in value.items():
            _merge_scale(words, f"{key}.{inner}", factor, origin, problems)
        return
    factor = plain(value)
    number = isinstance(factor, int | float) and not isinstance(factor, bool)
    if not number or not 0 <= factor <= 1e100 or math.isnan(factor):
        problems.add(
            origin.file,
            f"{shown(value)} is not a factor; expected a number of at least 0.",
            row=origin.line,
            column=f"scale.{key}",
            remedy="write 1.2 for 20% more.",
        )
        return
    before = words.sections.get("scale", {}).get(key, 1.0)
    words.put("scale", key, before * float(factor), origin)


def apply_scale(
    words: Words,
    tables: dict[str, pd.DataFrame],
    files: dict[str, str],
    problems: ProblemList,
) -> None:
    """Multiply columns by the factors of [scale]; the tables and their labels are replaced.

    Parameters
    ----------
    words : Words
    tables, files : dict of table name to DataFrame, and to the name used in messages
    problems : ProblemList
        Receives factors on what is no column of numbers or absent, and values that a factor
        takes out of their range.
    """
    for target, factor in words.sections.get("scale", {}).items():
        table, _, name = target.partition(".")
        origin = words.origin("scale", target)
        column = TABLES[table].column(name) if table in TABLES else None

        def refuse(message: str, remedy: str, origin: Origin = origin, key: str = target) -> None:
            problems.add(
                origin.file, message, row=origin.line, column=f"scale.{key}", remedy=remedy
            )

        if column is None or column.kind not in ("number", "integer"):
            refuse("this is no column of numbers.", nearest(target, number_columns()))
            continue
        if table not in tables or name not in tables[table]:
            remedy = "take the factor out."
            if table == "travel" and "edges" in files:
                remedy = "the instance has a network instead: scale edges.minutes."
            if table not in files or table in tables:
                refuse(f"the instance has no {target}.", remedy)
            continue
        scaled = tables[table][name] * factor
        row = first_unfit(scaled, column)
        if row is not None:
            refuse(
                f"times {factor:g}, row {row} of {files[table]} becomes {scaled[row]:g}; "
                f"expected {column.expected()}.",
                "use another factor.",
            )
            continue
        tables[table] = tables[table].assign(**{name: scaled})
        files[table] = f"{files[table].partition(' (')[0]} (scaled by {brief(origin.file)})"
