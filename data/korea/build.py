"""Derive the Korean instance: python data/korea/build.py --sources DIR [--out DIR]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

import boundaries  # noqa: E402
import cohorts  # noqa: E402
import culture  # noqa: E402
import demography  # noqa: E402
import former_codes  # noqa: E402
import land  # noqa: E402
import leavers  # noqa: E402
import levers  # noqa: E402
import network  # noqa: E402
import options  # noqa: E402
import places  # noqa: E402
import provenance  # noqa: E402
import provinces  # noqa: E402
import settings  # noqa: E402
import sources as raw  # noqa: E402
import strength  # noqa: E402
import suitability  # noqa: E402
import units  # noqa: E402
import universities  # noqa: E402
import write  # noqa: E402

TRAVEL_LIMIT = 120.0


def gross_leavers(sources, frame, regions, people, minutes) -> pd.Series:
    """Young residents of the horizon year who would be living in the Capital Area, by region."""
    ids = regions["region_id"]
    moves = leavers.capital_moves(sources, frame, minutes)
    province = regions.set_index("region_id")["province"]
    garrison = pd.Series(places.listed("garrison", frame["code"]), ids)
    rate = leavers.rates(moves, pd.Series(people, ids), province, garrison)["rate"]
    young = regions.set_index("region_id")["youth_zero_migration"]
    return leavers.leavers(leavers.shares(rate, province), young).round().astype(int)


def regions_table(sources, census, frame, outlines, park, base, people, minutes) -> pd.DataFrame:
    """Return the rows of ``regions.csv``."""
    area = boundaries.areas_km2(outlines).to_numpy()
    youth = base["youth"].to_numpy()
    province = frame["province_code"].to_numpy()
    worth = culture.supply(sources, outlines, youth, people, province).sum(axis=1).to_numpy()
    today = culture.level(culture.places(worth, youth, minutes), youth, minutes)
    decline = land.decline_area(sources, frame).to_numpy()
    out = frame[["region_id", "name", "name_local", "province"]].copy()
    out["candidate"] = ~frame["capital"]
    out["youth"] = youth.astype(int)
    out["youth_zero_migration"] = base["youth_zero_migration"].round().astype(int).to_numpy()
    out["leavers"] = gross_leavers(sources, frame, out, people, minutes).to_numpy()
    out["land_ha"] = land.land_ha(park, area).round(1).to_numpy()
    out["land_price"] = land.land_price(people, area).round(2)
    out["operating_cost_index"] = land.operating_index(sources, frame).round(3)
    out["construction_cost_index"] = land.construction_index(frame).round(2)
    out["culture_level"] = np.minimum(today, 1.0).round(3)
    out["local_jobs"] = land.local_jobs(land.workers(sources, frame), decline).round().astype(int)
    out["extinction_risk"] = base["extinction_risk"].round(3).to_numpy()
    stock = land.stocks(park, sources, census, frame).reset_index(drop=True)
    out = pd.concat([out, stock], axis=1)
    out["vacant_dwellings"] = land.vacant_dwellings(census, frame).to_numpy()
    out["decline_area"] = decline
    return out.join(provinces.fiscal_table(sources, frame))


def main(arguments=None) -> None:
    """Read the sources, derive every table, write the instance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="folder of raw files")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "instances" / "korea")
    chosen = parser.parse_args(arguments)
    sources, out = chosen.sources, chosen.out

    census = raw.census_table(raw.census_folder())
    english = census[["code", "adm2"]].drop_duplicates("code").rename(columns={"adm2": "name"})
    frame = units.regions(sources, english)
    outlines = boundaries.dissolve(raw.districts(raw.census_folder()))

    projected = cohorts.build(sources, census, frame)
    ages = projected.population
    people = ages.sum(axis=(1, 2))
    nodes, edges = network.build(frame, outlines, raw.towns(raw.census_folder()), sources, people)
    travel = network.travel_table(nodes, edges, TRAVEL_LIMIT)
    minutes = units.square(travel, frame["region_id"])

    base = demography.baseline(projected, pd.Index(frame["code"]))
    park_rows = land.park_rows(sources, frame)
    park = land.parks(park_rows, frame)
    regions = regions_table(sources, census, frame, outlines, park, base, people, minutes)
    national = pd.Series(ages.sum(axis=(0, 1))[1:4], index=[5, 10, 15])
    schools = universities.build(sources, frame, universities.cohort_factor(national))
    graduates = schools.pivot_table(
        index="region_id", columns="field", values="graduates", aggfunc="sum"
    )
    graduates = graduates.reindex(frame["region_id"]).fillna(0.0)
    area = boundaries.areas_km2(outlines).to_numpy()
    youth = regions["youth"].to_numpy()
    parts = strength.components(sources, census, frame, area, park_rows, graduates, minutes, youth)
    by_sector = strength.scores(parts, frame)
    score = by_sector.stack().rename_axis(["region_id", "sector"]).rename("strength").reset_index()
    score = score[~score["region_id"].map(frame.set_index("code")["capital"])]
    specialists = strength.doctors(census, frame)
    designated = park["designatedArea"].to_numpy()
    barred = suitability.table(frame, youth, minutes, graduates, designated, specialists, by_sector)

    write.csv(regions, out / "regions.csv")
    paid = provinces.provinces_table(frame, regions["fiscal_independence"], people)
    write.csv(paid, out / "provinces.csv")
    write.csv(provenance.table(), out / "sources.csv")
    write.csv(former_codes.table(), out / "other_codes.csv")
    for name, table in cohorts.tables(projected, frame).items():
        write.csv(table, out / f"{name}.csv")
    write.csv(options.options(), out / "options.csv")
    write.csv(options.needs(), out / "needs.csv")
    write.csv(levers.measures(), out / "measures.csv")
    write.csv(levers.interactions(), out / "interactions.csv")
    write.csv(score[score["strength"] != 1.0], out / "strength.csv")
    write.csv(barred, out / "suitability.csv")
    write.csv(schools, out / "universities.csv")
    write.csv(nodes, out / "network" / "nodes.csv")
    write.csv(edges, out / "network" / "edges.csv")
    write.csv(travel, out / "travel.csv")
    write.text(settings.TOML, out / "instance.toml")
    write.geopackage(boundaries.simplify(outlines, frame["region_id"]), out / "regions.gpkg")
    lost = universities.lost_share(universities.campuses(sources, frame))
    print(f"{len(regions)} regions, {len(travel)} pairs, leavers {regions['leavers'].sum()}")
    print(f"quota of campuses that could not be placed: {lost:.1%}")


if __name__ == "__main__":
    main()
