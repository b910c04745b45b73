"""A hand-made plan: what it is worth, what it breaks, and what helps most."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import ClassVar

import pandas as pd

from optimizer.analysis import ScoreData
from optimizer.analysis import score as score_build
from optimizer.api.answer import Answer
from optimizer.api.load import loaded
from optimizer.api.options import WHOLE, budget_of, check_options, check_types, versions
from optimizer.api.plan import Plan
from optimizer.api.plan_source import with_source
from optimizer.coefficients import Coefficients
from optimizer.deadline import Deadline, deadline_of, remaining
from optimizer.instance import InputError, Instance, Problem, read_build
from optimizer.plan import PlanData, make_plan
from optimizer.solver import Controls, Solution

GAP = 1e-3
"""Of the small solves that choose measures for a build."""


class Score(ScoreData, Answer):
    """What a hand-made plan is worth, which rules it breaks, and what helps most.

    Its attributes are those of `optimizer.analysis.ScoreData`. `save` writes score.json,
    score.txt, score_broken.csv and score_swaps.csv.
    """

    _saved_as = "score"
    _saved_tables: ClassVar = {"broken": "broken", "swaps": "swaps"}


def score(
    build: str | Path | pd.DataFrame | Mapping[str, list[object]],
    instance: Instance | str | Path,
    *,
    budget: float | None = None,
    best: Plan | str | Path | None = None,
    swaps: int = 3,
    time_limit: float | Deadline | None = None,
    seed: int = 0,
    threads: int = 0,
) -> Score:
    """Value a hand-made plan, name every rule it breaks, and say what would help most.

    Parameters
    ----------
    build : str, Path, DataFrame or mapping
        A CSV file, a workbook or a table with a row for each region and option: region (its id,
        or its name in either language), option, and count (1 where there is no such column);
        beside phases, year. A row may name a measure in place of an option. Without rows it is
        the plan of today: nothing is added.
    instance : Instance, str or Path
    budget : float, optional
        As for `solve`.
    best : Plan, str or Path, optional
        A solved plan of the same instance, rules and budget, whose proven bound is nearer than
        the one of the relaxation.
    swaps : int
        How many are sought.
    time_limit : float or Deadline, optional
        Seconds for all of it, from the call. Cost, people and broken rules are always worked out;
        with less time measures may not be the best ones, the bound is further off and fewer swaps
        are tried, which notes say.
    seed, threads
        As for `solve`.

    Returns
    -------
    Score
        `objective`, `retained`, `cost`, `broken`, `bound`, `gap`, `swaps`.

    Raises
    ------
    InputError
        The table names what the instance doesn't have, with every row; or `best` is of another
        instance or budget.
    NoPlanError
        No plan can exist under the rules; or, under job_takers "best", this one breaks a rule, or
        who takes which job was not decided in time.

    Notes
    -----
    A plan that breaks rules is valued all the same: as if they held elsewhere only. Who stays
    follows from what is built. Where the table names no measures, those are taken that go best
    with what is built under the budget. What may not stand where it is written costs money and
    keeps nobody. A swap takes one building away and adds another; each is checked without the
    solver, and breaks no rule that was kept before. The bound of the relaxation is a few percent
    above the best plan on large instances.

    Examples
    --------
    >>> mine = score({"region": ["Dunmarrow"], "option": ["bio_hub"]}, "tiny", budget=200)
    >>> print(mine)
    >>> mine.swaps[["out", "in", "gain"]]
    """
    deadline = deadline_of(time_limit)
    check_options(GAP, deadline.seconds, seed, threads)
    check_types(
        build=(build, (str, PathLike, pd.DataFrame, Mapping), "a file, a DataFrame or columns"),
        swaps=(swaps, WHOLE, "a whole number"),
    )
    problem = loaded(instance)
    given = budget_of(problem, budget)
    table = _table(build) if isinstance(build, Mapping) else build
    bound = None if best is None else _bound(best, problem, given)
    controls = Controls(gap=GAP, time_limit=remaining(deadline), seed=seed, threads=threads)

    def made(coefficients: Coefficients, solution: Solution) -> PlanData:
        return make_plan(
            coefficients,
            solution,
            budget=given,
            gap_asked=GAP,
            versions=versions(),
            seed=seed,
            projected=False,
        )

    return Score.of(
        score_build(
            problem,
            read_build(table, problem),
            made,
            controls,
            budget=given,
            bound=bound,
            swaps=swaps,
        )
    )


def _table(columns: Mapping[str, list[object]]) -> pd.DataFrame:
    """Return columns as a table.

    Raises
    ------
    InputError
        They are no lists, or not of one length.
    """
    try:
        return pd.DataFrame(columns)
    except ValueError as error:
        message = "its columns are no lists of one length."
        remedy = 'write {"region": ["A", "B"], "option": ["x", "y"]}.'
        raise InputError([Problem("the table", message, remedy=remedy)]) from error


def _bound(best: Plan | str | Path, instance: Instance, budget: float | None) -> float:
    """Return the bound proven for a plan of the same problem.

    Raises
    ------
    InputError
    """
    found = with_source(best, instance)
    if found.budget != budget or found.changed or found.rules:
        message = f"its budget is {found.budget!r}, not {budget!r}; or it has rules of its own."
        remedy = "give a plan of the same budget, or none."
        raise InputError([Problem(str(best), message, remedy=remedy)])
    return found.bound
