"""Reads a plan's folder back, and says where its files contradict each other."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optimizer.instance import InputError, Problem, shipped
from optimizer.plan.atomic_write import PLAN_FILE, restore
from optimizer.plan.csv_table import read_cells
from optimizer.plan.plan import ADDED, MAY_BE_BLANK, TEXT, PlanData
from optimizer.plan.record import IN_JSON, LATER, TABLES, from_record


def read_record(source: str | Path) -> tuple[dict[str, Any], list[Problem]]:
    """Return a plan folder's content as plain Python, and where its files contradict each other.

    Raises
    ------
    InputError
        A file is missing or damaged.
    """
    folder = _folder(source)
    _refuse_what_is_no_plan(folder, str(source))
    problems: list[Problem] = []
    differences: list[Problem] = []
    record = _read_json(folder / PLAN_FILE, problems)
    for name, columns in TABLES.items():
        path = folder / f"{name}.csv"
        if not path.is_file():
            # An earlier version wrote no table that plan.json doesn't hold, or holds empty.
            if name not in LATER or record.get(name):
                problems.append(
                    Problem(path.name, "the file is missing.", remedy="copy the whole folder.")
                )
            continue
        rows = _read_csv(path, columns, problems, differences)
        if rows is None:
            continue
        if name in IN_JSON:
            differences.extend(_differences(rows, record.get(name), path.name))
        else:
            record[name] = rows
    if problems:
        raise InputError(problems)
    return record, differences


def _refuse_what_is_no_plan(folder: Path, called: str) -> None:
    """Refuse what can't be a plan's folder at all.

    Raises
    ------
    InputError
    """
    if (folder / PLAN_FILE).exists():
        return
    remedy = "`rooted solve INSTANCE --out DIR` writes a plan."
    if (folder / "instance.toml").exists() or (not folder.exists() and called in shipped()):
        message = "this is an instance, not a plan."
    elif not folder.exists():
        message = "there is no such folder."
    elif not folder.is_dir():
        message = "this is a file; expected a plan's folder."
    else:
        message = f"the folder holds no plan: it has no {PLAN_FILE}."
    raise InputError([Problem(called, message, remedy=remedy)])


def _folder(source: str | Path) -> Path:
    """Return a plan's folder, after a save that was cut short there has been completed."""
    folder = Path(source)
    if folder.name == PLAN_FILE:
        folder = folder.parent
    try:
        restore(folder)
    except OSError as error:
        message = f"it can't be read ({error.strerror})."
        remedy = "where a save was cut short, make the folder writable and read it again."
        raise InputError([Problem(str(folder), message, remedy=remedy)]) from error
    return folder


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; readers differ in which of two values under one key they take.

    Raises
    ------
    ValueError
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice!r} stands there twice")
    return found


def _read_json(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once)
    except OSError as error:
        problems.append(Problem(path.name, f"it can't be read ({error.strerror})."))
        return {}
    except (ValueError, RecursionError) as error:
        remedy = "copy the whole folder anew, or solve again."
        problems.append(Problem(path.name, f"this is not valid JSON: {error}.", remedy=remedy))
        return {}
    if not isinstance(content, dict):
        problems.append(Problem(path.name, "this is not a plan: expected an object."))
        return {}
    return content


def _read_csv(
    path: Path, columns: tuple[str, ...], problems: list[Problem], differences: list[Problem]
) -> list[dict[str, Any]] | None:
    try:
        frame, decimal = read_cells(path)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        problems.append(Problem(path.name, f"it can't be read ({reason})."))
        return None
    missing = [c for c in columns if c not in frame.columns and c not in ADDED]
    if missing:
        problems.append(Problem(path.name, f"columns are missing: {', '.join(missing)}."))
        return None
    rows: list[dict[str, Any]] = []
    there = [column for column in columns if column in frame.columns]
    for place, cells in enumerate(frame[there].itertuples(index=False, name=None)):
        row: dict[str, Any] = {}
        for column, cell in zip(there, cells, strict=True):
            row[column] = cell if column in TEXT else _number(cell, decimal)
            if row[column] is None and (cell or column not in MAY_BE_BLANK):
                differences.append(
                    Problem(path.name, f"{cell!r} is not a number.", place + 2, column)
                )
        rows.append(row)
    return rows


def _number(cell: str, decimal: str) -> float | None:
    try:
        value = float(cell.replace(decimal, "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _differences(rows: list[dict[str, Any]], known: object, name: str) -> list[Problem]:
    """Return where a CSV table says something else than plan.json."""
    if not isinstance(known, list) or len(known) != len(rows):
        count = len(known) if isinstance(known, list) else 0
        return [
            Problem(name, f"{len(rows)} rows, but plan.json has {count}; one of them was changed.")
        ]
    found: list[Problem] = []
    for place, (row, other) in enumerate(zip(rows, known, strict=True)):
        for column, value in row.items():
            told = other.get(column) if isinstance(other, dict) else None
            if value != told:
                found.append(
                    Problem(
                        name,
                        f"{value!r}, but plan.json says {told!r}; one of them was changed.",
                        place + 2,
                        column,
                    )
                )
    return found


NUMBERS = ("retained", "arrived", "objective", "bound", "gap", "cost")


def _refuse_words(record: Mapping[str, Any]) -> None:
    """Refuse a plan whose figures are no numbers.

    Raises
    ------
    ValueError
    """
    for name in NUMBERS:
        value = record.get(name, 0.0)
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise ValueError(f"{name} is {value!r}, no number")


def load_plan(folder: str | Path, /, **more: Any) -> PlanData:
    """Read a plan folder as data; what is asked and raised is that of `optimizer.load_plan`."""
    record, differences = read_record(folder)
    if differences:
        raise InputError(differences)
    try:
        _refuse_words(record)
        names = {
            "names": _names(folder, "region_name"),
            "local_names": _names(folder, "region_name_local"),
        }
        return from_record(record, **(names | more))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        problem = Problem(PLAN_FILE, f"this is not a whole plan ({error}).")
        raise InputError([problem]) from error


def _names(source: str | Path, column: str) -> dict[str, str]:
    """Return the regions' names, which stand in regions.csv only; none where it has none."""
    path = Path(source).parent if Path(source).name == PLAN_FILE else Path(source)
    if not (path / "regions.csv").is_file():
        return {}
    frame, _ = read_cells(path / "regions.csv")
    if column not in frame.columns:
        return {}
    return dict(zip(frame["region_id"], frame[column], strict=True))


def read_names(source: str | Path) -> list[tuple[str, str, str, str]]:
    """Return what a plan's tables call each region: file, region_id, column of regions, name."""
    folder = _folder(source)
    found: dict[tuple[str, str, str, str], None] = {}
    for name in TABLES:
        path = folder / f"{name}.csv"
        if not path.is_file():
            continue
        try:
            frame, _ = read_cells(path)
        except (OSError, ValueError):
            continue  # named where the table is read
        for ids, names, column in _NAMED:
            if ids in frame.columns and names in frame.columns:
                pairs = zip(frame[ids], frame[names], strict=True)
                found |= {(path.name, region, column, told): None for region, told in pairs}
    return list(found)


_NAMED = (
    ("region_id", "region_name", "name"),
    ("region_id", "region_name_local", "name_local"),
    ("from_region", "from_name", "name"),
    ("to_region", "to_name", "name"),
)
"""Columns of a plan's tables with ids, and with the names beside them."""
