"""One plan for many worlds, with a proven bound: best on average, least regret, or CVaR."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from optimizer.analysis.averaged import averaged
from optimizer.analysis.robust_criteria import (
    Criterion,
    criterion_of,
    cvar,
    hardest_weights,
    most_under,
    most_worth,
    worth,
)
from optimizer.analysis.robustness import RobustData
from optimizer.analysis.worlds import World, draw_worlds, in_central, without_culture
from optimizer.arrays import Floats
from optimizer.coefficients import Coefficients, People, compute
from optimizer.instance import InputError, Instance, Problem
from optimizer.plan import PlanData, objective_value
from optimizer.solver import (
    Controls,
    Decisions,
    NoPlanError,
    Solution,
    about,
    gap_of,
    most_possible,
    solve_alone,
)
from optimizer.uncertainty import FixedPlan

LOG = logging.getLogger(__name__)
ROUGH_GAP = 0.015
"""Gap of each world's own plan on a large instance: from here on a plan is found in seconds."""
LARGE = 500
"""Sites from which an instance is large."""
AT_ONCE = 2
"""Worlds solved at a time."""
ROUNDS = 6
"""Times that worlds are weighed anew for the largest regret and the CVaR."""
NEARER = 0.3
"""Part of the gap asked for to which the average over the worlds is solved."""
CENTRAL, NO_CULTURE, MEAN, OWN = (
    "central plan",
    "plan without culture's effect",
    "best on average",
    "a world's own plan",
)
BARE_LATE = (
    "Time ran out: no plan was sought as if culture did nothing; its row is that of the central "
    "plan."
)
AVERAGES_LATE = "Time ran out: the worlds were not averaged; the bound is that of each by itself."
WEIGHED_LATE = "Time ran out while the worlds were weighed anew: another plan may do better."
FOR_CENTRAL, FOR_BARE, FOR_WORLDS = 0.5, 0.2, 0.5
"""Parts of the time then left that the first solves, and all worlds by themselves, may take."""
AVERAGED, APART = "the worlds averaged", "each world by itself"


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
    """

    budget: float | None
    worlds: int = 50
    seed: int = 0
    criterion: Criterion = "mean"
    level: float = 0.2
    gap: float = 5e-3


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
    """

    controls: Callable[[float, float], Controls]
    made: Callable[[Coefficients, Solution, float], PlanData]
    holds: Callable[[PlanData], bool]


@dataclass(frozen=True)
class Candidate:
    """A plan that can be built, and its value in each world and in the central one."""

    name: str
    plan: PlanData
    values: Floats


@dataclass
class Search:
    """What has been found so far; every plan found is a candidate."""

    central: Coefficients
    worlds: Sequence[World]
    asked: Asked
    ways: Ways
    found: dict[bytes, Candidate] = field(default_factory=dict)
    bound: float = np.inf
    central_bound: float = np.inf
    notes: list[str] = field(default_factory=list)

    def in_time(self, coefficients: Coefficients, controls: Controls) -> Solution | None:
        """Solve under other effects; None where no plan was found in time.

        Raises
        ------
        KeyboardInterrupt
        """
        if controls.left() <= 0:
            return None
        try:
            return self.solve(coefficients, controls)
        except NoPlanError as error:
            if error.status == "interrupted":
                raise KeyboardInterrupt from error
            if error.status != "time_limit" or controls.time_limit is None:
                raise
            return None

    def solve(self, coefficients: Coefficients, controls: Controls) -> Solution:
        """Solve under other effects.

        Raises
        ------
        KeyboardInterrupt
        """
        solution = solve_alone(coefficients, self.asked.budget, controls)
        if solution.status == "interrupted":
            raise KeyboardInterrupt
        return solution

    def add(self, name: str, decisions: Decisions) -> Candidate:
        """Add a plan, evaluated in every world."""
        key = decisions.count.tobytes() + decisions.taken.tobytes()
        if key not in self.found:
            solution = Solution(decisions, "optimal", self.central_bound, -np.inf)
            plan = self.ways.made(self.central, solution, self.asked.gap)
            # It keeps the proof of the central world, whichever gap it has there.
            plan = replace(plan, gap_asked=max(self.asked.gap, plan.gap))
            self.found[key] = Candidate(name, plan, values_of(plan, self.central, self.worlds))
        return self.found[key]

    def values(self) -> Floats:
        """Return the value of each candidate in each world, shape (candidates, worlds)."""
        return np.array([candidate.values for candidate in self.found.values()])

    def best(self) -> Floats:
        """Return by world the best value of all candidates."""
        return np.asarray(self.values().max(axis=0))

    def worth(self, candidate: Candidate, criterion: Criterion) -> float:
        """Return what a candidate is worth by a criterion."""
        return worth(criterion, candidate.values, self.best(), self.asked.level)

    def ranked(self, criterion: Criterion) -> list[Candidate]:
        """Return the candidates, the best first; of equals the better in the central world."""

        def rank(candidate: Candidate) -> tuple[float, float]:
            return -self.worth(candidate, criterion), -candidate.plan.objective

        return sorted(self.found.values(), key=rank)


def robust(instance: Instance, asked: Asked, ways: Ways) -> RobustData[PlanData]:
    """Find one plan for many worlds.

    Parameters
    ----------
    instance : Instance
    asked : Asked
    ways : Ways

    Raises
    ------
    InputError
        Worlds, seed, criterion or level don't fit, or job_takers is "best".
    NoPlanError
        No plan can exist.
    KeyboardInterrupt
        Ctrl-C.

    Notes
    -----
    What is built is the same in every world; who stays follows from it (`uncertainty`). Plans
    come from solves: the central world, one without culture, each world by itself, and all worlds
    averaged (`averaged`). For the largest regret and the CVaR the worlds are then weighed by
    the probabilities under which all plans found do worst, and averaged anew, a few times. Each
    plan is evaluated exactly in every world. Each averaged solve proves a bound, and so does each
    world by itself.
    """
    _check(asked, instance)
    central = compute(instance)
    search = Search(central, draw_worlds(central, asked.worlds, asked.seed), asked, ways)
    rough = asked.gap if len(central.sites) < LARGE else max(asked.gap, ROUGH_GAP)
    to_centre = _about(ways.controls(asked.gap, FOR_CENTRAL), "the central world")
    first = search.solve(central, to_centre)
    search.central_bound = first.bound
    middle = search.add(CENTRAL, first.decisions)
    bare = without_culture(central)
    to_bare = _about(ways.controls(rough, FOR_BARE), "without culture's effect")
    other = search.in_time(bare, to_bare)
    if other is None:
        search.notes.append(BARE_LATE)
    else:
        search.add(NO_CULTURE, in_central(central, bare, other))
    own = _own_bounds(search, rough)
    averages = _weigh_worlds(search)
    apart = most_worth(asked.criterion, own, search.best(), asked.level)
    by = AVERAGED if averages and search.bound <= apart else APART
    chosen = _chosen(search)
    return _told(search, chosen, middle, own, (min(search.bound, apart), by))


def _check(asked: Asked, instance: Instance) -> None:
    """Refuse what can't be done.

    Raises
    ------
    InputError
    """
    criterion_of(asked.criterion)
    whole = not isinstance(asked.worlds, bool) and isinstance(asked.worlds, int | np.integer)
    expected = (
        ("--worlds", asked.worlds, whole and asked.worlds >= 1, "a whole number of at least 1"),
        ("--level", asked.level, 0 < asked.level <= 1, "a number above 0, at most 1"),
    )
    problems = [
        Problem(name, f"{value!r} does not fit; expected {words}.")
        for name, value, fits, words in expected
        if not fits
    ]
    if instance.settings.job_takers == "best":
        message = 'who takes a job is decided anew in each world under "best".'
        remedy = 'a robust plan needs job_takers = "catchment".'
        problems.append(
            Problem("instance.toml", message, column="settings.job_takers", remedy=remedy)
        )
    if problems:
        raise InputError(problems)


def _about(controls: Controls, subject: str) -> Controls:
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


def _own_bounds(search: Search, gap: float) -> Floats:
    """Add each world's own plan; return what no plan exceeds in each world."""
    worlds, bounds, late = search.worlds, [], 0
    # All share one limit: those that come first are solved whole, not all of them by halves.
    way = replace(search.ways.controls(gap, FOR_WORLDS), threads=1, watcher=None)

    def solved(world: World) -> Solution | None:
        return search.in_time(world.coefficients, way)

    pool = ThreadPoolExecutor(max_workers=AT_ONCE)
    try:
        answers = [pool.submit(solved, world) for world in worlds]
        for world, answer in zip(worlds, answers, strict=True):
            solution = answer.result()
            if solution is None:
                late += 1
                bounds.append(most_possible(world.coefficients))
                continue
            bounds.append(solution.bound)
            search.add(OWN, in_central(search.central, world.coefficients, solution))
            LOG.info("World %d of %d: solved by itself.", world.number, len(worlds))
    except BaseException:  # Ctrl-C ends all of them, not one
        way.stop.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    if late:
        search.notes.append(
            f"Time ran out: in {late} of {len(worlds)} worlds no plan of their own was found; "
            "what no plan exceeds there is what the tables allow at most, and the regret there may "
            "be more."
        )
    return np.array(bounds, dtype=float)


def _weigh_worlds(search: Search) -> bool:
    """Add plans that are best on average under some probabilities of the worlds, and their bounds.

    Returns whether worlds were averaged.
    """
    asked, worlds = search.asked, [world.coefficients for world in search.worlds]
    weights = np.full(len(worlds), 1.0 / len(worlds))
    for number in range(1 if asked.criterion == "mean" else ROUNDS):
        one = averaged(search.central, worlds, weights)
        if one is None:
            return False
        controls = search.ways.controls(asked.gap * NEARER, 1.0)
        solution = search.in_time(one, _about(controls, "the worlds averaged"))
        if solution is None:
            search.notes.append(WEIGHED_LATE if number else AVERAGES_LATE)
            return number > 0
        search.add(MEAN if number == 0 else OWN, in_central(search.central, one, solution))
        best = search.best()
        proven = most_under(asked.criterion, weights, solution.bound, best)
        search.bound = min(search.bound, proven)
        reached = search.worth(search.ranked(asked.criterion)[0], asked.criterion)
        if gap_of(reached, max(search.bound, reached)) <= asked.gap:
            break
        weights = hardest_weights(asked.criterion, search.values(), best, asked.level)
    return True


def _chosen(search: Search) -> Candidate:
    """Return the best candidate; where there are floors on who stays, the best that holds."""
    ranked = search.ranked(search.asked.criterion)
    limits = search.central.instance.limits
    floors = [*limits.min_retained_share.values(), limits.min_retained_share_decline_areas]
    if not any(floors):
        return ranked[0]
    return next(candidate for candidate in ranked if search.ways.holds(candidate.plan))


def _told(
    search: Search, chosen: Candidate, middle: Candidate, own: Floats, proof: tuple[float, str]
) -> RobustData[PlanData]:
    """Return what was found, in tables."""
    asked, best = search.asked, search.best()
    value = search.worth(chosen, asked.criterion)
    bound = max(proof[0], value)
    gap = gap_of(value, bound)
    top = search.ranked("mean")[0]
    most = float(top.values.mean())
    worlds = pd.DataFrame(
        {
            "world": [world.number for world in search.worlds],
            "seed": asked.seed,
            "own_best": best,
            "own_bound": np.maximum(own, best),
            "this_plan": chosen.values,
            "central_plan": middle.values,
            "regret": best - chosen.values,
        }
    )
    bare = next((one for one in search.found.values() if one.name == NO_CULTURE), middle)
    beside = {"this plan": chosen, CENTRAL: middle, NO_CULTURE: bare, MEAN: top}
    data = RobustData(
        plan=chosen.plan,
        criterion=asked.criterion,
        level=asked.level,
        seed=asked.seed,
        status="optimal" if gap <= asked.gap * (1 + 1e-6) else "time_limit",
        value=value,
        bound=bound,
        gap=gap,
        bound_by=proof[1],
        worlds=worlds,
        plans=pd.DataFrame([_row(name, one, search) for name, one in beside.items()]),
        price=middle.plan.objective - chosen.plan.objective,
        evpi=float(best.mean()) - most,
        evpi_high=float(worlds["own_bound"].mean()) - most,
        vss=float(chosen.values.mean() - middle.values.mean()),
        notes=tuple(search.notes),
    )
    last = "Objective, bound and gap of this plan are those of the central world."
    notes = (*data.sentences(), last, *chosen.plan.notes)
    return replace(data, plan=replace(chosen.plan, notes=notes))


def _row(name: str, candidate: Candidate, search: Search) -> dict[str, object]:
    values = candidate.values
    return {
        "plan": name,
        "mean": float(values.mean()),
        "cvar": cvar(values, search.asked.level),
        "largest_regret": float((search.best() - values).max()),
        "central": candidate.plan.objective,
        "cost": candidate.plan.cost,
    }
