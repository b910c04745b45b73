"""A hand-made plan: what it is worth, which rules it breaks, how far it is from the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from optimizer.analysis.judge import Judge, Made
from optimizer.analysis.score_data import BROKEN, SWAPS, ScoreData
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
    Relaxed,
    Solution,
    gap_of,
    most_possible,
)
from optimizer.verify import Failure, Rule

BEST_MEASURES = "The table names no measures: those that go best with what is built are taken."
NO_MEASURES = (
    "The table names no measures, and under the rules that it breaks none could be chosen for it: "
    "it is valued without."
)
MEASURES_LATE = (
    "The table names no measures, and none were chosen for it before time ran out: it is valued "
    "without."
)
MEASURES_UNPROVEN = "Time ran out while they were chosen: others may go better with what is built."
RELAXATION_LATE = (
    "Time ran out before the relaxation was solved: the bound is what the tables allow at most, or "
    "that of the plan given; no swaps were sought."
)
SWAPS_LATE = "Time ran out while swaps were tried: others may help more."
FOR_MEASURES = 0.5
"""Part of the time left that the choice of measures may take."""
RELAXATION, GIVEN, TABLES = "the relaxation", "the plan given", "the tables alone"


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
        Its time limit is for all of it; notes say what was not done in time.
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
    solution, notes = _solution_of(series, judge, build, (count, unplaced), controls)
    if coefficients.takers is None:
        if solution is None or unplaced:
            reason = 'under job_takers "best" a plan that breaks a rule can\'t be valued'
            raise NoPlanError("infeasible", [], reason)
        case = judge.checked(solution, {})
        taken = solution.decisions.taken
    else:
        taken = _taken(coefficients, build) if solution is None else solution.decisions.taken
        case = judge.of(count, taken, unplaced)
    if unplaced:
        notes.append("What may not stand where it is written costs, and keeps nobody.")
    relaxed = _relaxed(series, budget, controls)
    best, proven_by = _bound(coefficients, relaxed, bound)
    helping = pd.DataFrame(columns=list(SWAPS))
    if relaxed is None:
        notes.append(RELAXATION_LATE)
    else:
        found = Swaps(judge, case, count, taken, unplaced, relaxed)
        helping = found.best(swaps, controls)
        notes += [SWAPS_LATE] if found.unfinished else []
    return ScoreData(
        plan=replace(case.plan, bound=best, gap=gap_of(case.plan.objective, best)),
        budget=budget,
        cost=case.cost,
        broken=_broken(case.failures),
        failures=case.failures,
        bound=best,
        proven_by=proven_by,
        swaps=helping,
        notes=tuple(notes),
    )


def _relaxed(series: ParametricSolver, budget: float | None, controls: Controls) -> Relaxed | None:
    """Return the relaxation of all plans; None where it was not solved in time."""
    if controls.stopped():
        return None
    try:
        return series.relaxed(budget, controls)
    except NoPlanError as error:
        if error.status != "time_limit":
            raise
        return None


def _bound(
    coefficients: Coefficients, relaxed: Relaxed | None, given: float | None
) -> tuple[float, str]:
    """Return what no plan exceeds, and what proves it."""
    if relaxed is None:
        best, proven_by = most_possible(coefficients), TABLES
    else:
        best, proven_by = relaxed.bound, RELAXATION
    return (best, proven_by) if given is None or best <= given else (given, GIVEN)


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
) -> tuple[Solution | None, list[str]]:
    """Return the best plan that builds just this, and notes; None: nothing is decided by it.

    Under "best" who takes which job has to be; else the measures, where the table names none and
    what is built keeps the rules.

    Raises
    ------
    NoPlanError
        Under "best" none was found in time.
    """
    count, unplaced = counts
    if series.coefficients.takers is None:
        return _with_measures(series, build, judge.budget, controls), []
    none = np.zeros(len(offer_keys(series.coefficients)), dtype=bool)
    if build.taken is not None or not len(none) or not count.any():
        return None, []
    failures = judge.of(count, none, unplaced).failures
    if any(item.rule is not Rule.ZONE for item in failures):
        return None, [NO_MEASURES]
    if controls.stopped():
        return None, [MEASURES_LATE]
    limit = controls.time_limit
    part = None if limit is None else controls.seconds() + FOR_MEASURES * controls.left()
    try:
        found = _with_measures(series, build, judge.budget, replace(controls, time_limit=part))
    except NoPlanError:
        return None, [MEASURES_LATE]
    if found is None:
        return None, [NO_MEASURES]
    late = limit is not None and found.status == "time_limit"
    return found, [BEST_MEASURES, MEASURES_UNPROVEN] if late else [BEST_MEASURES]


def _taken(coefficients: Coefficients, build: Build) -> Flags:
    wanted = build.taken or frozenset()
    return np.array([key in wanted for key in offer_keys(coefficients)], dtype=bool)


def _with_measures(
    series: ParametricSolver, build: Build, budget: float | None, controls: Controls
) -> Solution | None:
    """Return the best plan that builds just this; None where the rules allow none.

    Raises
    ------
    NoPlanError
        None was found in time.
    """
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
        if error.status == "time_limit":
            raise
        return None


def _broken(failures: tuple[Failure, ...]) -> pd.DataFrame:
    rows = [(str(item.rule), item.place, item.needs, item.has, str(item)) for item in failures]
    return pd.DataFrame(rows, columns=list(BROKEN))
