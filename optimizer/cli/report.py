"""`rooted report`: what was saved of a plan or a sweep, as files or a page, made anew."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import BAD_INPUT, CHECK_FAILED, exits, written
from optimizer.cli.options import Threads, folders, is_page
from optimizer.cli.telling import complain, say


def report(
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN|STORE", help="A plan's folder, or a sweep's.", autocompletion=folders
        ),
    ],
    instance: Annotated[
        str | None,
        typer.Option(
            metavar="INSTANCE",
            help="What it was made for: the plan is checked first, and drawn on its boundaries.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR|FILE",
            help="Folder to write to, the plan's own where not given; or a page, .html.",
        ),
    ] = None,
    importance: Annotated[
        bool,
        typer.Option(
            "--importance", help="Solve again without each line: proven intervals, in minutes."
        ),
    ] = False,
    alternatives: Annotated[
        int, typer.Option(metavar="N", help="Seek so many other plans nearly as good; 0: none.")
    ] = 0,
    geojson: Annotated[
        bool, typer.Option("--geojson", help="The layers of plan.gpkg as GeoJSON too.")
    ] = False,
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="All tables as one workbook too, plan.xlsx.")
    ] = False,
    figures: Annotated[
        str | None,
        typer.Option(metavar="png,svg,pdf", help="Draw the figures in these formats too."),
    ] = None,
    threads: Threads = 0,
) -> None:
    """Make a saved plan's summary, tables, map, page and figures anew, or a page of a sweep."""
    with exits():
        from optimizer.api import read_plan_with_map
        from optimizer.plan import check_writable
        from optimizer.report import PAGES, check_file

        if _is_store(Path(plan)):
            _sweep_page(plan, instance, out)
            return
        folder = out if out is not None and is_page(out) else _folder(out, Path(plan))
        check = partial(check_file, known=PAGES) if is_page(folder) else check_writable
        check(folder)
        found = read_plan_with_map(plan)
        if instance is not None:
            found = _checked(found, plan, instance)
            say("Asking why each line is there.")
            found = opt.explain(
                found, importance=importance, alternatives=alternatives, threads=threads
            )
        elif importance or alternatives:
            message = "the plan's folder does not hold its tables, which a solve needs."
            remedy = "name what it was made for: --instance."
            raise opt.InputError([opt.Problem("--instance", message, remedy=remedy)])
    if instance is None and is_page(folder):
        say("Without --instance the page shows what is built by name alone, without its sector.")
    say("Drawing and saving.")
    save = partial(found.save, geojson=geojson, xlsx=xlsx)
    saved = written(found.report if is_page(folder) else save, folder)
    if saved and figures and not is_page(folder):
        formats = [each.strip() for each in figures.split(",")]
        saved = written(partial(found.figures, formats=formats), folder)
    print(found)
    if not saved:
        raise typer.Exit(BAD_INPUT)


def _is_store(place: Path) -> bool:
    """Return whether a folder holds a sweep's records and no plan."""
    return (place / "sweeps").is_dir() and not (place / "plan.json").exists()


def _sweep_page(store: str, instance: str | None, out: Path | None) -> None:
    """Write a sweep's page or figure, and print its summary.

    Raises
    ------
    InputError
        No file is named, or it can't be written.
    """
    if out is None:
        remedy = "name a page or figure, such as --out sweep.html."
        raise opt.InputError([opt.Problem("--out", "a sweep is one file.", remedy=remedy)])
    found = opt.open_sweep(store)
    if instance is None:
        say("Without --instance the page has no map, and names what is built by its id.")
    found.report(out, instance=instance)
    say(f"Written to {out}.")
    print(found.summary())


def _folder(out: Path | None, plan: Path) -> Path:
    """Return the folder to write to.

    Raises
    ------
    InputError
        A file is asked for.
    """
    if out is None:
        return plan.parent if plan.name == "plan.json" else plan
    if out.suffix and not out.is_dir():
        message = f"{out.suffix!r} is the ending of a file; expected a folder, or a page, .html."
        raise opt.InputError([opt.Problem("--out", message)])
    return out


def _checked(plan: opt.Plan, folder: str, instance: str) -> opt.Plan:
    """Return the plan, checked against its instance, with its boundaries or points."""
    from optimizer.plan import points_of

    checked = opt.check(folder, instance)
    for note in checked.notes:
        say(f"Note: {note}")
    if not checked.ok:
        for failure in checked.failures:
            complain(f"- {failure}")
        complain("The plan fails its check; nothing is written.")
        raise typer.Exit(CHECK_FAILED)
    source = opt.load(instance)
    boundaries = source.boundaries or plan.boundaries
    return replace(
        plan, verified=True, boundaries=boundaries, points=points_of(source), source=source
    )
