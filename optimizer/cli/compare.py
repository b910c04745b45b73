"""`rooted compare`: what another plan changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import BAD_INPUT, exits, print_json, written
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
        from optimizer.plan import check_writable

        if out is not None:
            check_writable(out)
        compared = opt.compare(first, second, instance=instance)
    saved = out is None or written(compared.save, out)
    if as_json:
        print_json(compared.to_dict())
    else:
        print(compared)
    if not saved:
        raise typer.Exit(BAD_INPUT)
