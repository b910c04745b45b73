"""Writes a plan as a folder, nothing ever half-written, and reads it back."""

from __future__ import annotations

import json
import math
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.instance import InputError, Problem
from optimizer.plan.plan import Plan
from optimizer.plan.record import IN_JSON, TABLES, from_record, to_record

PLAN_FILE = "plan.json"
Writer = Callable[[Path], None]


def plan_json(plan: Plan) -> str:
    """Return plan.json's content."""
    return json.dumps(
        to_record(plan, complete=False), ensure_ascii=False, indent=2, allow_nan=False
    )


def write_files(folder: Path, writers: Mapping[str, Writer], *, last: str = PLAN_FILE) -> None:
    """Write several files into a folder, each whole or not at all.

    Every file is first written under another name; only when all are complete do they take
    their places, `last` last. Other files of the folder are left alone.

    Raises
    ------
    InputError
        The folder is an instance, whose tables would be overwritten, or can't be written to.
    """
    if (folder / "instance.toml").exists():
        raise InputError(
            [
                Problem(
                    str(folder),
                    "this folder holds an instance; a plan would overwrite its tables.",
                    remedy="choose another folder for --out.",
                )
            ]
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as temporary:
            for name, write in writers.items():
                write(Path(temporary) / name)
            for name in sorted(writers, key=lambda name: name == last):
                os.replace(Path(temporary) / name, folder / name)
    except OSError as error:
        raise InputError(
            [
                Problem(
                    str(error.filename or folder),
                    f"it can't be written ({error.strerror}).",
                    remedy="close it in other programs, or choose another folder for --out.",
                )
            ]
        ) from error


def table_writers(plan: Plan) -> dict[str, Writer]:
    """Return a writer for plan.json and for each table as CSV."""

    def csv(name: str) -> Writer:
        # A BOM, so that a spreadsheet reads Korean names as UTF-8.
        frame = with_names(getattr(plan, name), plan.names)
        return lambda path: frame.to_csv(path, index=False, encoding="utf-8-sig")

    writers = {f"{name}.csv": csv(name) for name in TABLES}
    writers[PLAN_FILE] = lambda path: path.write_text(plan_json(plan) + "\n", encoding="utf-8")
    return writers


def with_names(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Return a table with the regions' names as further columns at its end."""
    more = {
        f"{column.removesuffix('_id').removesuffix('_region')}_name": frame[column].map(names)
        for column in ("region_id", "from_region", "to_region")
        if column in frame.columns
    }
    return frame.assign(**more)


def read_record(source: str | Path) -> tuple[dict[str, Any], list[Problem]]:
    """Return a plan folder's content as plain Python, and where its files contradict each other.

    Raises
    ------
    InputError
        A file is missing or damaged.
    """
    folder = Path(source)
    if folder.name == PLAN_FILE:
        folder = folder.parent
    problems: list[Problem] = []
    differences: list[Problem] = []
    record = _read_json(folder / PLAN_FILE, problems)
    for name, columns in TABLES.items():
        path = folder / f"{name}.csv"
        if not path.is_file():
            if name not in IN_JSON:
                problems.append(
                    Problem(path.name, "the file is missing.", remedy="copy the whole folder.")
                )
            continue
        rows = _read_csv(path, columns, problems)
        if rows is None:
            continue
        if name in IN_JSON:
            differences.extend(_differences(rows, record.get(name), path.name))
        else:
            record[name] = rows
    if problems:
        raise InputError(problems)
    return record, differences


def _read_json(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problems.append(Problem(path.name, f"it can't be read ({error.strerror})."))
        return {}
    except ValueError as error:
        problems.append(Problem(path.name, f"this is not valid JSON: {error}."))
        return {}
    if not isinstance(content, dict):
        problems.append(Problem(path.name, "this is not a plan: expected an object."))
        return {}
    return content


def _read_csv(
    path: Path, columns: tuple[str, ...], problems: list[Problem]
) -> list[dict[str, Any]] | None:
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        problems.append(Problem(path.name, f"it can't be read ({reason})."))
        return None
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        problems.append(Problem(path.name, f"columns are missing: {', '.join(missing)}."))
        return None
    rows: list[dict[str, Any]] = []
    for place, cells in enumerate(frame[list(columns)].itertuples(index=False, name=None)):
        row: dict[str, Any] = {}
        for column, cell in zip(columns, cells, strict=True):
            row[column] = cell if column in _TEXT else _number(cell)
            if row[column] is None:
                problems.append(
                    Problem(path.name, f"{cell!r} is not a number.", place + 2, column)
                )
        rows.append(row)
    return rows


_TEXT = {
    "region_id",
    "province",
    "option_id",
    "measure_id",
    "university_id",
    "field",
    "from_region",
    "to_region",
}


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
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


def load_plan(source: str | Path, **more: Any) -> Plan:
    """Read a plan folder; `verify` says whether it holds.

    Raises
    ------
    InputError
        A file is missing or damaged, or a CSV table contradicts plan.json.
    """
    record, differences = read_record(source)
    if differences:
        raise InputError(differences)
    try:
        return from_record(record, **more)
    except (KeyError, TypeError, ValueError) as error:
        problem = Problem(PLAN_FILE, f"this is not a whole plan ({error}).")
        raise InputError([problem]) from error
