"""Writes an instance folder in one stroke: all of it, or nothing; and a first one to start from."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.arrays import plain
from optimizer.instance.instance import Instance
from optimizer.instance.problems import InputError, Problem, nearest, shown
from optimizer.instance.reading.folder import BOUNDARIES, SETTINGS
from optimizer.instance.reading.read import read_instance
from optimizer.instance.reading.settings_sheet import COLUMNS, TEXT, value_of
from optimizer.instance.reading.shipped import shipped
from optimizer.instance.reading.toml_words import HEAD, INSTANCE_FILE
from optimizer.instance.schema.columns import TABLES
from optimizer.spreadsheet import guarded_frame, write_workbook

STARTING_POINT = "tiny"
WORKBOOK, SUFFIX = "tables.xlsx", ".xlsx"


def write_instance(
    folder: str | Path,
    tables: Mapping[str, pd.DataFrame],
    words: Mapping[str, Any],
    *,
    boundaries: str | Path | None = None,
    suffix: str = ".csv",
) -> Path:
    """Write tables and words as an instance folder that reads without a problem.

    Parameters
    ----------
    folder : str or Path
        Must not be there yet, or be empty. NAME.xlsx: one workbook is written, with a sheet for
        each table and one for the words, without boundaries.
    tables : mapping of table name to DataFrame
        Columns as in `rooted schema`; blank cells and absent columns take the defaults.
    words : mapping
        Content of instance.toml: name, base_year, horizon_year, and sections as mappings.
    boundaries : str or Path, optional
        GeoPackage that is copied as regions.gpkg.
    suffix : {".csv", ".parquet", ".xlsx"}
        ".xlsx": one workbook, tables.xlsx, with a sheet for each table.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        The folder holds something, or what was written does not read: then nothing is left.
    """
    if Path(folder).suffix.lower() == SUFFIX:
        return _write_whole_workbook(Path(folder), tables, words)
    with _new_folder(folder) as place:
        (place / INSTANCE_FILE).write_text(to_toml(words), encoding="utf-8")
        _refuse_unknown(tables)
        if suffix == ".xlsx":
            _write_workbook(tables, place / WORKBOOK)
        else:
            for name, frame in tables.items():
                _write_table(frame, place / TABLES[name].folder / f"{name}{suffix}")
        if boundaries is not None:
            shutil.copyfile(boundaries, place / BOUNDARIES)
        read_instance(place)
    return Path(folder)


def _refuse_unknown(tables: Mapping[str, pd.DataFrame]) -> None:
    for name in tables:
        if name not in TABLES:
            message = "the table is unknown."
            raise InputError([Problem(name, message, remedy=nearest(name, list(TABLES)))])


def _write_whole_workbook(
    path: Path, tables: Mapping[str, pd.DataFrame], words: Mapping[str, Any]
) -> Path:
    """Write an instance as one workbook.

    Raises
    ------
    InputError
        There is a file of that name, or what was written does not read: then nothing is left.
    """
    _refuse_unknown(tables)
    if path.exists():
        message = "there is a file or folder of that name already."
        raise InputError([Problem(shown(str(path)), message, remedy="name a new file.")])
    target = path.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.stem}.", dir=target.parent) as place:
            book = Path(place) / target.name
            _write_workbook({SETTINGS: settings_sheet(words), **tables}, book)
            read_instance(book)
            book.replace(target)
    except OSError as error:
        message = f"it can't be written ({error.strerror})."
        problem = Problem(shown(str(path)), message, remedy="name another.")
        raise InputError([problem]) from error
    return path


def settings_sheet(words: Mapping[str, Any]) -> pd.DataFrame:
    """Return the content of instance.toml as rows of key, value, low and high."""
    ranges = dict(words.get("ranges", {}))
    rows: list[tuple[str, Any, Any, Any]] = []
    for section, values in words.items():
        if section == "ranges":
            continue
        if not isinstance(values, Mapping):
            rows.append((section, _cell(section, values), None, None))
            continue
        for key, value in values.items():
            low, high = ranges.pop(key, (None, None)) if section == "settings" else (None, None)
            name = key if section == "settings" else f"{section}.{key}"
            rows.append((name, _cell(name, value), low, high))
    rows += [(name, None, *(_cell("", end) for end in ends)) for name, ends in ranges.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _cell(key: str, value: Any) -> Any:
    """Return a value as a cell: numbers and plain text as they are, all else as TOML."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, str) and (key in TEXT or value_of(value) == value):
        return value
    return _value(value)


def words_of(instance: Instance) -> dict[str, Any]:
    """Return what instance.toml must say for an instance to read as this one does."""
    sections: dict[str, Any] = {
        "settings": instance.settings.model_dump(exclude_defaults=True),
        "culture": instance.culture.model_dump(exclude_defaults=True),
        "limits": instance.limits.model_dump(exclude_defaults=True),
        "locked": instance.locked.model_dump(exclude_defaults=True, by_alias=True),
        "ranges": {name: [r.low, r.high] for name, r in instance.ranges.items() if r.stated},
    }
    head: dict[str, Any] = {
        key: getattr(instance, key) for key in HEAD if getattr(instance, key) != ""
    }
    if instance.phases:
        sections["phases"] = [{"year": p.year, "budget": p.budget} for p in instance.phases]
    return head | {section: words for section, words in sections.items() if words}


def save_instance(instance: Instance, folder: Path, *, xlsx: bool) -> Path:
    """Write an instance; see `Instance.save`."""
    derived = set(instance.tables) - set(instance.facts.read)
    tables = {name: frame for name, frame in instance.tables.items() if name not in derived}
    return write_instance(
        folder,
        tables,
        words_of(instance),
        boundaries=instance.boundaries,
        suffix=".xlsx" if xlsx else ".csv",
    )


def new_instance(folder: str | Path, *, xlsx: bool = False) -> Path:
    """Write a complete example, the invented country, as a starting point for one's own.

    Parameters
    ----------
    folder : str or Path
        Must not be there yet, or be empty; its name becomes the instance's. NAME.xlsx: one
        workbook with all of it.
    xlsx : bool
        Write the tables as one workbook, tables.xlsx, with a sheet for each, instead of as CSV.

    Raises
    ------
    InputError
        The folder holds something.
    """
    target = Path(folder)
    if target.suffix.lower() == SUFFIX:
        found = read_instance(STARTING_POINT)
        tables = {name: found.tables[name][list(found.filled[name])] for name in found.filled}
        return write_instance(target, tables, words_of(found) | {"name": target.stem})
    with _new_folder(target) as place:
        shutil.copytree(shipped()[STARTING_POINT], place, dirs_exist_ok=True)
        words = (place / INSTANCE_FILE).read_text(encoding="utf-8")
        name = f"name = {json.dumps(target.resolve().name, ensure_ascii=False)}"
        words = re.sub(r'(?m)^name = ".*?"', lambda _: name, words, count=1)
        (place / INSTANCE_FILE).write_text(words, encoding="utf-8")
        if xlsx:
            _as_workbook(place)
    return target


def _as_workbook(place: Path) -> None:
    """Put one workbook in the place of a folder's CSV files, with their columns alone."""
    found = read_instance(place)
    tables = {name: found.tables[name][list(found.filled[name])] for name in found.filled}
    for name, file in found.files.items():
        (place / file).unlink()
        if TABLES[name].folder and not any((place / TABLES[name].folder).iterdir()):
            (place / TABLES[name].folder).rmdir()
    _write_workbook(tables, place / WORKBOOK)


@contextmanager
def _new_folder(folder: str | Path) -> Iterator[Path]:
    """Give a temporary folder that takes the target's place if nothing goes wrong."""
    target = Path(folder).absolute()
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            what = "the folder is not empty" if target.is_dir() else "this is a file"
            raise InputError([Problem(shown(str(folder)), f"{what}.", remedy="name a new folder.")])
        target.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            [
                Problem(
                    shown(str(folder)), f"it can't be written ({reason}).", remedy="name another."
                )
            ]
        ) from error
    try:
        place.chmod(0o777 & ~_umask())
        yield place
        if target.is_dir():
            target.rmdir()
        place.replace(target)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _write_table(frame: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    if path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
        return
    frame = guarded_frame(frame).copy()
    for column in frame.columns:
        if pd.api.types.is_bool_dtype(frame[column]):
            frame[column] = frame[column].map({True: "true", False: "false"})
        elif pd.api.types.is_float_dtype(frame[column]):
            # repr is the shortest text that reads as the same number; 12.0 is written 12.
            frame[column] = [
                "" if pd.isna(value) else repr(float(value)).removesuffix(".0")
                for value in frame[column]
            ]
    frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _write_workbook(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    try:
        write_workbook(path, tables)
    except ValueError as error:
        remedy = "write the instance as CSV or Parquet."
        raise InputError([Problem(path.name, f"{error}.", remedy=remedy)]) from error


def to_toml(words: Mapping[str, Any]) -> str:
    """Return words as TOML: keys first, then a section for each mapping or list of mappings."""
    head = {key: value for key, value in words.items() if not _is_section(value)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in head.items()]
    for section, values in words.items():
        if isinstance(values, Mapping):
            lines += ["", f"[{_key(section)}]"]
            lines += [f"{_key(key)} = {_value(inner)}" for key, inner in values.items()]
        elif _is_section(values):
            for part in values:
                lines += ["", f"[[{_key(section)}]]"]
                lines += [f"{_key(key)} = {_value(inner)}" for key, inner in part.items()]
    return "\n".join(lines) + "\n"


def _is_section(value: Any) -> bool:
    several = isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    return several or isinstance(value, Mapping)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _value(key)


def _value(value: Any) -> str:
    value = plain(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        # Of what JSON writes TOML refuses only a bare DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(str(key))} = {_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    raise InputError([Problem(INSTANCE_FILE, f"{shown(value)} can't be written as TOML.")])
