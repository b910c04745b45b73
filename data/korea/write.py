"""Writing tables so that two builds of the same sources are the same bytes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio


def csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a plain CSV file: UTF-8, newline ends, floats without trailing zeros."""
    text = frame.copy()
    for column in text.columns:
        if pd.api.types.is_bool_dtype(text[column]):
            text[column] = text[column].map({True: "true", False: "false"})
        elif pd.api.types.is_float_dtype(text[column]):
            text[column] = text[column].map(lambda v: "" if pd.isna(v) else f"{v:.6f}".rstrip("0"))
            text[column] = text[column].str.rstrip(".")
    path.parent.mkdir(parents=True, exist_ok=True)
    text.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def geopackage(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write outlines into a GeoPackage, stamped with a fixed date so that builds compare."""
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2024-12-31T00:00:00Z"})
    frame.to_file(path, driver="GPKG", layer="regions")


def text(content: str, path: Path) -> None:
    """Write a text file with newline ends."""
    path.write_text(content, encoding="utf-8", newline="\n")
