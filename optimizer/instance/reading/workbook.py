"""Reads tables from Excel workbooks: a workbook a table, or one with a sheet for each table."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd

MOST_CELLS = 20_000_000
"""More cells than this are refused; a sheet of Excel may have many blank ones in use."""
MOST_HEADERS = 200
"""Cells of a first row that are looked at to tell what a sheet holds."""
_DIRECTORY = "xl/workbook.xml"


_OLD = b"\xd0\xcf\x11\xe0"
"""How .xls begins, and whatever Excel has encrypted."""
_CHUNK, _OVERLAP = 1 << 22, 1 << 13
"""Bytes of a sheet that are looked at together, and again with the next ones."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+(\d+):[A-Z]+(\d+))"')
_NO_VALUE = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A cell with a formula whose result nobody has worked out and kept."""


class WorkbookError(ValueError):
    """A workbook or sheet that can't be read as it stands; `remedy` mends it."""

    def __init__(self, message: str, remedy: str):
        super().__init__(message)
        self.remedy = remedy


def why_unreadable(path: Path) -> WorkbookError:
    """Return why a file is no workbook that can be read."""
    with path.open("rb") as file:
        begins = file.read(len(_OLD))
    if not begins:
        return WorkbookError("the file is empty", "save it anew, or delete it.")
    if begins == _OLD:
        message = "it has a password, or is of the old format .xls under another name"
        return WorkbookError(message, "save it without a password as .xlsx, or move it elsewhere.")
    return WorkbookError("it is no Excel workbook", "save it anew as .xlsx, or move it elsewhere.")


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets, from its directory alone; none where it is none."""
    try:
        with zipfile.ZipFile(path) as book:
            if book.getinfo(_DIRECTORY).file_size > 1_000_000:
                return []
            tree = ElementTree.fromstring(book.read(_DIRECTORY))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError):
        return []
    except Exception:  # a damaged archive makes zipfile and zlib raise anything
        return []
    return [str(part.get("name")) for part in tree.iter() if re.search(r"\}sheet$", part.tag)]


def first_cells(path: Path, names: list[str]) -> dict[str, list[str]]:
    """Return the first row of some sheets as text; none of a workbook that can't be opened."""
    if not names:
        return {}
    try:
        with pd.ExcelFile(path, engine="openpyxl") as book:
            return {
                name: [_text(cell) for row in _rows(book.book[name]) for cell in row]
                for name in names
            }
    except Exception:  # a damaged workbook makes openpyxl raise anything
        return {}


def _rows(area: Any) -> list[tuple[Any, ...]]:
    """Return a sheet's first row, alone; none of a sheet of charts."""
    if not hasattr(area, "iter_rows"):
        return []
    return list(area.iter_rows(max_row=1, max_col=MOST_HEADERS, values_only=True))


def read_sheet(path: Path, sheet: str | None = None) -> pd.DataFrame:
    """Return a sheet's cells as text, the first row as header.

    Parameters
    ----------
    path : Path
    sheet : str, optional
        By default the sheet of the file's name, or the only one.

    Raises
    ------
    ValueError
        It is no workbook, it is too large, which sheet is meant is open, or what it shows is not
        what its cells hold.
    """
    try:
        book = pd.ExcelFile(path, engine="openpyxl")
    except Exception as error:  # a damaged workbook makes openpyxl raise anything
        raise why_unreadable(path) from error
    with book:
        names = [str(name) for name in book.sheet_names]
        area = book.book[sheet or _sheet_of(path.stem, names)]
        _refuse_what_is_hidden(area, path)
        rows, columns = area.max_row or 0, area.max_column or 0
        if rows * columns > MOST_CELLS:
            message = f"{rows:,} rows and {columns:,} columns are in use, mostly blank ones"
            raise ValueError(f"{message}: delete those around the table")
        cells = _cells(area, columns)
    if cells.empty:
        return pd.DataFrame()
    return cells.iloc[1:].set_axis(cells.iloc[0].tolist(), axis="columns")


def _refuse_what_is_hidden(area: Any, path: Path) -> None:
    """Refuse a hidden sheet, merged cells, and formulas without a value: they show otherwise.

    Raises
    ------
    WorkbookError
    """
    if area.sheet_state != "visible":
        message = f"the sheet {area.title} is hidden"
        raise WorkbookError(message, "show it, or begin its name with _ so that it is left alone.")
    inside = getattr(area, "_worksheet_path", None)
    if inside is None:  # a sheet of charts alone
        raise WorkbookError(f"the sheet {area.title} holds no cells", "put a table into it.")
    with zipfile.ZipFile(path) as book, book.open(inside) as file:
        before = b""
        while chunk := file.read(_CHUNK):
            text = before + chunk
            for merged in _MERGED.finditer(text):
                if {merged[2], merged[3]} == {b"1"}:
                    continue  # a title, or a header that lacks names, is told as that
                message = f"the cells {merged[1].decode()} are merged: only the first has a value"
                raise WorkbookError(message, "take them apart and fill in each of them.")
            if found := _NO_VALUE.search(text):
                message = f"the formula in {found[1].decode()} has no value"
                remedy = "open the workbook in a spreadsheet program, and save it there."
                raise WorkbookError(message, remedy)
            before = text[-_OVERLAP:]


def _cells(area: Any, columns: int) -> pd.DataFrame:
    """Return all cells as text; blank rows at the end are left out."""
    most = MOST_CELLS // max(1, columns)
    rows = [[_text(cell) for cell in row] for row in islice(area.iter_rows(values_only=True), most)]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    return pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=object)


def _sheet_of(table: str, names: list[str]) -> str:
    if table in names:
        return table
    if len(names) == 1:
        return names[0]
    raise ValueError(f"none of its sheets is called {table}: {', '.join(names)}")


def _text(cell: Any) -> str:
    """Return a cell as it would stand in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):  # a datetime is one, too
        return cell.isoformat()
    return str(cell)
