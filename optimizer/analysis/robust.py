"""One plan for many worlds, with a proven bound: best on average, least regret, or CVaR."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from optimizer.analysis.averaged import averaged
from optimizer.analysis.between_plans import add_between
from optimizer.analysis.deciding_worlds import DECIDING, DecidingWorlds
from optimizer.analysis.robust_criteria import (
    criterion_of,
    hardest_weights,
    most_under,
    most_worth,
)
from optimizer.analysis.robust_search import (
    CENTRAL,
    EXPECTED,
    MEAN,
    NO_CULTURE,
    OWN,
    Asked,
    Candidate,
    Search,
    Ways,
    about_solve,
)
from optimizer.analysis.robust_told import told
from optimizer.analysis.robustness import RobustData
from optimizer.analysis.two_stage import TwoStages, check_two_stage, without_floors
from optimizer.analysis.worlds import (
    World,
    draw_worlds,
    expected_world,
    in_central,
    without_culture,
)
from optimizer.analysis.worlds_as_one import EXTENSIVE, by_extensive_form, is_small, settled
from optimizer.arrays import Floats
from optimizer.coefficients import compute
from optimizer.instance import InputError, Instance, Problem
from optimizer.plan import PlanData
from optimizer.solver import ALL_DECISIONS, Solution, most_possible

LOG = logging.getLogger(__name__)
ROUGH_GAP = 0.015
"""Gap of each world's own plan on a large instance: from here on a plan is found in seconds."""
LARGE = 500
"""Sites from which an instance is large."""
AT_ONCE = 2
"""Worlds solved at a time."""
ROUNDS = 10
"""Times that worlds are weighed for the largest regret and the CVaR, where too many decide."""
BETWEEN = 3
"""Every so many rounds a plan between the best ones is sought."""
NEARER, ANEW = (0.5, 0.2), 0.8
"""Parts of the gap asked for to which the worlds averaged are solved: for the mean, and once more
where that was not near enough; and where more is to come."""
EXPECTED_LATE = (
    "Time ran out: no plan was sought for the mean assumptions; its row is that of the central "
    "plan."
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
    averaged (`averaged`). For the largest regret and the CVaR the worlds that decide are then
    solved as one (`DecidingWorlds`). Where these are too many, worlds are weighed by the
    probabilities under which all plans found do worst, and averaged anew, a few times. Each plan
    is evaluated exactly in every world. Each of these solves proves a bound, and so does each
    world by itself.
    """
    _check(asked, instance)
    central = compute(instance)
    search = Search(central, draw_worlds(central, asked.worlds, asked.seed), asked, ways)
    rough = asked.gap if len(central.sites) < LARGE else max(asked.gap, ROUGH_GAP)
    to_centre = about_solve(ways.controls(asked.gap, FOR_CENTRAL), "the central world")
    first = search.solve(central, to_centre)
    search.central_bound = first.bound
    middle = search.add(CENTRAL, first.decisions)
    usual = _add_usual(search, middle, rough)
    own = _own_bounds(search, rough)
    by = _bound_together(search)
    apart = most_worth(asked.criterion, own, search.best(), asked.level)
    by = APART if apart < search.bound else by
    search.bound, search.mean_bound = min(search.bound, apart), min(search.mean_bound, own.mean())
    if search.is_open() and is_small(search) and not search.notes:  # in time
        found, by = by_extensive_form(search, search.best(), ALL_DECISIONS), EXTENSIVE
        for word, fixed in found.items():
            search.add(MEAN if word == "mean" else OWN, settled(search, fixed).decisions)
    if asked.two_stage:
        return _followed(search, own, (middle, usual))
    return told(search, _chosen(search), (middle, usual), own, by)


def _add_usual(search: Search, middle: Candidate, rough: float) -> Candidate:
    """Add the plans found as if culture did nothing and for the mean assumptions; return the last.

    Where there was no time for it the central plan stands in its place.
    """
    central, ways = search.central, search.ways
    bare, expected = without_culture(central), expected_world(central, search.worlds)
    to_bare = about_solve(ways.controls(rough, FOR_BARE), "without culture's effect")
    other = search.in_time(bare, to_bare)
    if other is None:
        search.notes.append(BARE_LATE)
    else:
        search.add(NO_CULTURE, in_central(central, bare, other))
    to_mean = about_solve(ways.controls(search.asked.gap, FOR_BARE), "the mean assumptions")
    mean = search.in_time(expected, to_mean)
    if mean is None:
        search.notes.append(EXPECTED_LATE)
        return middle
    return search.add(EXPECTED, in_central(central, expected, mean))


def _followed(
    search: Search, own: Floats, beside: tuple[Candidate, Candidate]
) -> RobustData[PlanData]:
    """Return the best clusters for two stages, with what follows in every world."""
    stages = TwoStages(search, own, without_floors(search.central.given))
    by = stages.solve()
    chosen = stages.chosen()
    stages.check(chosen)
    others = tuple(stages.like(one) for one in beside)
    one_stage = search.worth(_chosen(search), search.asked.criterion)
    return told(stages.search, chosen, (others[0], others[1]), own, by, one_stage)


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
    if asked.two_stage:
        check_two_stage(instance)


def _own_bounds(search: Search, gap: float) -> Floats:
    """Add each world's own plan; return what no plan exceeds in each world."""
    worlds, bounds, late = search.worlds, [], 0
    # All share one limit: those that come first are solved whole, not all of them by halves.
    way = replace(search.ways.controls(gap, FOR_WORLDS), threads=1, watcher=None)

    def solved(world: World) -> Solution | None:
        again = search.solver(world) if search.asked.two_stage else None
        return search.in_time(world.coefficients, way, again)

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


def _bound_together(search: Search) -> str:
    """Add plans made for several worlds at once, and their bounds; return how these were proven."""
    asked, small = search.asked, is_small(search)
    if asked.criterion == "mean":
        rounds = 1 if small or asked.two_stage else len(NEARER)
        _weigh_worlds(search, range(rounds))
        return AVERAGED
    _weigh_worlds(search, range(1))
    if small or not search.is_open():
        return AVERAGED
    before = search.bound
    if not DecidingWorlds(search).solve():
        _weigh_worlds(search, range(1, ROUNDS))
        return AVERAGED
    return DECIDING if search.bound < before else AVERAGED


def _weigh_worlds(search: Search, numbers: range) -> None:
    """Add plans that are best on average under some probabilities of the worlds, and their bounds.

    Parameters
    ----------
    search : Search
    numbers : range
        Rounds: in the first, 0, all worlds are equally likely.
    """
    asked, worlds = search.asked, [world.coefficients for world in search.worlds]
    mean = asked.criterion == "mean"
    last = mean and not asked.two_stage
    for number in numbers:
        weights = np.full(len(worlds), 1.0 / len(worlds))
        if number:
            values, best = search.values(), search.best()
            weights = hardest_weights(asked.criterion, values, best, asked.level)
        one = averaged(search.central, worlds, weights)
        if one is None:
            return
        part = asked.gap * (NEARER[number] if last else ANEW)
        controls = search.ways.controls(part, 1.0)
        solution = search.in_time(one, about_solve(controls, "the worlds averaged"))
        if solution is None:
            search.notes.append(WEIGHED_LATE if number else AVERAGES_LATE)
            return
        search.add(MEAN if number == 0 else OWN, in_central(search.central, one, solution))
        best = search.best()
        proven = most_under(asked.criterion, weights, solution.bound, best)
        search.bound = min(search.bound, proven)
        if number == 0 or mean:
            search.mean_bound = min(search.mean_bound, solution.bound)
        if not mean and search.is_open() and number % BETWEEN == BETWEEN - 1:
            add_between(search)
        _tell_round(search, number, numbers.stop)
        if not search.is_open():
            break


def _tell_round(search: Search, number: int, rounds: int) -> None:
    words = "Worlds weighed %d of %d: the best plan is worth %.6g, none more than %.6g."
    LOG.info(words, number + 1, rounds, search.reached(), search.bound)


def _chosen(search: Search) -> Candidate:
    """Return the best candidate; where there are floors on who stays, the best that holds."""
    ranked = search.ranked(search.asked.criterion)
    limits = search.central.instance.limits
    floors = [*limits.min_retained_share.values(), limits.min_retained_share_decline_areas]
    if not any(floors):
        return ranked[0]
    return next(candidate for candidate in ranked if search.ways.holds(candidate.plan))
