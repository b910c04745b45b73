"""Turns an instance's tables of residents and rates into the arrays that a projection takes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizer.arrays import Floats
from optimizer.instance import AGE_GROUPS, BIRTH, Instance, ProblemList, cells_of, check_cohorts
from optimizer.projection.cohort import FEMALE, SEXES
from optimizer.projection.project import Cohorts, Series

NEEDED = ("population", "survival", "fertility")


def cohorts_of(instance: Instance) -> Cohorts | None:
    """Return residents and rates as arrays, regions in the order of the instance; found once.

    Parameters
    ----------
    instance : Instance

    Returns
    -------
    Cohorts or None
        None where population, survival or fertility is absent: nothing can be projected then.

    Raises
    ------
    InputError
        A cohort is missing or given twice, or a rate can't be one; every one of them is named.
    """
    return instance.once("cohorts", lambda: _cohorts(instance))


def _cohorts(instance: Instance) -> Cohorts | None:
    if any(name not in instance.tables for name in NEEDED):
        return None
    problems = ProblemList()
    check_cohorts(instance.tables, instance.files, instance.base_year, problems)
    problems.raise_if_any()
    people = _series(instance, "population", AGE_GROUPS)
    bearing = _series(instance, "fertility", AGE_GROUPS)
    moves = _series(instance, "migration", AGE_GROUPS) if "migration" in instance.tables else None
    return Cohorts(
        tuple(instance.regions["region_id"]),
        instance.base_year,
        people.at(instance.base_year),
        _series(instance, "survival", (BIRTH, *AGE_GROUPS)),
        Series(bearing.years, bearing.values[:, :, FEMALE]),
        moves,
    )


def projection_notes(instance: Instance) -> list[str]:
    """Return what the reader of a plan should know of tables without which nothing is projected."""
    there = [name for name in (*NEEDED, "migration") if name in instance.tables]
    absent = [name for name in NEEDED if name not in instance.tables]
    if not there or not absent:
        return []
    return [f"{', '.join(there)}: no projection, as there is no table {' and no '.join(absent)}."]


def _series(instance: Instance, name: str, ages: tuple[str, ...]) -> Series:
    """Return a table's values, (K, R, 2, ages); a cell that isn't listed is 0."""
    regions = instance.regions
    cells = cells_of(name, instance.tables[name], regions, instance.base_year)
    years = np.unique(cells["year"].dropna())
    shape = (max(len(years), 1), len(regions), len(SEXES), len(ages))
    place = (
        pd.Index(regions["region_id"]).get_indexer(pd.Index(cells["region_id"])),
        pd.Index(SEXES).get_indexer(pd.Index(cells["sex"])),
        pd.Index(ages).get_indexer(pd.Index(cells["age_group"])),
    )
    value = cells["value"].to_numpy(dtype=float)
    year = cells["year"].to_numpy(dtype=float)
    values = np.zeros(shape)
    always = np.isnan(year)
    values[(slice(None), *(part[always] for part in place))] = value[always]
    if always.all():
        return Series(np.zeros(1), values)
    dated = np.full(shape, np.nan)
    when = np.searchsorted(years, year[~always])
    dated[(when, *(part[~always] for part in place))] = value[~always]
    _fill_between(dated, years)
    return Series(years.astype(float), np.where(np.isnan(dated), values, dated))


def _fill_between(dated: Floats, years: Floats) -> None:
    """Fill years that a cell doesn't list from those it does, in place."""
    some = np.isnan(dated).any(axis=0) & ~np.isnan(dated).all(axis=0)
    for cell in zip(*np.nonzero(some), strict=True):
        line = dated[(slice(None), *cell)]
        known = ~np.isnan(line)
        line[~known] = np.interp(years[~known], years[known], line[known])
