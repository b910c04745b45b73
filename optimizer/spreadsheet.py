"""What spreadsheets ask of files: text that no spreadsheet runs, dialects of CSV, workbooks."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

RUN = "=+\\-@\t\r\n＝＋－＠"
"""A cell that begins with one of these is a formula to some spreadsheet, as characters of a regex.

Source: OWASP, CSV Injection.
"""
_RISKY = re.compile(f"'*[{RUN}]")
_GUARDED = re.compile(f"'+[{RUN}]")
MOST_ROWS = 1_048_576
"""Rows of a sheet of Excel, the header among them."""
YEARS = ("year", "phase")
"""Columns whose numbers have no thousands."""


@dataclass(frozen=True)
class Dialect:
    """How a CSV file separates cells and writes decimals."""

    separator: str
    decimal: str


DIALECTS = {
    "comma": Dialect(",", "."),
    "semicolon": Dialect(";", ","),
    "tab": Dialect("\t", "."),
}
"""By name: the plain one, that of spreadsheets in most of Europe, and text divided by tabs."""


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe goes before it.

    `unguarded` gives back what it was, whatever it was.
    """
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """Return text without the apostrophe that `guarded` put before it."""
    return text[1:] if _GUARDED.match(text) else text


def guarded_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose text no spreadsheet runs; numbers stay numbers, also negative ones."""
    risky = [
        column
        for column in frame.columns
        if not pd.api.types.is_numeric_dtype(frame[column])
        and any(isinstance(cell, str) and _RISKY.match(cell) for cell in frame[column])
    ]
    if not risky:
        return frame
    return frame.assign(
        **{
            str(column): frame[column].map(
                lambda cell: guarded(cell) if isinstance(cell, str) else cell
            )
            for column in risky
        }
    )


def write_workbook(path: Path, sheets: Mapping[str, pd.DataFrame]) -> None:
    """Write tables as one workbook: a sheet each, headers bold, frozen and with filters.

    Parameters
    ----------
    path : Path
        Ending in .xlsx.
    sheets : mapping of name to DataFrame
        Names of at most 31 letters. Text is guarded; numbers are numbers; unknown cells blank.

    Raises
    ------
    ValueError
        A table has more rows than a sheet.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for name, frame in sheets.items():
        if len(frame) >= MOST_ROWS:
            raise ValueError(f"{name} has {len(frame):,} rows; a sheet holds {MOST_ROWS - 1:,}")
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        if len(frame) and frame.shape[1]:
            last = get_column_letter(frame.shape[1])
            sheet.auto_filter.ref = f"A1:{last}{len(frame) + 1}"
        forms = [_format(frame.iloc[:, place]) for place in range(frame.shape[1])]
        for place, width in enumerate(_widths(frame), start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        header = [_cell(sheet, str(column)) for column in frame.columns]
        for cell in header:
            cell.font = Font(bold=True)
        sheet.append(header)
        for row in frame.itertuples(index=False, name=None):
            sheet.append([_cell(sheet, v, form) for v, form in zip(row, forms, strict=True)])
    book.save(path)


def _format(column: pd.Series) -> str:
    """Return how a column's numbers are shown; a cell holds every digit all the same."""
    if column.name in YEARS or not pd.api.types.is_numeric_dtype(column):
        return "General"
    if pd.api.types.is_integer_dtype(column) or pd.api.types.is_bool_dtype(column):
        return "#,##0"
    most = float(column.abs().max()) if len(column) else 0.0
    return "#,##0.0" if most >= 100 else "#,##0.00" if most >= 10 else "0.0000"


def _widths(frame: pd.DataFrame) -> list[int]:
    """Return each column's width in letters, by its header and first rows."""
    first = frame.head(200).astype(str)
    longest = [first.iloc[:, place].str.len().max() for place in range(frame.shape[1])]
    pairs = zip(frame.columns, longest, strict=True)
    return [min(40, max(8, len(str(n)), 0 if pd.isna(m) else int(m)) + 2) for n, m in pairs]


def _cell(sheet: Any, value: Any, form: str = "General") -> Any:
    """Return a value as openpyxl writes it; text is always text, never a formula or an error."""
    from openpyxl.cell import WriteOnlyCell

    if hasattr(value, "item"):
        value = value.item()
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        number = WriteOnlyCell(sheet, value)
        number.number_format = form
        if isinstance(value, float):
            # openpyxl would write 16 digits, which are another number now and then.
            number._value = repr(value)
        return number
    text = guarded(str(value))
    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("\ufffd", text))
    cell.data_type = "s"
    return cell


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that a workbook can't hold."""
