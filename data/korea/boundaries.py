"""Outlines of the 229 regions, which region a point lies in, and which regions touch."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

CRS = "EPSG:5179"
SIMPLIFY_METRES = 250.0
"""Tolerance of the shipped outlines: for maps of the country, not for measuring."""
SNAP_METRES = 3000.0
"""A venue whose coordinates fall into the sea belongs to the region within this distance."""


def dissolve(districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Form the 229 regions from the 250 census districts (32 wards become 11 cities)."""
    districts = districts.assign(code=districts["adm2_code"].astype(int) // 10 * 10)
    merged = districts[["code", "geometry"]].dissolve("code").sort_index()
    if len(merged) != 229:
        raise ValueError(f"expected 229 regions, found {len(merged)}")
    return merged


def simplify(outlines: gpd.GeoDataFrame, region_ids: pd.Series) -> gpd.GeoDataFrame:
    """Simplified outlines whose shared borders stay shared, for maps only."""
    simple = shapely.coverage_simplify(outlines.geometry.values, SIMPLIFY_METRES)
    whole = [shapely.MultiPolygon(shapely.get_parts(shape).tolist()) for shape in simple]
    return gpd.GeoDataFrame({"region_id": list(region_ids)}, geometry=whole, crs=CRS)


def locate(outlines: gpd.GeoDataFrame, lon, lat) -> pd.Series:
    """Code of the region of each point (degrees); missing where it is nowhere near one."""
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(lon, lat, crs="EPSG:4326"), index=range(len(lon))
    ).to_crs(CRS)
    valid = ~points.geometry.is_empty & np.isfinite(points.geometry.x)
    found = gpd.sjoin_nearest(
        points[valid], outlines.reset_index()[["code", "geometry"]], max_distance=SNAP_METRES
    )
    return found.groupby(level=0)["code"].min().reindex(range(len(lon))).astype("Int64")


def touching(outlines: gpd.GeoDataFrame) -> list[tuple[int, int]]:
    """Pairs of region codes that share a border of some length, each pair once."""
    tree = shapely.STRtree(outlines.geometry.values)
    a, b = tree.query(outlines.geometry.values, predicate="intersects")
    codes = outlines.index.to_numpy()
    pairs = []
    for i, j in zip(a, b, strict=True):
        if i < j:
            shared = outlines.geometry.iloc[i].intersection(outlines.geometry.iloc[j])
            if shared.length > 0:
                pairs.append((int(codes[i]), int(codes[j])))
    return sorted(pairs)


def areas_km2(outlines: gpd.GeoDataFrame) -> pd.Series:
    """Area of each region in km², from the census polygons."""
    return outlines.area / 1e6
