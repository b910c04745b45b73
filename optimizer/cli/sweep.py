"""`rooted sweep`: the best plan for every budget under every scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import INTERRUPTED, exits, leave_by, print_json
from optimizer.cli.options import AsJson, Gap, InstanceArgument, Seed, Sets
from optimizer.cli.telling import progress_stream, say

Budgets = Annotated[
    str | None,
    typer.Option(metavar="FIRST:LAST:STEP", help="Or numbers with commas between them."),
]
Scenarios = Annotated[
    list[Path] | None,
    typer.Option("--scenario", metavar="NAME|FILE", help="As elsewhere, or the word base."),
]
Grid = Annotated[
    list[str] | None,
    typer.Option("--grid", metavar="KEY=A,B,C", help="Each value of a setting; repeat."),
]
StorePlace = Annotated[
    str | None,
    typer.Option(metavar="DIR", help="Records of finished runs: a folder or an address."),
]
Nested = Annotated[
    bool, typer.Option("--nested", help="Each plan contains that of a smaller budget.")
]
Nesting = Annotated[
    str | None, typer.Option(metavar="up|down|best", help="How plans nest; best with --nested.")
]
Workers = Annotated[
    int | None, typer.Option(help="Processes; one for each processor where not given.")
]
Dask = Annotated[str | None, typer.Option(metavar="ADDRESS", help="A Dask cluster to use instead.")]
TimeLimit = Annotated[float | None, typer.Option(metavar="SECONDS", help="For each run.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The frontier: .png, .svg, .pdf, or a page, .html."),
]
Draws = Annotated[
    int, typer.Option(help="Of the assumptions, for the range of who stays in --out; 0: none.")
]


def sweep(
    instance: InstanceArgument,
    budgets: Budgets = None,
    scenario: Scenarios = None,
    grid: Grid = None,
    store: StorePlace = None,
    nested: Nested = False,
    nesting: Nesting = None,
    workers: Workers = None,
    dask: Dask = None,
    gap: Gap = 0.001,
    time_limit: TimeLimit = None,
    sets: Sets = None,
    out: Out = None,
    draws: Draws = 0,
    as_json: AsJson = False,
    seed: Seed = 0,
) -> None:
    """Find the best plan for every budget under every scenario; finished runs are never redone."""
    with exits(as_json):
        from optimizer.report import check_file
        from optimizer.sweep import Show

        if out is not None:
            check_file(out)
        say(f"Reading {instance}.")
        problem = opt.load(instance, settings=sets or ())
        say(f"{problem!r} read and checked.")
        if store is None:
            say("Without --store nothing is kept: give a folder to continue after an interrupt.")
        found = opt.sweep(
            problem,
            budgets=budgets,
            scenarios=scenario or (),
            grid=grid,
            store=store,
            nested=nesting or ("best" if nested else None),  # type: ignore[arg-type]  # checked there
            gap=gap,
            time_limit=time_limit,
            seed=seed,
            workers=workers,
            dask=dask,
            show=Show(progress_stream()),
        )
        for message in found.messages:
            say(f"Note: {message}.")
        if out is not None:
            found.report(out, draws, seed)
            say(f"Written to {out}.")
    if as_json:
        print_json(found.to_rows())
    else:
        print(found.summary())
    if found.interrupted:
        raise typer.Exit(INTERRUPTED)
    leave_by(found.to_rows())
