"""Those who stay and come because of a plan, in their cohort and year, and the path with them.

Those who stay are laid over the path without a plan, even where it loses fewer. They don't
leave in the year in which, as recorded, their cohort would (in proportion to the region's net
losses by sex, cohort and step, and to what is open; the nation's where it has none, then
its residents of that age). Those who come enter in each year in
proportion to what is open, with sex and age as the region's leavers of that step. From then
on all of them age, die and have children at local rates, and don't leave later; their children
stay with them.

Whoever stays is missing in the destinations, in proportion to residents of that sex and age
there; without destinations among the net gains of the same sex, age and step elsewhere
outside the living area. Whoever comes is missing in the uncounted regions, in proportion to
residents of that sex and age. So are their children. No cohort falls below zero: see
`missing.net_of`. Nobody is added after the horizon year. While no cohort is emptied,
everything is linear in `retained` and `arrived`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.projection.cohort import FEMALE, STEP_YEARS, sum_ages
from optimizer.projection.missing import Places
from optimizer.projection.overlay import laid_over, survival_in
from optimizer.projection.project import Cohorts, Path, project
from optimizer.projection.without_plan import Baseline

YOUNG = (20, 39)
"""First and last age of those whom a plan counts, in the horizon year."""
OLD = 65
RISK_CLASSES = (0.2, 0.5, 1.0, 1.5)
"""Bounds of the five classes of the extinction-risk index (Masuda; Lee 2016)."""
FIRST, LAST = YOUNG[0] // STEP_YEARS, YOUNG[1] // STEP_YEARS


def baseline(cohorts: Cohorts, horizon: int, years: int | None = None) -> Baseline:
    """Project without a plan, and note who leaves when.

    Parameters
    ----------
    cohorts : Cohorts
    horizon : int
        Years after the base year in which those who stay are counted.
    years : int, optional
        How far to project, at least `horizon` (the default).
    """
    years = horizon if years is None else years
    if years < horizon:
        raise ValueError(f"years is {years}, expected at least the horizon, {horizon}")
    whole = project(cohorts, STEP_YEARS * -(-years // STEP_YEARS))
    nothing = _until(whole, years)
    moves = nothing.moves
    counted = np.zeros((len(moves), moves.shape[-1]), dtype=bool)
    for number in range(-(-horizon // STEP_YEARS)):
        for group in range(FIRST, LAST + 1):
            # The share of the cohort that is of the age in the horizon year.
            counted[number, group] = _counted(number, group, horizon) > 0
    leaving = np.where(counted[:, None, None, :], np.maximum(-moves, 0), 0)
    return Baseline(
        cohorts,
        horizon,
        project(cohorts, years, migration=False),
        nothing,
        leaving,
        np.maximum(moves, 0),
        whole.population[::STEP_YEARS],
        counted,
    )


def _until(path: Path, years: int) -> Path:
    """Return the first years of a path; its steps stay whole."""
    return replace(
        path,
        years=path.years[: years + 1],
        population=path.population[: years + 1],
        births=path.births[:years],
        deaths=path.deaths[:years],
        net_migration=path.net_migration[:years],
    )


def with_plan(
    before: Baseline,
    retained: ArrayLike,
    opened: ArrayLike,
    near: ArrayLike | sparse.csr_array | None = None,
    *,
    arrived: ArrayLike | None = None,
    brought: ArrayLike | None = None,
    destination: ArrayLike | None = None,
    uncounted: ArrayLike | None = None,
) -> Path:
    """Return the path with a plan because of which so many young people stay, and come.

    Parameters
    ----------
    before : Baseline
    retained : array (R,)
        Persons of 20-39 in the horizon year who stay because of the plan.
    opened : array (R, horizon)
        Share of what keeps them that is open in each year after the base year, 0 to 1.
    near : array or sparse array (R, R) of bool, optional
        [i, j]: whether j lies in the living area of i, so that nobody leaves i for it.
    arrived : array (R,), optional
        Persons of 20-39 in the horizon year who come because of the plan; absent: nobody.
    brought : array (R, horizon), optional
        Share of what brings them that is open in each year; absent: `opened`.
    destination : array (R,) of bool, optional
        Where whoever stays elsewhere is missing; absent or none: where, as recorded, people
        arrive.
    uncounted : array (R,) of bool, optional
        Where those who come have lived.

    Returns
    -------
    Path
        In the horizon year a region's people of 20-39 are those of `before.nothing`, plus
        `retained` and `arrived`, less those who are missing there.

    Raises
    ------
    ValueError
        An array has the wrong shape, a number of persons is negative or not finite, or somebody
        stays or comes where nothing opens in time.
    """
    regions = len(before.cohorts.region_ids)
    kept = _persons(retained, "retained", regions)
    come = np.zeros(regions) if arrived is None else _persons(arrived, "arrived", regions)
    stay_open = _share_open(before, opened, "opened")
    come_open = stay_open if brought is None else _share_open(before, brought, "brought")
    if not kept.any() and not come.any():
        return before.nothing
    places = _places(regions, near, destination, uncounted)
    losses = _losses(before)
    staying = _by_year(before, kept, stay_open, losses, "stay")
    coming = _by_year(before, come, come_open, _profiles(losses), "come")
    return laid_over(before, staying, coming, places)


def _places(
    regions: int,
    near: ArrayLike | sparse.csr_array | None,
    destination: ArrayLike | None,
    uncounted: ArrayLike | None,
) -> Places:
    none = np.zeros(regions, dtype=bool)
    return Places(
        _with_own(near, regions),
        none if destination is None else np.asarray(destination, dtype=bool),
        none if uncounted is None else np.asarray(uncounted, dtype=bool),
    )


def _with_own(near: ArrayLike | sparse.csr_array | None, regions: int) -> sparse.csr_array:
    """Return who is near whom, each region near itself."""
    own = sparse.csr_array(sparse.eye_array(regions, format="csr"))
    if near is None:
        return own
    given = near if sparse.issparse(near) else np.asarray(near, dtype=bool)
    return sparse.csr_array((sparse.csr_array(given).astype(bool) + own.astype(bool)).astype(float))


def _persons(values: ArrayLike, name: str, regions: int) -> Floats:
    persons = np.asarray(values, dtype=float)
    if persons.shape != (regions,):
        raise ValueError(f"{name} has shape {persons.shape}, expected ({regions},)")
    if not np.isfinite(persons).all() or persons.min(initial=0.0) < 0:
        raise ValueError(f"{name} must be finite and not negative, found {persons.min()}")
    return persons


def _share_open(before: Baseline, values: ArrayLike, name: str) -> Floats:
    share = np.asarray(values, dtype=float)
    wanted = (len(before.cohorts.region_ids), before.horizon)
    if share.shape != wanted:
        raise ValueError(f"{name} has shape {share.shape}, expected {wanted}")
    return share


def _by_year(
    before: Baseline, persons: Floats, opened: Floats, weights: Sequence[Floats], what: str
) -> Floats:
    """Return who stays or comes, by year, region, sex and age group at the end of the step.

    Each region takes the first of the weights by which anybody is young in the horizon year; all
    who then are, and are alive, are `persons`.
    """
    years = len(before.nothing.births)
    found = np.zeros((years, *before.leaving.shape[1:]))
    lacking = persons > 0
    for weight in weights:
        if not lacking.any():
            return found
        yearly = np.zeros_like(found)
        counted = np.zeros(len(persons))
        for year in range(before.horizon):
            number = year // STEP_YEARS
            yearly[year] = weight[number] * opened[:, year, None, None]
            for group in range(FIRST, LAST + 1):
                there = _counted(number, group, before.horizon)
                alive = _alive(before, number, group, before.horizon)
                counted += there * (yearly[year, :, :, group] * alive).sum(axis=1)
        able = lacking & (counted > 0)
        scale = np.divide(persons, counted, out=np.zeros_like(persons), where=able)
        found += yearly * scale[:, None, None]
        lacking = lacking & ~able
    if lacking.any():
        names = ", ".join(before.cohorts.region_ids[i] for i in np.flatnonzero(lacking))
        raise ValueError(f"young people {what} in {names}, but nothing is open in time")
    return found


def _losses(before: Baseline) -> list[Floats]:
    """Return weights of leaving, (steps, R, 2, A): a region's own, the nation's, its residents'.

    A region may have leavers in the tables although its own path loses nobody, or nobody after
    what keeps them opens.
    """
    nation = np.broadcast_to(before.leaving.sum(axis=1, keepdims=True), before.leaving.shape)
    # One more than live there, so that nowhere is without weight.
    young = np.where(before.counted[:, None, None, :], before.ends[1:] + 1.0, 0.0)
    return [before.leaving, nation, young]


def _profiles(losses: Sequence[Floats]) -> list[Floats]:
    """Return weights of coming: sex and age of the leavers of each step as shares."""
    own, nation, young = (_shares(weights) for weights in losses)
    empty = own.sum(axis=(2, 3), keepdims=True) <= 0
    return [np.where(empty, nation, own), young]


def _shares(weights: Floats) -> Floats:
    total = weights.sum(axis=(2, 3), keepdims=True)
    return np.asarray(np.divide(weights, total, out=np.zeros_like(weights), where=total > 0))


def _counted(number: int, group: int, horizon: int) -> float:
    """Share of a cohort that is young in the horizon year; `group` at the end of step `number`."""
    last, part = divmod(horizon, STEP_YEARS)
    at = group + last - (number + 1)
    share = (1 - part / STEP_YEARS) * (FIRST <= at <= LAST)
    return share + part / STEP_YEARS * (FIRST <= at + 1 <= LAST)


def _alive(before: Baseline, number: int, group: int, horizon: int) -> Floats:
    """Share of those who stay in a step alive in the horizon year and young then, (R, 2)."""
    cohorts = before.cohorts
    last, part = divmod(horizon, STEP_YEARS)
    alive = np.ones(cohorts.population.shape[:2])
    at = group
    for later in range(number + 1, last):
        alive = alive * survival_in(cohorts, later)[:, :, at + 1]
        at += 1
    if number >= last:
        # Within the step in which the horizon falls nobody of them dies before its end.
        return alive
    after = alive * survival_in(cohorts, last)[:, :, at + 1]
    young = FIRST <= at <= LAST, FIRST <= at + 1 <= LAST
    shares = (1 - part / STEP_YEARS) * young[0], part / STEP_YEARS * young[1]
    total = _counted(number, group, horizon)
    return (alive * shares[0] + after * shares[1]) / total if total else alive


def women_and_old(path: Path) -> tuple[Floats, Floats]:
    """Return women of 20-39 and residents of 65 and older, each (Y + 1, R)."""
    women = path.population[:, :, FEMALE, FIRST : LAST + 1].sum(axis=2)
    old = path.population[:, :, :, OLD // STEP_YEARS :].sum(axis=(2, 3))
    return women, old


def risk_class(index: ArrayLike) -> Ints:
    """Return the class of an extinction-risk index: 1 (1.5 and more, very low) to 5 (under 0.2)."""
    passed = np.searchsorted(RISK_CLASSES, np.asarray(index, dtype=float), side="right")
    return np.asarray(len(RISK_CLASSES) + 1 - passed, dtype=np.int64)


def young(path: Path) -> Floats:
    """Persons of 20-39, (Y + 1, R)."""
    return sum_ages(path.population, *YOUNG)
