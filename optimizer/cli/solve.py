"""`rooted solve`: the best plan, how good it is, and its folder."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import BAD_INPUT, INTERRUPTED, exits, written
from optimizer.cli.options import (
    AsJson,
    Budget,
    Gap,
    InstanceArgument,
    Scenarios,
    Seed,
    Sets,
    Threads,
)
from optimizer.cli.telling import progress_stream, say

TimeLimit = Annotated[float | None, typer.Option(metavar="SECONDS", help="For the solve.")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder to write the plan to.")]
Draws = Annotated[
    int, typer.Option(help="Draws of the assumptions for the range of who stays; 0: none.")
]
Instruments = Annotated[
    bool,
    typer.Option("--instruments", help="Solve again without each kind of option or measure."),
]
InstrumentGap = Annotated[
    float | None, typer.Option(help="Accepted gap of those solves; else that of --gap.")
]


def solve(
    instance: InstanceArgument,
    budget: Budget = None,
    gap: Gap = 0.001,
    time_limit: TimeLimit = None,
    sets: Sets = None,
    scenario: Scenarios = None,
    out: Out = None,
    as_json: AsJson = False,
    seed: Seed = 0,
    threads: Threads = 0,
    draws: Draws = 200,
    instruments: Instruments = False,
    instrument_gap: InstrumentGap = None,
) -> None:
    """Find the best plan, prove how good it is, and check it without the solver."""
    with exits(as_json, interrupted="interrupted; no plan was kept"):
        from optimizer.plan import check_writable, plan_json
        from optimizer.solver import shown_on

        started = time.perf_counter()
        if out is not None:
            check_writable(out)
        say(f"Reading {instance}.")
        problem = opt.load(instance, scenarios=scenario or (), settings=sets or ())
        read = round(time.perf_counter() - started, 3)
        say(f"{problem!r} read and checked.")
        with shown_on(progress_stream(), gap) as watcher:
            plan = opt.solve(
                problem,
                budget=budget,
                gap=gap,
                time_limit=time_limit,
                seed=seed,
                threads=threads,
                watcher=watcher,
            )
        plan = replace(plan, seconds={**plan.seconds, "read": read})
        interrupted = plan.status == "interrupted"
        try:
            if draws:
                say(f"Drawing {draws:,} times from the ranges of the assumptions.")
                plan = replace(plan, spread=plan.uncertainty(draws, seed))
            if instruments and not interrupted:
                say("Solving again without each instrument in turn.")
                each = gap if instrument_gap is None else instrument_gap
                plan = opt.by_instrument(plan, gap=each, time_limit=time_limit, threads=threads)
        except KeyboardInterrupt:
            say("Interrupted: the plan is kept, without what was still to be asked of it.")
            interrupted = True
    saved = out is None or _written(plan, out)
    print(plan_json(plan) if as_json else plan)
    if not saved:
        raise typer.Exit(BAD_INPUT)
    if interrupted:
        raise typer.Exit(INTERRUPTED)


def _written(plan: opt.Plan, folder: Path) -> bool:
    """Write a plan; where that fails say why, for the plan is still to be shown."""
    say("Drawing figures and saving.")
    if not written(plan.save, folder):
        return False
    if not plan.mapped:
        say(
            "Without map.png and plan.gpkg: the instance has no boundaries (regions.gpkg), and no "
            "points in their place (network/nodes)."
        )
    elif plan.boundaries is None:
        say("The map shows points: the instance has no boundaries (regions.gpkg).")
    return True
