"""Why something stands in a plan, or why not: what it adds and takes, and what is in its way.

The plan with it forced out, or in, is solved again and bounded, so that what is said is proven.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from optimizer.analysis.answers import html_of, rows_of, text_table
from optimizer.analysis.entering import EntersIf, enters_if
from optimizer.analysis.in_the_way import SHOWN, Taken, taken_by, why_not_permitted
from optimizer.analysis.plan_problem import PlanProblem, with_one, without
from optimizer.coefficients import Coefficients
from optimizer.model import Key, OwnRule
from optimizer.plan import PlanData, unit_in_words
from optimizer.solver import EXACT_GAP, Controls, NoPlanError, Solution, gap_of

Made = Callable[[Coefficients, Solution], PlanData]
"""Makes a plan of a solution, and checks it."""
CHOSEN, NOT_CHOSEN = "chosen", "not chosen"
NOT_PERMITTED, REQUIRED, IMPOSSIBLE = "not permitted", "required", "impossible"
FURTHER_SECONDS = 10.0
"""From the call until which the whole may be solved anew, where no limit is given."""
WAYS = ("what", "place", "needs", "left", "unit", "taken_by", "remedy")
TAKES = ("what", "place", "amount", "limit", "used", "left", "unit")


@dataclass(frozen=True)
class WhyData:
    """Why something stands in a plan or does not; `optimizer.Why` can save it.

    Attributes
    ----------
    plan : PlanData
    region_id, region, province, option_id, option : str
        Ids, names, and the province.
    status : str
        "chosen"; "required": without it no plan can exist; "not chosen"; "not permitted": the
        tables rule it out there; "impossible": no plan can exist with it.
    count : int
        How many the plan has, over all phases.
    low, high : float or None
        Of what is chosen: how much of the objective would be lost without it. Of what is not: how
        much is lost where one is forced in. Proven, as for `importance`; None: not known.
    takes : DataFrame
        What one takes, or would: what, place, amount, limit, used (by the plan), left, unit.
    measures : tuple of str
        Measures that the plan takes in its region.
    stands_in_the_way : DataFrame
        Of what is not chosen: each limit that one more would break while all else stays: what,
        place, needs, left, unit, taken_by, remedy.
    ways : tuple of mapping
        The same, each with rule (its family) and users (their ids), as `plan.reasons` has them.
    enters_if : EntersIf or None
        At what cost it would enter; None: not asked, or it is chosen.
    other : PlanData or None
        The best plan found with it forced out, or in: solved, and checked like any plan.
    sentence : str
    notes : tuple of str
    """

    plan: PlanData
    region_id: str
    region: str
    province: str
    option_id: str
    option: str
    status: str
    count: int
    low: float | None
    high: float | None
    takes: pd.DataFrame
    measures: tuple[str, ...]
    stands_in_the_way: pd.DataFrame
    ways: tuple[Mapping[str, Any], ...] = ()
    enters_if: EntersIf | None = None
    other: PlanData | None = None
    sentence: str = ""
    notes: tuple[str, ...] = ()

    @property
    def chosen(self) -> bool:
        """Whether the plan has it."""
        return self.count > 0

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain Python."""
        word = "adds" if self.chosen else "misses"
        other = self.other
        return {
            "region_id": self.region_id,
            "region": self.region,
            "province": self.province,
            "option_id": self.option_id,
            "option": self.option,
            "chosen": self.chosen,
            "status": self.status,
            "count": self.count,
            f"{word}_low": self.low,
            f"{word}_high": self.high,
            "takes": rows_of(self.takes),
            "measures": list(self.measures),
            "stands_in_the_way": rows_of(self.stands_in_the_way),
            "ways": [dict(way) for way in self.ways],
            "enters_if": None if self.enters_if is None else self.enters_if.to_dict(),
            "other": None if other is None else _brief(other),
            "sentence": self.sentence,
            "notes": list(self.notes),
        }

    def _tables(self) -> dict[str, pd.DataFrame]:
        return {"Takes": self.takes, "Stands in the way": self.stands_in_the_way}

    def __str__(self) -> str:
        """Return the sentence and the tables as text."""
        tables = [
            f"{title}:\n{text_table(frame)}"
            for title, frame in self._tables().items()
            if len(frame)
        ]
        return "\n".join([self.sentence, *tables, *self.notes])

    def _repr_html_(self) -> str:
        """Return the sentence and the tables as a notebook shows them."""
        return html_of(self.sentence, self.notes, self._tables())


def _brief(plan: PlanData) -> dict[str, Any]:
    return {
        "objective": plan.objective,
        "retained": plan.retained,
        "arrived": plan.arrived,
        "cost": plan.cost,
        "build": rows_of(plan.build[["region_id", "option_id", "count", "cost", "phase"]]),
        "measures": rows_of(plan.measures[["region_id", "measure_id", "cost"]]),
    }


def why(
    plan: PlanData,
    key: Key,
    made: Made,
    controls: Controls,
    *,
    rules: Sequence[OwnRule] | None = None,
    prices: bool = True,
) -> WhyData:
    """Return why something stands in a plan, or why not.

    Parameters
    ----------
    plan : PlanData
        With its `source`.
    key : (region_id, option_id)
    made : callable
        Makes a plan of a solution, and checks it.
    controls : Controls
        Its time limit is for all of it. Without one, solving the whole, where a plan next to this
        one does not exist or a proof is wanting, ends `FURTHER_SECONDS` after the start.
    rules : sequence of callables, optional
        Of one's own; by default those of the plan.
    prices : bool
        Ask also at what cost it would enter.
    """
    problem = PlanProblem(plan, replace(controls, time_limit=None), rules)
    count = int(problem.held.count.get(key, 0))
    base = _blank(problem, key, count)
    if key not in problem.sites:
        reasons = why_not_permitted(problem, key)
        ways = [Taken(reason, "", remedy=remedy) for reason, remedy in reasons]
        return _said(_hindered(replace(base, status=NOT_PERMITTED), ways))
    uses = taken_by(problem, key, controls)
    base = replace(base, takes=_takes(uses))
    if not count:
        base = _hindered(base, [use for use in uses if use.broken])
    forced = without(key) if count else with_one(key)
    bound, around = problem.bound, None
    if not controls.stopped():
        bound, around = problem.bound_if(forced)
    found = None if controls.stopped() else problem.nearby(forced, around, controls)
    try:
        bound, found = _further(problem, key, count, bound, found, controls)
    except NoPlanError as error:
        if error.status == "interrupted":
            raise KeyboardInterrupt from error
        gone = error.status == "infeasible"
        status = (REQUIRED if count else IMPOSSIBLE) if gone else base.status
        notes = (str(error),) if error.reasons or not gone else ()
        least = None if gone else max(0.0, plan.objective - min(problem.bound, bound))
        return _said(replace(base, status=status, low=least, notes=(*base.notes, *notes)))
    best = max(plan.objective, found.objective)
    low = max(0.0, best - min(problem.bound, bound))
    high = max(low, problem.bound - found.objective)
    # A plan is made and checked beside the next solves, in which HiGHS needs no Python.
    with ThreadPoolExecutor(max_workers=1) as beside:
        making = beside.submit(made, problem.coefficients, _proven(plan, found, bound))
        asked = prices and not count
        price = enters_if(problem, key, around, found, controls) if asked else None
        other = making.result()
    return _said(replace(base, low=low, high=high, other=other, enters_if=price))


def _proven(plan: PlanData, found: Solution, bound: float) -> Solution:
    """Return a solution with its bound; optimal only within the gap that was asked of the plan."""
    known = replace(found, bound=max(bound, found.objective))
    gap = gap_of(known.objective, known.bound)
    return known if gap <= max(plan.gap_asked, EXACT_GAP) else replace(known, status="time_limit")


def _further(
    problem: PlanProblem,
    key: Key,
    count: int,
    bound: float,
    found: Solution | None,
    controls: Controls,
) -> tuple[float, Solution]:
    """Return bound and plan, sought in the whole where nothing is next to the plan given.

    Raises
    ------
    NoPlanError
        There is no plan, or none was found in time.
    """
    plan = problem.plan
    limit = FURTHER_SECONDS if controls.time_limit is None else controls.time_limit
    whole = replace(controls, time_limit=limit)
    far = 2 * max(plan.gap, controls.gap) * max(1.0, abs(plan.objective))
    if found is not None:
        low = max(0.0, plan.objective - min(problem.bound, bound))
        if problem.bound - found.objective - low <= far or whole.stopped():
            return bound, found
    elif bound == -np.inf and whole.stopped():
        raise NoPlanError("infeasible", [], "not even the relaxation has a plan")
    forced = without(key) if count else with_one(key)
    try:
        solved = problem.anywhere(forced, whole)
    except NoPlanError:
        if found is None:
            raise
        return bound, found
    better = solved if found is None or solved.objective > found.objective else found
    return min(bound, solved.bound), better


def _blank(problem: PlanProblem, key: Key, count: int) -> WhyData:
    plan, (region, option) = problem.plan, key
    row = problem.source.regions.set_index("region_id").loc[region]
    here = plan.measures.loc[plan.measures["region_id"] == region, "measure_id"]
    return WhyData(
        plan=plan,
        region_id=region,
        region=str(row["name"]),
        province=str(row["province"]),
        option_id=option,
        option=problem.source.labels.options.of(option),
        status=CHOSEN if count else NOT_CHOSEN,
        count=count,
        low=None,
        high=None,
        takes=pd.DataFrame(columns=list(TAKES)),
        measures=tuple(str(measure) for measure in here),
        stands_in_the_way=pd.DataFrame(columns=list(WAYS)),
    )


def _takes(uses: Sequence[Taken]) -> pd.DataFrame:
    rows = [
        (use.what, use.place, use.amount, use.limit, use.used, use.left, use.unit)
        for use in uses
        if use.amount
    ]
    return pd.DataFrame(rows, columns=list(TAKES))


def _hindered(why: WhyData, uses: Sequence[Taken]) -> WhyData:
    """Return the answer with what is in the way."""
    ways = tuple(use.record(SHOWN) for use in uses)
    return replace(why, stands_in_the_way=_ways(uses), ways=ways)


def _ways(uses: Sequence[Taken]) -> pd.DataFrame:
    rows = [
        (use.what, use.place, use.amount, use.left, use.unit, ", ".join(use.users), use.remedy)
        for use in uses
    ]
    return pd.DataFrame(rows, columns=list(WAYS))


def _said(why: WhyData) -> WhyData:
    """Return the answer with its sentence."""
    return replace(why, sentence=sentence_of(why))


def sentence_of(why: WhyData) -> str:
    """Return an answer in a planner's words."""
    name = f"{why.option} in {why.region}"
    ways = "; ".join(_way(row) for row in why.stands_in_the_way.to_dict("records"))
    if why.status == NOT_PERMITTED:
        return f"{name} is not in the plan: {ways}."
    if why.status == REQUIRED:
        return f"{name} is required: without it no plan can exist under these rules."
    if why.status == IMPOSSIBLE:
        why_not = f" ({ways})" if ways else ""
        return f"{name} is not in the plan: with it no plan can exist under these rules{why_not}."
    unit = unit_in_words(why.plan)
    if why.low is None or why.high is None:
        return _half_known(why, name, ways, unit)
    if why.chosen:
        return (
            f"{name} is in the plan: without it the best plan has {_interval(why.low, why.high)} "
            f"less: {unit}."
        )
    less = f"{_interval(why.low, why.high)} less: {unit}"
    told = [f"{name} is not in the plan: with it the best plan has {less}"]
    if ways:
        told.append(f"in the way while all else stays: {ways}")
    if why.enters_if is not None:
        told.append(why.enters_if.words(why.plan.currency))
    return "; ".join(told) + "."


def _half_known(why: WhyData, name: str, ways: str, unit: str) -> str:
    """Return an answer where no other plan was found in time."""
    told = [f"{name} is {why.status}; no other plan was found in time"]
    if why.low:
        word = "without" if why.chosen else "with"
        told.append(
            f"proven: {word} it the best plan has at least {why.low:,.4g} less: {unit}; how much "
            "at most is not known"
        )
    if ways and not why.chosen:
        told.append(f"in the way while all else stays: {ways}")
    return "; ".join(told) + "."


def _way(row: dict[Any, Any]) -> str:
    if pd.isna(row["needs"]):
        return str(row["what"])
    place = f" in {row['place']}" if row["place"] else ""
    users = f", taken by {row['taken_by']}" if row["taken_by"] else ""
    return (
        f"{row['what']}{place} (needs {row['needs']:,.4g} {row['unit']}, "
        f"{row['left']:,.4g} left{users})"
    )


def _interval(low: float, high: float) -> str:
    ends = f"{low:,.4g}", f"{high:,.4g}"
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)
