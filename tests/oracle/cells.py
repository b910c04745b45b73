"""Cells of an instance folder, read with csv only."""

import csv
from pathlib import Path


def read_table(folder, name):
    """Rows of a CSV as dicts of trimmed text; none where the file is absent."""
    path = Path(folder) / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{(k or "").strip(): (v or "").strip() for k, v in row.items()} for row in rows]


def number(row, column, default=0.0):
    """Return the cell as a number; the default where it is blank or the column absent."""
    text = row.get(column, "")
    return float(text) if text else default


def truth(row, column, default):
    """Return the cell as true or false; the default where it is blank or the column absent."""
    text = row.get(column, "").lower()
    return {"true": True, "false": False, "": default}[text]
