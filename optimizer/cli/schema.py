"""`rooted schema`: every table, column and setting, or what an instance holds of them."""

from __future__ import annotations

from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import exits, print_json


def schema(
    instance: Annotated[
        str | None,
        typer.Option(metavar="INSTANCE", help="Show what this instance holds, with its sources."),
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="json|md")] = "md",
) -> None:
    """Print every table, column and setting: the definitions that inputs are checked against.

    With --instance: what that instance holds, with figures, ranges, sources, years and licences.
    """
    with exits():
        from optimizer.instance import schema_json, schema_markdown

        if form not in ("json", "md"):
            problem = opt.Problem("--format", f"{form!r} does not fit; expected json or md.")
            raise opt.InputError([problem])
        held = None if instance is None else opt.contents(instance)
    if form == "json":
        print_json(schema_json() if held is None else held.to_dict())
    else:
        print(schema_markdown() if held is None else held.to_markdown())
