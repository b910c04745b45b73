"""How well a sector does in a region: location quotients, firms, graduates and programmes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import places
import sources as raw
import units

LOW, HIGH = 0.5, 1.5
SHRINK = 1.0
"""A region's value added counts against this many times the national median of prior at the
national share, so that one plant does not make a small county a champion (assumption)."""
ACCESS_HALF_MINUTES = 30.0
WEIGHTS = {
    "ai": {
        "information": 0.25,
        "research": 0.20,
        "engineering": 0.25,
        "digital_firms": 0.15,
        "youth": 0.15,
    },
    "semiconductor": {
        "fabs": 0.35,
        "engineering": 0.25,
        "chip_firms": 0.20,
        "manufacturing": 0.20,
    },
    "biotech": {
        "life_science": 0.30,
        "bio_firms": 0.20,
        "doctors": 0.20,
        "research": 0.15,
        "manufacturing": 0.15,
    },
    "green_energy": {
        "wind": 0.30,
        "solar": 0.20,
        "port": 0.20,
        "all_manufacturing": 0.15,
        "energy_firms": 0.10,
        "sun": 0.05,
    },
}
"""Assumption. Components and their weighted sum are standardised over the candidates, and strength
is 1 + SPREAD tanh(STEEPNESS index) + bonus, within 0.5-1.5: no sector is stronger than another by
construction. No value added of coal, nuclear or gas plants enters."""
SPREAD, STEEPNESS = 0.3, 0.7

FIRM_WORDS = {
    "digital_firms": "디지털|정보|IT|연구개발|첨단과학|첨단문화|혁신파크|알파|센텀|회동",
    "chip_firms": "반도체|전자|디스플레이|나노|하이테크|테크노|첨단|오창|연구개발",
    "bio_firms": "바이오(?!식품)|생명|의료|의약|의과학|생물|제약|백신|연구개발",
    "energy_firms": "에너지|풍력|수소|태양|신·재생|블루밸리|새만금",
}
"""Korean words in the names of industrial parks that tell what they were laid out for. Rural parks
(type 농공) count for biotech and energy only: there 'techno' is a name, not an industry."""
RURAL, HIGH_TECH = "농공", "도시첨단"
ANY_TYPE = ("bio_firms", "energy_firms")
BUILT_UP = 1500.0
"""Assumption: with this many young residents per km² there is no room for turbines or solar
parks, so the wind counts as in the calmest region, and farming (the fishing firms of Busan's port)
draws no solar capacity."""

STATION_PROVINCE = {
    105: 32,
    108: 11,
    112: 23,
    119: 31,
    127: 33,
    133: 25,
    136: 37,
    143: 22,
    146: 35,
    152: 26,
    156: 24,
    159: 21,
    168: 36,
    184: 39,
    192: 38,
    235: 34,
    239: 29,
}
"""Weather stations (Korea Meteorological Administration numbers) that stand for the provinces."""

PROFESSIONAL = "professional, scientific and technical activities; business support facilities"
FARMING = "agriculture, forestry and fishing"


def quotient(value: pd.DataFrame, column: str) -> np.ndarray:
    """Log location quotient of an industry's value added, shrunk for small regions."""
    total = value["total value added at basic prices"].to_numpy(dtype=float)
    own = value[column].fillna(0.0).to_numpy(dtype=float)
    national = own.sum() / total.sum()
    prior = SHRINK * np.median(total)
    return np.log((own + prior * national) / (total + prior) / national)


def sunshine(sources: Path, frame: pd.DataFrame) -> np.ndarray:
    """Irradiance of 2024 in MJ/m² at the station of each region's province."""
    table = raw.read_csv(raw.find(sources / "energy", "지역별_합계_일사량.csv"))
    table["province"] = table.iloc[:, 0].astype(int).map(STATION_PROVINCE)
    sun = table.set_index("province").iloc[:, 3].astype(float)
    return frame["province_code"].map(sun).to_numpy()


def solar(sources: Path, frame: pd.DataFrame, farming: np.ndarray, area_km2) -> np.ndarray:
    """Solar capacity connected in 2024, MW/km².

    Korea Energy Agency gives it by province; within one it is spread by the value added of farming
    (assumption: solar parks stand on farmland, salt pans and barn roofs).
    """
    table = pd.read_excel(raw.find(sources / "energy", "지역별_누적_설비용량.xlsx"), header=None)
    names = table.iloc[0, 1:].map(lambda t: units.KOREAN_TO_CODE.get(str(t).strip()))
    mw = table.iloc[1, 1:].map(lambda v: float(str(v).replace(",", "")))
    capacity = frame["province_code"].map(dict(zip(names, mw, strict=True))).to_numpy()
    farming = pd.Series(farming, index=frame.index)
    share = farming / farming.groupby(frame["province_code"]).transform("sum")
    return capacity * share.to_numpy() / area_km2


def wind_speed(sources: Path, frame: pd.DataFrame) -> np.ndarray:
    """Mean wind speed in m/s, 2020-23, at the weather stations of the municipality (KOSIS)."""
    table = raw.read_csv(sources / "panel" / "starc_sgg_panel_2020_2023.csv")
    words = table["SGG_NAME"].str.split(" ", n=1)
    code = units.join(frame, words.str[0], words.str[-1])
    speed = table["AVG_WIND_SPD"].astype(float).groupby(code).mean().reindex(frame["code"])
    if speed.isna().any():
        raise ValueError(f"no wind speed in the panel for {list(speed.index[speed.isna()])}")
    return speed.to_numpy()


def firms_in(parks: pd.DataFrame, words: str, frame: pd.DataFrame, kind: str) -> np.ndarray:
    """Firms at work in parks whose name holds one of the words, by region."""
    chosen = parks["name"].str.contains(words)
    if kind == "digital_firms":
        chosen |= parks["type"] == HIGH_TECH
    if kind not in ANY_TYPE:
        chosen &= parks["type"] != RURAL
    firms = parks[chosen].groupby("code")["operating"].sum()
    return firms.reindex(frame["code"], fill_value=0).to_numpy(dtype=float)


def access(quantity: np.ndarray, minutes: np.ndarray) -> np.ndarray:
    """Quantity within reach, halved every 30 minutes of travel to the region."""
    return quantity @ np.where(np.isfinite(minutes), 0.5 ** (minutes / ACCESS_HALF_MINUTES), 0.0)


def doctors(census: pd.DataFrame, frame: pd.DataFrame) -> np.ndarray:
    """Medical specialists by region, census 2020; some cities are given by their wards only."""
    rows = census[(census["type"] == "medicine") & (census["class2"] == "total")]
    of_district = rows.groupby("code")["value"].first()
    ward = of_district[of_district.index % 10 != 0]
    of_wards = ward.groupby(ward.index // 10 * 10).sum()
    values = of_district.reindex(frame["code"]).fillna(of_wards.reindex(frame["code"]))
    if values.isna().any():
        raise ValueError(f"no doctors in the census for {list(values.index[values.isna()])}")
    return values.to_numpy(dtype=float)


def components(sources, census, frame, area_km2, parks, graduates, minutes, youth) -> dict:
    """Return the components by name, an array over the 229 regions each.

    Parameters
    ----------
    parks : DataFrame
        Industrial parks, as ``land.park_rows`` gives them.
    graduates : DataFrame
        Graduates a year by region (row) and field (column), all 229 regions.
    minutes : array (229, 229)
        Travel times, infinite where out of reach.
    youth : array (229,)
        Residents of 20-39.
    """
    codes = frame["code"].to_numpy()
    value = raw.census_values(census, "economy", "grdp", codes)
    made = quotient(value, "manufacturing")
    heavy = places.listed("heavy", codes)
    life = graduates["natural_science"] + graduates["medicine"]
    wind = wind_speed(sources, frame)
    built_up = np.asarray(youth) / area_km2 >= BUILT_UP
    farming = np.where(built_up, 0.0, value[FARMING].fillna(0.0).to_numpy(dtype=float))
    near_port = 0.5 ** (places.minutes_to("port", codes, minutes) / ACCESS_HALF_MINUTES)
    parts = {
        "information": quotient(value, "information and communication"),
        "research": quotient(value, PROFESSIONAL),
        "all_manufacturing": made,
        # Steel, oil, ships, cars and cement are no base for chips or medicines: where they are what
        # a region makes, its manufacturing counts for no more than the national share.
        "manufacturing": np.where(heavy, np.minimum(made, 0.0), made),
        "engineering": np.log1p(access(graduates["engineering"].to_numpy(), minutes)),
        "life_science": np.log1p(access(life.to_numpy(), minutes)),
        "doctors": np.log1p(access(doctors(census, frame), minutes)),
        "youth": np.log(np.asarray(youth, dtype=float)),
        "fabs": np.log1p(access(places.listed("fab", codes).astype(float), minutes)),
        "port": near_port,
        "wind": np.where(built_up, wind.min(), wind),
        "solar": np.sqrt(solar(sources, frame, farming, area_km2)),
        "sun": sunshine(sources, frame),
    }
    for kind, words in FIRM_WORDS.items():
        parts[kind] = np.log1p(firms_in(parks, words, frame, kind))
    return parts


def contributions(parts: dict, frame: pd.DataFrame, sector: str) -> pd.DataFrame:
    """Weighted components of one sector, a row a region, standardised over the candidates."""
    candidate = ~frame["capital"].to_numpy()
    columns = {
        name: weight * (parts[name] - parts[name][candidate].mean()) / parts[name][candidate].std()
        for name, weight in WEIGHTS[sector].items()
    }
    return pd.DataFrame(columns, index=frame["code"])


def scores(parts: dict, frame: pd.DataFrame) -> pd.DataFrame:
    """Strength by region (rows) and sector (columns) from the ``components``."""
    candidate = ~frame["capital"].to_numpy()
    out = pd.DataFrame(index=frame["code"])
    for sector in WEIGHTS:
        index = contributions(parts, frame, sector).sum(axis=1)
        index = (index - index[candidate].mean()) / index[candidate].std(ddof=0)
        out[sector] = 1 + SPREAD * np.tanh(STEEPNESS * index)
    for row in places.programmes(frame["code"]).itertuples():
        out.at[row.code, row.sector] += row.bonus
    return out.clip(LOW, HIGH).round(2)
