"""Values a build and says which rules it breaks, without the solver."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import Flags, Ints
from optimizer.coefficients import Coefficients
from optimizer.plan import PlanData, to_record
from optimizer.solver import Controls, Decisions, Solution, TransportStage
from optimizer.verify import Failure, Rule, verify

Made = Callable[[Coefficients, Solution], PlanData]
"""Makes a plan of a solution; it is checked here."""
FIGURES = {
    Rule.FORM,
    Rule.TAKERS,
    Rule.ARRIVALS,
    Rule.FLOWS,
    Rule.PROJECTION,
    Rule.REPORTED,
    Rule.BOUND,
    Rule.GAP,
}
"""What a hand-made plan can't break: it claims no figures, they are worked out for it."""


@dataclass(frozen=True)
class Case:
    """A build with what follows from it.

    Attributes
    ----------
    plan : PlanData
    failures : tuple of Failure
        The rules it breaks.
    cost : float
        Recomputed from the tables, with what stands where it may not.
    """

    plan: PlanData
    failures: tuple[Failure, ...]
    cost: float


class Judge:
    """Values builds of one instance under one budget, and says which rules they break.

    Parameters
    ----------
    coefficients : Coefficients
    budget : float or None
    made : callable
    controls : Controls
    """

    def __init__(
        self, coefficients: Coefficients, budget: float | None, made: Made, controls: Controls
    ):
        self.coefficients, self.budget = coefficients, budget
        self._made, self._controls = made, controls
        self._graduates = TransportStage(coefficients)

    def of(self, count: Ints, taken: Flags, unplaced: Mapping[tuple[str, str, int], int]) -> Case:
        """Return what a build is worth and breaks.

        Parameters
        ----------
        count : int array, shape (sites,)
        taken : bool array, shape (offers,)
        unplaced : mapping of (region_id, option_id, year) to count
            What is no site: it costs and breaks a rule, and keeps nobody.
        """
        staff = self._graduates.hired(count, self._controls)
        if staff is None:
            staff = self._graduates.as_many(count)
        nothing = np.zeros(len(self.coefficients.flow_origin))
        decisions = Decisions(count, nothing, None, staff.recruits, staff.seats, taken)
        return self.checked(Solution(decisions, "time_limit", np.inf, -np.inf), unplaced)

    def checked(self, solution: Solution, unplaced: Mapping[tuple[str, str, int], int]) -> Case:
        """Return a solution as a case."""
        plan = self._made(self.coefficients, solution)
        plan = replace(plan, bound=plan.objective, gap=0.0)
        record = to_record(plan)
        figures = ("cost", "jobs", "youth_jobs", "uplift", "neighbour_jobs")
        record["build"] += [
            {"region_id": region, "option_id": option, "phase": float(year), "count": float(number)}
            | dict.fromkeys(figures, 0.0)
            for (region, option, year), number in unplaced.items()
        ]
        found = verify(record, self.coefficients.given)
        failures = tuple(item for item in found.failures if item.rule not in FIGURES)
        return Case(plan, failures, plan.cost if found.cost is None else found.cost)
