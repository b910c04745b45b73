"""`rooted equity`: how evenly a plan keeps young people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import answer, check_out, exits
from optimizer.cli.options import AsJson, folders, instances


def equity(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="A plan's folder.", autocompletion=folders)
    ],
    instance: Annotated[
        str,
        typer.Option(metavar="INSTANCE", help="What it was made for.", autocompletion=instances),
    ],
    as_json: AsJson = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the tables (CSV, JSON) and text."),
    ] = None,
) -> None:
    """Show how evenly young people are kept, without and with a plan: Gini, Theil, Kolm–Pollak."""
    with exits(as_json):
        check_out(out)
        found = opt.equity(plan, instance=instance)
    answer(found, out, as_json)
