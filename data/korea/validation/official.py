"""Print the baseline's paths of nation and provinces beside the official projections."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT)]

from optimizer.instance import read_instance  # noqa: E402
from optimizer.projection import Path as Paths  # noqa: E402
from optimizer.projection import cohorts_of, project, sum_ages  # noqa: E402

LAST_YEAR = 2052
SHOWN = (2024, 2030, 2035, 2040, 2042)
SPANS = {"all residents": (0, 89), "20-39": (20, 39), "15-64": (15, 64), "65+": (65, 89)}


def published(folder: Path = HERE) -> pd.Series:
    """Return the published figures, persons by area, group and year."""
    table = pd.read_csv(folder / "official_projection.csv")
    return table.set_index(["area", "group", "year"])["persons"]


def paths(instance: Path = ROOT / "instances" / "korea") -> tuple[Paths, Paths, pd.DataFrame]:
    """Return the baseline as recorded and with nobody moving to 2052, and the regions."""
    korea = read_instance(instance)
    cohorts = cohorts_of(korea)
    if cohorts is None:
        raise ValueError(f"{instance}: nothing to project")
    years = LAST_YEAR - cohorts.base_year
    still = project(cohorts, years, migration=False)
    return project(cohorts, years), still, korea.regions.set_index("region_id")


def print_nation(path: Paths) -> None:
    """Print the nation's path and what is published of it."""
    row = {int(year): number for number, year in enumerate(path.years)}
    print("\n| nation, millions | " + " | ".join(str(year) for year in SHOWN) + " |")
    print(f"|---|{'---|' * len(SHOWN)}")
    for name, span in SPANS.items():
        values = sum_ages(path.population, *span).sum(axis=1) / 1e6
        print(f"| {name} | " + " | ".join(f"{values[row[y]]:.2f}" for y in SHOWN) + " |")
    known = published()
    ours = {name: sum_ages(path.population, *span).sum(axis=1) for name, span in SPANS.items()}
    print("\n| figure | published, m | baseline, m | baseline over published |")
    print("|---|---|---|---|")
    for group, own, year in (
        ("all residents", "all residents", 2024),
        ("all residents", "all residents", 2030),
        ("all residents", "all residents", 2041),
        ("nationals", "all residents", 2042),
        ("nationals 15-64", "15-64", 2042),
        ("nationals 65+", "65+", 2042),
    ):
        there, here = known["nation", group, year] / 1e6, ours[own][row[year]] / 1e6
        print(f"| {group} {year} | {there:.2f} | {here:.2f} | {here / there:.3f} |")


def print_provinces(path: Paths, still: Paths, regions: pd.DataFrame) -> None:
    """Print each province's path, and its change 2022-52 beside the published one."""
    known = published()
    people = pd.read_csv(HERE / "residents.csv", dtype={"region_id": str})
    ages = [column for column in people if column[0].isdigit()]
    before = people[people["year"] == 2022].set_index("region_id")[ages].sum(axis=1)
    before = before.groupby(level=0).sum().groupby(regions["province"]).sum()
    row = {int(year): number for number, year in enumerate(path.years)}

    def by_province(values: np.ndarray) -> pd.Series:
        return pd.Series(values, regions.index).groupby(regions["province"]).sum()

    total = {year: by_province(path.residents[row[year]]) for year in (2024, 2040, LAST_YEAR)}
    youth = {year: by_province(path.ages(20, 39)[row[year]]) for year in (2024, 2040)}
    stay = by_province(still.ages(20, 39)[row[2040]])
    print(
        "\n| province, thousands | all 2024 | all 2040 | 20-39 2024 | 20-39 2040"
        " | 20-39 2040, nobody moves | change 2022-52 | published |"
    )
    print("|---|---|---|---|---|---|---|---|")
    mine, theirs = [], []
    for name in regions["province"].unique():
        mine.append((total[LAST_YEAR][name] - before[name]) / 1e3)
        theirs.append(known[name, "change 2022-52", LAST_YEAR] / 1e3)
        print(
            f"| {name} | {total[2024][name] / 1e3:,.0f} | {total[2040][name] / 1e3:,.0f}"
            f" | {youth[2024][name] / 1e3:,.0f} | {youth[2040][name] / 1e3:,.0f}"
            f" | {stay[name] / 1e3:,.0f} | {mine[-1]:+,.0f} | {theirs[-1]:+,.0f} |"
        )
    print(f"| sum | | | | | | {sum(mine):+,.0f} | {sum(theirs):+,.0f} |")
    rank = pd.Series(mine).corr(pd.Series(theirs), method="spearman")
    print("\n| provinces, change 2022-52 | figure |\n|---|---|")
    print(f"| rank correlation of baseline and published | {rank:.2f} |")
    size = before[regions["province"].unique()].to_numpy() / 1e3
    rank = pd.Series(mine / size).corr(pd.Series(theirs / size), method="spearman")
    print(f"| the same for the change per resident of 2022 | {rank:.2f} |")


def main() -> None:
    """Print the paths."""
    path, still, regions = paths()
    print_nation(path)
    print_provinces(path, still, regions)


if __name__ == "__main__":
    main()
