"""One run of a sweep, from a task to the content of its record; the same on every machine."""

from __future__ import annotations

import math
import pickle
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from threading import Event, Lock
from typing import Any

from optimizer.coefficients import compute
from optimizer.instance import Instance
from optimizer.model import OwnRule
from optimizer.plan import PlanData, from_record, held_by, make_plan, points_of, to_record
from optimizer.solver import Controls, NoPlanError, ParametricSolver, Solution, Watcher
from optimizer.verify import verify

FINISHED = ("optimal", "time_limit", "infeasible", "check_failed")
"""Endings that another attempt would not change; a run that ended otherwise is done again."""

CUT_SHORT = "cut_short"
"""Key of a record that the whole sweep's time limit ended: the next sweep does the run again."""
NO_TIME_LEFT = "the time limit of the whole sweep was reached before this run"

NESTED = "Nested: "
"""How the note of a plan begins that had to contain another one, or lie within it."""


@dataclass(frozen=True)
class Asked:
    """How every run of a sweep is solved.

    Attributes
    ----------
    gap, time_limit, seed
        As for `optimizer.solve`.
    versions : mapping of package to version
    budgets : tuple of float
        All of the sweep, so that what they share is prepared for them.
    rules : tuple of callables
        Of one's own, applied to the model of every run.
    packed : bytes
        The rules on their way to other processes, in place of `rules`.
    until : float, optional
        When the whole sweep must be done, in seconds since 1970, as all machines count them.
    """

    gap: float
    time_limit: float | None
    seed: int
    versions: Mapping[str, str]
    budgets: tuple[float, ...] = ()
    rules: tuple[OwnRule, ...] = ()
    packed: bytes = b""
    until: float | None = None

    def left(self) -> float:
        """Return the seconds left of the whole sweep's time; infinite where it has no limit."""
        return math.inf if self.until is None else max(0.0, self.until - time.time())

    def search_limit(self) -> float | None:
        """Return the seconds that a search may take now; None: no limit."""
        limit = min(math.inf if self.time_limit is None else self.time_limit, self.left())
        return None if limit == math.inf else limit

    def own_rules(self) -> tuple[OwnRule, ...]:
        """Return the rules of one's own, unpacked."""
        if not self.packed:
            return self.rules
        # Packed by the process that started this worker: no file or store ever holds them.
        rules: tuple[OwnRule, ...] = pickle.loads(self.packed)
        return rules


@dataclass(frozen=True)
class Task:
    """One run: a budget under a scenario, perhaps nested with another run's plan.

    Attributes
    ----------
    key : str
        Of its record.
    scenario : str
    budget : float or None
    nesting : str
        "" for the free optimum, else the chain of nested plans that it belongs to.
    after : str
        Key of the run whose plan it must nest with; "" for the first of a chain.
    larger : bool
        It must contain that plan; else be contained in it.
    """

    key: str
    scenario: str
    budget: float | None
    nesting: str = ""
    after: str = ""
    larger: bool = True


@dataclass
class Workshop:
    """What a process keeps between the runs of a scenario.

    Parameters
    ----------
    instance : Instance
    asked : Asked
    """

    instance: Instance
    asked: Asked
    stop: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    _series: ParametricSolver | None = None

    def perform(
        self,
        task: Task,
        neighbour: Mapping[str, Any] | None = None,
        watcher: Watcher | None = None,
    ) -> dict[str, Any]:
        """Solve and check; return the record's content, whatever happens.

        Parameters
        ----------
        task : Task
        neighbour : mapping, optional
            The plan, as a complete record, that this one must nest with.
        watcher : callable, optional
        """
        return self.begin(task, neighbour, watcher)()

    def begin(
        self,
        task: Task,
        neighbour: Mapping[str, Any] | None = None,
        watcher: Watcher | None = None,
    ) -> Callable[[], dict[str, Any]]:
        """Solve, and return what is left to do: the check, which another thread may do meanwhile.

        Parameters
        ----------
        task, neighbour, watcher
            As for `perform`.
        """
        began = time.perf_counter()
        if not self.asked.left():
            return partial(told, task, not_begun())
        try:
            solution, seconds = self._solved(task, neighbour, watcher)
        except (NoPlanError, MemoryError) as error:
            content = self._cut_short(_without_plan(error))
            content["seconds"] = round(time.perf_counter() - began, 3)
            return partial(told, task, content)
        return partial(self._checked, task, solution, seconds)

    def _solved(
        self, task: Task, neighbour: Mapping[str, Any] | None, watcher: Watcher | None
    ) -> tuple[Solution, dict[str, float]]:
        asked, clock = self.asked, [time.perf_counter()]
        if self._series is None:
            self._series = ParametricSolver(
                compute(self.instance), asked.budgets, asked.own_rules()
            )
        clock.append(time.perf_counter())
        held = None if neighbour is None else held_by(neighbour)
        controls = Controls(
            gap=asked.gap,
            time_limit=asked.search_limit(),
            seed=asked.seed,
            threads=1,
            watcher=watcher,
            stop=self.stop,
        )
        solution = self._series.solve(
            task.budget,
            controls,
            least=held if task.larger else None,
            most=None if task.larger else held,
        )
        if held is not None:
            how = "contain" if task.larger else "lie within"
            note = f"{NESTED}bound and gap are those of plans that {how} the neighbouring plan."
            solution = replace(solution, notes=(*solution.notes, note))
        if self.stop.is_set():
            # Even if this run came to its end: Ctrl-C is for all that would come after it.
            solution = replace(solution, status="interrupted")
        clock.append(time.perf_counter())
        build, solve = (round(after - before, 3) for before, after in pairwise(clock))
        return solution, {"read": 0.0, "build": build, "solve": solve}

    def _checked(self, task: Task, solution: Solution, seconds: dict[str, float]) -> dict[str, Any]:
        began = time.perf_counter()
        assert self._series is not None
        try:
            content = self._content(task, solution)
        except MemoryError as error:
            content = _without_plan(error)
        seconds = {**seconds, "verify": round(time.perf_counter() - began, 3)}
        if content["plan"] is not None:
            content["plan"]["seconds"] = seconds
        content["seconds"] = round(sum(seconds.values()), 3)
        return told(task, self._cut_short(content))

    def _cut_short(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return a run's content, marked where the whole sweep's time ended it, not its own."""
        if content["status"] == "time_limit" and not self.asked.left():
            return {**content, CUT_SHORT: True}
        return content

    def _content(self, task: Task, solution: Solution) -> dict[str, Any]:
        assert self._series is not None
        plan = make_plan(
            self._series.coefficients,
            solution,
            budget=task.budget,
            gap_asked=self.asked.gap,
            versions=self.asked.versions,
            seed=self.asked.seed,
        )
        record = to_record(plan)
        checked = verify(record, self.instance)
        if not checked.ok:
            reasons = [str(failure) for failure in checked.failures]
            return {"status": "check_failed", "reasons": reasons, "plan": None}
        return {"status": plan.status, "reasons": [], "plan": record}


def _without_plan(error: NoPlanError | MemoryError) -> dict[str, Any]:
    if isinstance(error, MemoryError):
        return failed("the machine has too little memory for it")
    reasons = [str(reason) for reason in error.reasons] or [error.summary]
    return {"status": error.status, "reasons": reasons, "plan": None}


def failed(reason: str) -> dict[str, Any]:
    """Return the content of a run that broke down: it is done again by the next sweep."""
    return {"status": "failed", "reasons": [reason], "plan": None, "seconds": None}


def not_begun() -> dict[str, Any]:
    """Return the content of a run for which the whole sweep had no time left."""
    reasons = [NO_TIME_LEFT]
    return {
        "status": "time_limit",
        "reasons": reasons,
        "plan": None,
        "seconds": None,
        CUT_SHORT: True,
    }


def told(task: Task, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a run's whole content: what was asked beside what was found."""
    return {
        "scenario": task.scenario,
        "budget": task.budget,
        "nesting": task.nesting,
        "after": task.after,
        "key": task.key,
        **content,
    }


def plan_of(content: Mapping[str, Any], instance: Instance | None, **more: Any) -> PlanData:
    """Return a record's plan; the record passed its check when it was made."""
    if instance is not None:
        more = {
            "labels": instance.labels,
            "boundaries": instance.boundaries,
            "points": points_of(instance),
            **more,
        }
    more = {"source": instance, **more}
    return from_record(content["plan"], verified=True, **more)


def row_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's row of the sweep's table; None where there is nothing to tell."""
    plan = content["plan"]
    projection = None if plan is None else plan["projection"]
    row: dict[str, Any] = {
        "budget": content["budget"],
        "scenario": content["scenario"],
        "status": content["status"],
        "reason": "; ".join(content["reasons"]) or None,
    }
    for name in ("retained", "arrived", "objective", "bound", "gap", "cost"):
        # Plans of earlier versions let nobody arrive, and do not say so.
        row[name] = None if plan is None else plan.get(name, 0.0)
    row["marginal"] = None
    build = [] if plan is None else plan["build"]
    row["built"] = None if plan is None else sum(entry["count"] for entry in build)
    row["seconds"], row["key"] = content["seconds"], content["key"]
    row["jobs"] = None if plan is None else math.fsum(entry["jobs"] for entry in build)
    row["nesting"] = content["nesting"]
    row["lifted"] = None if projection is None else len(projection["lifted"])
    return row
