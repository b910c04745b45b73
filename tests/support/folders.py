"""Reads and rewrites instance folders as plain text, for tests that compare two of them."""

import csv
import tomllib
from pathlib import Path

from oracle.written import write_toml


def read_folder(folder):
    """Return instance.toml as a dict, and each table as a list of rows of trimmed text."""
    folder = Path(folder)
    toml = tomllib.loads((folder / "instance.toml").read_text(encoding="utf-8"))
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            tables[path.stem] = [{key: cell.strip() for key, cell in row.items()} for row in rows]
    return toml, tables


def write_folder(folder, toml, tables):
    """Write what `read_folder` returns, and return the folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_toml(folder, toml)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder
