"""A sweep's tables for a spreadsheet: the frontier as CSV, or all of them as one workbook."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from optimizer.plan import csv_writer, write_file
from optimizer.spreadsheet import write_workbook
from optimizer.sweep import SweepData, changes, chosen

TABLES = (".csv", ".xlsx")


def write_tables(sweep: SweepData, table: pd.DataFrame, path: Path, dialect: str) -> None:
    """Write the frontier as CSV, or runs, frontier, changes and choices as a workbook.

    Parameters
    ----------
    sweep : SweepData
    table : DataFrame
        Its frontier, with or without the range of who stays.
    path : Path
        Ending in .csv or .xlsx.
    dialect : {"comma", "semicolon", "tab"}

    Raises
    ------
    InputError
        The file can't be written.
    """
    sheets = {
        "frontier": table,
        "runs": sweep.to_frame(),
        "changes": changes(sweep),
        "chosen": chosen(sweep),
    }
    if path.suffix.lower() == ".csv":
        write_file(path, csv_writer(table, dialect))
    else:
        write_file(path, lambda part: write_workbook(part, sheets))
