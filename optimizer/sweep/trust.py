"""Whether a record that a store holds is of the run asked for, and says what the tables say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from optimizer.instance import Instance
from optimizer.plan import own_rules
from optimizer.sweep.worker import Task
from optimizer.verify import check_quickly


class Trust:
    """Checks records when they are read, as a checksum tells only that nothing was cut off.

    Parameters
    ----------
    instances : mapping of scenario to Instance
    """

    def __init__(self, instances: Mapping[str, Instance]):
        self._instances = instances
        self._scenario, self._instance = "", None  # type: tuple[str, Instance | None]

    def doubt(self, task: Task, content: Mapping[str, Any]) -> str:
        """Return why a record is not one of a run; "" where it is.

        What is recomputed is what `check_quickly` does. That no plan exists can't be told without
        a solver, and is believed.

        Parameters
        ----------
        task : Task
        content : mapping
            Of the record.
        """
        instance = self._of(task.scenario)
        plan = content.get("plan")
        if content.get("budget") != task.budget:
            return f"it is of the budget {content.get('budget')!r}"
        if plan is None or instance is None:
            return ""
        if not isinstance(plan, Mapping):
            return "its plan can't be read"
        if plan.get("budget") != task.budget:
            return f"its plan is of the budget {plan.get('budget')!r}"
        if plan.get("status") != content.get("status"):
            return f"its plan is {plan.get('status')!r}, but the run {content.get('status')!r}"
        unlike = own_rules(plan, instance)
        if unlike:
            return unlike[0]
        failures = check_quickly(plan, instance).failures
        return str(failures[0]).rstrip(".") if failures else ""

    def _of(self, scenario: str) -> Instance | None:
        """Return a scenario's instance: a copy, so that what is worked out of it goes with it."""
        if self._scenario != scenario:
            found = self._instances.get(scenario)
            self._scenario = scenario
            self._instance = None if found is None else replace(found)
        return self._instance
