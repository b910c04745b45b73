"""Land for clusters, what it costs the public, cost indices, and stocks that hubs can use."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import sources as raw
import units

NOT_OFFERED_SHARE = {"조성중": 0.40, "미개발": 0.25}
"""Assumption: of the facility area not yet offered for sale, two fifths can be had in time in
parks under way (조성중), a quarter in designated parks not begun (미개발); the rest comes too late
or goes to the firms the parks are planned for."""
ONE_USE = "조선|비축|전원|원자력|고정"
"""Parks for one use by their name (shipyard, oil reserve, power plant): no land for clusters."""
CONVERGENCE_HA = {21090: 191.0, 22050: 98.0, 24020: 85.0}
CONVERGENCE_SHARE = 0.125
"""Urban convergence zones of Busan, Daegu and Gwangju in hectares [44], laid out for offices.
Assumption: half of a zone is plots, of which a quarter, as in parks not begun; where the table of
parks has the zone (Centum 2), the larger of the two counts."""
RENEWAL_SHARE = 0.005
"""Assumption: of the facility area sold long ago, half a hundredth comes free by renewal."""
NEW_SITE_SHARE = 0.0001
"""Assumption: a ten-thousandth of a region's area can be zoned anew for small sites."""
NEW_SITE_CAP_HA = 10.0
"""Assumption: no more than this zoned anew in a region."""

LAND_PRICE_FLOOR = 1.5
LAND_PRICE_SLOPE = 0.45
LAND_PRICE_CAP = 30.0
PUBLIC_SHARE_OF_LAND = 0.25
"""Assumptions for want of prices by district: serviced industrial land costs
1.5 bn KRW/ha x (residents per km2 / 50)^0.45, between 1.5 and 30, and the public bears a quarter
(the firms pay the rest)."""

WAGE_ELASTICITY = 0.5
"""Assumption: half of operating cost is pay, so the index moves half as much as wages."""
ISLAND_BUILDING = {
    "37430": 1.40,  # Ulleung
    "23320": 1.30,  # Ongjin
    "36480": 1.15,  # Sinan
    "39010": 1.12,  # Jeju
    "39020": 1.12,  # Seogwipo
    "36460": 1.08,  # Wando
    "36470": 1.08,  # Jindo
}
MOUNTAIN_BUILDING = 1.04
MOUNTAIN_PROVINCE_CODE = 32
"""Assumptions: building costs more where materials come by ship, and a little in Gangwon."""

IDLE_FIRMS_PER_FACTORY = 10.0
FACTORY_CAP = 5
"""Assumption (no count of abandoned factories found): one reusable factory for every ten tenant
firms of the parks that do not operate, at most five."""
CHILDREN_PER_SCHOOL = 120.0
SCHOOL_CAP = 4
"""Assumption (no count of closed schools found): towns with fewer than 120 children of 5-14 have
lost a school; every fourth of these buildings is free, at most four a region."""
TOWNS_PER_SCHOOL = 4.0
VACANT_PER_BUILDING = 2000.0
BUILDING_CAP = 5
"""Assumption: one idle public building for every 2,000 vacant dwellings, from one to five."""


AREAS = ("designatedArea", "facilityArea", "saleTargetArea", "soldArea", "unsoldArea")


def park_rows(sources: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Industrial parks with their region, areas in hectares, tenants and operating firms.

    Source: Korea Industrial Complex Corporation, status of parks, 2025-12-31.
    """
    table = json.loads((sources / "industry" / "industrial-parks.json").read_text("utf-8"))
    table = pd.DataFrame(table["parks"])
    table["code"] = units.join(frame, table["sido"], table["sigungu"])
    if table["code"].isna().any():
        lost = sorted(set(table.loc[table["code"].isna(), "address"]))
        raise ValueError(f"parks without a region: {lost}")
    # The file gives thousands of square metres: a tenth of that is hectares.
    for column in AREAS:
        table[column] = pd.to_numeric(table[column]).fillna(0.0) / 10
    table["idle"] = (table["tenants"] - table["operating"]).clip(lower=0)
    waiting = (table["facilityArea"] - table["saleTargetArea"]).clip(lower=0)
    share = table["status"].map(NOT_OFFERED_SHARE).fillna(0.0)
    free = ~table["name"].str.contains(ONE_USE)
    table["planned"] = share * waiting * free
    table["offered"] = table["unsoldArea"] * free
    return table


def parks(rows: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Sum ``park_rows`` by region: hectares, idle and operating firms."""
    columns = ["designatedArea", "offered", "planned", "soldArea", "idle", "operating"]
    return rows.groupby("code")[columns].sum().reindex(frame["code"], fill_value=0.0)


def land_ha(park: pd.DataFrame, area_km2: np.ndarray) -> pd.Series:
    """Developable land in hectares: unsold, planned, renewed, newly zoned, urban zones."""
    zone = np.array([CONVERGENCE_HA.get(code, 0.0) for code in park.index])
    fresh = np.minimum(area_km2 * 100 * NEW_SITE_SHARE, NEW_SITE_CAP_HA)
    planned = np.maximum(park["planned"], CONVERGENCE_SHARE * zone)
    return park["offered"] + planned + RENEWAL_SHARE * park["soldArea"] + fresh


def land_price(people: np.ndarray, area_km2: np.ndarray) -> np.ndarray:
    """Public part of the price of a hectare, bn KRW."""
    price = LAND_PRICE_FLOOR * (people / area_km2 / 50.0) ** LAND_PRICE_SLOPE
    return PUBLIC_SHARE_OF_LAND * np.clip(price, LAND_PRICE_FLOOR, LAND_PRICE_CAP)


def operating_index(sources: Path, frame: pd.DataFrame) -> np.ndarray:
    """Cost of running things relative to the median region, from wages per earner 2023."""
    table = raw.read_csv(sources / "wage" / "wage_by_sigungu_2023.csv")
    code = units.join(frame, table["sido"], table["sigungu"])
    wage = table.assign(code=code).groupby("code")["wage_per_earner_mn_krw"].first()
    wage = wage.reindex(frame["code"]).to_numpy(dtype=float)
    if not np.isfinite(wage).all():
        raise ValueError("a region has no wage")
    return 1 + WAGE_ELASTICITY * (wage / np.median(wage) - 1)


def construction_index(frame: pd.DataFrame) -> np.ndarray:
    """Cost of building relative to the mainland."""
    mountain = np.where(frame["province_code"] == MOUNTAIN_PROVINCE_CODE, MOUNTAIN_BUILDING, 1.0)
    return frame["region_id"].map(ISLAND_BUILDING).fillna(pd.Series(mountain)).to_numpy()


def stocks(park, sources: Path, census: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Proxies for abandoned factories, closed schools and idle public buildings."""
    town = raw.read_csv(sources / "population" / "POP5_2020.csv")
    town["code"] = town["CODE"].astype(str).str[:4].astype(int) * 10
    few = (town["5_9"] + town["10_14"]) < CHILDREN_PER_SCHOOL
    schools = few.groupby(town["code"]).sum().reindex(frame["code"]).to_numpy() / TOWNS_PER_SCHOOL
    vacant = raw.census_values(census, "housing", "vacant housing", frame["code"])
    vacant = vacant["number of vacant housing"].fillna(0.0).to_numpy() / VACANT_PER_BUILDING
    return pd.DataFrame(
        {
            "stock_factory": np.minimum(park["idle"] / IDLE_FIRMS_PER_FACTORY, FACTORY_CAP),
            "stock_school": np.minimum(schools, SCHOOL_CAP),
            "stock_building": np.clip(vacant, 1, BUILDING_CAP),
        },
        index=frame["code"],
    ).astype(int)


def vacant_dwellings(census: pd.DataFrame, frame: pd.DataFrame) -> pd.Series:
    """Dwellings that stood empty in the census of 2020."""
    vacant = raw.census_values(census, "housing", "vacant housing", frame["code"])
    return vacant["number of vacant housing"].astype("Int64")


def decline_area(sources: Path, frame: pd.DataFrame) -> pd.Series:
    """Whether a region is one of the 89 officially designated depopulation areas."""
    table = raw.read_csv(sources / "fiscal" / "FI_2020.csv")
    code = table["CODE"].astype(int) // 10 * 10
    named = set(code[table["INTEREST"] == 1])
    return frame["code"].isin(named)


SETTLERS = 16.0
SETTLERS_ADDITIONAL = 0.5
"""The 39 youth villages of 2018-24, mostly in small counties, kept 16 settlers each (SOURCES.md
[97][98]); half of them would have come anyway (assumption, as for jobs)."""


def workers(sources: Path, frame: pd.DataFrame) -> np.ndarray:
    """People at work in each region at the end of 2024, by place of work."""
    table = raw.read_csv(sources / "migration" / "gross_summary_229.csv", dtype={"region_id": str})
    count = table.set_index("region_id")["workers_2024"].reindex(frame["region_id"])
    if count.isna().any():
        raise ValueError("gross_summary_229.csv: a region has no workers")
    return count.to_numpy(dtype=float)


def local_jobs(employed: np.ndarray, decline: np.ndarray) -> np.ndarray:
    """People for whom the existing labour market has work without any new cluster.

    The median depopulation area is given what a youth village kept, the others in proportion to
    those who work there (assumption).
    """
    return SETTLERS * SETTLERS_ADDITIONAL * employed / np.median(employed[decline])
