"""`rooted new`: a small instance to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import exits


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder to make, or NAME.xlsx: one workbook.")
    ],
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="One workbook with a sheet for each table, not CSV.")
    ] = False,
) -> None:
    """Write a complete small instance to start from."""
    with exits():
        opt.new_instance(folder, xlsx=xlsx)
    print(f"Written to {folder}. Edit its tables, then: rooted check {folder}")
