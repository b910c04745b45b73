"""`rooted sensitivity`: over which ranges a plan's clusters stay."""

from __future__ import annotations

from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import answer, check_out, exits
from optimizer.cli.options import (
    AnswerOut,
    AsJson,
    Gap,
    PlanArgument,
    PlansInstance,
    Threads,
    TimeLimit,
)
from optimizer.cli.telling import say
from optimizer.deadline import Deadline


def sensitivity(
    plan: PlanArgument,
    instance: PlansInstance,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help='budget, an assumption, or "options.capital_cost[ai]"; repeat. Else all.',
        ),
    ] = None,
    within: Annotated[
        float, typer.Option(help="What keeping the clusters may lose, as a share.")
    ] = 0.01,
    steps: Annotated[int, typer.Option(help="Bisections where they don't stay.")] = 0,
    gap: Gap = 0.005,
    time_limit: TimeLimit = None,
    out: AnswerOut = None,
    as_json: AsJson = False,
    threads: Threads = 0,
) -> None:
    """Show over which range of budget, prices and assumptions a plan's clusters stay."""
    with exits(as_json):
        deadline = Deadline(time_limit)
        check_out(out)
        say("Solving again at both ends of each range.")
        found = opt.sensitivity(
            plan,
            instance=instance,
            only=only,
            within=within,
            steps=steps,
            gap=gap,
            time_limit=deadline,
            threads=threads,
        )
    answer(found, out, as_json)
