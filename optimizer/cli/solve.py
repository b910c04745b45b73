"""`rooted solve`: the best plan, how good it is, and its folder."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import BAD_INPUT, INTERRUPTED, exits, written
from optimizer.cli.options import (
    AsJson,
    Budget,
    CsvDialect,
    Gap,
    InstanceArgument,
    Scenarios,
    Seed,
    Sets,
    Threads,
    is_page,
)
from optimizer.cli.telling import progress_stream, say
from optimizer.deadline import Deadline

FIRST_DRAWS = 20
"""Draws that tell how long one takes, and the fewest that say anything."""
DRAWING_CHECKS = 4.0
"""So many times as long as the check the first draws and the saving take together: 3,435 towns
25 and 9 seconds where the check took 7."""
DRAWING_SHARE = 0.5
"""Of the time left, what draws may take; saving needs the rest."""

TimeLimit = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", help="For everything, from reading to saving."),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR|FILE", help="Folder to write the plan to, or a page, .html."),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Write into --out also beside files that no plan wrote."),
]
Xlsx = Annotated[bool, typer.Option("--xlsx", help="All tables as one workbook too, plan.xlsx.")]
Geojson = Annotated[bool, typer.Option("--geojson", help="The layers of plan.gpkg as GeoJSON too.")]
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

Why = Annotated[
    bool,
    typer.Option(
        "--why/--no-why",
        help="With --out: what each line is worth and why not the others, by one relaxation.",
    ),
]


def solve(
    instance: InstanceArgument,
    budget: Budget = None,
    gap: Gap = 0.001,
    time_limit: TimeLimit = None,
    sets: Sets = None,
    scenario: Scenarios = None,
    out: Out = None,
    force: Force = False,
    csv_dialect: CsvDialect = "comma",
    xlsx: Xlsx = False,
    geojson: Geojson = False,
    as_json: AsJson = False,
    seed: Seed = 0,
    threads: Threads = 0,
    draws: Draws = 200,
    instruments: Instruments = False,
    instrument_gap: InstrumentGap = None,
    why: Why = True,
) -> None:
    """Find the best plan, prove how good it is, and check it without the solver."""
    with exits(as_json, interrupted="interrupted; no plan was kept"):
        from optimizer.plan import check_dialect, plan_json
        from optimizer.solver import shown_on

        deadline = Deadline(time_limit)
        check_dialect(csv_dialect)
        if out is not None:
            _check_out(out, force)
        say(f"Reading {instance}.")
        problem = opt.load(instance, scenarios=scenario or (), settings=sets or ())
        read = round(deadline.spent(), 3)
        say(f"{problem!r} read and checked.")
        with shown_on(progress_stream(), gap) as watcher:
            plan = opt.solve(
                problem,
                budget=budget,
                gap=gap,
                time_limit=deadline,
                seed=seed,
                threads=threads,
                watcher=watcher,
            )
        plan = replace(plan, seconds={**plan.seconds, "read": read})
        interrupted = plan.status == "interrupted"
        try:
            wanted = why and out is not None and not interrupted
            plan = _told(plan, draws, wanted, threads, deadline)
            if instruments and not interrupted:
                each = gap if instrument_gap is None else instrument_gap
                plan = _priced(plan, each, threads, deadline)
        except KeyboardInterrupt:
            say("Interrupted: the plan is kept, without what was still to be asked of it.")
            interrupted = True
    _show(plan_json(plan) if as_json else str(plan))
    saved = out is None or _written(plan, out, csv_dialect, xlsx, geojson)
    if not saved:
        raise typer.Exit(BAD_INPUT)
    if interrupted:
        raise typer.Exit(INTERRUPTED)


def _told(plan: opt.Plan, draws: int, why: bool, threads: int, deadline: Deadline) -> opt.Plan:
    """Return the plan with its range, and with its reasons, which the solver finds meanwhile."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=1) as beside:
        asked = why and _explained(plan, deadline)
        waiting = beside.submit(opt.explain, plan, threads=threads) if asked else None
        drawn = _drawn(plan, draws, plan.seed, deadline) if draws else plan
        if waiting is None:
            return drawn
        try:
            return replace(drawn, reasons=waiting.result().reasons)
        except Exception as error:  # whatever the relaxation fails by: the plan is worth more
            return _noted(drawn, f"Without why each line is there: {error}.")


def _explained(plan: opt.Plan, deadline: Deadline) -> bool:
    """Return whether there is time for the reasons of a plan; say so where there is none."""
    from optimizer.api import MANY_REGIONS

    if len(plan.regions) > MANY_REGIONS:
        remedy = "`rooted report PLAN --instance INSTANCE` adds it"
        say(f"Without why each line is there, which takes long for so many regions; {remedy}.")
        return False
    if deadline.for_search() == 0:
        say("Time ran out: without why each line is there; give it more.")
        return False
    say("Asking the relaxation why each line is there.")
    return True


def _drawn(plan: opt.Plan, draws: int, seed: int, deadline: Deadline) -> opt.Plan:
    """Return the plan with its range, of fewer draws where time is short."""
    affordable = draws
    if deadline.left() < math.inf:
        # The first draws can't be cut short, and saving is still to come.
        if deadline.passed() or deadline.left() < DRAWING_CHECKS * plan.seconds.get("verify", 0.0):
            return _without(plan, "the range of who stays")
        tried, began = min(draws, FIRST_DRAWS), deadline.spent()
        plan.uncertainty(tried, seed)
        each = (deadline.spent() - began) / tried
        affordable = min(draws, int(DRAWING_SHARE * deadline.left() / max(each, 1e-9)))
        if affordable < tried:
            return _without(plan, "the range of who stays")
    if affordable < draws:
        plan = _noted(plan, f"Time was short: {affordable:,} draws in place of {draws:,}.")
    say(f"Drawing {affordable:,} times from the ranges of the assumptions.")
    return replace(plan, spread=plan.uncertainty(affordable, seed))


def _priced(plan: opt.Plan, gap: float, threads: int, deadline: Deadline) -> opt.Plan:
    """Return the plan with what each instrument adds, if there is time."""
    if deadline.for_search() == 0:
        return _without(plan, "what each instrument adds")
    say("Solving again without each instrument in turn.")
    limit = None if deadline.seconds is None else deadline
    return opt.by_instrument(plan, gap=gap, time_limit=limit, threads=threads)


def _without(plan: opt.Plan, what: str) -> opt.Plan:
    return _noted(plan, f"Time ran out: without {what}; give it more.")


def _noted(plan: opt.Plan, note: str) -> opt.Plan:
    say(note)
    return replace(plan, notes=(*plan.notes, note))


def _show(text: str) -> None:
    """Print the plan; a reader that has gone (`| head`) must not cost the folder."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (until the end)


def _check_out(folder: Path, force: bool) -> None:
    """Check before solving that a plan may be written there; with `force` say what is kept."""
    from optimizer.plan import FILES, check_own, check_writable, foreign
    from optimizer.report import PAGES, check_file

    if is_page(folder):
        check_file(folder, known=PAGES)
        return
    check_writable(folder)
    if not force:
        check_own(folder, FILES)
    elif names := foreign(folder, FILES):
        say(
            f"Kept beside the plan: {', '.join(names)}. What bears the name of a plan's file "
            "becomes NAME.old."
        )


def _written(plan: opt.Plan, folder: Path, csv_dialect: str, xlsx: bool, geojson: bool) -> bool:
    """Write a plan; where that fails say why, for the plan is still to be shown."""
    if is_page(folder):
        return written(plan.report, folder)
    say("Drawing figures and saving.")
    # What has come there since the solve began is kept too: the plan must not be lost.
    save = partial(plan.save, force=True, csv_dialect=csv_dialect, xlsx=xlsx, geojson=geojson)
    if not written(save, folder):
        return False
    if not plan.mapped:
        say(
            "Without map.png and plan.gpkg: the instance has no boundaries (regions.gpkg), and no "
            "points in their place (network/nodes)."
        )
    elif plan.boundaries is None:
        say("The map shows points: the instance has no boundaries (regions.gpkg).")
    return True
