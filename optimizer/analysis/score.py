"""A hand-made plan: what it is worth, which rules it breaks, how far it is from the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from optimizer.analysis.judge import Judge, Made
from optimizer.analysis.score_data import BROKEN, ScoreData
from optimizer.analysis.swaps import Swaps
from optimizer.arrays import Flags, Ints
from optimizer.coefficients import Coefficients, compute
from optimizer.instance import Build, Instance
from optimizer.model import Key, offer_keys
from optimizer.solver import (
    Controls,
    Held,
    NoPlanError,
    ParametricSolver,
    Solution,
    gap_of,
)
from optimizer.verify import Failure, Rule

BEST_MEASURES = "The table names no measures: those that go best with what is built are taken."
NO_MEASURES = (
    "The table names no measures, and under the rules that it breaks none could be chosen for it: "
    "it is valued without."
)


def score(
    instance: Instance,
    build: Build,
    made: Made,
    controls: Controls,
    *,
    budget: float | None,
    bound: float | None = None,
    swaps: int = 3,
) -> ScoreData:
    """Return what a hand-made plan is worth, and what would mend it.

    Parameters
    ----------
    instance : Instance
    build : Build
    made : callable
        Makes a plan of a solution.
    controls : Controls
    budget : float or None
        bn KRW of the central purse.
    bound : float, optional
        Proven for these tables, rules and this budget; by default the relaxation's.
    swaps : int
        How many are sought.

    Raises
    ------
    NoPlanError
        Not even the empty plan's relaxation can exist under the rules; or, under job_takers
        "best", the build breaks rules, so that who takes which job can't be decided.
    """
    coefficients = compute(instance)
    budgets = [] if budget is None else [budget]
    series = ParametricSolver(coefficients, budgets)
    judge = Judge(coefficients, budget, made, controls)
    count, unplaced = _counts(coefficients, build)
    notes: list[str] = []
    solution = _solution_of(series, judge, build, (count, unplaced), controls)
    if coefficients.takers is None:
        if solution is None or unplaced:
            reason = 'under job_takers "best" a plan that breaks a rule can\'t be valued'
            raise NoPlanError("infeasible", [], reason)
        case = judge.checked(solution, {})
        taken = solution.decisions.taken
    else:
        taken = _taken(coefficients, build) if solution is None else solution.decisions.taken
        case = judge.of(count, taken, unplaced)
    if build.taken is None and len(taken) and count.any():
        notes.append(NO_MEASURES if solution is None else BEST_MEASURES)
    if unplaced:
        notes.append("What may not stand where it is written costs, and keeps nobody.")
    relaxed = series.relaxed(budget, controls)
    best = relaxed.bound if bound is None else min(bound, relaxed.bound)
    helping = Swaps(judge, case, count, taken, unplaced, relaxed).best(swaps)
    return ScoreData(
        plan=replace(case.plan, bound=best, gap=gap_of(case.plan.objective, best)),
        budget=budget,
        cost=case.cost,
        broken=_broken(case.failures),
        failures=case.failures,
        bound=best,
        proven_by="the relaxation" if best == relaxed.bound else "the plan given",
        swaps=helping,
        notes=tuple(notes),
    )


def _counts(
    coefficients: Coefficients, build: Build
) -> tuple[Ints, dict[tuple[str, str, int], int]]:
    """Return the count of each site, and what is no site."""
    sites, stages = coefficients.sites, coefficients.stages
    place = {
        (
            coefficients.regions[region],
            stages.option[option],
            stages.years[stages.phase[option]],
        ): number
        for number, (region, option) in enumerate(zip(sites.region, sites.option, strict=True))
    }
    count = np.zeros(len(sites), dtype=np.int64)
    unplaced: dict[tuple[str, str, int], int] = {}
    for key, number in build.count.items():
        if key in place:
            count[place[key]] += number
        else:
            unplaced[key] = number
    return count, unplaced


def _solution_of(
    series: ParametricSolver,
    judge: Judge,
    build: Build,
    counts: tuple[Ints, dict[tuple[str, str, int], int]],
    controls: Controls,
) -> Solution | None:
    """Return the best plan that builds just this; None where nothing has to be decided by it.

    Under "best" who takes which job has to be; else the measures, where the table names none and
    what is built keeps the rules.
    """
    count, unplaced = counts
    if series.coefficients.takers is None:
        return _with_measures(series, build, judge.budget, controls)
    none = np.zeros(len(offer_keys(series.coefficients)), dtype=bool)
    if build.taken is not None or not len(none) or not count.any():
        return None
    failures = judge.of(count, none, unplaced).failures
    if any(item.rule is not Rule.ZONE for item in failures):
        return None
    return _with_measures(series, build, judge.budget, controls)


def _taken(coefficients: Coefficients, build: Build) -> Flags:
    wanted = build.taken or frozenset()
    return np.array([key in wanted for key in offer_keys(coefficients)], dtype=bool)


def _with_measures(
    series: ParametricSolver, build: Build, budget: float | None, controls: Controls
) -> Solution | None:
    """Return the best plan that builds just this; None where the rules allow none."""
    count: dict[Key, float] = {}
    for (region, option, _), number in build.count.items():
        count[region, option] = count.get((region, option), 0) + number
    offers = frozenset(offer_keys(series.coefficients))
    least = frozenset() if build.taken is None else build.taken
    most = offers if build.taken is None else build.taken
    try:
        return series.solve(budget, controls, least=Held(count, least), most=Held(count, most))
    except NoPlanError as error:
        if error.status == "interrupted":
            raise KeyboardInterrupt from error
        return None


def _broken(failures: tuple[Failure, ...]) -> pd.DataFrame:
    rows = [(str(item.rule), item.place, item.needs, item.has, str(item)) for item in failures]
    return pd.DataFrame(rows, columns=list(BROKEN))
