"""How large a file may be: one that unfolds to more is refused before memory goes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from optimizer.instance.schema.definitions import Table

MOST_ROWS = 5_000_000
MOST_PAIRS = 50_000_000
"""Rows of `travel`, which may list every pair of regions; and of any other table."""
MOST_COLUMNS = 1_000
MOST_BYTES = 4_000_000_000
"""Of a table's file as it lies on the disk."""
MOST_UNFOLDED = 400_000_000
"""Bytes of a workbook once unpacked: a full sheet of Excel takes some 150 million."""


def most_rows(table: Table) -> int:
    """Return how many rows a table may have."""
    return MOST_PAIRS if table.name == "travel" else MOST_ROWS


def check_size(path: Path, table: Table) -> None:
    """Refuse a table's file by its size, told from its directory or metadata alone.

    Raises
    ------
    ValueError
        It is too large; the message says how large it is and what is read at most.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"it has {size:,} bytes; at most {MOST_BYTES:,} are read")
    if path.suffix == ".parquet":
        import pyarrow.parquet

        about = pyarrow.parquet.read_metadata(path)
        check_shape(about.num_rows, about.num_columns, table)
    elif path.suffix == ".xlsx":
        check_unfolded(path)


def check_unfolded(path: Path) -> None:
    """Refuse a workbook that unpacks to far more than a table takes.

    Raises
    ------
    ValueError
    """
    if not zipfile.is_zipfile(path):
        return  # whoever reads it says so
    with zipfile.ZipFile(path) as book:
        size = sum(part.file_size for part in book.infolist())
    if size > MOST_UNFOLDED:
        raise ValueError(f"it unfolds to {size:,} bytes; at most {MOST_UNFOLDED:,} are read")


def check_shape(rows: int, columns: int, table: Table) -> None:
    """Refuse more rows or columns than a table may have.

    Raises
    ------
    ValueError
    """
    most = most_rows(table)
    if rows > most:
        raise ValueError(f"it unfolds to {rows:,} rows; at most {most:,} of {table.name} are read")
    if columns > MOST_COLUMNS:
        raise ValueError(f"it has {columns:,} columns; at most {MOST_COLUMNS:,} are read")
