"""Reads the sheet `settings` of a workbook that is a whole instance: the words of instance.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.instance.problems import ProblemList, shown
from optimizer.instance.reading.csv_text import FIRST_ROW
from optimizer.instance.reading.files import same_letters
from optimizer.instance.reading.folder import SETTINGS
from optimizer.instance.reading.toml_words import HEAD, TomlFile
from optimizer.instance.reading.workbook import WorkbookError, read_sheet
from optimizer.instance.schema.settings import SECTIONS
from optimizer.spreadsheet import unguarded

COLUMNS = ("key", "value", "low", "high")
TEXT = ("name", "currency")
"""Keys whose values are text, whatever they look like."""


def label_of(path: Path) -> str:
    """Return what messages call the sheet."""
    return f"{path.name}, sheet {SETTINGS}"


def read_settings(path: Path, problems: ProblemList) -> TomlFile | None:
    """Return what the sheet says, as if it stood in instance.toml.

    A row is a key and its value, as in `rooted schema`: a setting by its name alone, whatever
    belongs to another section with that before it (limits.zones). low and high, where they are
    filled, are the range of the setting. Values are written as in TOML; text needs no quotes.

    Parameters
    ----------
    path : Path
    problems : ProblemList
        Receives an unreadable sheet, missing columns, keys that stand twice.

    Returns
    -------
    TomlFile or None
        Its text has each key on the line of its row.
    """
    label = label_of(path)
    try:
        cells = read_sheet(path, SETTINGS)
    except WorkbookError as error:
        problems.add(label, f"{error}.", remedy=error.remedy)
        return None
    except (ValueError, KeyError, OSError) as error:
        problems.add(label, f"it can't be read ({error}).", remedy="save the workbook anew.")
        return None
    cells = cells.set_axis([str(name).strip().casefold() for name in cells.columns], axis="columns")
    if missing := [name for name in COLUMNS[:2] if list(cells.columns).count(name) != 1]:
        message = f"the header must hold {' and '.join(missing)}, each once."
        problems.add(label, message, row=1, remedy=f"write {', '.join(COLUMNS)} in row 1.")
        return None
    return _words(cells, label, problems)


def _words(cells: pd.DataFrame, label: str, problems: ProblemList) -> TomlFile:
    content: dict[str, Any] = {}
    lines = [""] * (FIRST_ROW - 1 + len(cells))
    for row, told in enumerate(cells.to_dict("records"), start=FIRST_ROW):
        key, value, low, high = (_plain(told.get(name, "")) for name in COLUMNS)
        if not key or not (value or low or high):
            continue
        path = _path_of(key)
        lines[row - 1] = f"{'.'.join(path)} ="
        if value and not _put(content, path, value if key in TEXT else value_of(value)):
            problems.add(label, f"{shown(key)} stands twice.", row=row, remedy="keep one of them.")
        if low or high:
            ends = [value_of(low), value_of(high)]
            name = path[-1] if path[0] == "settings" else key
            content.setdefault("ranges", {})[name] = ends
    return TomlFile(content, "\n".join(lines))


def _plain(cell: object) -> str:
    return unguarded(same_letters(str(cell).strip()))


def _path_of(key: str) -> list[str]:
    """Return section, key and what is inside it; a key alone is a setting."""
    if key in HEAD or key == "phases":
        return [key]
    section, dot, rest = key.partition(".")
    if dot and section in ("ranges", "scale"):
        return [section, rest]
    if dot and section in SECTIONS:
        inner, dot, name = rest.partition(".")
        return [section, inner, name] if dot else [section, inner]
    return ["settings", key]


def _put(content: dict[str, Any], path: list[str], value: Any) -> bool:
    """Set a key of nested tables; return whether it was free."""
    for part in path[:-1]:
        inner = content.setdefault(part, {})
        if not isinstance(inner, dict):
            return False
        content = inner
    free = path[-1] not in content
    content.setdefault(path[-1], value)
    return free


def value_of(text: str) -> Any:
    """Return a cell as TOML reads it, else as text."""
    try:
        found = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return found["value"] if len(found) == 1 else text
