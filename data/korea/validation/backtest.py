"""Project 2024 from what was known of 2020 and compare it with the register, as Markdown tables.

Run: python data/korea/validation/backtest.py. Reads shipped tables only;
docs/explanation/validation.md holds what it prints and says what it means.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(HERE)]

import official  # noqa: E402

from optimizer.instance import read_instance  # noqa: E402
from optimizer.projection import (  # noqa: E402
    AGE_GROUPS,
    SEXES,
    Cohorts,
    Series,
    cohorts_of,
    project,
    sum_ages,
)

Floats = NDArray[np.float64]
BASE_YEAR, TEST_YEAR = 2020, 2024
MOVED_YEARS = (2019, 2020)
GROUPS = {
    "all ages": (0, 89),
    "20-39": (20, 39),
    "0-19": (0, 19),
    "40-64": (40, 64),
    "65+": (65, 89),
}
YOUTH = GROUPS["20-39"]
BASE_GAP = 0.02
"""A base count is called unsound where 2022 exceeds 2020 plus two years' net moves by more."""
NEW_TOWN_GROWTH, FILLED_AFTER = 0.01, 10


@dataclass(frozen=True)
class Evidence:
    """What the back-test starts from and is measured by; R regions in the order of the instance.

    Attributes
    ----------
    cohorts : Cohorts
        Base year 2020 with the rates of 2020 and the moves of 2019-20.
    recorded : ndarray (R, 2, 18)
        Register of December 2024.
    register_2016 : DataFrame
        Registered persons of December 2016 by region: all and nine age groups.
    moves_since : DataFrame
        Net migrants of 2021-24, persons a year: to judge by, not to project with.
    sound : ndarray of bool (R,)
        Whether the base count of a region is whole.
    gap : ndarray (R,)
        Residents of 2022 over those of 2020 plus the net moves of 2021-22, less one.
    regions : DataFrame
        Columns name, province and candidate, index region_id.
    """

    cohorts: Cohorts
    recorded: Floats
    register_2016: pd.DataFrame
    moves_since: pd.DataFrame
    sound: NDArray[np.bool_]
    gap: Floats
    regions: pd.DataFrame


def read(instance: Path = ROOT / "instances" / "korea", folder: Path = HERE) -> Evidence:
    """Read the shipped tables of the back-test.

    Raises
    ------
    ValueError
        A table lacks a region, a sex or an age group.
    """
    korea = read_instance(instance)
    today = cohorts_of(korea)
    if today is None or today.base_year != TEST_YEAR:
        raise ValueError(f"{instance}: expected residents and rates of {TEST_YEAR}")
    ids = today.region_ids
    people = _cube(folder / "residents.csv", ids, AGE_GROUPS)
    flows = _cube(folder / "net_migration.csv", ids, (*AGE_GROUPS[:16], "80+"))
    since = pd.read_csv(folder / "moves_since.csv", dtype={"region_id": str})
    early = since[since["year"].isin([2021, 2022])].groupby("region_id")["all_ages"].sum()
    totals = {year: table.sum(axis=(1, 2)) for year, table in people.items()}
    gap = totals[2022] / (totals[BASE_YEAR] + early.loc[list(ids)].to_numpy()) - 1
    rates = migration_rates([flows[year] for year in MOVED_YEARS], people[BASE_YEAR])
    survival = pd.read_csv(folder / "survival_2020.csv").set_index("sex")
    alive = survival.loc[list(SEXES), ["birth", *AGE_GROUPS]].to_numpy(dtype=float)
    fertility = pd.read_csv(folder / "fertility_2020.csv", dtype={"region_id": str})
    births = fertility.set_index("region_id").reindex(columns=AGE_GROUPS, fill_value=0.0)
    base = Cohorts(
        ids,
        BASE_YEAR,
        people[BASE_YEAR],
        Series.constant(np.broadcast_to(alive, (len(ids), 2, len(AGE_GROUPS) + 1))),
        Series.constant(births.loc[list(ids)].to_numpy(dtype=float) / 1000),
        Series.constant(rates),
    )
    register = pd.read_csv(folder / "residents_2016.csv", dtype={"region_id": str})
    return Evidence(
        base,
        today.population,
        register.set_index("region_id").loc[list(ids)],
        since,
        gap <= BASE_GAP,
        gap,
        korea.regions.set_index("region_id"),
    )


def _cube(path: Path, ids: tuple[str, ...], ages: tuple[str, ...]) -> dict[int, Floats]:
    """Return a table's values by year, (R, 2, ages)."""
    table = pd.read_csv(path, dtype={"region_id": str}).set_index(["year", "region_id", "sex"])
    out = {}
    for year in table.index.unique("year"):
        keys = pd.MultiIndex.from_product([[year], ids, SEXES])
        values = table.reindex(keys)[list(ages)].to_numpy(dtype=float)
        if not np.isfinite(values).all():
            raise ValueError(f"{path.name}: {year} lacks a region, sex or age group")
        out[int(year)] = values.reshape(len(ids), len(SEXES), len(ages))
    return out


def migration_rates(flows: list[Floats], residents: Floats) -> Floats:
    """Net migrants a year per resident of the base year, (R, 2, 18); 80-84 and 85+ share one."""
    stock = np.concatenate([residents[:, :, :16], residents[:, :, 16:].sum(2, keepdims=True)], 2)
    total = sum(flows, np.zeros_like(stock))
    rates = np.divide(total, len(flows) * stock, out=np.zeros_like(stock), where=stock > 0)
    return np.concatenate([rates, rates[:, :, -1:]], axis=2)


def filling_up(cohorts: Cohorts) -> Cohorts:
    """Return the cohorts with new towns filling up ten years after the base, as the baseline."""
    assert cohorts.migration is not None
    rates = cohorts.migration.values[0]
    people = cohorts.population
    growth = (rates * people).sum(axis=(1, 2)) / people.sum(axis=(1, 2))
    keep = NEW_TOWN_GROWTH / np.maximum(growth, NEW_TOWN_GROWTH)
    years = np.array([BASE_YEAR, BASE_YEAR + FILLED_AFTER], dtype=float)
    return replace(cohorts, migration=Series(years, np.stack([rates, rates * keep[:, None, None]])))


def projected(cohorts: Cohorts, *, migration: bool = True) -> Floats:
    """Residents of 2024: the linear part of the first five-year step, (R, 2, 18)."""
    return project(cohorts, TEST_YEAR - BASE_YEAR, migration=migration).population[-1]


def trend(evidence: Evidence, ages: tuple[int, int]) -> Floats | None:
    """2 × 2020 − 2016, persons by region (R,), or None where 2016 has no such ages."""
    register = evidence.register_2016
    if ages == GROUPS["all ages"]:
        before = register["all"]
    else:
        wanted = [AGE_GROUPS[a // 5] for a in range(ages[0], min(ages[1], 85) + 1, 5)]
        if not set(wanted) <= set(register.columns):
            return None
        before = register[wanted].sum(axis=1)
    now = sum_ages(evidence.cohorts.population, *ages)
    return np.asarray(2 * now - before.to_numpy(dtype=float))


@dataclass(frozen=True)
class Errors:
    """Errors of one projection over regions, in per cent of the recorded number.

    `mean` and `median` of the absolute percentage errors; `weighted`: sum of absolute errors over
    the sum recorded; `bias`: sum of errors over the sum recorded; `share`: the mean once the
    projection is scaled to the recorded national sum, so that only its geography counts.
    """

    mean: float
    median: float
    weighted: float
    bias: float
    share: float


def errors(forecast: Floats, recorded: Floats) -> Errors:
    """Compare forecasts with recorded numbers, both (R,)."""
    miss = forecast - recorded
    absolute = np.abs(miss) / recorded
    scaled = forecast * recorded.sum() / forecast.sum()
    figures = (
        absolute.mean(),
        np.median(absolute),
        np.abs(miss).sum() / recorded.sum(),
        miss.sum() / recorded.sum(),
        (np.abs(scaled - recorded) / recorded).mean(),
    )
    return Errors(*(100 * float(figure) for figure in figures))


def candidates(evidence: Evidence, ages: tuple[int, int]) -> dict[str, Floats]:
    """Forecasts of one age span by name, (R,) each."""
    cohorts = evidence.cohorts
    out = {
        "**projection**": sum_ages(projected(cohorts), *ages),
        "no change": sum_ages(cohorts.population, *ages),
    }
    line = trend(evidence, ages)
    if line is not None:
        out["linear trend"] = line
    out["nobody moves"] = sum_ages(projected(cohorts, migration=False), *ages)
    return out


def table(head: str, rows: list[str]) -> None:
    """Print one Markdown table."""
    columns = head.count("|") + 1
    print(f"\n| {head} |\n|{'---|' * columns}")
    for row in rows:
        print(f"| {row} |")


def _cells(found: Errors) -> str:
    signed = f"{found.bias:+.2f}"
    return f"{found.mean:.2f} | {found.median:.2f} | {found.weighted:.2f} | {signed}"


def print_errors(evidence: Evidence) -> None:
    """Print errors by age span, once for the sound regions and once for all."""
    head = "ages | forecast | mean abs. % error | median | weighted | bias | mean, geography only"
    for mask in (evidence.sound, np.ones_like(evidence.sound)):
        print(f"\nOver {mask.sum()} regions, per cent:")
        rows = []
        for name, ages in GROUPS.items():
            recorded = sum_ages(evidence.recorded, *ages)[mask]
            for forecast, values in candidates(evidence, ages).items():
                found = errors(values[mask], recorded)
                rows.append(f"{name} | {forecast} | {_cells(found)} | {found.share:.2f}")
        table(head, rows)


def print_wins(evidence: Evidence) -> None:
    """Print in how many of the sound regions the projection is closer than its rivals."""
    rows = []
    for name in ("all ages", "20-39"):
        recorded = sum_ages(evidence.recorded, *GROUPS[name])
        miss = {
            k: np.abs(v - recorded)[evidence.sound]
            for k, v in candidates(evidence, GROUPS[name]).items()
        }
        own = miss.pop("**projection**")
        won = " | ".join(f"{(own < other).sum()}" for other in miss.values())
        rows.append(f"{name} | {len(own)} | {won}")
    table("ages | regions | closer than no change | than linear trend | than nobody moves", rows)
    line, now = trend(evidence, YOUTH), sum_ages(evidence.cohorts.population, *YOUTH)
    assert line is not None
    below = (now + 5 * (line - now) < 0)[evidence.sound].sum()
    table("linear trend of 20-39 carried on to 2040 | regions", [f"below zero | {below}"])


def print_groups(evidence: Evidence) -> None:
    """Print errors by five-year age group over the sound regions."""
    rows = []
    sound = evidence.sound
    for number, name in enumerate(AGE_GROUPS):
        ages = (5 * number, 5 * number + 4)
        recorded = sum_ages(evidence.recorded, *ages)[sound]
        found = {k: errors(v[sound], recorded) for k, v in candidates(evidence, ages).items()}
        own = found["**projection**"]
        line = f"{found['linear trend'].mean:.1f}" if "linear trend" in found else "–"
        rows.append(
            f"{name} | {own.mean:.1f} | {own.bias:+.1f} | {found['no change'].mean:.1f} | {line}"
            f" | {found['nobody moves'].mean:.1f}"
        )
    table("age | projection | its bias | no change | linear trend | nobody moves", rows)


def print_worst(evidence: Evidence, count: int = 10) -> None:
    """Print the sound regions with the largest percentage errors."""
    names = evidence.regions["name"].to_numpy()
    for title in ("all ages", "20-39"):
        recorded = sum_ages(evidence.recorded, *GROUPS[title])
        base = sum_ages(evidence.cohorts.population, *GROUPS[title])
        values = sum_ages(projected(evidence.cohorts), *GROUPS[title])
        miss = np.where(evidence.sound, values / recorded - 1, 0.0)
        rows = [
            f"{names[i]} | {base[i]:,.0f} | {recorded[i]:,.0f} | {values[i]:,.0f}"
            f" | {100 * miss[i]:+.1f}"
            for i in np.argsort(-np.abs(miss))[:count]
        ]
        table(f"worst, {title} | 2020 | recorded 2024 | projected 2024 | error, %", rows)


def print_variants(evidence: Evidence) -> None:
    """Print what other choices of the same back-test would have given."""
    base = evidence.cohorts
    today = cohorts_of(read_instance(ROOT / "instances" / "korea"))
    assert today is not None
    half = np.broadcast_to(base.population.sum(1, keepdims=True) / 2, base.population.shape)
    choices = {
        "as above": base,
        "new towns fill up by 2030": filling_up(base),
        "survival of 2023 instead of 2020": replace(base, survival=today.survival),
        "sexes of 2020 half and half": replace(base, population=half),
    }
    rows = []
    for name, cohorts in choices.items():
        people = projected(cohorts)
        found = [
            errors(
                sum_ages(people, *GROUPS[g])[evidence.sound],
                sum_ages(evidence.recorded, *GROUPS[g])[evidence.sound],
            )
            for g in ("all ages", "20-39", "65+")
        ]
        rows.append(f"{name} | " + " | ".join(f"{e.mean:.2f} | {e.bias:+.2f}" for e in found))
    table("choice | all ages | bias | 20-39 | bias | 65+ | bias", rows)


def print_moves(evidence: Evidence) -> None:
    """Print the young lost by the regions outside the Capital Area, projected and recorded."""
    outside = evidence.regions["candidate"].to_numpy(dtype=bool)
    cohorts = evidence.cohorts
    stay, move = projected(cohorts, migration=False), projected(cohorts)
    lost = (sum_ages(stay, *YOUTH) - sum_ages(move, *YOUTH))[outside]
    since = evidence.moves_since.pivot(index="region_id", columns="year", values="ages_20_39")
    since = since.loc[list(cohorts.region_ids)]
    recorded = -since.sum(axis=1).to_numpy()[outside]
    order = pd.Series(lost / sum_ages(stay, *YOUTH)[outside])
    other = pd.Series(recorded / sum_ages(stay, *YOUTH)[outside])
    sound = evidence.sound[outside]
    table(
        f"{outside.sum()} regions outside the Capital Area, 20-39, 2021-24 | persons",
        [
            f"lost, projected from 2019-20 | {lost.sum():,.0f}",
            f"lost, recorded | {recorded.sum():,.0f}",
            f"projected over recorded | {lost.sum() / recorded.sum():.2f}",
            "rank correlation of the loss per young resident, sound regions | "
            f"{order[sound].corr(other[sound], method='spearman'):.2f}",
            f"sign the same, of {sound.sum()} sound regions | "
            f"{(np.sign(lost) == np.sign(recorded))[sound].sum()}",
            f"lost at all, recorded | {(recorded > 0)[sound].sum()}",
        ],
    )


def print_unsound(evidence: Evidence) -> None:
    """Print the regions whose base count is not whole, and what that does to their rates."""
    people = _cube(HERE / "residents.csv", evidence.cohorts.region_ids, AGE_GROUPS)
    old, new = (people[year].sum(axis=(1, 2)) for year in (2020, 2022))
    now = evidence.recorded.sum(axis=(1, 2))
    middle = (new + now) / 2
    # The baseline divides by residents of 2019-25; 2019 and 2021 are made from those of 2020, 2025
    # from those of 2024. It takes those of 2022 for the broken count; this is what it would miss.
    used = 2 * old + (old + new) / 2 + new + middle + 2 * now
    whole = 4 * new + middle + 2 * now
    rows = [
        f"{evidence.regions['name'].iloc[i]} | {evidence.register_2016['all'].iloc[i]:,}"
        f" | {old[i]:,.0f} | {new[i]:,.0f} | {100 * evidence.gap[i]:+.1f}"
        f" | {100 * (whole[i] / used[i] - 1):+.1f}"
        for i in np.argsort(-evidence.gap)
        if not evidence.sound[i]
    ]
    table("region | 2016 | 2020 | 2022 | gap, % | rates too large by, if not mended, %", rows)


def main() -> None:
    """Print every table of docs/explanation/validation.md."""
    evidence = read()
    print_unsound(evidence)
    print_errors(evidence)
    print_wins(evidence)
    print_groups(evidence)
    print_worst(evidence)
    print_variants(evidence)
    print_moves(evidence)
    official.main()


if __name__ == "__main__":
    main()
