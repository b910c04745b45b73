"""`rooted compare`: what another plan changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import answer, check_out, exits
from optimizer.cli.options import AsJson, folders


def compare(
    first: Annotated[
        str, typer.Argument(metavar="PLAN", help="A plan's folder.", autocompletion=folders)
    ],
    second: Annotated[
        str,
        typer.Argument(
            metavar="OTHER",
            help="That of another; every number is its less the first's.",
            autocompletion=folders,
        ),
    ],
    instance: Annotated[
        list[str] | None,
        typer.Option(
            metavar="INSTANCE",
            help="The plans' instance, for the objective by region where regions have weights; "
            "twice where each has its own.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the tables (CSV, JSON), text and map."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what another plan changes: what enters and leaves, who gains and loses, the cost."""
    with exits(as_json):
        check_out(out)
        compared = opt.compare(first, second, instance=instance)
    answer(compared, out, as_json)
