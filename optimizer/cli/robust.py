"""`rooted robust`: one plan for many worlds."""

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
    Sets,
    Threads,
    TimeLimit,
)
from optimizer.cli.telling import progress_stream, say
from optimizer.deadline import Deadline


def robust(
    instance: InstanceArgument,
    worlds: Annotated[int, typer.Option(help="Draws of all assumptions from their ranges.")] = 50,
    criterion: Annotated[
        str, typer.Option(metavar="mean|regret|cvar", help="What to be best by.")
    ] = "mean",
    level: Annotated[
        float, typer.Option(help="Part of the worlds that are the worst, for cvar.")
    ] = 0.2,
    budget: Budget = None,
    gap: Annotated[float, typer.Option(help="Accepted gap; of regret over the mean best.")] = 0.005,
    two_stage: Annotated[
        bool,
        typer.Option(
            "--two-stage",
            help="Decide clusters now; hubs, measures and seats follow once the world is known.",
        ),
    ] = False,
    time_limit: TimeLimit = None,
    sets: Sets = None,
    scenario: Scenarios = None,
    as_json: AsJson = False,
    seed: Annotated[int, typer.Option(help="Of the draws and of HiGHS.")] = 0,
    threads: Threads = 0,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the plan and how it does in each world."),
    ] = None,
) -> None:
    """Find one plan for many worlds: best on average, of least regret, or best in the worst."""
    with exits(as_json, plan="A plan"):
        from optimizer.analysis import criterion_of
        from optimizer.solver import shown_on

        deadline = Deadline(time_limit)
        check_out(out)
        chosen = criterion_of(criterion)
        say(f"Reading {instance}.")
        problem = opt.load(instance, scenarios=scenario or (), settings=sets or ())
        with shown_on(progress_stream(), gap) as watcher:
            found = opt.robust(
                problem,
                worlds=worlds,
                seed=seed,
                criterion=chosen,
                level=level,
                budget=budget,
                gap=gap,
                two_stage=two_stage,
                time_limit=deadline,
                threads=threads,
                watcher=watcher,
            )
    answer(found, out, as_json)
