"""Writes a plan as a folder, nothing ever half-written, and reads it back."""

from __future__ import annotations

import errno
import json
import math
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from pyogrio.errors import DataSourceError

from optimizer.instance import InputError, Problem
from optimizer.plan.economy import economy_table
from optimizer.plan.plan import ADDED, MAY_BE_BLANK, TEXT, Plan
from optimizer.plan.projection import LEVELS
from optimizer.plan.record import IN_JSON, LATER, TABLES, from_record, to_record

PLAN_FILE = "plan.json"
PROJECTIONS = tuple(f"projection_{level}.csv" for level in LEVELS)
FIGURES = tuple(
    f"{name}.{end}"
    for end in ("png", "svg")
    for name in ("map", "youth_path", "pyramid", "extinction_risk", "tornado")
)
"""Drawn by the report; in one folder only those of one plan."""
PRICES = "cost_per_stayer.csv"
ECONOMY_FILE = "economy.csv"
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
    *UNCERTAINTY,
    "summary.txt",
    "plan.gpkg",
    *FIGURES,
    PLAN_FILE,
)
"""Every file that a plan may have."""
Writer = Callable[[Path], object]


def plan_json(plan: Plan) -> str:
    """Return plan.json's content."""
    text = json.dumps(
        to_record(plan, complete=False), ensure_ascii=False, indent=2, allow_nan=False
    )
    # A list of numbers over the years belongs on one line.
    return re.sub(
        r"\[\s+((?:-?\d[\d.eE+-]*|null)(?:,\s+(?:-?\d[\d.eE+-]*|null))*)\s+\]",
        lambda found: "[" + re.sub(r",\s+", ", ", found[1]) + "]",
        text,
    )


def check_writable(folder: Path) -> None:
    """Check that a plan could be written into a folder, before time is spent on solving.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be made or written to.
    """
    there = folder
    try:
        _refuse_instance(folder)
        while not there.exists() and there != there.parent:
            there = there.parent
    except OSError as error:  # a name too long for the file system, and the like
        raise _not_written(str(folder), error.strerror or str(error)) from error
    if not there.is_dir():
        raise _not_written(str(there), "it is a file, not a folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise _not_written(str(there), "no permission")


def write_files(folder: Path, writers: Mapping[str, Writer]) -> None:
    """Write a plan's files into a folder: all of them, or none.

    Every file is first written under another name. Only when all are complete do they take the
    places of an earlier plan's files, and these return if that fails. What an earlier plan
    wrote and this one doesn't (a map) is removed; other files of the folder are left alone.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    check_writable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as temporary:
            new, old = Path(temporary) / "new", Path(temporary) / "old"
            new.mkdir()
            old.mkdir()
            for name, write in writers.items():
                write(new / name)
            _exchange(folder, new, old, list(writers))
    except OSError as error:
        raise _not_written(str(error.filename or folder), error.strerror or str(error)) from error
    except DataSourceError as error:
        raise _not_written(str(folder), str(error)) from error


def add_files(folder: Path, writers: Mapping[str, Writer]) -> None:
    """Write files into a folder beside what it holds; each is complete or not there.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    check_writable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as temporary:
            for name, write in writers.items():
                write(Path(temporary) / name)
            for name in writers:
                (Path(temporary) / name).replace(folder / name)
    except OSError as error:
        raise _not_written(str(error.filename or folder), error.strerror or str(error)) from error


def _exchange(folder: Path, new: Path, old: Path, names: list[str]) -> None:
    """Move the old files out and the new ones in, plan.json last; undo it if anything fails."""
    stale = [name for name in FILES if name not in names] if (folder / PLAN_FILE).exists() else []
    done: list[tuple[Path, Path]] = []
    try:
        for name in (*stale, *names):
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder is in its place", folder / name)
            if (folder / name).exists():
                (folder / name).replace(old / name)
                done.append((old / name, folder / name))
        for name in sorted(names, key=lambda name: name == PLAN_FILE):
            (new / name).replace(folder / name)
            done.append((folder / name, new / name))
    except BaseException:
        for now, before in reversed(done):
            now.replace(before)
        raise


def _refuse_instance(folder: Path) -> None:
    within = folder.name == "network" and (folder.parent / "instance.toml").exists()
    if (folder / "instance.toml").exists() or within:
        message = "this folder holds an instance; a plan would overwrite its tables."
    elif not (folder / PLAN_FILE).exists() and (folder / "regions.csv").exists():
        message = "it holds a regions.csv that no plan wrote; a plan would overwrite it."
    else:
        return
    raise InputError([Problem(str(folder), message, remedy="choose another folder for --out.")])


def _not_written(place: str, reason: str) -> InputError:
    remedy = "close it in other programs, or choose another folder for --out."
    return InputError([Problem(place, f"it can't be written ({reason}).", remedy=remedy)])


def table_writers(plan: Plan) -> dict[str, Writer]:
    """Return a writer for plan.json and for each table as CSV."""

    def csv(table: pd.DataFrame) -> Writer:
        # A BOM, so that a spreadsheet reads Korean names as UTF-8.
        frame = with_names(table, plan.names, plan.local_names)
        return lambda path: frame.to_csv(path, index=False, encoding="utf-8-sig")

    writers: dict[str, Writer] = {f"{name}.csv": csv(getattr(plan, name)) for name in TABLES}
    if plan.projection is not None:
        for level, file in zip(LEVELS, PROJECTIONS, strict=True):
            writers[file] = csv(getattr(plan.projection, level))
        writers[PRICES] = csv(plan.projection.cost_per_stayer)
    if plan.economy:
        writers[ECONOMY_FILE] = csv(economy_table(plan.economy, plan.currency))
    writers[PLAN_FILE] = lambda path: path.write_text(plan_json(plan) + "\n", encoding="utf-8")
    return writers


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


def _read_json(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problems.append(Problem(path.name, f"it can't be read ({error.strerror})."))
        return {}
    except (ValueError, RecursionError) as error:
        problems.append(Problem(path.name, f"this is not valid JSON: {error}."))
        return {}
    if not isinstance(content, dict):
        problems.append(Problem(path.name, "this is not a plan: expected an object."))
        return {}
    return content


def _read_csv(
    path: Path, columns: tuple[str, ...], problems: list[Problem], differences: list[Problem]
) -> list[dict[str, Any]] | None:
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
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
            row[column] = cell if column in TEXT else _number(cell)
            if row[column] is None and (cell or column not in MAY_BE_BLANK):
                differences.append(
                    Problem(path.name, f"{cell!r} is not a number.", place + 2, column)
                )
        rows.append(row)
    return rows


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


def load_plan(folder: str | Path, /, **more: Any) -> Plan:
    """Read a plan folder; `verify` says whether it holds.

    Parameters
    ----------
    folder : str or Path
        The folder, or its plan.json.
    more
        Attributes that a folder doesn't hold: `source`, the instance that the plan was made for,
        to ask more of it; `boundaries`, for maps.

    Raises
    ------
    InputError
        A file is missing or damaged, or a CSV table contradicts plan.json.
    """
    record, differences = read_record(folder)
    if differences:
        raise InputError(differences)
    try:
        names = {
            "names": _names(folder, "region_name"),
            "local_names": _names(folder, "region_name_local"),
        }
        return from_record(record, **(names | more))
    except (KeyError, TypeError, ValueError) as error:
        problem = Problem(PLAN_FILE, f"this is not a whole plan ({error}).")
        raise InputError([problem]) from error


def _names(source: str | Path, column: str) -> dict[str, str]:
    """Return the regions' names, which stand in regions.csv only; none where it has none."""
    path = Path(source).parent if Path(source).name == PLAN_FILE else Path(source)
    if not (path / "regions.csv").is_file():
        return {}
    frame = pd.read_csv(
        path / "regions.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    if column not in frame.columns:
        return {}
    return dict(zip(frame["region_id"], frame[column], strict=True))
