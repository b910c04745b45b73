"""A plan's figures joined to the boundaries of the regions, or to points in their place."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pyogrio

from optimizer.plan import PlanData


def region_layer(plan: PlanData) -> geopandas.GeoDataFrame:
    """Return a polygon for each region with its figures, or a point where there are no boundaries.

    Returns
    -------
    GeoDataFrame
        Columns of `plan.regions`, name, retained_share (of leavers), built (text), cost,
        youth_jobs; in the CRS of the boundaries (of points WGS 84). A region without either
        is left out.
    """
    shapes = _points(plan) if plan.boundaries is None else read_boundaries(plan.boundaries)
    figures = plan.regions.copy()
    figures.insert(1, "name", figures["region_id"].map(plan.names))
    figures.insert(2, "name_local", figures["region_id"].map(plan.local_names).fillna(""))
    figures["retained_share"] = (figures["retained"] / figures["leavers"]).where(
        figures["leavers"] > 0
    )
    build = plan.build
    totals = build.groupby("region_id")[["cost", "youth_jobs"]].sum()
    words: dict[str, list[str]] = {region: [] for region in figures["region_id"]}
    for region, count, option in build[["region_id", "count", "option_id"]].itertuples(index=False):
        words[region].append(f"{count} {plan.labels.options.of(option)}")
    figures["built"] = [", ".join(words[region]) for region in figures["region_id"]]
    for column in totals.columns:
        figures[column] = figures["region_id"].map(totals[column]).fillna(0.0)
    return shapes[["region_id", "geometry"]].merge(figures, on="region_id", how="inner")


def _points(plan: PlanData) -> geopandas.GeoDataFrame:
    regions = list(plan.points)
    lon, lat = zip(*plan.points.values(), strict=True)
    places = geopandas.points_from_xy(lon, lat)
    return geopandas.GeoDataFrame({"region_id": regions}, geometry=places, crs="EPSG:4326")


def read_boundaries(path: Path) -> geopandas.GeoDataFrame:
    """Return region_id and a geometry that can be drawn of each region that has one.

    Parameters
    ----------
    path : Path
        Of an instance's boundaries, or a plan's own GeoPackage.
    """
    # A plan's own GeoPackage has a second layer, of what is built.
    layers = [str(name) for name, _ in pyogrio.list_layers(path)]
    layer = "regions" if "regions" in layers else layers[0]
    shapes = geopandas.read_file(path, layer=layer)
    shapes["region_id"] = shapes["region_id"].astype(str).str.strip()
    return _repaired(shapes[shapes.geometry.notna() & ~shapes.geometry.is_empty])


def _repaired(shapes: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return shapes that can be drawn: crossing ones mended, endless ones left out."""
    finite = np.isfinite(shapes.geometry.bounds.to_numpy()).all(axis=1)
    shapes = shapes[finite].copy()
    wrong = ~shapes.geometry.is_valid
    if wrong.any():
        mended = shapes.geometry[wrong].make_valid().buffer(0)
        shapes.loc[wrong, "geometry"] = mended
    return shapes[~shapes.geometry.is_empty]


def build_layer(plan: PlanData, regions: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return a point for each line of the plan, inside its region."""
    points = regions.set_index("region_id").geometry.representative_point()
    build = plan.build[plan.build["region_id"].isin(points.index)].reset_index(drop=True)
    names = build["region_id"].map(plan.names)
    places = geopandas.GeoSeries(points.loc[build["region_id"]].to_numpy(), crs=regions.crs)
    called = build["option_id"].map(plan.labels.options.of)
    build = build.assign(name=names, option_name=called)
    return geopandas.GeoDataFrame(build, geometry=places, crs=regions.crs)


def are_points(regions: geopandas.GeoDataFrame) -> bool:
    """Return whether a layer of regions has points in the place of boundaries."""
    return bool((regions.geom_type == "Point").all())


def shape_of_map(regions: geopandas.GeoDataFrame) -> float:
    """Return how many units of x are as long as one of y: degrees of longitude are shorter."""
    if len(regions) == 0 or regions.crs is None or not regions.crs.is_geographic:
        return 1.0
    _, south, _, north = regions.total_bounds
    return float(1 / np.cos(np.radians(np.clip((south + north) / 2, -80, 80))))


def province_outlines(regions: geopandas.GeoDataFrame, provinces: pd.Series) -> geopandas.GeoSeries:
    """Return the regions dissolved by province; `provinces` maps region_id to province."""
    shapes = regions[["region_id", "geometry"]]
    shapes = shapes.assign(province=shapes["region_id"].map(provinces))
    return shapes.dissolve(by="province").geometry
