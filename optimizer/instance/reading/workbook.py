"""Reads a table from an Excel workbook: the sheet of its name, or the only one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

MOST_CELLS = 20_000_000
"""A workbook may unfold to many times its size; more cells than this are refused unread."""


def read_sheet(path: Path) -> pd.DataFrame:
    """Return a sheet's cells as text.

    Parameters
    ----------
    path : Path
        A workbook with a sheet of the file's name, or with one sheet.

    Raises
    ------
    ValueError
        It is no workbook, it is too large, or which sheet is meant is open.
    """
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # a damaged workbook makes openpyxl raise anything
        raise ValueError(f"it is no Excel workbook: {type(error).__name__}") from error
    try:
        sheet = book[_sheet_of(path.stem, [str(name) for name in book.sheetnames])]
        if (sheet.max_row or 0) * (sheet.max_column or 0) > MOST_CELLS:
            raise ValueError(f"it has more than {MOST_CELLS:,} cells")
        rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()
    header, *lines = rows or [[]]
    # Cells to the right of the header that nobody has named are kept, to be told of.
    return pd.DataFrame(lines, columns=header, dtype=object)


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
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)
