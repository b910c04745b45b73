"""Options and arguments that several commands share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

POINTED_THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3})*\.\d{2}0")
"""Nobody writes 1.000 for 1."""
SHIPPED = ("korea", "tiny")


def is_page(out: Path) -> bool:
    """Return whether a page is asked for in place of a folder."""
    return out.suffix.lower() == ".html" and not out.is_dir()


def folders(incomplete: str) -> list[str]:
    """Return the folders that begin so, for the completion of a shell."""
    start = Path(incomplete)
    parent, begin = (start, "") if incomplete.endswith("/") else (start.parent, start.name)
    try:
        found = sorted(path for path in parent.iterdir() if path.is_dir())
    except OSError:
        found = []
    return [f"{path}/" for path in found if path.name.startswith(begin)]


def instances(incomplete: str) -> list[str]:
    """Return the shipped instances, and the folders and workbooks that begin so."""
    start = Path(incomplete)
    parent = start if incomplete.endswith("/") else start.parent
    books = [
        str(path) for path in sorted(parent.glob("*.xlsx")) if str(path).startswith(incomplete)
    ]
    names = [name for name in SHIPPED if name.startswith(incomplete)]
    return [*names, *folders(incomplete), *books]


def number(text: str | float) -> float:
    """Return a number as it is typed; a default that is one already stays as it is.

    Raises
    ------
    typer.BadParameter
        It is none; the message says how to write it.
    """
    if not isinstance(text, str):
        return text
    word = text.strip()
    if word.endswith(("%", "％")):
        raise typer.BadParameter(f"{text!r} is a percentage; write a share: 0.01 for 1%.")
    if POINTED_THOUSANDS.fullmatch(word):
        plain, short = word.replace(".", ""), f"{float(word):g}" if word.count(".") == 1 else ""
        other = f", or {short} for the decimal number" if short else ""
        raise typer.BadParameter(f"{text!r} may have thousands separators; write {plain}{other}.")
    try:
        return float(word)
    except ValueError:
        remedy = "digits and a decimal point alone, without thousands separators, unit or sign"
        raise typer.BadParameter(f"{text!r} is no number; write {remedy}.") from None


InstanceArgument = Annotated[
    str,
    typer.Argument(
        metavar="INSTANCE",
        help="A folder, a workbook (.xlsx), or a shipped name: korea, tiny.",
        autocompletion=instances,
    ),
]
PlanArgument = Annotated[
    str, typer.Argument(metavar="PLAN", help="A plan's folder.", autocompletion=folders)
]
PlansInstance = Annotated[
    str,
    typer.Option(
        "--instance",
        metavar="INSTANCE",
        help="What the plan was made for: a folder, or a shipped name.",
        autocompletion=instances,
    ),
]
Budget = Annotated[
    float | None,
    typer.Option(
        parser=number, metavar="NUMBER", help="In the instance's currency; else settings.budget."
    ),
]
Gap = Annotated[
    float,
    typer.Option(parser=number, metavar="SHARE", help="Accepted optimality gap; 0 means 1e-6."),
]
GapOfPlan = Annotated[
    float | None,
    typer.Option(
        parser=number, metavar="SHARE", help="Accepted gap of solves; else that asked of the plan."
    ),
]
AnswerOut = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Folder for the tables (CSV, JSON) and text."),
]
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
TimeLimit = Annotated[float | None, typer.Option(metavar="SECONDS", help="For the whole command.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON alone on standard output.")]
Seed = Annotated[int, typer.Option(help="Of HiGHS.")]
Threads = Annotated[int, typer.Option(help="0: HiGHS decides.")]
CsvDialect = Annotated[
    str,
    typer.Option(metavar="comma|semicolon|tab", help="Of CSV files; semicolon: decimal commas."),
]
