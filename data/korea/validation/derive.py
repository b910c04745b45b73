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
import leavers  # noqa: E402
import sources as raw  # noqa: E402
import units  # noqa: E402
import write  # noqa: E402

from optimizer.projection import AGE_GROUPS, SEXES  # noqa: E402

BACK_TEST_YEARS = (2019, 2020)
"""The years 2015-2018 are left out: their moves do not add up to zero over the nation."""
YEARS_SINCE = (2021, 2022, 2023, 2024)
LIFE_2020 = {"male": (80.5, 0.626), "female": (86.5, 0.815)}
"""Life expectancy and share alive at 80, life table 2020 of Statistics Korea, 1 Dec 2021 [170]."""
AGES_2016 = ("20-24", "25-29", "30-34", "35-39", "65-69", "70-74", "75-79", "80-84", "85+")
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


def residents_2016(sources: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Read the register of December 2016: all ages and the age groups that the table has."""
    name = sources / "population" / "kosis_2016_age_sex_sgg.xlsx"
    table = pd.read_excel(name, sheet_name="데이터", header=None, skiprows=2)
    table[[0, 1]] = table[[0, 1]].ffill()
    table = table[table[2].str.startswith("총인구수")]
    renamed = (table[0] == "인천광역시") & (table[1] == "남구")
    table[1] = table[1].mask(renamed, "미추홀구")
    code = units.join(frame, table[0], table[1])
    # Sejong stands there twice, as province and as city.
    table = table.assign(code=code)[code.notna()].drop_duplicates("code").set_index("code")
    counts = table.reindex(frame["code"])[list(range(3, 16))].to_numpy(dtype=float)
    if not np.isfinite(counts).all():
        raise ValueError("kosis_2016_age_sex_sgg.xlsx: a municipality is missing")
    counts = np.column_stack([counts[:, :9], counts[:, 9:].sum(axis=1)]).astype(int)
    return pd.concat(
        [frame["region_id"], pd.DataFrame(counts, columns=["all", *AGES_2016])], axis=1
    )


def fertility_2020(census: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Births a year per 1,000 women of 2020 by age group, as the census package has them."""
    table = raw.census_values(census, "population", "fertility", frame["code"])
    table = table[list(demography.FERTILITY_CLASSES.values())].reset_index(drop=True)
    return pd.concat([frame["region_id"], table], axis=1)


def survival_2020() -> pd.DataFrame:
    """Five-year survival shares of the 2020 life table, as `demography.survival` has 2023's."""
    shares = demography.survival(LIFE_2020).round(6)
    table = pd.DataFrame(shares, columns=["birth", *AGE_GROUPS])
    table.insert(0, "sex", SEXES)
    return table


def moves_since(sources: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Net migrants after the base year: to judge by, never to project with."""
    flows = demography.net_migration(sources, frame, YEARS_SINCE)
    blocks = [
        pd.DataFrame(
            {
                "region_id": frame["region_id"],
                "year": year,
                "all_ages": flow.sum(axis=(1, 2)).astype(int),
                "ages_20_39": flow[:, :, 4:8].sum(axis=(1, 2)).astype(int),
            }
        )
        for year, flow in flows.items()
    ]
    return pd.concat(blocks)


def graduates_capital(sources: Path) -> pd.DataFrame:
    """Share of the graduates of 2021 who work in the Capital Area, by area of university (KEDI)."""
    table = raw.read_csv(sources / "university" / "graduates_place_of_work.csv", dtype=str)
    names = {
        "Daejeon-Sejong-Chungcheong": "Chungcheong",
        **{area: area for area in leavers.UNIVERSITY_AREAS},
    }
    area = table["university_area"].map(names)
    kept = table[area.notna() & (table["year"] == "2021")]
    shares = kept.set_index(area[kept.index])["share_capital"].astype(float)
    shares = shares.reindex(list(leavers.UNIVERSITY_AREAS))
    if shares.isna().any():
        raise ValueError("graduates_place_of_work.csv: an area has no share of 2021")
    return shares.rename_axis("area").rename("share_capital").reset_index()


def capital_moves(sources: Path, frame: pd.DataFrame, instance: Path) -> pd.DataFrame:
    """Count moves to the Capital Area, by the travel times of the instance as built."""
    keys = {"from_region": str, "to_region": str}
    travel = pd.read_csv(instance / "travel.csv", dtype=keys)
    minutes = units.square(travel, frame["region_id"])
    return leavers.capital_moves(sources, frame, minutes).reset_index()


def main(arguments=None) -> None:
    """Write every table beside this script, or to --out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder of raw files")
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--instance", type=Path, default=HERE.parents[2] / "instances" / "korea")
    chosen = parser.parse_args(arguments)
    sources, out = chosen.sources, chosen.out
    census = raw.census_table(raw.census_folder())
    english = census[["code", "adm2"]].drop_duplicates("code").rename(columns={"adm2": "name"})
    frame = units.regions(sources, english)
    people = demography.residents_of_years(sources, frame, mended=False)
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
    write.csv(residents_2016(sources, frame), out / "residents_2016.csv")
    write.csv(fertility_2020(census, frame), out / "fertility_2020.csv")
    write.csv(survival_2020(), out / "survival_2020.csv")
    write.csv(moves_since(sources, frame), out / "moves_since.csv")
    write.csv(graduates_capital(sources), out / "graduates_capital.csv")
    write.csv(capital_moves(sources, frame, chosen.instance), out / "capital_moves.csv")


if __name__ == "__main__":
    main()
