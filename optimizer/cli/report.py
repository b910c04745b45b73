"""`rooted report`: summary, map and tables of a plan that was saved, made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import BAD_INPUT, CHECK_FAILED, exits, written
from optimizer.cli.options import folders
from optimizer.cli.telling import complain, say


def report(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="A plan's folder.", autocompletion=folders)
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
        typer.Option(metavar="DIR", help="Folder to write to; the plan's own where not given."),
    ] = None,
) -> None:
    """Make a saved plan's summary, tables, map and other figures anew, and print the summary."""
    with exits():
        from optimizer.api import read_plan_with_map
        from optimizer.plan import check_writable

        folder = _folder(out, Path(plan))
        check_writable(folder)
        found = read_plan_with_map(plan)
        if instance is not None:
            found = _checked(found, plan, instance)
    say("Drawing figures and saving.")
    saved = written(found.save, folder)
    print(found)
    if not saved:
        raise typer.Exit(BAD_INPUT)


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
        message = f"{out.suffix!r} is the ending of a file; expected a folder."
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
    return replace(plan, verified=True, boundaries=boundaries, points=points_of(source))
