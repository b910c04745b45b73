"""`rooted score`: a hand-made plan's worth, the rules it breaks, and what helps most."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import answer, check_out, exits
from optimizer.cli.options import (
    AsJson,
    Budget,
    Scenarios,
    Sets,
    Threads,
    TimeLimit,
    folders,
    instances,
)
from optimizer.cli.telling import say
from optimizer.deadline import Deadline


def score(
    build: Annotated[
        Path,
        typer.Argument(
            metavar="BUILD", help="A CSV file or workbook with the columns region, option, count."
        ),
    ],
    instance: Annotated[
        str,
        typer.Option(
            metavar="INSTANCE", help="A folder, or a shipped name.", autocompletion=instances
        ),
    ],
    budget: Budget = None,
    best: Annotated[
        str | None,
        typer.Option(
            metavar="PLAN",
            help="A solved plan of the same budget: its bound is nearer.",
            autocompletion=folders,
        ),
    ] = None,
    time_limit: TimeLimit = None,
    sets: Sets = None,
    scenario: Scenarios = None,
    as_json: AsJson = False,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the tables (CSV, JSON) and text."),
    ] = None,
) -> None:
    """Value a hand-made plan: who stays, what it costs, every rule it breaks, what helps most."""
    with exits(as_json):
        deadline = Deadline(time_limit)
        check_out(out)
        say(f"Reading {build} and {instance}.")
        problem = opt.load(instance, scenarios=scenario or (), settings=sets or ())
        found = opt.score(
            build, problem, budget=budget, best=best, time_limit=deadline, threads=threads
        )
    answer(found, out, as_json)
