"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

InstanceArgument = Annotated[
    str, typer.Argument(metavar="INSTANCE", help="A folder, or a shipped name: korea, tiny.")
]
Budget = Annotated[
    float | None, typer.Option(help="In the instance's currency; else settings.budget.")
]
Gap = Annotated[float, typer.Option(help="Accepted optimality gap; 0 means 1e-6.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="One setting; may be repeated."),
]
Scenarios = Annotated[
    list[Path] | None,
    typer.Option(
        "--scenario", metavar="NAME|FILE", help="A scenario that ships, or a TOML file; repeat."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON alone on standard output.")]
Seed = Annotated[int, typer.Option(help="Of HiGHS.")]
Threads = Annotated[int, typer.Option(help="0: HiGHS decides.")]
