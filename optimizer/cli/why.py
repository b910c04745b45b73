"""`rooted why`: why something stands in a plan, or why not."""

from __future__ import annotations

from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import answer, check_out, exits
from optimizer.cli.options import (
    AnswerOut,
    AsJson,
    GapOfPlan,
    PlansInstance,
    Threads,
    TimeLimit,
    folders,
)
from optimizer.cli.telling import say
from optimizer.deadline import Deadline


def why(
    what: Annotated[
        str,
        typer.Argument(
            metavar="REGION:OPTION",
            help="By id or name, in either language: Iksan:ai_hub.",
        ),
    ],
    plan: Annotated[
        str, typer.Option(metavar="PLAN", help="A plan's folder.", autocompletion=folders)
    ],
    instance: PlansInstance,
    gap: GapOfPlan = None,
    time_limit: TimeLimit = None,
    out: AnswerOut = None,
    as_json: AsJson = False,
    threads: Threads = 0,
) -> None:
    """Show why something stands in a plan or not: what it adds, takes, and what is in its way."""
    with exits(as_json):
        deadline = Deadline(time_limit)
        from optimizer.analysis import split_key

        check_out(out)
        region, option = split_key(what)
        say(f"Solving again for {what}.")
        found = opt.why(
            plan,
            region,
            option,
            instance=instance,
            gap=gap,
            time_limit=deadline,
            threads=threads,
        )
    answer(found, out, as_json)
