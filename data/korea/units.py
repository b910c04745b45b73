"""The 229 regions: their codes, names, provinces, and how other files' names are joined to them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

PROVINCES = {
    11: ("Seoul", "서울"),
    21: ("Busan", "부산"),
    22: ("Daegu", "대구"),
    23: ("Incheon", "인천"),
    24: ("Gwangju", "광주"),
    25: ("Daejeon", "대전"),
    26: ("Ulsan", "울산"),
    29: ("Sejong", "세종"),
    31: ("Gyeonggi", "경기"),
    32: ("Gangwon", "강원"),
    33: ("Chungbuk", "충북"),
    34: ("Chungnam", "충남"),
    35: ("Jeonbuk", "전북"),
    36: ("Jeonnam", "전남"),
    37: ("Gyeongbuk", "경북"),
    38: ("Gyeongnam", "경남"),
    39: ("Jeju", "제주"),
}
CAPITAL_AREA = (11, 23, 31)
METROPOLITAN = (11, 21, 22, 23, 24, 25, 26)
"""Special and metropolitan cities, whose districts are parts of one town."""

KOREAN_TO_CODE = {korean: code for code, (_, korean) in PROVINCES.items()}
LONG_NAMES = {
    "충청북": "충북",
    "충청남": "충남",
    "전라북": "전북",
    "전라남": "전남",
    "경상북": "경북",
    "경상남": "경남",
}


def short_province(text: str) -> str | None:
    """Two-syllable Korean name of a province from any of its official forms."""
    for long, short in LONG_NAMES.items():
        if text.startswith(long):
            return short
    return text[:2] if text[:2] in KOREAN_TO_CODE else None


def regions(sources: Path, english: pd.DataFrame) -> pd.DataFrame:
    """Frame of the 229 regions, in the order of their codes.

    Parameters
    ----------
    sources : Path
        Folder of raw files, for the Korean names (``population/units229.csv``).
    english : DataFrame
        Columns code and name: romanised names of the 2020 census.

    Returns
    -------
    DataFrame
        Columns code (int), region_id, name, name_local, key, province, province_code, capital.
    """
    frame = pd.read_csv(sources / "population" / "units229.csv")
    frame = frame.rename(columns={"u": "code"}).sort_values("code", ignore_index=True)
    frame["region_id"] = frame["code"].astype(str)
    frame["province_code"] = frame["code"] // 1000
    frame["province"] = frame["province_code"].map(lambda c: PROVINCES[c][0])
    frame["capital"] = frame["province_code"].isin(CAPITAL_AREA)
    frame["name_local"] = frame["key"].str.split(" ", n=1).str[1]
    frame["name"] = frame["code"].map(english.set_index("code")["name"])
    twice = frame["name"].duplicated(keep=False)
    frame.loc[twice, "name"] = frame["name"] + " (" + frame["province"] + ")"
    if len(frame) != 229 or frame["name"].duplicated().any():
        raise ValueError("expected 229 regions with names of their own")
    return frame


def join(frame: pd.DataFrame, province: pd.Series, district: pd.Series) -> pd.Series:
    """Codes of regions from Korean province and district names; missing where none fits.

    A district "수원시 장안구" belongs to its city; Gunwi counts to Gyeongbuk, as in the 2020
    frame; Sejong is one region whatever its towns are called.
    """
    lookup = dict(zip(frame["key"], frame["code"], strict=True))

    def one(province_name, district_name):
        short = short_province(str(province_name))
        if short == "세종":
            return lookup["세종 세종시"]
        parts = str(district_name).split()
        if short is None or not parts:
            return None
        if parts[0] == "군위군":
            short = "경북"
        return lookup.get(f"{short} {parts[0]}")

    return pd.Series(
        [one(p, d) for p, d in zip(province, district, strict=True)],
        index=province.index,
        dtype="Int64",
    )


def join_address(frame: pd.DataFrame, address: pd.Series) -> pd.Series:
    """Codes of regions from Korean addresses, which begin with province and district."""
    cleaned = address.fillna("").astype(str).map(lambda text: re.sub(r"[(\"]", " ", text).strip())
    words = cleaned.str.split()
    province = words.map(lambda w: w[0] if w else "")
    district = words.map(lambda w: w[1] if len(w) > 1 else "")
    return join(frame, province, district)


def square(travel: pd.DataFrame, ids) -> np.ndarray:
    """Travel table as a matrix in the order of ``ids``: 0 to itself, infinite out of reach."""
    place = {region: i for i, region in enumerate(ids)}
    minutes = np.full((len(place), len(place)), np.inf)
    np.fill_diagonal(minutes, 0.0)
    i, j = travel["from_region"].map(place), travel["to_region"].map(place)
    minutes[i, j] = travel["minutes"]
    return minutes
