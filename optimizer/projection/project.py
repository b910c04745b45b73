"""Projects every region year by year: residents, births, deaths and net migration, from arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from optimizer.arrays import Floats, Ints
from optimizer.projection.cohort import STEP_YEARS, at_years, step, sum_ages


@dataclass(frozen=True)
class Series:
    """A rate that may change over the years: straight lines between them, constant outside.

    Attributes
    ----------
    years : ndarray (K,)
        Calendar years, rising.
    values : ndarray (K, ...)
        The rate in each of these years.
    """

    years: Floats
    values: Floats

    @classmethod
    def constant(cls, values: ArrayLike) -> Series:
        """Return a rate that is the same in every year."""
        return cls(np.zeros(1), np.asarray(values, dtype=float)[None])

    def at(self, year: float) -> Floats:
        """Return the rate in a year, (...)."""
        after = int(np.searchsorted(self.years, year, side="right"))
        if after in (0, len(self.years)):
            edge: Floats = self.values[max(after - 1, 0)]
            return edge
        low, high = self.years[after - 1], self.years[after]
        share = (year - low) / (high - low)
        between: Floats = self.values[after - 1] * (1 - share) + self.values[after] * share
        return between


@dataclass(frozen=True)
class Cohorts:
    """What a projection starts from. R regions, 2 sexes (male, female), A five-year age groups.

    Attributes
    ----------
    region_ids : tuple of str, length R
    base_year : int
    population : ndarray (R, 2, A)
        Residents at the end of the base year, persons.
    survival : Series of (R, 2, A + 1)
        Share alive five years later; entry 0 of the children born in the step.
    fertility : Series of (R, A)
        Births a year per woman.
    migration : Series of (R, 2, A), optional
        Net migrants inside the country a year per resident; absent: nobody moves.
    """

    region_ids: tuple[str, ...]
    base_year: int
    population: Floats
    survival: Series
    fertility: Series
    migration: Series | None = None


@dataclass(frozen=True)
class Path:
    """Residents and what changed them, year by year, for R regions over Y years.

    Attributes
    ----------
    region_ids : tuple of str, length R
    years : ndarray (Y + 1,)
        Calendar years, the base year first; counts are those at the end of a year.
    population : ndarray (Y + 1, R, 2, A)
    births, deaths, net_migration : ndarray (Y, R)
        Persons in the year after `years[y]`.
    moves : ndarray (steps, R, 2, A)
        Net migrants of each five-year step by the age group they are in at its end.

    Notes
    -----
    In every region and year, residents next year = residents + births − deaths + net migration,
    and net migration adds up to zero over the regions, both to rounding.
    """

    region_ids: tuple[str, ...]
    years: Ints
    population: Floats
    births: Floats
    deaths: Floats
    net_migration: Floats
    moves: Floats

    @property
    def residents(self) -> Floats:
        """Persons of all ages, (Y + 1, R)."""
        return np.asarray(self.population.sum(axis=(2, 3)), dtype=float)

    def ages(self, first: int, last: int) -> Floats:
        """Persons from age `first` to age `last`, such as 20 and 39, (Y + 1, R)."""
        return sum_ages(self.population, first, last)


def project(cohorts: Cohorts, years: int, *, migration: bool = True) -> Path:
    """Project residents of every region for a number of years.

    Parameters
    ----------
    cohorts : Cohorts
    years : int
        How many, at least 1.
    migration : bool
        Whether people move as `cohorts.migration` says; False: nobody moves.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        A count or rate is negative, not finite, has the wrong shape, or survival exceeds 1.

    Notes
    -----
    Five-year steps, because the age groups are of five years: a whole group moves up at once and
    none of it leaks into the next, as it would with steps of one year. Rates of a step are those
    of its middle. Within a step residents change by the same number each year, so a year's
    births, deaths and moves are a fifth of the step's. A last step that reaches beyond the last
    year is cut there. Internal moves are closed: for each sex and age group the gains are scaled
    to the losses.
    """
    if years < 1:
        raise ValueError(f"years is {years}, expected at least 1")
    steps = -(-years // STEP_YEARS)
    population = [np.asarray(cohorts.population, dtype=float)]
    flows = np.zeros((3, steps, len(population[0])))
    moves = []
    for number in range(steps):
        middle = cohorts.base_year + STEP_YEARS * (number + 0.5)
        rates = cohorts.migration.at(middle) if migration and cohorts.migration else None
        taken = step(
            population[-1],
            cohorts.survival.at(middle),
            cohorts.fertility.at(middle),
            rates,
            closed=True,
        )
        population.append(taken.population)
        moves.append(taken.moves)
        flows[:, number] = taken.births, taken.deaths, taken.net_migration
    yearly = np.repeat(flows / STEP_YEARS, STEP_YEARS, axis=1)[:, :years]
    births, deaths, net_migration = yearly
    return Path(
        cohorts.region_ids,
        cohorts.base_year + np.arange(years + 1),
        at_years(np.stack(population), np.arange(years + 1)),
        births,
        deaths,
        net_migration,
        np.stack(moves),
    )
