"""`rooted explore`: a page on which a plan is changed and made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import optimizer as opt
from optimizer.cli.exits import exits
from optimizer.cli.options import Budget, InstanceArgument, Scenarios, Sets
from optimizer.cli.telling import progress_stream, say

Gap = Annotated[
    float, typer.Option(help="Accepted optimality gap; a button on the page asks for 0.005.")
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Folder where the page saves plans.")]
Port = Annotated[int, typer.Option(help="On this machine; 0: one that is free.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the address alone.")]
RootPath = Annotated[
    str, typer.Option(metavar="PATH", help="What a proxy leaves before its paths.")
]
HostNames = Annotated[
    list[str] | None,
    typer.Option("--host-name", metavar="NAME", help="Under which a proxy may ask; repeat."),
]


def explore(
    instance: InstanceArgument,
    budget: Budget = None,
    gap: Gap = 0.03,
    sets: Sets = None,
    scenario: Scenarios = None,
    out: Out = Path("explored"),
    port: Port = 0,
    no_browser: NoBrowser = False,
    root_path: RootPath = "",
    host_name: HostNames = None,
) -> None:
    """Open a page on this machine to change a plan and see it planned anew; Ctrl-C ends it."""
    with exits():
        from optimizer.explore import check_ready
        from optimizer.solver import shown_on

        check_ready(out, port)
        say(f"Reading {instance}.")
        problem = opt.load(instance, scenarios=scenario or (), settings=sets or ())
        say(f"{problem!r} read and checked.")
        with shown_on(progress_stream(), gap) as watcher:
            plan = opt.solve(problem, budget=budget, gap=gap, watcher=watcher)
        opt.explore(
            problem,
            budget=budget,
            gap=gap,
            out=out,
            port=port,
            browser=not no_browser,
            root_path=root_path,
            host_names=host_name or (),
            plan=plan,
        )
