"""`rooted check`: an instance's tables, or a plan without the solver."""

from __future__ import annotations

from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import CHECK_FAILED, exits, print_json
from optimizer.cli.options import AsJson, Scenarios, Sets
from optimizer.cli.telling import complain, say

Prove = Annotated[
    bool, typer.Option("--prove", help="Of a plan: solve anew, to see whether its bound holds.")
]
TimeLimit = Annotated[float | None, typer.Option(metavar="SECONDS", help="For --prove.")]


def check(
    what: Annotated[str, typer.Argument(metavar="INSTANCE|PLAN", help="An instance or a plan.")],
    instance: Annotated[
        str | None,
        typer.Option("--instance", metavar="INSTANCE", help="The plan's instance."),
    ] = None,
    prove: Prove = False,
    time_limit: TimeLimit = None,
    sets: Sets = None,
    scenario: Scenarios = None,
    as_json: AsJson = False,
) -> None:
    """Check an instance's tables, or recompute a plan from the tables without the solver.

    A plan is checked under the settings and the scenario that it records. What was recomputed,
    what can't be without a solver, and what differs from the instance is said.
    """
    with exits(as_json):
        checked = opt.check(
            what,
            instance,
            scenarios=scenario or (),
            settings=sets or (),
            prove=prove,
            time_limit=time_limit,
        )
    for note in checked.notes:
        say(f"Note: {note}")
    if as_json:
        print_json(checked.to_dict())
    elif checked.ok:
        print(checked)
    for failure in checked.failures:
        complain(f"- {failure}")
    if not checked.ok:
        raise typer.Exit(CHECK_FAILED)
