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
_DIRECTORY = "xl/workbook.xml"


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
        It is no workbook, it is too large, or which sheet is meant is open.
    """
    try:
        book = pd.ExcelFile(path, engine="openpyxl")
    except Exception as error:  # a damaged workbook makes openpyxl raise anything
        raise ValueError(f"it is no Excel workbook: {type(error).__name__}") from error
    with book:
        names = [str(name) for name in book.sheet_names]
        area = book.book[sheet or _sheet_of(path.stem, names)]
        rows, columns = area.max_row or 0, area.max_column or 0
        if rows * columns > MOST_CELLS:
            message = f"{rows:,} rows and {columns:,} columns are in use, mostly blank ones"
            raise ValueError(f"{message}: delete those around the table")
        cells = _cells(area, columns)
    if cells.empty:
        return pd.DataFrame()
    return cells.iloc[1:].set_axis(cells.iloc[0].tolist(), axis="columns")


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
