"""Files and sheets that seem to hold an instance's tables, but stand where nothing is read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from optimizer.instance.problems import ProblemList, brief
from optimizer.instance.reading.files import SUFFIXES
from optimizer.instance.reading.workbook import first_cells
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.definitions import Table

PLAN = "plan.json"
"""A folder with it is a plan's: its tables bear some of the same names."""
WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
GEOMETRIES = (".shp", ".shx", ".dbf", ".prj", ".geojson", ".topojson", ".json", ".kml", ".kmz")
"""Other formats of boundaries."""
MOST_FILES = 1_000
"""Of a folder inside the instance, or of an archive, those that are looked at."""
FOLDERS_DEEP = 3
"""So many folders in each other are looked into."""
DATA = (".txt", ".json", ".dat", ".tab", ".psv", ".xml", ".yaml", ".yml", ".html", ".htm", ".dbf")
"""Endings of other files that may hold a table."""


def table_meant(word: str) -> str | None:
    """Return the table that a name stands for in other letters, or with a year or number behind it.

    Parameters
    ----------
    word : str
        Such as "Universities ", "universities (2)" or "universities_2024".
    """
    plain = re.sub(r"[\W\d_]+$", "", word.strip().casefold().replace(" ", "_"))
    return plain if plain in TABLES else None


def refuse_other_formats(folder: Path, found: Collection[str], problems: ProblemList) -> None:
    """Refuse workbooks and tables in formats that nothing reads, whatever they are called.

    Those that are called as a table is are refused elsewhere.

    Parameters
    ----------
    folder, found, problems
        As for `refuse_tables_in_folders`.
    """
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.casefold()
        if path.name.startswith((".", "~$")) or not path.is_file() or path.stem in TABLES:
            continue
        if suffix == ".xlsx" and path.suffix != suffix:
            what, remedy = "the workbook isn't read", f"call it {path.stem}.xlsx"
        elif suffix in WORKBOOKS:
            what, remedy = f"a workbook in the format {suffix} isn't read", "save it as .xlsx"
        elif suffix == ".tsv":
            what, remedy = "the format .tsv isn't read", "save it as .csv, named as its table"
        elif suffix in DATA and (meant := table_meant(path.stem)) and meant not in found:
            what, remedy = f"the format {suffix} isn't read", f"save it as {meant}.csv"
        else:
            continue
        message = f"{what}, so that nobody knows which tables it holds."
        problems.add(brief(path.name), message, remedy=f"{remedy}, or move it elsewhere.")


def refuse_tables_in_folders(folder: Path, found: Collection[str], problems: ProblemList) -> None:
    """Refuse a table that stands in a folder of the instance, and nowhere that it is read.

    Parameters
    ----------
    folder : Path
        The instance.
    found : collection of str
        The tables that were found in their places: copies of these are left alone.
    problems : ProblemList
    """
    read = {table.folder for table in TABLES.values()}  # what is strange there is told elsewhere
    for inner in sorted(folder.iterdir()):
        if not inner.is_dir() or inner.name.startswith(".") or inner.name in read:
            continue
        for path in _files(inner, FOLDERS_DEEP):
            name = path.relative_to(folder).as_posix()
            table = _absent_table(path.name, found)
            if table is not None and path.suffix.casefold() != ".gpkg":
                message = f"the table {table.name} isn't read from there, and stands nowhere else."
                problems.add(brief(name), message, remedy=_move(table))


def refuse_packed_tables(folder: Path, found: Collection[str], problems: ProblemList) -> None:
    """Refuse archives that hold a table which stands nowhere that it is read.

    Parameters
    ----------
    folder, found, problems
        As for `refuse_tables_in_folders`.
    """
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() != ".zip" or path.name.startswith(".") or not path.is_file():
            continue
        for member in _members(path):
            table = _absent_table(Path(member).name, found)
            if table is not None and not Path(member).name.startswith("."):
                message = f"it holds the table {table.name}, which stands nowhere else."
                remedy = f"unpack it and {_move(table)}"
                problems.add(brief(f"{path.name}, {member}"), message, remedy=remedy)


def _absent_table(name: str, found: Collection[str]) -> Table | None:
    """Return the table that a file seems to hold, where it was found in none of its places."""
    path = Path(name)
    if path.suffix.casefold() not in SUFFIXES:
        return None
    meant = table_meant(path.stem)
    return None if meant is None or meant in found else TABLES[meant]


def _move(table: Table) -> str:
    place = f"into the folder {table.folder}" if table.folder else "into the instance"
    return f"move it {place} as {table.name}.csv (or .xlsx, .parquet), or elsewhere."


def _members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()[:MOST_FILES]
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return []  # no archive after all: nothing is read from it either


def _files(folder: Path, deep: int) -> list[Path]:
    """Return the files of a folder and of those in it; a plan's folder has none for an instance."""
    try:
        paths = list(islice(sorted(folder.iterdir()), MOST_FILES))
    except OSError:  # a folder that nobody may read holds nothing for this instance
        return []
    if any(path.name == PLAN for path in paths):
        return []
    inner = [path for path in paths if path.is_dir() and not path.name.startswith(".")]
    below = [path for each in inner for path in _files(each, deep - 1)] if deep > 1 else []
    return [path for path in paths if path.is_file()] + below


def sheets_meant(path: Path, names: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each sheet that seems to hold a table under another name: sheet, table, why.

    Parameters
    ----------
    path : Path
        A workbook none of whose sheets is called as a table is.
    names : collection of str
        Its sheets. One whose name begins with `_` is left alone.
    """
    seen = [name for name in names if not name.startswith("_")]
    by_name = {name: meant for name in seen if (meant := table_meant(name))}
    first = first_cells(path, [name for name in seen if name not in by_name])
    for name in seen:
        if name in by_name:
            yield name, by_name[name], "the sheet isn't read under this name"
        elif table := _with_columns(first.get(name, [])):
            yield name, table, f"the sheet has the columns of {table}, but isn't read"


def _with_columns(header: list[str]) -> str | None:
    """Return the table all of whose required columns, at least two, stand in a header."""
    there = {cell.strip().casefold() for cell in header}
    for table in TABLES.values():
        required = {column.name for column in table.columns if column.required} | set(table.key)
        if len(required) > 1 and required <= there:
            return table.name
    return None
