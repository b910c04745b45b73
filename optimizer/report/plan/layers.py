"""A plan's figures joined to the boundaries of the regions."""

from __future__ import annotations

import geopandas
import numpy as np
import pandas as pd
import pyogrio

from optimizer.plan import PlanData


def region_layer(plan: PlanData) -> geopandas.GeoDataFrame:
    """Return a polygon for each region with its figures.

    Returns
    -------
    GeoDataFrame
        Columns of `plan.regions`, name, retained_share (of leavers), built (text), cost,
        youth_jobs; in the CRS of the boundaries. A region without boundary is left out.
    """
    assert plan.boundaries is not None
    # A plan's own GeoPackage has a second layer, of what is built.
    layers = [str(name) for name, _ in pyogrio.list_layers(plan.boundaries)]
    layer = "regions" if "regions" in layers else layers[0]
    shapes = geopandas.read_file(plan.boundaries, layer=layer)
    shapes["region_id"] = shapes["region_id"].astype(str).str.strip()
    shapes = _repaired(shapes[shapes.geometry.notna() & ~shapes.geometry.is_empty])
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


def province_outlines(regions: geopandas.GeoDataFrame, provinces: pd.Series) -> geopandas.GeoSeries:
    """Return the regions dissolved by province; `provinces` maps region_id to province."""
    shapes = regions[["region_id", "geometry"]]
    shapes = shapes.assign(province=shapes["region_id"].map(provinces))
    return shapes.dissolve(by="province").geometry
