"""A table of a plan as a CSV file, in the dialect asked for, and back."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

import pandas as pd

from optimizer.instance import InputError, Problem
from optimizer.plan.atomic_write import Writer
from optimizer.spreadsheet import DIALECTS, guarded_frame, unguarded


def check_dialect(name: str) -> None:
    """Check the name of a CSV dialect.

    Raises
    ------
    InputError
        It is none of `DIALECTS`.
    """
    if name not in DIALECTS:
        message = f"{name!r} does not fit; expected {', '.join(DIALECTS)}."
        raise InputError([Problem("--csv-dialect", message)])


def csv_writer(frame: pd.DataFrame, dialect: str = "comma") -> Writer:
    """Return a writer of a table: text that no spreadsheet runs, numbers with every digit.

    Parameters
    ----------
    frame : DataFrame
    dialect : {"comma", "semicolon", "tab"}
        The second with decimal commas.
    """
    how = DIALECTS[dialect]
    shown = guarded_frame(frame)
    # A lone carriage return ends a line for some readers, unless its cell stands in quotes.
    returns = any(
        isinstance(cell, str) and "\r" in cell
        for column in shown.select_dtypes(exclude="number").columns
        for cell in shown[column]
    )
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL
    # A BOM, so that a spreadsheet reads Korean names as UTF-8.
    return lambda path: shown.to_csv(
        path,
        index=False,
        encoding="utf-8-sig",
        sep=how.separator,
        decimal=how.decimal,
        quoting=quoting,
    )


def read_cells(path: Path) -> tuple[pd.DataFrame, str]:
    """Read a plan's CSV file as text, whichever its dialect; return the decimal mark too.

    Raises
    ------
    OSError, ValueError
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
    # No column of a plan has one of these characters in its name.
    how = max(DIALECTS.values(), key=lambda dialect: header.count(dialect.separator))
    frame = pd.read_csv(
        path, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=how.separator
    )
    return frame.apply(lambda column: column.map(unguarded)), how.decimal
