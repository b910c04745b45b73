"""Youth today, and youth in the horizon year if nobody moves and if moving goes on as recorded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import sources as raw
import units
from scipy.optimize import least_squares

from optimizer.projection import Cohorts, project

BASE_YEAR, HORIZON_YEAR = 2024, 2040
YOUTH = (20, 39)
GROUPS = 18
RECORDED_YEARS = (2019, 2020, 2021, 2022, 2023, 2024, 2025)
"""Every year counts the same, so that no single new town or shipyard crisis decides."""
NEW_TOWN_GROWTH = 0.01
FILLED_YEAR = 2034
"""Assumption: a region that grew by more than 1% a year through moves at all ages fills up: its
rates fall in a straight line from those recorded, in the base year, to those with which it would
grow by 1% a year, from 2034 on. Sejong grew by 6.7% in 2019 and by 0.7% in 2024."""
LIVING_AREA_MINUTES = 45.0
"""Moves within this travel time either way count as inside one living area (assumption)."""

LIFE = {"male": (80.6, 0.636), "female": (86.4, 0.818)}
"""Life expectancy at birth and share alive at 80, Statistics Korea life table 2023
(SOURCES.md [151] [152])."""
LACKING = 0.02
"""Share of residents; births less deaths of two years add less in every region."""
MORTALITY_SLOPE = 0.115
"""Assumption: mortality of the old rises by 11.5% a year of age."""
FERTILITY_2024 = {4: 3.8, 5: 20.7, 6: 70.4, 7: 46.0, 8: 7.7}
"""National births per 1,000 women 2024 by age group 20-24 ... 40-44 (SOURCES.md [149]-[152])."""
FERTILITY_PATH = {2024: 0.75, 2030: 0.82, 2037: 1.05}
"""Children per woman: recorded in 2024 [149], then the medium official projection [148] [140]."""
FERTILITY_CLASSES = {4: "20-24", 5: "25-29", 6: "30-34", 7: "35-39", 8: "40-44"}


def population(sources: Path, frame: pd.DataFrame, year: int) -> np.ndarray:
    """Read registered residents by region, sex and five-year age group, December of ``year``.

    Returns
    -------
    ndarray (229, 2, 18)
        The groups above 85 are added up.
    """
    table = raw.read_csv(sources / "population" / "mois_202212_202412_age5_sex_sgg.csv", dtype=str)
    names = table.iloc[:, 0].str.replace(r"\(.*\)", "", regex=True).str.strip()
    parts = names.str.split()
    table["code"] = units.join(frame, parts.str[0], parts.str[1].fillna(""))
    whole = parts.map(len).le(2) & table["code"].notna()
    table, parts = table[whole], parts[whole]
    # Sejong stands there twice, as province and as city; Gunwi in both of its provinces.
    ages = [f"{a}~{a + 4}세" for a in range(0, 100, 5)] + ["100세 이상"]
    out = np.zeros((len(frame), 2, GROUPS))
    for s, sex in enumerate(("남", "여")):
        columns = [f"{year}년_{sex}_거주자_{age}" for age in ages]
        values = table[columns].apply(lambda c: pd.to_numeric(c.str.replace(",", "")))
        best = values.assign(code=table["code"].astype(int)).groupby("code").max()
        counts = best.reindex(frame["code"]).to_numpy(dtype=float)
        out[:, s, :17] = counts[:, :17]
        out[:, s, 17] = counts[:, 17:].sum(axis=1)
    if not np.isfinite(out).all():
        raise ValueError(f"population of {year}: a region is missing")
    return out


def population_2020(sources: Path, frame: pd.DataFrame, later: np.ndarray) -> np.ndarray:
    """As :func:`population` for December 2020, sexes split as in ``later`` (2022)."""
    table = raw.read_csv(sources / "population" / "POP5_2020.csv")
    code = table["CODE"].astype(str).str[:4].astype(int) * 10
    ages = [f"{a}_{a + 4}" for a in range(0, 100, 5)] + ["100_"]
    counts = table[ages].groupby(code).sum().reindex(frame["code"]).to_numpy(dtype=float)
    both = np.concatenate([counts[:, :17], counts[:, 17:].sum(axis=1, keepdims=True)], axis=1)
    total = later.sum(axis=1, keepdims=True)
    share = np.divide(later, total, out=np.full_like(later, 0.5), where=total > 0)
    return both[:, None, :] * share


def net_migration(
    sources: Path, frame: pd.DataFrame, years: tuple[int, ...] = RECORDED_YEARS
) -> dict[int, np.ndarray]:
    """Net migrants of each year by region, sex and age group (80+ is one group), (229, 2, 17)."""
    table = raw.read_csv(sources / "migration" / "net_migration_sex_age_2015_2025_229.csv")
    ages = [f"{a} - {a + 4}세" for a in range(0, 80, 5)] + ["80세이상"]
    table = table.set_index(["unit", "sex", "age"])
    index = pd.MultiIndex.from_product([frame["code"], ["남자", "여자"], ages])
    table = table.reindex(index)
    return {
        year: table[str(year)].to_numpy(dtype=float).reshape(len(frame), 2, 17) for year in years
    }


def residents_of_years(
    sources: Path, frame: pd.DataFrame, *, mended: bool = True
) -> dict[int, np.ndarray]:
    """Residents of each recorded year, (229, 2, 18).

    Assumption, for want of tables of these years by sex: residents of 2019 are those of 2020, those
    of 2021 the mean of 2020 and 2022, those of 2025 those of 2024. Where the table of
    2020 lacks people those of 2022 stand for them, if ``mended`` (a back-test may not know those of
    2022).
    """
    people = {year: population(sources, frame, year) for year in (2022, 2023, 2024)}
    people[2020] = population_2020(sources, frame, people[2022])
    if mended:
        lacking = lacking_in_2020(people, net_migration(sources, frame))
        people[2020][lacking] = people[2022][lacking]
    people[2019] = people[2020]
    people[2021] = (people[2020] + people[2022]) / 2
    people[2025] = people[2024]
    return people


def lacking_in_2020(people: dict[int, np.ndarray], flows: dict[int, np.ndarray]) -> np.ndarray:
    """Regions whose table of 2020 lacks people, (229,) of bool.

    The table leaves out residents registered at branch offices of towns (51,620,326 people in all
    against the published 51,829,023), so those of 2022 exceed those of 2020 and the net migrants
    of two years by more than births and deaths can explain.
    """
    before, after = (people[year].sum(axis=(1, 2)) for year in (2020, 2022))
    moved = sum(flows[year].sum(axis=(1, 2)) for year in (2021, 2022))
    return after > (1 + LACKING) * (before + moved)


def migration_rates(
    flows: dict[int, np.ndarray],
    people: dict[int, np.ndarray],
    years: tuple[int, ...] = RECORDED_YEARS,
) -> np.ndarray:
    """Net migrants a year per resident: all flows recorded over all residents, (229, 2, 18).

    A year that stands in ``years`` twice counts twice.
    """
    flow = sum(flows[year] for year in years)
    stock = sum(people[year] for year in years)
    stock17 = np.concatenate([stock[:, :, :16], stock[:, :, 16:].sum(axis=2, keepdims=True)], 2)
    rates = np.divide(flow, stock17, out=np.zeros_like(flow), where=stock17 > 0)
    return np.concatenate([rates, rates[:, :, -1:]], axis=2)


def filling_up(
    flows: dict[int, np.ndarray],
    people: dict[int, np.ndarray],
    years: tuple[int, ...] = RECORDED_YEARS,
) -> np.ndarray:
    """Share of its rates that a region keeps from FILLED_YEAR on, (229,): below 1 in new towns."""
    growth = sum(flows[year].sum(axis=(1, 2)) for year in years)
    growth = growth / sum(people[year].sum(axis=(1, 2)) for year in years)
    return NEW_TOWN_GROWTH / np.maximum(growth, NEW_TOWN_GROWTH)


def survival(life: dict[str, tuple[float, float]] = LIFE) -> np.ndarray:
    """Five-year survival shares by sex, (2, 19), from a Makeham law fitted to the life table.

    Assumption: the force of mortality is a constant plus an exponential of the slope below; the
    two levels meet life expectancy and survival to 80 exactly. Of the ages that matter here
    (4 to 39) fewer than 2% die in the 16 years either way.
    """
    age = np.linspace(0, 120, 12001)
    out = []
    for expectancy, at_80 in life.values():

        def alive(constant, mode):
            level = MORTALITY_SLOPE * np.exp(-MORTALITY_SLOPE * mode)
            return np.exp(
                -constant / 1000 * age - level / MORTALITY_SLOPE * np.expm1(MORTALITY_SLOPE * age)
            )

        def miss(x, expectancy=expectancy, at_80=at_80, alive=alive):
            curve = alive(x[0], x[1])
            return np.trapezoid(curve, age) - expectancy, (np.interp(80, age, curve) - at_80) * 50

        curve = alive(*least_squares(miss, (0.5, 87.0), x_scale=(0.1, 1.0)).x)
        lived = np.array([np.trapezoid(curve[age >= a], age[age >= a]) for a in range(0, 90, 5)])
        within = np.append(-np.diff(lived), lived[17])
        shares = [within[0] / 5.0, *(within[1:17] / within[:16])]
        shares += [within[17] / (within[16] + within[17])] * 2
        out.append(shares)
    return np.array(out)


def fertility(census: pd.DataFrame, frame: pd.DataFrame, women: np.ndarray) -> np.ndarray:
    """Births a year per woman by region and age group, (229, 18).

    The regional pattern of 2020, scaled age by age to the national rates of 2024.
    """
    table = raw.census_values(census, "population", "fertility", frame["code"])
    out = np.zeros((len(frame), GROUPS))
    for group, label in FERTILITY_CLASSES.items():
        rate = table[label].to_numpy(dtype=float)
        rate = np.where(np.isfinite(rate), rate, np.nanmean(rate))
        mean = np.average(rate, weights=women[:, group])
        out[:, group] = rate * FERTILITY_2024[group] / mean / 1000
    return out


def baseline(cohorts: Cohorts, index: pd.Index) -> pd.DataFrame:
    """Youth today, in the horizon year if nobody moves, and if migration goes on as recorded.

    Parameters
    ----------
    cohorts : Cohorts
        As shipped, from `cohorts.build`.
    index : Index
        Codes of the regions, in the same order.

    Returns
    -------
    DataFrame
        Columns youth, youth_zero_migration, youth_recorded (persons, unrounded) and
        extinction_risk (women 20-39 over residents of 65 and above).
    """
    today, years = cohorts.population, HORIZON_YEAR - BASE_YEAR
    stay = project(cohorts, years, migration=False).ages(*YOUTH)
    return pd.DataFrame(
        {
            "youth": stay[0],
            "youth_zero_migration": stay[-1],
            "youth_recorded": project(cohorts, years).ages(*YOUTH)[-1],
            "extinction_risk": women(today) / elderly(today),
        },
        index=index,
    )


def women(people: np.ndarray) -> np.ndarray:
    """Women of 20-39 by region, (229,)."""
    return people[:, 1, YOUTH[0] // 5 : (YOUTH[1] + 1) // 5].sum(axis=1)


def elderly(people: np.ndarray) -> np.ndarray:
    """Residents of 65 and above by region, (229,)."""
    return people[:, :, 13:].sum(axis=(1, 2))


def net_loss(base: pd.DataFrame, frame: pd.DataFrame, minutes: np.ndarray) -> pd.Series:
    """Stock of young residents lost by the horizon year, net of moves inside a living area.

    Until 2026 these were the leavers of the instance; now they stand beside the gross ones.

    Parameters
    ----------
    base : DataFrame
        As from :func:`baseline`.
    frame : DataFrame
        Column capital, a row a region.
    minutes : array (229, 229)
        Travel times, infinite where out of reach.

    Notes
    -----
    What a region outside the Capital Area gains is credited, once, to the losing regions outside
    the Capital Area within its living area, in proportion to their losses; no region is credited
    more than it lost. A gain without a loser nearby is credited to nobody.
    """
    lost = (base["youth_zero_migration"] - base["youth_recorded"]).to_numpy()
    lost = np.where(frame["capital"], 0.0, lost)
    loss, gain = np.maximum(lost, 0.0), np.maximum(-lost, 0.0)
    near = np.minimum(minutes, minutes.T) <= LIVING_AREA_MINUTES
    around = near * loss
    total = around.sum(axis=1, keepdims=True)
    share = np.divide(around, total, out=np.zeros_like(around), where=total > 0)
    return pd.Series(np.maximum(loss - gain @ share, 0.0), index=base.index)
