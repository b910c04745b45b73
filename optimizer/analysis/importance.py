"""Importance: what would be lost without each line of a plan, as an interval that is proven.

The replacement cost of a line (Cabeza & Moilanen 2006) is the optimum less the optimum without it.
Neither is known exactly; both lie between a plan that was found and a bound that no plan exceeds.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from optimizer.analysis.answers import html_of, rows_of, text_table
from optimizer.analysis.plan_problem import PlanProblem, keys_of, provinces_of, without
from optimizer.model import Key, OwnRule
from optimizer.plan import PlanData, held_by, to_record
from optimizer.solver import Bound, Controls, NoPlanError, Solution, duration

LOG = logging.getLogger(__name__)
AT_ONCE = 2
"""Solves at a time, a thread of HiGHS each."""
WIDE = 2.0
"""An interval of more than so many gaps of the plan is worth a solve."""
LINES = (
    "rank",
    "region_id",
    "region",
    "province",
    "option_id",
    "option",
    "count",
    "cost",
    "status",
    "loss",
    "loss_low",
    "loss_high",
    "chosen",
)
ROWS = ("region_id", "option_id", "count", "loss_low", "loss_high", "rank")
"""The columns of `lines` that outside scripts read, again under the name they know."""
REQUIRED, BOUNDED = "required", "bounded"
NEARBY, WHOLE = "searched next to the plan", "solved without it"
Follow = Callable[[int, int, str], None]
"""Told of each line: how many are done, of how many, and what of two things was done."""


@dataclass(frozen=True)
class ImportanceData:
    """What would be lost without each line of a plan; `optimizer.Importance` can save it.

    Attributes
    ----------
    plan : PlanData
    lines : DataFrame
        A row for each region and option of the plan, the most important first: rank, region_id,
        region, province, option_id, option, count and cost (over all phases), status ("bounded";
        "required": without it no plan can exist, and the losses are blank), loss (the best plan
        known less the best found without it, at least 0), loss_low and loss_high (between which
        the optimum less the optimum without it is proven to lie), chosen (share of other plans
        that build it; blank without such plans). Losses are in the unit of the plan's objective.
    best : float
        Objective of the best plan known: this one, or one found without a line.
    bound : float
        What no plan exceeds.
    solves : int
        Lines that took a solve of the whole; of the others the relaxation is enough.
    notes : tuple of str
    """

    plan: PlanData
    lines: pd.DataFrame
    best: float
    bound: float
    solves: int = 0
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain Python."""
        return {
            "objective": self.plan.objective,
            "best": self.best,
            "bound": self.bound,
            "solves": self.solves,
            "lines": rows_of(self.lines),
            "rows": rows_of(self.lines[list(ROWS)]),
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        """Return the ranking as text."""
        return "\n".join(
            [text_table(self.lines.drop(columns=["region_id", "option_id"])), *self.notes]
        )

    def _repr_html_(self) -> str:
        """Return the ranking as a notebook shows it."""
        return html_of("", self.notes, {"Importance": self.lines})


@dataclass(frozen=True)
class _Line:
    """What is known of the problem without one line.

    Attributes
    ----------
    found : float
        Objective of the best plan found without it; −inf: none was found.
    bound : float
        What no plan without it exceeds; −inf: there is none.
    looked_at : bool
        Whether there was time to search without it.
    """

    key: Key
    found: float
    bound: float
    solved: bool = False
    looked_at: bool = True


def importance(
    plan: PlanData,
    controls: Controls,
    *,
    others: Iterable[PlanData] = (),
    rules: Sequence[OwnRule] | None = None,
    follow: Follow | None = None,
) -> ImportanceData:
    """Return what would be lost without each line of a plan.

    Parameters
    ----------
    plan : PlanData
        With its `source`.
    controls : Controls
        Its gap is that of the solves where an interval is too wide; its time limit is for all of
        them together, so that with less time intervals are wider.
    others : iterable of PlanData
        Alternatives, or the plans of other worlds.
    rules : sequence of callables, optional
        Of one's own; by default those of the plan.
    follow : callable, optional
        Told of each line, twice where it is solved as a whole; what it raises ends all.

    Raises
    ------
    InputError
        The plan's instance or its own rules are not known.
    KeyboardInterrupt
        Ctrl-C.

    Notes
    -----
    P is the best plan known and B what no plan exceeds; P′ the best plan found without the line
    and B′ what no plan without it exceeds. The optimum lies from P to B and the optimum without
    the line from P′ to min(B, B′), so that what is lost lies from max(0, P − min(B, B′)) to
    B − P′. B′ comes from the tightened linear relaxation with the line fixed at 0, P′ from a
    search next to the plan. Where that leaves more than two gaps of the plan open and a solve can
    show that something is lost, the problem without the line is solved as a whole.
    """
    problem = PlanProblem(plan, replace(controls, time_limit=None), rules)
    keys = keys_of(plan)
    lines = _told(_first(problem, keys, controls), len(keys), NEARBY, follow)
    found = _proven(problem, list(lines), controls, follow)
    return _data(problem, found, list(others))


def _data(problem: PlanProblem, found: Sequence[_Line], others: list[PlanData]) -> ImportanceData:
    plan = problem.plan
    best = max([plan.objective, *(line.found for line in found)])
    rows = [_row(problem, line, best, others) for line in found]
    frame = pd.DataFrame(rows, columns=list(LINES))
    required = frame["status"] == REQUIRED
    frame = (
        frame.assign(first=~required)
        .sort_values(["first", "loss", "loss_low"], ascending=[True, False, False], kind="stable")
        .drop(columns="first")
        .reset_index(drop=True)
    )
    frame["rank"] = np.arange(1, len(frame) + 1)
    return ImportanceData(
        plan,
        frame,
        best,
        problem.bound,
        sum(line.solved for line in found),
        _notes(plan, best, found),
    )


def _notes(plan: PlanData, best: float, found: Sequence[_Line]) -> tuple[str, ...]:
    notes = [
        "loss_low and loss_high are proven; loss is the best plan known less the best one found "
        "without the line, and decides the rank."
    ]
    if best > plan.objective + 1e-6 * max(1.0, abs(plan.objective)):
        notes.append(
            f"Without one of its lines a plan was found that reaches {best:,.6g}, more than the "
            f"{plan.objective:,.6g} of this one, which is proven to its gap only; solve with a "
            "smaller --gap."
        )
    passed = [":".join(line.key) for line in found if not line.looked_at and not line.solved]
    if passed:
        notes.append(f"Time ran out: {', '.join(passed)} not looked at; give it more.")
    return tuple(notes)


def _row(
    problem: PlanProblem, line: _Line, best: float, others: Sequence[PlanData]
) -> dict[str, object]:
    plan, (region, option) = problem.plan, line.key
    here = plan.build[(plan.build["region_id"] == region) & (plan.build["option_id"] == option)]
    required = line.bound == -np.inf
    blank = float("nan")
    low = max(0.0, best - min(problem.bound, line.bound))
    built = [held_by(to_record(other)).count.get(line.key, 0) > 0 for other in others]
    return {
        "rank": 0,
        "region_id": region,
        "region": plan.names.get(region) or region,
        "province": provinces_of(plan, [region])[region],
        "option_id": option,
        "option": problem.source.labels.options.of(option),
        "count": int(here["count"].sum()),
        "cost": float(here["cost"].sum()),
        "status": REQUIRED if required else BOUNDED,
        "loss": blank if required or line.found == -np.inf else max(0.0, best - line.found),
        "loss_low": blank if required else low,
        "loss_high": blank if line.found == -np.inf else max(low, problem.bound - line.found),
        "chosen": float(np.mean(built)) if built else blank,
    }


def _first(problem: PlanProblem, keys: Sequence[Key], controls: Controls) -> Iterator[_Line]:
    """Yield each line with a bound from the relaxation and a plan next to the one given.

    While one thread asks the relaxation, another searches.
    """
    at_once = 1 if problem.rules else AT_ONCE
    way = replace(controls, threads=1, watcher=None)
    pool = ThreadPoolExecutor(max_workers=at_once)

    def search(key: Key, bound: float, around: Bound | None) -> _Line:
        if controls.left() <= 0:
            return _Line(key, -np.inf, bound, looked_at=False)
        found = problem.nearby(without(key), around, way)
        if found is None:
            return _Line(key, -np.inf, bound, looked_at=controls.left() > 0)
        return _Line(key, found.objective, bound)

    waiting: list[Future[_Line]] = []
    try:
        for key in keys:
            bound, around = problem.bound, None
            if controls.left() > 0:
                bound, around = problem.bound_if(without(key))
            waiting.append(pool.submit(search, key, bound, around))
        for future in waiting:
            yield future.result()
    except BaseException:  # Ctrl-C ends all of them, not one
        way.stop.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _proven(
    problem: PlanProblem, lines: list[_Line], controls: Controls, follow: Follow | None
) -> list[_Line]:
    """Return the lines, solved where the interval is too wide and a solve can narrow it."""
    gap = max(problem.plan.gap, controls.gap) * max(1.0, abs(problem.plan.objective))
    best = max([problem.plan.objective, *(line.found for line in lines)])

    def needed(line: _Line) -> bool:
        if line.found == -np.inf:
            return True  # required, or a plan must be found further away
        low = max(0.0, best - min(problem.bound, line.bound))
        loses = best - line.found > controls.gap * max(1.0, abs(best))
        return loses and problem.bound - line.found - low > WIDE * gap

    order = sorted(filter(needed, lines), key=lambda line: line.found)
    done = {line.key: line for line in lines}
    at_once = 1 if problem.rules else AT_ONCE
    way = replace(controls, threads=1, watcher=None) if at_once > 1 else controls
    pool = ThreadPoolExecutor(max_workers=at_once)
    try:
        solved = pool.map(lambda line: _solved(problem, line, way), order)
        for line in _told(solved, len(order), WHOLE, follow):
            done[line.key] = line
    except BaseException:
        way.stop.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return [done[line.key] for line in lines]


def _solved(problem: PlanProblem, line: _Line, controls: Controls) -> _Line:
    """Return what a solve of the whole says of the problem without a line."""
    if controls.stopped() and not controls.stop.is_set():
        return line
    try:
        found: Solution = problem.anywhere(without(line.key), controls)
    except NoPlanError as error:
        if error.status == "interrupted":
            raise KeyboardInterrupt from error
        gone = error.status == "infeasible" and line.found == -np.inf
        return replace(line, bound=-np.inf, solved=True) if gone else line
    if found.status == "interrupted":
        raise KeyboardInterrupt
    reached = max(line.found, found.objective)
    return replace(line, found=reached, bound=min(line.bound, found.bound), solved=True)


def _told(lines: Iterable[_Line], total: int, what: str, follow: Follow | None) -> Iterator[_Line]:
    """Pass lines on, and say of each how many of how many it is, and the time left."""
    began = time.perf_counter()
    for place, line in enumerate(lines, 1):
        left = (time.perf_counter() - began) / place * (total - place)
        region, option = line.key
        LOG.info(
            "%d of %d, %s:%s: %s; about %s left.",
            place,
            total,
            region,
            option,
            what,
            duration(left),
        )
        if follow is not None:
            follow(place, total, what)
        yield line
