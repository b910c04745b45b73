"""What a search for one plan for many worlds is asked for, how it solves, and what it has found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.analysis.robust_criteria import Criterion, worth
from optimizer.analysis.worlds import World
from optimizer.arrays import Floats
from optimizer.coefficients import Coefficients, People
from optimizer.instance import Instance
from optimizer.plan import PlanData, objective_value
from optimizer.solver import (
    Controls,
    Decisions,
    NoPlanError,
    ParametricSolver,
    Solution,
    about,
    gap_of,
    solve_alone,
)
from optimizer.uncertainty import FixedPlan

CENTRAL, NO_CULTURE, EXPECTED, MEAN, OWN = (
    "central plan",
    "plan without culture's effect",
    "plan for the mean assumptions",
    "best on average",
    "a world's own plan",
)


@dataclass(frozen=True)
class Asked:
    """What is asked for.

    Attributes
    ----------
    budget : float or None
    worlds, seed : int
    criterion : {"mean", "regret", "cvar"}
    level : float
        Of the CVaR.
    gap : float
    two_stage : bool
        Clusters are decided now, all else once the world is known.
    """

    budget: float | None
    worlds: int = 50
    seed: int = 0
    criterion: Criterion = "mean"
    level: float = 0.2
    gap: float = 5e-3
    two_stage: bool = False


@dataclass(frozen=True)
class Ways:
    """How solves are run and plans are made.

    Attributes
    ----------
    controls : callable
        Takes a gap, and the part of the time left that the next solve may take, and returns its
        controls.
    made : callable
        Takes coefficients, a solution and the gap asked for; returns the plan, unchecked.
    holds : callable
        Whether a plan passes its check.
    check : callable
        Takes a plan and an instance; raises CheckError where it fails.
    """

    controls: Callable[[float, float], Controls]
    made: Callable[[Coefficients, Solution, float], PlanData]
    holds: Callable[[PlanData], bool]
    check: Callable[[PlanData, Instance], None]


@dataclass(frozen=True)
class Candidate:
    """A plan that can be built, and its value in each world and in the central one."""

    name: str
    plan: PlanData
    values: Floats
    decisions: Decisions


@dataclass(frozen=True)
class Followed(Candidate):
    """Clusters, what follows in the central world (`plan`), and in each world (`following`)."""

    following: tuple[PlanData, ...] = ()


@dataclass
class Search:
    """What has been found so far; every plan found is a candidate.

    Attributes
    ----------
    found : dict of bytes to Candidate
        By what they decide.
    bound, mean_bound : float
        What no plan exceeds by the criterion, and on average.
    central_bound : float
        What no plan exceeds in the central world.
    elsewhere : float array, shape (worlds,), optional
        The best values of plans that are no candidates.
    notes : list of str
        What there was no time for.
    solvers : dict of int to ParametricSolver
        Models of worlds by number, kept where they are solved again.
    """

    central: Coefficients
    worlds: Sequence[World]
    asked: Asked
    ways: Ways
    found: dict[bytes, Candidate] = field(default_factory=dict)
    bound: float = np.inf
    mean_bound: float = np.inf
    central_bound: float = np.inf
    elsewhere: Floats | None = None
    notes: list[str] = field(default_factory=list)
    solvers: dict[int, ParametricSolver] = field(default_factory=dict)

    def solver(self, world: World) -> ParametricSolver:
        """Return a world's model, ready to be solved; it is built once."""
        if world.number not in self.solvers:
            known = [] if self.asked.budget is None else [self.asked.budget]
            self.solvers[world.number] = ParametricSolver(world.coefficients, known)
        return self.solvers[world.number]

    def in_time(
        self,
        coefficients: Coefficients,
        controls: Controls,
        solver: ParametricSolver | None = None,
    ) -> Solution | None:
        """Solve under other effects, if need be by a model of them; None: no plan in time.

        Raises
        ------
        KeyboardInterrupt
        """
        if controls.left() <= 0:
            return None
        try:
            return self.solve(coefficients, controls, solver)
        except NoPlanError as error:
            if error.status == "interrupted":
                raise KeyboardInterrupt from error
            if error.status != "time_limit" or controls.time_limit is None:
                raise
            return None

    def solve(
        self,
        coefficients: Coefficients,
        controls: Controls,
        solver: ParametricSolver | None = None,
    ) -> Solution:
        """Solve under other effects, if need be by a model of them.

        Raises
        ------
        KeyboardInterrupt
        """
        budget = self.asked.budget
        if solver is None:
            solution = solve_alone(coefficients, budget, controls)
        else:
            solution = solver.solve(budget, controls)
        if solution.status == "interrupted":
            raise KeyboardInterrupt
        return solution

    def made(self, decisions: Decisions) -> PlanData:
        """Return a plan of the central world, whose proof it keeps, whichever gap it has there."""
        solution = Solution(decisions, "optimal", self.central_bound, -np.inf)
        plan = self.ways.made(self.central, solution, self.asked.gap)
        return replace(plan, gap_asked=max(self.asked.gap, plan.gap))

    def add(self, name: str, decisions: Decisions) -> Candidate:
        """Add a plan, evaluated in every world."""
        key = decisions.count.tobytes() + decisions.taken.tobytes()
        if key not in self.found:
            plan = self.made(decisions)
            values = values_of(plan, self.central, self.worlds)
            self.found[key] = Candidate(name, plan, values, decisions)
        return self.found[key]

    def values(self) -> Floats:
        """Return the value of each candidate in each world, shape (candidates, worlds)."""
        return np.array([candidate.values for candidate in self.found.values()])

    def best(self) -> Floats:
        """Return by world the best value of all plans found."""
        found = self.values().max(axis=0)
        return np.asarray(found if self.elsewhere is None else np.maximum(found, self.elsewhere))

    def worth(self, candidate: Candidate, criterion: Criterion) -> float:
        """Return what a candidate is worth by a criterion."""
        return worth(criterion, candidate.values, self.best(), self.asked.level)

    def reached(self) -> float:
        """Return what the best candidate is worth by the criterion asked for."""
        return max(self.worth(one, self.asked.criterion) for one in self.found.values())

    def gap(self, value: float, bound: float) -> float:
        """Return the gap by which a search ends: of a regret in parts of the mean best value.

        A regret is a small difference of large values, each of which is known to a gap only.
        """
        if self.asked.criterion != "regret":
            return gap_of(value, bound)
        return abs(bound - value) / max(1.0, abs(float(self.best().mean())))

    def is_open(self) -> bool:
        """Return whether the best candidate is not yet within the gap asked for."""
        value = self.reached()
        return self.gap(value, max(self.bound, value)) > self.asked.gap

    def ranked(self, criterion: Criterion) -> list[Candidate]:
        """Return the candidates, the best first; of equals the better in the central world."""

        def rank(candidate: Candidate) -> tuple[float, float]:
            return -self.worth(candidate, criterion), -candidate.plan.objective

        return sorted(self.found.values(), key=rank)


def about_solve(controls: Controls, subject: str) -> Controls:
    """Return controls whose watcher is also told which of several solves it is."""
    return replace(controls, watcher=about(controls.watcher, subject))


def values_of(plan: PlanData, central: Coefficients, worlds: Sequence[World]) -> Floats:
    """Return a plan's objective in each world, at the central world's cost."""
    fixed = FixedPlan(plan, central.given)
    values = []
    for world in worlds:
        outcome = fixed.evaluate(world.values)
        people = People(outcome.retained, np.zeros(len(outcome.retained)), outcome.arrived)
        values.append(objective_value(world.coefficients, people, plan.cost))
    return np.array(values, dtype=float)
