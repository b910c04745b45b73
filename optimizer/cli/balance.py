"""`rooted balance`: the price of balance between provinces."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import answer, check_out, exits
from optimizer.cli.options import (
    AsJson,
    Budget,
    InstanceArgument,
    Scenarios,
    Seed,
    Sets,
    Threads,
    TimeLimit,
)
from optimizer.cli.telling import progress_stream, say
from optimizer.deadline import Deadline


def balance(
    instance: InstanceArgument,
    budget: Budget = None,
    points: Annotated[int, typer.Option(help="Plans on the curve, at least 2.")] = 5,
    gap: Annotated[float, typer.Option(help="Accepted gap of each plan.")] = 0.001,
    time_limit: TimeLimit = None,
    sets: Sets = None,
    scenario: Scenarios = None,
    as_json: AsJson = False,
    seed: Seed = 0,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the table (CSV, JSON) and the figure."),
    ] = None,
) -> None:
    """Show the price of balance: all who stay against what the worst-off province keeps."""
    with exits(as_json, plan="A plan"):
        deadline = Deadline(time_limit)
        from optimizer.solver import shown_on

        check_out(out)
        say(f"Reading {instance}.")
        problem = opt.load(instance, scenarios=scenario or (), settings=sets or ())
        with shown_on(progress_stream(), gap) as watcher:
            curve = opt.balance_curve(
                problem,
                budget=budget,
                points=points,
                gap=gap,
                time_limit=deadline,
                seed=seed,
                threads=threads,
                watcher=watcher,
            )
    answer(curve, out, as_json)
