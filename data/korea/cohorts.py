"""The tables of residents and rates that the Korean projection starts from, as arrays and files."""

from __future__ import annotations

from pathlib import Path

import demography
import numpy as np
import pandas as pd

from optimizer.projection import AGE_GROUPS, SEXES, Cohorts, Series

RATE_DIGITS = 6
FERTILITY_DIGITS = 5


def build(sources: Path, census: pd.DataFrame, frame: pd.DataFrame) -> Cohorts:
    """Return residents of the base year and rates, rounded as they are shipped."""
    people = demography.residents_of_years(sources, frame)
    today = people[demography.BASE_YEAR]
    flows = demography.net_migration(sources, frame)
    rates = demography.migration_rates(flows, people)
    filled = rates * demography.filling_up(flows, people)[:, None, None]
    births = demography.fertility(census, frame, today[:, 1, :])
    level = demography.FERTILITY_PATH
    born = [births * level[year] / level[demography.BASE_YEAR] for year in level]
    alive = np.broadcast_to(demography.survival(), (len(frame), 2, demography.GROUPS + 1))
    return Cohorts(
        tuple(frame["region_id"]),
        demography.BASE_YEAR,
        today,
        Series.constant(np.round(alive, RATE_DIGITS)),
        Series(np.array(list(level), float), np.round(np.stack(born), FERTILITY_DIGITS)),
        Series(
            np.array([demography.BASE_YEAR, demography.FILLED_YEAR], float),
            np.round(np.stack([rates, filled]), RATE_DIGITS) + 0.0,  # one zero, not two
        ),
    )


def tables(cohorts: Cohorts, frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the four tables by name.

    Survival is the nation's, a block of rows for each province. A year stands only beside rates
    that change: those of births, and those of moves in the regions that fill up.
    """
    regions = pd.Index(cohorts.region_ids, name="region_id")
    sexes = pd.Index(SEXES, name="sex")
    ages = pd.Index(AGE_GROUPS, name="age_group")
    people = _rows(cohorts.population, [regions, sexes, ages])
    people["value"] = people["value"].astype(int)
    provinces = pd.Index(frame["province"].unique(), name="province")
    birth = pd.Index(["birth", *AGE_GROUPS], name="age_group")
    nation = np.broadcast_to(cohorts.survival.values[0][:1], (len(provinces), 2, len(birth)))
    return {
        "population": people,
        "fertility": _births(cohorts.fertility, regions, ages),
        "survival": _rows(nation, [provinces, sexes, birth]),
        "migration": _moves(cohorts.migration, [regions, sexes, ages]),
    }


def _births(fertility: Series, regions: pd.Index, ages: pd.Index) -> pd.DataFrame:
    years = pd.Index(fertility.years.astype(int), name="year")
    rows = _rows(fertility.values, [years, regions, ages])
    bearing = sorted(demography.FERTILITY_CLASSES.values())
    rows = rows[rows["age_group"].isin(bearing)]
    return rows[["region_id", "age_group", "year", "value"]]


def _moves(migration: Series, keys: list[pd.Index]) -> pd.DataFrame:
    blocks = []
    first, last = migration.values
    changes = (first != last).any(axis=(1, 2))
    for year, values in zip(migration.years.astype(int), migration.values, strict=True):
        rows = _rows(values, keys)
        dated = rows["region_id"].isin(keys[0][changes])
        rows.insert(3, "year", pd.Series(year, rows.index, dtype="Int64").where(dated))
        blocks.append(rows if year == demography.BASE_YEAR else rows[dated])
    return pd.concat(blocks)


def _rows(values: np.ndarray, keys: list[pd.Index]) -> pd.DataFrame:
    index = pd.MultiIndex.from_product(keys)
    return pd.Series(values.reshape(-1), index=index, name="value").reset_index()
