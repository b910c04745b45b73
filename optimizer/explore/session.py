"""A planner's session: the plans tried so far, and the one being made."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from optimizer.api import Plan, compare
from optimizer.explore.choice import Choice
from optimizer.explore.ground import Ground
from optimizer.explore.question import Question
from optimizer.explore.task import Task
from optimizer.plan import SEARCH, SITES
from optimizer.report import Pool, plan_record

LEAST = 0.05
"""Persons; smaller changes of a region are not sent."""
MOST_STEPS = 40
"""Plans that can be gone back to; the oldest are forgotten."""
NAMES = ("the plan before", "this plan")


@dataclass(frozen=True)
class Step:
    """A choice, and the plan made for it.

    Attributes
    ----------
    number : int
        Counts the session's plans; none has another's.
    choice : Choice
    plan : Plan
    record : mapping
        The plan as the page's data.
    change : mapping or None
        Against the plan before, as `Comparison.to_dict` but for regions that hardly change, with
        `unsure`: whether the gaps of the two plans leave the difference open; None of the first.
    """

    number: int
    choice: Choice
    plan: Plan
    record: Mapping[str, Any]
    change: Mapping[str, Any] | None


class Session:
    """A planner's plans and choices; every method may be called from any thread.

    Parameters
    ----------
    ground : Ground
    choice, plan
        To begin with.
    page : mapping
        Data of the plan's page, which sessions share.
    submit : callable
        Runs a task or question when its turn comes.
    threads : int
        Of the solver.
    clock : callable
        Returns seconds that never go back.

    Attributes
    ----------
    used : float
        When somebody was there last.
    """

    def __init__(
        self,
        ground: Ground,
        choice: Choice,
        plan: Plan,
        page: Mapping[str, Any],
        submit: Callable[[Callable[[], None]], object],
        threads: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.ground = ground
        self._clock = clock
        self.used = clock()
        self._submit, self._threads = submit, threads
        self._lock = threading.RLock()
        self._pool = Pool()
        record = plan_record(plan, "", self._pool)
        self._page = page
        self._steps = [Step(0, choice, plan, record, None)]
        self._at = 0
        self._made = 1
        self._task: Task | None = None
        self._failure = ""
        self._question: Question | None = None
        self._unanswered = ""

    @property
    def step(self) -> Step:
        """The one that is shown."""
        with self._lock:
            return self._steps[self._at]

    def touch(self) -> None:
        """Note that somebody is there."""
        self.used = self._clock()

    def choose(self, choice: Choice) -> None:
        """Begin a plan for a choice; one that is being made is given up for it."""
        with self._lock:
            self.give_up()
            self._failure = self._unanswered = ""
            self._task = Task(self.ground, choice, self._threads, self._ended)
            self._submit(self._task)

    def stop(self) -> None:
        """End the search, of which the best plan so far is kept; or end a question."""
        with self._lock:
            if self._task is not None:
                self._task.stop()
            elif self._question is not None:
                self._question.drop()
                self._question = None

    def give_up(self) -> None:
        """End whatever is being made, as nobody wants it any more."""
        with self._lock:
            if self._task is not None:
                self._task.drop()
                self._task = None
            if self._question is not None:
                self._question.drop()
                self._question = None

    def ask_why(self, *, every: bool = False) -> None:
        """Ask why the plan shown is as it is, unless that is known or being asked.

        Parameters
        ----------
        every : bool
            Solve again without each line. It takes the place of a quick question.
        """
        with self._lock:
            step = self.step
            if _exact(step.plan) if every else step.plan.reasons is not None:
                return
            if self._question is not None:
                if self._question.every or not every:
                    return
                self._question.drop()
            self._unanswered = ""
            self._question = Question(
                step.number, step.plan, self._threads, self._answered, every=every
            )
            self._submit(self._question)

    def _answered(self, question: Question) -> None:
        """Take in the reasons of the plan that was asked about."""
        with self._lock:
            if self._question is not question:
                return
            self._question = None
            self._unanswered = question.failure
            if question.answer is None:
                return
            record = plan_record(question.answer, "", self._pool)
            self._steps = [
                replace(step, plan=question.answer, record=record)
                if step.number == question.number
                else step
                for step in self._steps
            ]

    def undo(self) -> bool:
        """Go back to the plan before; whether there was one."""
        return self._go(-1)

    def redo(self) -> bool:
        """Go to the plan that was undone last; whether there was one."""
        return self._go(1)

    def _go(self, by: int) -> bool:
        with self._lock:
            there = 0 <= self._at + by < len(self._steps)
            self.give_up()
            if there:
                self._at += by
                self._failure = self._unanswered = ""
            return there

    def _ended(self, task: Task) -> None:
        """Take in the plan of a task, unless another choice has come in between."""
        if task.dropped.is_set():
            return
        change = None
        before = self.step
        if task.plan is not None:
            change = _change(before.plan, task.plan)
        with self._lock:
            if self._task is not task:
                return
            self._task = None
            self._failure = task.failure
            if task.plan is None:
                return
            record = plan_record(task.plan, "", self._pool)
            step = Step(self._made, task.choice, task.plan, record, change)
            self._made += 1
            kept = self._steps[: self._at + 1]
            self._steps = [*kept, step][-MOST_STEPS:]
            self._at = len(self._steps) - 1

    def state(self) -> dict[str, Any]:
        """Return what a page asks for again and again: step, task, and what can be done."""
        with self._lock:
            return {
                "step": self.step.number,
                "choice": self.step.choice.to_dict(),
                "undo": self._at > 0,
                "redo": self._at + 1 < len(self._steps),
                "task": None if self._task is None else self._task.told(),
                "failure": self._failure,
                "reasons": self.step.plan.reasons is not None,
                "exact": _exact(self.step.plan),
                "question": None if self._question is None else self._question.told(),
                "unanswered": self._unanswered,
            }

    def shown(self) -> dict[str, Any]:
        """Return the plan that is shown, as the page takes it in, and the change it brought."""
        with self._lock:
            step = self.step
            return {
                "step": step.number,
                "record": step.record,
                "shared": {place: self._pool.items[place] for place in _pooled(step.record)},
                "change": step.change,
            }

    def page(self) -> dict[str, Any]:
        """Return the data of the whole page."""
        with self._lock:
            shared = {"plans": [self.step.record], "shared": list(self._pool.items)}
            return {**self._page, **shared, "live": self._live()}

    def _live(self) -> dict[str, Any]:
        first = self._steps[0].choice
        return {
            "state": self.state(),
            "change": self.step.change,
            "first": first.to_dict(),
            "assumptions": self.ground.assumptions(),
            "objectives": self.ground.objectives(),
            "objective": self.ground.instance.settings.objective,
            "scenarios": self.ground.scenarios(),
        }


def _exact(plan: Plan) -> bool:
    """Return whether it is proven what each line of a plan is worth, as far as it has any."""
    if plan.reasons is None:
        return False
    return bool((plan.reasons.lines["known_by"] == SEARCH).all())


def _pooled(record: Mapping[str, Any]) -> list[int]:
    """Return the places in the pool that a plan's record points at."""
    places = {record["assumptions"], record["before"]}
    if record["reasons"] is not None:
        ways = SITES.index("in_the_way")
        places.update(place for row in record["reasons"]["sites"] for place in row[ways])
    return sorted(places)


def _change(before: Plan, after: Plan) -> dict[str, Any]:
    """Return what another plan changes, without the regions where hardly anything does."""
    found = compare(before, after, names=NAMES).to_dict()
    open_by = max(plan.bound - plan.objective for plan in (before, after))
    differs = found["differences"]["objective"]
    found["unsure"] = differs is not None and abs(differs) <= open_by
    moved = [row for row in found["by_region"] if abs(row["difference"] or 0.0) >= LEAST]
    return found | {"by_region": moved}
