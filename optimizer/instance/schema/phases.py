"""Phases: the years in which money is spent, each with its own budget."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from optimizer.instance.problems import ProblemList, nearest, shown

COPY = "@"
"""Between an option and its phase, where the model has an option once for each phase."""
KEYS = ("year", "budget")
_EXAMPLE = "write [[phases]] with year = 2026 and budget = 1000 below it, once for each phase."


@dataclass(frozen=True)
class Phase:
    """A year in which something may be decided, and the central money for it.

    Attributes
    ----------
    year : int
        Calendar year; what is built in the phase opens lead_years later.
    budget : float
        In the instance's currency; what is left of it carries over.
    """

    year: int
    budget: float


def read_phases(
    content: Any, file: str, row: int | None, problems: ProblemList
) -> tuple[Phase, ...]:
    """Return the phases of a TOML file; what doesn't fit is reported.

    Parameters
    ----------
    content : Any
        What stands under `phases`.
    file, row
        Where it stands, for messages.
    problems : ProblemList
    """

    def refuse(message: str, remedy: str, column: str = "phases") -> None:
        problems.add(file, message, row=row, column=column, remedy=remedy)

    if not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        refuse(f"{shown(content)} is no list of phases.", _EXAMPLE)
        return ()
    found: list[Phase] = []
    for number, part in enumerate(content, start=1):
        for key in part:
            if key not in KEYS:
                refuse("the key is unknown.", nearest(key, list(KEYS)), f"phases.{key}")
        year, budget = part.get("year"), part.get("budget")
        fits = True
        if not isinstance(year, int) or isinstance(year, bool):
            refuse(f"{_said(year)} in phase {number}; expected a year.", _EXAMPLE, "phases.year")
            fits = False
        numeric = isinstance(budget, int | float) and not isinstance(budget, bool)
        if not numeric or not 0 <= float(budget or 0) <= 1e14 or math.isnan(float(budget or 0)):
            expected = "expected a number of at least 0"
            refuse(f"{_said(budget)} in phase {number}; {expected}.", _EXAMPLE, "phases.budget")
            fits = False
        if fits and isinstance(year, int) and budget is not None:
            found.append(Phase(year, float(budget)))
    return tuple(found)


def _said(value: Any) -> str:
    return "nothing is written" if value is None else shown(value)


def check_phases(
    phases: tuple[Phase, ...],
    base_year: int,
    horizon_year: int,
    options: list[str],
    place: tuple[str, int | None],
    problems: ProblemList,
) -> None:
    """Check that the years rise from the base year on, and end before the horizon.

    Parameters
    ----------
    phases : tuple of Phase
    base_year, horizon_year : int
    options : list of str
        Ids of all options.
    place : tuple
        File and row, for messages.
    problems : ProblemList
    """
    file, row = place
    for phase in phases:
        if not base_year <= phase.year < horizon_year:
            problems.add(
                file,
                f"{phase.year} is not a year from the base year {base_year} to before the "
                f"horizon year {horizon_year}.",
                row=row,
                column="phases.year",
                remedy="choose a year between them.",
            )
    for before, after in pairwise(phases):
        if after.year <= before.year:
            problems.add(
                file,
                f"{after.year} follows {before.year}; the phases' years must rise.",
                row=row,
                column="phases.year",
                remedy="put them in order, one phase for each year.",
            )
    marked = [option for option in options if COPY in option]
    if len(phases) > 1 and marked:
        problems.add(
            file,
            f"beside phases no option_id may hold “{COPY}”: {', '.join(marked[:5])}.",
            row=row,
            column="phases",
            remedy="rename the option.",
        )
