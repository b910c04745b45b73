"""Derive the small tables that the baseline is checked against, from the raw files.

Run: python data/korea/validation/derive.py --sources DIR. Published values are copied by hand.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parent)]

import demography  # noqa: E402
import sources as raw  # noqa: E402
import units  # noqa: E402
import write  # noqa: E402

from optimizer.projection import AGE_GROUPS, SEXES  # noqa: E402

BACK_TEST_YEARS = (2019, 2020)
"""The years 2015-2018 are left out: their moves do not add up to zero over the nation."""
PUBLISHED = {
    "nation": 0.615,
    "Jeonnam": 0.329,
    "Gyeongbuk": 0.346,
    "Gangwon": 0.388,
    "Jeonbuk": 0.394,
    "Gyeongnam": 0.444,
    "Chungnam": 0.464,
    "Chungbuk": 0.487,
    "Busan": 0.490,
    "Daegu": 0.553,
    "Jeju": 0.590,
    "Ulsan": 0.636,
    "Gwangju": 0.732,
    "Incheon": 0.735,
    "Gyeonggi": 0.781,
    "Seoul": 0.810,
    "Daejeon": 0.736,
    "Sejong": 1.113,
}
"""Index of March 2024 by the Korea Employment Information Service (June 2024) [131]."""


def index_2023(sources: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Women of 20-39 and residents of 65 and above, December 2023."""
    people = demography.population(sources, frame, 2023)
    return pd.DataFrame(
        {
            "region_id": frame["region_id"],
            "women_20_39": demography.women(people).astype(int),
            "residents_65": demography.elderly(people).astype(int),
        }
    )


def index_2018(sources: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the published table of 2018; the two regions of Jeju are one row under province."""
    table = raw.read_csv(sources / "validation" / "extinction_index_2018.csv")
    # Michuhol bore its old name, the southern district, until July 2018.
    renamed = (table["sido_nm"] == "인천광역시") & (table["sigun_nm"] == "남구")
    district = table["sigun_nm"].mask(renamed, "미추홀구")
    code = units.join(frame, table["sido_nm"], district)
    jeju = table["sido_nm"].str.startswith("제주")
    if code[~jeju].isna().any() or code[~jeju].duplicated().any():
        raise ValueError("extinction_index_2018.csv: a municipality is unknown or there twice")
    out = pd.DataFrame(
        {
            "region_id": code.astype("string").where(~jeju, ""),
            "province": np.where(jeju, "Jeju", ""),
            "women_20_39": table["총인구_여자(명)"],
            "residents_65": table["총인구_65세이상(명)"],
            "index": table["소멸위험지수"],
        }
    )
    return out.sort_values(["province", "region_id"])


def wide(values: np.ndarray, frame: pd.DataFrame, year: int, ages: list[str]) -> pd.DataFrame:
    """Return a row for each region and sex, and a column for each age group."""
    keys = pd.MultiIndex.from_product([frame["region_id"], SEXES], names=["region_id", "sex"])
    rows = pd.DataFrame(values.reshape(len(keys), -1), keys, ages).round(1).reset_index()
    rows.insert(1, "year", year)
    return rows


def main(arguments=None) -> None:
    """Write every table beside this script, or to --out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder of raw files")
    parser.add_argument("--out", type=Path, default=HERE)
    chosen = parser.parse_args(arguments)
    sources, out = chosen.sources, chosen.out
    census = raw.census_table(raw.census_folder())
    english = census[["code", "adm2"]].drop_duplicates("code").rename(columns={"adm2": "name"})
    frame = units.regions(sources, english)
    people = demography.residents_of_years(sources, frame)
    flows = demography.net_migration(sources, frame, BACK_TEST_YEARS)
    ages, moved = list(AGE_GROUPS), [*AGE_GROUPS[:16], "80+"]
    residents = pd.concat([wide(people[year], frame, year, ages) for year in (2020, 2022)])
    moves = pd.concat([wide(flows[year], frame, year, moved) for year in flows])
    published = pd.DataFrame({"province": list(PUBLISHED), "index": list(PUBLISHED.values())})
    write.csv(index_2023(sources, frame), out / "extinction_2023.csv")
    write.csv(index_2018(sources, frame), out / "extinction_2018.csv")
    write.csv(published, out / "extinction_published_2024_03.csv")
    write.csv(residents, out / "residents.csv")
    write.csv(moves, out / "net_migration.csv")


if __name__ == "__main__":
    main()
