"""Derive the tables of the hindcast: jobs that moved or were lost, and recorded moves.

Run: python data/korea/validation/derive_hindcast.py --sources DIR. Where several regions share one
relocation, how the staff divide is an assumption, said in the row.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(HERE.parent)]

import sources as raw  # noqa: E402
import units  # noqa: E402
import write  # noqa: E402

YOUNG = ("20 - 24세", "25 - 29세", "30 - 34세", "35 - 39세")
YOUNG_YEARS = tuple(range(2015, 2026))
"""Net moves by age are recorded from 2015 on."""
SPANS = {
    "net_2008_11": (2008, 2011),
    "net_2012_14": (2012, 2014),
    "net_2015_21": (2015, 2021),
    "net_2022_25": (2022, 2025),
}
"""Net moves of all ages: before the first office moved, and since."""
LEFT_OUT = ("Seoul", "Incheon", "Gyeonggi", "Sejong")
"""Where the staff came from, and the new capital, whose moves of 2015-18 are wrong."""
SHARES = {
    35010: (0.6, "assumption: 60:40 between Jeonju and Wanju"),
    35310: (0.4, "assumption: 60:40 between Jeonju and Wanju"),
    33370: (0.5, "assumption: halves"),
    33350: (0.5, "assumption: halves"),
    21070: (1300 / 3668, "assumption: 1,300 of 3,668"),
    21090: (1200 / 3668, "assumption: 1,200 of 3,668"),
    21040: (1168 / 3668, "assumption: 1,168 of 3,668"),
}
LOST_NOTE = {
    "Geoje": "89,190 workers at the end of 2015; lost: by the national ratio to 2022, assumption",
    "Ulsan Dong-gu": "62,000 workers in 2014; lost: assumption",
    "Gunsan": "shipyard 2017 and car plant 2018, press",
}


def jobs(sources: Path) -> pd.DataFrame:
    """Return a row a region that gained relocated staff (Sept 2021) or lost shipyard jobs."""
    policy = sources / "policy"
    staff = pd.read_csv(policy / "innovation_cities_staff.csv")
    yards = pd.read_csv(policy / "shipyard_jobs.csv")
    rows: list[tuple[str, int, str, float, str]] = []
    for place, ids, count in staff[["city", "region_ids", "relocated_staff_2021_09"]].to_numpy():
        for region in map(int, str(ids).split(";")):
            share, note = SHARES.get(region, (1.0, ""))
            rows.append((place, region, "relocated", round(share * count, 1), note))
    for place, region, count in yards[["place", "region_ids", "workers_lost"]].to_numpy():
        rows.append((place, int(region), "lost", float(count), LOST_NOTE[place]))
    return pd.DataFrame(rows, columns=["place", "region_id", "kind", "jobs", "note"])


def young_moves(sources: Path) -> pd.DataFrame:
    """Return net migrants of ages 20-39, both sexes, by region (rows) and year (columns)."""
    table = pd.read_csv(sources / "migration" / "net_migration_sex_age_2015_2025_229.csv")
    years = [str(year) for year in YOUNG_YEARS]
    return table[table["age"].isin(YOUNG)].groupby("unit")[years].sum().astype(int)


def all_moves(sources: Path) -> pd.DataFrame:
    """Return moves of all ages between municipalities: in, out, net, population."""
    table = pd.read_csv(sources / "migration" / "gross_inout_2008_2025_229.csv")
    return table.set_index(["region_id", "year"])


def by_region(young: pd.DataFrame, moves: pd.DataFrame, regions: pd.Index) -> pd.DataFrame:
    """Return a row a region: its net moves of all ages by span, of the young by year."""
    net = moves["net_inter_municipal"].unstack("year").loc[regions]
    people = moves["population"].unstack("year")[2008]
    table = young.loc[regions].copy()
    table.insert(0, "population_2008", people[regions].astype(int))
    for at, (name, (first, last)) in enumerate(SPANS.items()):
        table.insert(1 + at, name, net[list(range(first, last + 1))].sum(axis=1).astype(int))
    return table.rename_axis("region_id").reset_index()


def by_place(young: pd.DataFrame, moves: pd.DataFrame, affected: pd.DataFrame) -> pd.DataFrame:
    """Return a row a place and year; moves between two regions of one place count in and out."""
    long = young.rename(columns=int).rename_axis("region_id").stack().rename("net_young")
    table = moves.join(long.rename_axis(["region_id", "year"])).reset_index()
    table = table.merge(affected[["place", "region_id"]], on="region_id")
    names = {"gross_in": "all_in", "gross_out": "all_out", "net_inter_municipal": "net_all"}
    columns = ["population", *names, "net_young"]
    sums = table.groupby(["place", "year"], sort=False)[columns].sum(min_count=1)
    order = list(dict.fromkeys(affected["place"]))
    sums = sums.rename(columns=names).astype("Int64").reset_index()
    return sums.sort_values(
        ["place", "year"], key=lambda c: c.map(order.index) if c.name == "place" else c
    )


def main(arguments=None) -> None:
    """Write the three tables beside this script, or to --out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder of raw files")
    parser.add_argument("--out", type=Path, default=HERE)
    chosen = parser.parse_args(arguments)
    census = raw.census_table(raw.census_folder())
    english = census[["code", "adm2"]].drop_duplicates("code").rename(columns={"adm2": "name"})
    frame = units.regions(chosen.sources, english)
    judged = frame.loc[~frame["province"].isin(LEFT_OUT), "code"].astype(int)
    affected, young = jobs(chosen.sources), young_moves(chosen.sources)
    moves = all_moves(chosen.sources)
    write.csv(affected, chosen.out / "moved_jobs.csv")
    write.csv(by_region(young, moves, pd.Index(judged)), chosen.out / "young_moves.csv")
    write.csv(by_place(young, moves, affected), chosen.out / "places_by_year.csv")


if __name__ == "__main__":
    main()
