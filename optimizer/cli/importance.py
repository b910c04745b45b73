"""`rooted importance`: what would be lost without each line of a plan."""

from __future__ import annotations

from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import answer, check_out, exits
from optimizer.cli.options import (
    AnswerOut,
    AsJson,
    GapOfPlan,
    PlanArgument,
    PlansInstance,
    Threads,
    TimeLimit,
)
from optimizer.cli.telling import say
from optimizer.deadline import Deadline


def importance(
    plan: PlanArgument,
    instance: PlansInstance,
    gap: GapOfPlan = None,
    time_limit: TimeLimit = None,
    other: Annotated[
        list[str] | None,
        typer.Option(metavar="PLAN", help="Another plan's folder: how many build a line; repeat."),
    ] = None,
    out: AnswerOut = None,
    as_json: AsJson = False,
    threads: Threads = 0,
) -> None:
    """Show for each line of a plan what would be lost without it, the most important first."""
    with exits(as_json):
        deadline = Deadline(time_limit)
        check_out(out)
        others = [opt.load_plan(folder) for folder in other or ()]
        say("Solving again without each line in turn.")
        found = opt.importance(
            plan,
            instance=instance,
            others=others,
            gap=gap,
            time_limit=deadline,
            threads=threads,
        )
    answer(found, out, as_json)
