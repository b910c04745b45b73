"""Reads a table from an Excel workbook: the sheet of its name, or the only one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

MOST_CELLS = 20_000_000
"""A workbook may unfold to many times its size; more cells than this are refused unread."""


def read_sheet(path: Path) -> pd.DataFrame:
    """Return a sheet's cells as text, the first row as header.

    Parameters
    ----------
    path : Path
        A workbook with a sheet of the file's name, or with one sheet.

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
        sheet = _sheet_of(path.stem, [str(name) for name in book.sheet_names])
        area = book.book[sheet]
        rows, columns = area.max_row or 0, area.max_column or 0
        if rows * columns > MOST_CELLS:
            message = f"{rows:,} rows and {columns:,} columns are in use, mostly blank ones"
            raise ValueError(f"{message}: delete those around the table")
        # Without a header, so that pandas renames none that is blank or stands twice.
        cells = pd.read_excel(book, sheet, header=None, dtype=object, na_filter=False).map(_text)
    if cells.empty:
        return pd.DataFrame()
    return cells.iloc[1:].set_axis(cells.iloc[0].tolist(), axis="columns")


def _sheet_of(table: str, names: list[str]) -> str:
    if table in names:
        return table
    if len(names) == 1:
        return names[0]
    raise ValueError(f"none of its sheets is called {table}: {', '.join(names)}")


def _text(cell: Any) -> str:
    """Return a cell as it would stand in a CSV file."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, date):  # a datetime is one, too
        return cell.isoformat()
    return str(cell)
