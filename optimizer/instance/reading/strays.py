"""Files and sheets that seem to hold an instance's tables, but stand where nothing is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from optimizer.instance.problems import ProblemList, brief
from optimizer.instance.reading.files import SUFFIXES
from optimizer.instance.reading.workbook import first_cells
from optimizer.instance.schema.columns import TABLES

PLAN = "plan.json"
"""A folder with it is a plan's: its tables bear some of the same names."""
WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
GEOMETRIES = (".shp", ".shx", ".dbf", ".prj", ".geojson", ".topojson", ".json", ".kml", ".kmz")
"""Other formats of boundaries."""
MOST_FILES = 1_000
"""Of a folder inside the instance, those that are looked at."""


def table_meant(word: str) -> str | None:
    """Return the table that a name stands for in other letters, or with a year or number behind it.

    Parameters
    ----------
    word : str
        Such as "Universities ", "universities (2)" or "universities_2024".
    """
    plain = re.sub(r"[\W\d_]+$", "", word.strip().casefold().replace(" ", "_"))
    return plain if plain in TABLES else None


def refuse_other_formats(folder: Path, problems: ProblemList) -> None:
    """Refuse workbooks and tables in formats that nothing reads, whatever they are called.

    Those that are called as a table is are refused elsewhere.
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
        if (inner / PLAN).exists():
            continue
        for path in _files(inner):
            table = TABLES.get(path.stem.casefold())
            if table is None or table.name in found or path.suffix.casefold() not in SUFFIXES:
                continue
            if path.suffix.casefold() == ".gpkg":
                continue
            name = path.relative_to(folder).as_posix()
            place = f"into the folder {table.folder}" if table.folder else "into the instance"
            message = f"the table {table.name} isn't read from there, and stands nowhere else."
            problems.add(brief(name), message, remedy=f"move it {place}, or elsewhere.")


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in islice(sorted(folder.iterdir()), MOST_FILES) if path.is_file()]
    except OSError:  # a folder that nobody may read holds nothing for this instance
        return []


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
