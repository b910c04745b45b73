"""`rooted sweep`: the best plan for every budget under every scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import INTERRUPTED, exits, leave_by, print_json
from optimizer.cli.options import AsJson, CsvDialect, Gap, InstanceArgument, Seed, Sets
from optimizer.cli.telling import progress_stream, say
from optimizer.deadline import Deadline

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
TimeLimit = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", help="For the search of each run, not for the whole sweep."),
]
TotalTimeLimit = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        help="For the whole sweep, reading included; with --store the next one goes on from there.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The frontier: .png, .svg, .pdf, a page, .html, or tables, .csv, .xlsx.",
    ),
]
Xlsx = Annotated[
    bool, typer.Option("--xlsx", help="All tables as a workbook too, beside --out or in --store.")
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
    total_time_limit: TotalTimeLimit = None,
    sets: Sets = None,
    out: Out = None,
    csv_dialect: CsvDialect = "comma",
    xlsx: Xlsx = False,
    draws: Draws = 0,
    as_json: AsJson = False,
    seed: Seed = 0,
) -> None:
    """Find the best plan for every budget under every scenario; finished runs are never redone."""
    with exits(as_json):
        deadline = Deadline(total_time_limit)
        from optimizer.plan import check_dialect
        from optimizer.report import check_file
        from optimizer.sweep import Show

        check_dialect(csv_dialect)
        files = [] if out is None else [out]
        if xlsx:
            files.append(_workbook(out, store))
        for file in files:
            check_file(file)
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
            total_time_limit=deadline,
            seed=seed,
            workers=workers,
            dask=dask,
            show=Show(progress_stream()),
        )
        for message in found.messages:
            say(f"Note: {message}.")
        for file in files:
            found.report(file, draws, seed, csv_dialect=csv_dialect)
            say(f"Written to {file}.")
    _answer(found, as_json)


def _answer(found: opt.Sweep, as_json: bool) -> None:
    """Print a sweep, and leave by what became of its runs."""
    if as_json:
        print_json(found.to_rows())
    else:
        print(found.summary())
    if found.interrupted:
        raise typer.Exit(INTERRUPTED)
    leave_by(found.to_rows())


def _workbook(out: Path | None, store: str | None) -> Path:
    """Return where the workbook goes.

    Raises
    ------
    InputError
        No file is named, and no folder that it could stand in.
    """
    if out is not None:
        return out.with_suffix(".xlsx")
    if store is not None and Path(store).is_dir():
        return Path(store) / "frame.xlsx"
    remedy = "give --out FILE, whose name it takes, or a folder that is there as --store."
    raise opt.InputError([opt.Problem("--xlsx", "there is no place for it.", remedy=remedy)])
