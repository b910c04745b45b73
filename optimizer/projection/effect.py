"""The path with a plan: those who stay, in their cohort and year, and missing where they'd go."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimizer.projection.cohort import (
    FEMALE,
    MALE_SHARE_OF_BIRTHS,
    STEP_YEARS,
    Floats,
    sum_ages,
)
from optimizer.projection.project import Cohorts, Path, project

YOUNG = (20, 39)
"""First and last age of those whom a plan counts, in the horizon year."""
OLD = 65
RISK_CLASSES = (0.2, 0.5, 1.0, 1.5)
"""Bounds of the five classes of the extinction-risk index (Masuda; Lee 2016)."""
FIRST, LAST = YOUNG[0] // STEP_YEARS, YOUNG[1] // STEP_YEARS


@dataclass(frozen=True)
class Baseline:
    """The two paths without a plan, and who leaves and arrives in the second. R regions, Y years.

    Attributes
    ----------
    cohorts : Cohorts
    horizon : int
        Years after the base year in which those who stay are counted.
    still, nothing : Path
        Nobody moves; migration going on as recorded. Both from the base year over Y years.
    leaving : ndarray (steps, R, 2, A)
        Weights: net losses of a step in the cohorts that are 20 to 39 in the horizon year and
        were 15 to 34 at its start, by age group at its end.
    arriving : ndarray (steps, R, 2, A)
        Net gains of a step.
    """

    cohorts: Cohorts
    horizon: int
    still: Path
    nothing: Path
    leaving: Floats
    arriving: Floats


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
    nothing = project(cohorts, years)
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
    )


def with_plan(
    before: Baseline,
    retained: ArrayLike,
    opened: ArrayLike,
    near: ArrayLike | None = None,
) -> Path:
    """Return the path with a plan that keeps so many young people.

    Parameters
    ----------
    before : Baseline
    retained : array (R,)
        Persons of 20-39 in the horizon year who stay because of the plan.
    opened : array (R, horizon)
        Share of what keeps them that is open in each year after the base year, 0 to 1.
    near : array (R, R) of bool, optional
        [i, j]: whether j lies in the living area of i, so that nobody leaves i for it.

    Returns
    -------
    Path
        In the horizon year a region's people of 20-39 are those of `before.nothing`, plus
        `retained`, less those who stay elsewhere instead of arriving here.

    Notes
    -----
    Those who stay are laid over the path without a plan. They don't leave in the year in which,
    as recorded, their cohort would (in proportion to the region's net losses by sex, cohort and
    step, and to what is open). From then on they age, die and have children at local rates, and
    don't leave later; their children stay with them. Each is missing among the net gains of the
    same sex, age and step elsewhere, in proportion to these, outside the living area; so are
    their children. Nobody is added after the horizon year. Everything is linear in `retained`.
    """
    kept = np.asarray(retained, dtype=float)
    regions = len(before.cohorts.region_ids)
    share_open = np.asarray(opened, dtype=float)
    if kept.shape != (regions,) or share_open.shape != (regions, before.horizon):
        raise ValueError(
            f"retained has shape {kept.shape} and opened {share_open.shape}, expected "
            f"({regions},) and ({regions}, {before.horizon})"
        )
    if not np.isfinite(kept).all() or kept.min(initial=0.0) < 0:
        raise ValueError(f"retained must be finite and not negative, found {kept.min()}")
    if not kept.any():
        return before.nothing
    outside = ~np.asarray(near if near is not None else np.eye(regions), dtype=bool)
    return _laid_over(before, _staying(before, kept, share_open), outside)


def _staying(before: Baseline, kept: Floats, opened: Floats) -> Floats:
    """Persons who don't leave, by year, region, sex and age group at the end of the step."""
    years = len(before.nothing.births)
    weight = np.zeros((years, *before.leaving.shape[1:]))
    losses = _losses(before)
    for year in range(before.horizon):
        number = year // STEP_YEARS
        weight[year] = losses[number] * opened[:, year, None, None]
    counted = np.zeros(len(kept))
    for year in range(before.horizon):
        number = year // STEP_YEARS
        for group in range(FIRST, LAST + 1):
            there = _counted(number, group, before.horizon)
            alive = _alive(before, number, group, before.horizon)
            counted += there * (weight[year, :, :, group] * alive).sum(axis=1)
    if (counted[kept > 0] <= 0).any():
        lost = np.flatnonzero((kept > 0) & (counted <= 0))
        names = ", ".join(before.cohorts.region_ids[i] for i in lost)
        raise ValueError(f"young people stay in {names}, but nothing is open in time")
    scale = np.divide(kept, counted, out=np.zeros_like(kept), where=counted > 0)
    return weight * scale[:, None, None]


def _losses(before: Baseline) -> Floats:
    """Weights of leaving; where a region loses nobody itself, those of the nation."""
    own = before.leaving
    none = own.sum(axis=(0, 2, 3)) <= 0
    # A region may have leavers in the tables although its own path loses none.
    total: Floats = np.where(none[:, None, None], own.sum(axis=1, keepdims=True), own)
    return total


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
    shape = cohorts.population.shape
    alive = np.ones(shape[:2])
    at = group
    for later in range(number + 1, last):
        alive = alive * _survival(cohorts, later, shape)[:, :, at + 1]
        at += 1
    if number >= last:
        # Within the step in which the horizon falls nobody of them dies before its end.
        return alive
    after = alive * _survival(cohorts, last, shape)[:, :, at + 1]
    young = FIRST <= at <= LAST, FIRST <= at + 1 <= LAST
    shares = (1 - part / STEP_YEARS) * young[0], part / STEP_YEARS * young[1]
    total = _counted(number, group, horizon)
    return (alive * shares[0] + after * shares[1]) / total if total else alive


def _survival(cohorts: Cohorts, number: int, shape: tuple[int, ...]) -> Floats:
    table = cohorts.survival.at(cohorts.base_year + STEP_YEARS * (number + 0.5))
    return np.broadcast_to(table, (shape[0], 2, shape[2] + 1))


def _laid_over(before: Baseline, staying: Floats, outside: NDArray[np.bool_]) -> Path:
    """Add those who stay, and their children, to the path without a plan."""
    nothing, cohorts = before.nothing, before.cohorts
    years = len(nothing.births)
    extra = np.zeros_like(nothing.population)
    flows = np.zeros((3, *nothing.births.shape))
    moves = np.zeros_like(nothing.moves)
    people = np.zeros_like(cohorts.population)
    for number in range(len(nothing.moves)):
        span = range(STEP_YEARS * number, min(STEP_YEARS * (number + 1), years))
        added = np.zeros((STEP_YEARS, *people.shape))
        for year in span:
            added[year - span.start] = _balanced(staying[year], before.arriving[number], outside)
        middle = cohorts.base_year + STEP_YEARS * (number + 0.5)
        alive = _survival(cohorts, number, people.shape)
        taken = _overlay_step(people, added, alive, cohorts.fertility.at(middle))
        for year in span:
            at = year - span.start
            extra[year + 1] = taken.population[at + 1]
            flows[:, year] = taken.births[at], taken.deaths[at], added[at].sum(axis=(1, 2))
        moves[number] = added.sum(axis=0)
        people = taken.population[-1]
    return replace(
        nothing,
        population=nothing.population + extra,
        births=nothing.births + flows[0],
        deaths=nothing.deaths + flows[1],
        net_migration=nothing.net_migration + flows[2],
        moves=nothing.moves + moves,
    )


def _balanced(staying: Floats, arriving: Floats, outside: NDArray[np.bool_]) -> Floats:
    """Those who stay, less as many where they would have gone, (R, 2, A)."""
    cohorts = staying.any(axis=0)
    left, gains = staying[:, cohorts], arriving[:, cohorts]
    missing = np.zeros_like(left)
    others = ~np.eye(len(outside), dtype=bool)
    # Where nobody outside the living area gains, all that gain; else the nation's regions.
    for wider, weight in ((outside, gains), (others, gains), (others, np.ones_like(gains))):
        reach = wider.astype(float)
        # Not by `@`, whose threads would cost more than they save on tables so small.
        total = np.einsum("ij,jk->ik", reach, weight)
        placed = (left != 0) & (total > 0)
        share = np.divide(left, total, out=np.zeros_like(left), where=placed)
        missing += np.einsum("ij,ik->jk", reach, share) * weight
        left = np.where(placed, 0.0, left)
        if not left.any():
            break
    net = staying.copy()
    net[:, cohorts] -= missing
    return net


@dataclass(frozen=True)
class _Years:
    """Six ends of year and five years of flows of one step."""

    population: Floats
    births: Floats
    deaths: Floats


def _overlay_step(people: Floats, added: Floats, alive: Floats, bearing: Floats) -> _Years:
    """Age those who stay by a step, year by year; negative where people are missing."""
    survivors = people * alive[:, :, 1:]
    after = np.zeros_like(people)
    after[:, :, 1:] = survivors[:, :, :-1]
    after[:, :, -1] += survivors[:, :, -1]
    mean = (people[:, FEMALE] + after[:, FEMALE]) / 2
    births = np.tile((bearing * mean).sum(axis=1), (STEP_YEARS, 1))
    present = np.concatenate([np.zeros_like(added[:1]), np.cumsum(added, axis=0)])
    young_at = np.arange(STEP_YEARS + 1) / STEP_YEARS
    ages = np.stack(
        [_between(group, share) for group, share in zip(present, young_at, strict=True)]
    )
    births += (bearing * (ages[:-1, :, FEMALE] + ages[1:, :, FEMALE]) / 2).sum(axis=2)
    sexes = np.array([MALE_SHARE_OF_BIRTHS, 1 - MALE_SHARE_OF_BIRTHS])
    born = births[:, :, None] * sexes
    children = np.concatenate([np.zeros_like(born[:1]), np.cumsum(born * alive[:, :, 0], axis=0)])
    share = young_at[:, None, None, None]
    population = people * (1 - share) + after * share + ages
    population[:, :, :, 0] += children
    lost = (people - survivors).sum(axis=(1, 2)) / STEP_YEARS
    deaths = lost + (born * (1 - alive[:, :, 0])).sum(axis=2)
    return _Years(population, births, deaths)


def _between(at_end: Floats, share: float) -> Floats:
    """Put persons known by their group at the end of a step into the ages of a year within it."""
    ages = at_end * share
    ages[:, :, :-1] += at_end[:, :, 1:] * (1 - share)
    return ages


def women_and_old(path: Path) -> tuple[Floats, Floats]:
    """Return women of 20-39 and residents of 65 and older, each (Y + 1, R)."""
    women = path.population[:, :, FEMALE, FIRST : LAST + 1].sum(axis=2)
    old = path.population[:, :, :, OLD // STEP_YEARS :].sum(axis=(2, 3))
    return women, old


def risk_class(index: ArrayLike) -> NDArray[np.int64]:
    """Return the class of an extinction-risk index: 1 (1.5 and more, very low) to 5 (under 0.2)."""
    passed = np.searchsorted(RISK_CLASSES, np.asarray(index, dtype=float), side="right")
    return np.asarray(len(RISK_CLASSES) + 1 - passed, dtype=np.int64)


def young(path: Path) -> Floats:
    """Persons of 20-39, (Y + 1, R)."""
    return sum_ages(path.population, *YOUNG)
