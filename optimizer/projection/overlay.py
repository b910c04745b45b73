"""The path with a plan: those who stay or come, and their children, laid over the one without."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import Floats
from optimizer.projection.cohort import FEMALE, MALE_SHARE_OF_BIRTHS, STEP_YEARS, shifted
from optimizer.projection.missing import Cells, Places, net_of
from optimizer.projection.project import Cohorts, Path
from optimizer.projection.without_plan import Baseline


def laid_over(before: Baseline, staying: Floats, coming: Floats, places: Places) -> Path:
    """Add those who stay and come, and their children, to the path without a plan.

    Parameters
    ----------
    before : Baseline
    staying, coming : ndarray (Y, R, 2, A)
        Persons of each year who don't leave, and who come, by age group at the end of the step.
    places : Places

    Returns
    -------
    Path
    """
    nothing, cohorts = before.nothing, before.cohorts
    years = len(nothing.births)
    extra = np.zeros_like(nothing.population)
    flows = np.zeros((3, *nothing.births.shape))
    moves = np.zeros_like(nothing.moves)
    people = np.zeros_like(cohorts.population)
    for number in range(len(nothing.moves)):
        span = range(STEP_YEARS * number, min(STEP_YEARS * (number + 1), years))
        alive = survival_in(cohorts, number)
        start, end = before.ends[number], before.ends[number + 1]
        after = shifted(people * alive[:, :, 1:])
        cells = _cells(start, end, people, after, before.arriving[number])
        added = np.zeros((STEP_YEARS, *people.shape))
        added[0] = _refilled(end + after, cells.room)
        for year in span:
            added[year - span.start] += net_of(staying[year], coming[year], places, cells)
        bearing = cohorts.fertility.at(cohorts.base_year + STEP_YEARS * (number + 0.5))
        taken = _with_children(people, added, alive, bearing, end)
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


def survival_in(cohorts: Cohorts, number: int) -> Floats:
    """Return the share alive after step `number`, (R, 2, A + 1)."""
    regions, sexes, groups = cohorts.population.shape
    table = cohorts.survival.at(cohorts.base_year + STEP_YEARS * (number + 0.5))
    return np.broadcast_to(table, (regions, sexes, groups + 1))


def _cells(start: Floats, end: Floats, people: Floats, after: Floats, gains: Floats) -> Cells:
    """Return who lives where in a step; nobody is missing where nobody is all through it."""
    residents = np.minimum(shifted(start), end)
    room = np.maximum(np.minimum(shifted(start + people), end + after), 0.0)
    return Cells(residents, gains, room)


def _refilled(there: Floats, room: Floats) -> Floats:
    """Return moves that bring cohorts below zero back to it, in proportion to room elsewhere.

    Who is missing in a region doesn't leave it either, so where many leave later, those who are
    missing could be more than those who are left. `room` is lowered in place.
    """
    short = np.maximum(-there, 0.0)
    short[:, :, 0] = 0.0  # who is born in the step comes later
    if not short.any():
        return short
    lacking, spare = short.sum(axis=0), room.sum(axis=0)
    given = np.divide(lacking, spare, out=np.zeros_like(spare), where=spare > 0)
    given = np.minimum(given, 1.0)
    filled = np.divide(given * spare, lacking, out=np.zeros_like(spare), where=lacking > 0)
    moved: Floats = short * filled - room * given
    room *= 1 - given
    return moved


@dataclass(frozen=True)
class _Years:
    """Six ends of year and five years of flows of one step."""

    population: Floats
    births: Floats
    deaths: Floats


def _with_children(
    people: Floats, added: Floats, alive: Floats, bearing: Floats, end: Floats
) -> _Years:
    """Age those laid over by a step; `added` gains what keeps children above zero, in place."""
    taken = _overlay_step(people, added, alive, bearing)
    children = end[:, :, 0] + taken.population[-1][:, :, 0]
    short = np.maximum(-children, 0.0)
    if not short.any():
        return taken
    spare = np.maximum(children, 0.0)
    given = np.divide(
        short.sum(axis=0), spare.sum(axis=0), out=np.zeros(2), where=spare.sum(axis=0) > 0
    )
    added[:, :, :, 0] += (short - spare * given) / STEP_YEARS
    return _overlay_step(people, added, alive, bearing)


def _overlay_step(people: Floats, added: Floats, alive: Floats, bearing: Floats) -> _Years:
    """Age those who stay by a step, year by year; negative where people are missing."""
    survivors = people * alive[:, :, 1:]
    after = shifted(survivors)
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
    ages[:, :, 0] += at_end[:, :, 0] * (1 - share)  # children born in the step
    return ages
