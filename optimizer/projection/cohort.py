"""The cohort-component method by region, sex and five-year age group, on NumPy arrays only.

Shapes used throughout: R regions, 2 sexes (male, female), A age groups of five years of which the
last is open (0-4, 5-9, ..., 85+ where A is 18). Counts are persons, rates are a year.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from optimizer.arrays import Floats

SEXES = ("male", "female")
AGE_GROUPS = (*(f"{a}-{a + 4}" for a in range(0, 85, 5)), "85+")
STEP_YEARS = 5
FEMALE = 1
MALE_SHARE_OF_BIRTHS = 105.0 / 205.0
"""105 boys to 100 girls, the ratio at birth of recent Korean years."""


class Step(NamedTuple):
    """One five-year step: next population = before + births - deaths + net migration.

    Attributes
    ----------
    population : ndarray (R, 2, A)
        Persons at the end of the step.
    births, deaths, net_migration : ndarray (R,)
        Persons over the five years.
    moves : ndarray (R, 2, A)
        The net migrants by the age group that they are in at the end of the step.
    """

    population: Floats
    births: Floats
    deaths: Floats
    net_migration: Floats
    moves: Floats


def step(
    population: ArrayLike,
    survival: ArrayLike,
    fertility: ArrayLike,
    migration_rates: ArrayLike | None = None,
    *,
    closed: bool = False,
) -> Step:
    """Age a population by five years.

    Parameters
    ----------
    population : array (R, 2, A)
        Persons by region, sex and age group at the start.
    survival : array broadcastable to (R, 2, A + 1)
        Shares alive five years later: entry 0 of the children born in the step, entry a + 1 of
        the persons in group a at its start (the last for those already in the open group).
    fertility : array broadcastable to (R, A)
        Births a year per woman in the age group.
    migration_rates : array (R, 2, A), optional
        Net migrants a year per resident of the group; absent means that nobody moves.
    closed : bool
        Scale gains so that, for each sex and age, the regions gain what others lose.

    Returns
    -------
    Step

    Notes
    -----
    A cohort spends half of the step in either age group, so its survivors are multiplied by
    exp(2.5 (m[a] + m[a+1])), which no rate makes negative. Births: five years at the mean number
    of women before and after the step.
    """
    people = np.asarray(population, dtype=float)
    _check(people, "population")
    regions, sexes, groups = people.shape
    alive = np.broadcast_to(np.asarray(survival, dtype=float), (regions, sexes, groups + 1))
    bearing = np.broadcast_to(np.asarray(fertility, dtype=float), (regions, groups))
    _check(alive, "survival", upper=1.0)
    _check(bearing, "fertility")
    moved = np.zeros((regions, 2, groups + 1))
    if migration_rates is not None:
        rates = np.asarray(migration_rates, dtype=float)
        if rates.shape != people.shape:
            raise ValueError(f"migration_rates has shape {rates.shape}, not {people.shape}")
        moved = _net_factor(rates)
    survivors = people * alive[:, :, 1:]
    net = _net(survivors, moved[:, :, 1:], closed)
    after = shifted(survivors + net)
    women = people[:, FEMALE, :] + after[:, FEMALE, :]
    births = STEP_YEARS * (bearing * women / 2).sum(axis=1)
    born = np.stack([births * MALE_SHARE_OF_BIRTHS, births * (1 - MALE_SHARE_OF_BIRTHS)], axis=1)
    children = born * alive[:, :, 0]
    net_children = _net(children, moved[:, :, 0], closed)
    after[:, :, 0] = children + net_children
    moves = shifted(net)
    moves[:, :, 0] = net_children
    deaths = (people - survivors).sum(axis=(1, 2)) + (born - children).sum(axis=1)
    return Step(after, births, deaths, moves.sum(axis=(1, 2)), moves)


def path(
    population: ArrayLike,
    survival: ArrayLike,
    fertility: ArrayLike,
    migration_rates: ArrayLike | None = None,
    *,
    steps: int,
    closed: bool = False,
) -> Floats:
    """Return the population at the start and after each of ``steps`` five-year steps.

    Parameters are those of :func:`step`, held constant.

    Returns
    -------
    ndarray (steps + 1, R, 2, A)
    """
    out = [np.asarray(population, dtype=float)]
    for _ in range(steps):
        out.append(step(out[-1], survival, fertility, migration_rates, closed=closed).population)
    return np.stack(out)


def at_years(populations: ArrayLike, years: ArrayLike) -> Floats:
    """Interpolate a path linearly between its five-year steps, cell by cell.

    Parameters
    ----------
    populations : array (steps + 1, ...)
        As from :func:`path`.
    years : float or sequence of float
        Years after the start, between 0 and 5 * steps.

    Returns
    -------
    ndarray (...) for one year, (len(years), ...) for several
    """
    table = np.asarray(populations, dtype=float)
    wanted = np.atleast_1d(np.asarray(years, dtype=float))
    last = STEP_YEARS * (len(table) - 1)
    if wanted.min() < 0 or wanted.max() > last:
        raise ValueError(f"years {wanted} are outside the path, which covers 0 to {last}")
    place = wanted / STEP_YEARS
    low = np.minimum(place.astype(int), len(table) - 2) if last else place.astype(int)
    share = (place - low).reshape((-1,) + (1,) * (table.ndim - 1))
    high = np.minimum(low + 1, len(table) - 1)
    out = table[low] * (1 - share) + table[high] * share
    chosen: Floats = out[0] if np.ndim(years) == 0 else out
    return chosen


def zero_migration(
    population: ArrayLike, survival: ArrayLike, fertility: ArrayLike, years: ArrayLike
) -> Floats:
    """Project ``years`` ahead as if nobody moved; arguments as for :func:`step`."""
    steps = _steps_for(years)
    return at_years(path(population, survival, fertility, steps=steps), years)


def as_recorded(
    population: ArrayLike,
    survival: ArrayLike,
    fertility: ArrayLike,
    migration_rates: ArrayLike,
    years: ArrayLike,
    *,
    closed: bool = False,
) -> Floats:
    """Project ``years`` ahead with recorded net migration rates; arguments as for :func:`step`."""
    steps = _steps_for(years)
    return at_years(
        path(population, survival, fertility, migration_rates, steps=steps, closed=closed), years
    )


def sum_ages(population: Floats, first: int, last: int) -> Floats:
    """Persons from age ``first`` to age ``last``, both sexes together.

    Parameters
    ----------
    population : array (..., 2, A)
    first, last : int
        First age of the first and last age of the last group, such as 20 and 39.

    Returns
    -------
    ndarray (...)
    """
    if first % STEP_YEARS or (last + 1) % STEP_YEARS:
        raise ValueError(f"ages {first} to {last} do not fall on five-year groups")
    chosen = population[..., first // STEP_YEARS : (last + 1) // STEP_YEARS]
    return np.asarray(chosen.sum(axis=(-2, -1)), dtype=float)


def _net_factor(rates: Floats) -> Floats:
    """Net migrants of a step per survivor, (R, 2, A + 1): entry 0 for children born in it."""
    following = np.concatenate([rates[:, :, 1:], rates[:, :, -1:]], axis=2)
    cohort = np.expm1(STEP_YEARS / 2 * (rates + following))
    # Children born in the step live through half of it on average.
    newborn = np.expm1(STEP_YEARS / 2 * rates[:, :, :1])
    return np.concatenate([newborn, cohort], axis=2)


def _net(survivors: Floats, factor: Floats, closed: bool) -> Floats:
    """Net migrants; where closed, gains are scaled to the losses of the same sex and age."""
    net = survivors * factor
    if not closed:
        return net
    gains = np.where(net > 0, net, 0.0)
    losses = net - gains
    gained = gains.sum(axis=0)
    lost = -losses.sum(axis=0)
    scale_gain = np.divide(lost, gained, out=np.zeros_like(lost), where=gained > 0)
    # Where no region gains there is nowhere to go, so nobody leaves.
    balanced: Floats = gains * scale_gain + losses * (gained > 0)
    return balanced


def shifted(survivors: Floats) -> Floats:
    """Move every group (R, 2, A) up by one: the last two share the open one, the first is empty."""
    after = np.zeros_like(survivors)
    after[:, :, 1:] = survivors[:, :, :-1]
    after[:, :, -1] += survivors[:, :, -1]
    return after


def _steps_for(years: ArrayLike) -> int:
    return max(1, int(np.ceil(np.max(years) / STEP_YEARS)))


def _check(values: Floats, name: str, upper: float | None = None) -> None:
    if name == "population" and (values.ndim != 3 or values.shape[1] != len(SEXES)):
        raise ValueError(f"population has shape {values.shape}, expected (regions, 2, groups)")
    if not np.isfinite(values).all() or values.min(initial=0.0) < 0:
        raise ValueError(f"{name} must be finite and not negative, found {values.min()}")
    if upper is not None and values.max(initial=0.0) > upper:
        raise ValueError(f"{name} must not exceed {upper}, found {values.max()}")
