"""`rooted alternatives`: plans nearly as good, and unlike."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import answer, check_out, exits
from optimizer.cli.options import AsJson, Threads, TimeLimit, folders, instances
from optimizer.cli.telling import progress_stream, say
from optimizer.deadline import Deadline


def alternatives(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="A plan's folder.", autocompletion=folders)
    ],
    instance: Annotated[
        str,
        typer.Option(metavar="INSTANCE", help="What it was made for.", autocompletion=instances),
    ],
    n: Annotated[int, typer.Option("--n", help="How many plans are sought.")] = 10,
    within: Annotated[
        float, typer.Option(help="Share of the plan's objective that each may lose.")
    ] = 0.01,
    apart: Annotated[
        float,
        typer.Option(help="Share of clusters, by cost, in which any two differ at least."),
    ] = 0.3,
    time_limit: TimeLimit = None,
    as_json: AsJson = False,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the tables (CSV, JSON) and text."),
    ] = None,
) -> None:
    """Show plans nearly as good that build something else, and what all of them have."""
    with exits(as_json, plan="An alternative"):
        deadline = Deadline(time_limit)
        from optimizer.solver import shown_on

        check_out(out)
        say(f"Reading {plan} and {instance}.")
        with shown_on(progress_stream(), 0.0) as watcher:
            found = opt.alternatives(
                plan,
                instance=instance,
                n=n,
                within=within,
                apart=apart,
                time_limit=deadline,
                threads=threads,
                watcher=watcher,
            )
    answer(found, out, as_json)
