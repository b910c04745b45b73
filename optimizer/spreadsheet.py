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
    """Write tables as one workbook: a sheet each, its header frozen, blank where nothing is known.

    Parameters
    ----------
    path : Path
        Ending in .xlsx.
    sheets : mapping of name to DataFrame
        Names of at most 31 letters. Text is guarded; numbers are numbers.

    Raises
    ------
    ValueError
        A table has more rows than a sheet.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, frame in sheets.items():
        if len(frame) >= MOST_ROWS:
            raise ValueError(f"{name} has {len(frame):,} rows; a sheet holds {MOST_ROWS - 1:,}")
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, str(column)) for column in frame.columns])
        for row in frame.itertuples(index=False, name=None):
            sheet.append([_cell(sheet, value) for value in row])
    book.save(path)


def _cell(sheet: Any, value: Any) -> Any:
    """Return a value as openpyxl writes it; text is always text, never a formula or an error."""
    from openpyxl.cell import WriteOnlyCell

    if hasattr(value, "item"):
        value = value.item()
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float):
        # openpyxl would write 16 digits, which are another number now and then.
        cell = WriteOnlyCell(sheet, value)
        cell._value = repr(value)
        return cell
    if isinstance(value, bool | int):
        return value
    text = guarded(str(value))
    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("\ufffd", text))
    cell.data_type = "s"
    return cell


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that a workbook can't hold."""
