"""Writes a plan as a GeoPackage that opens in QGIS, and as GeoJSON."""

from __future__ import annotations

from pathlib import Path

from optimizer.plan import PlanData
from optimizer.report.plan.layers import build_layer, region_layer


def write_geopackage(plan: PlanData, path: Path) -> None:
    """Write the layers `regions` and `build` (points), in the boundaries' CRS.

    Regions are polygons; where the instance has no boundaries they are points, in WGS 84.
    """
    regions = region_layer(plan)
    regions.to_file(path, layer="regions", driver="GPKG")
    build = build_layer(plan, regions)
    # Without anything built the layer is there all the same, empty, for a project that shows it.
    build.to_file(path, layer="build", driver="GPKG", geometry_type="Point")


def write_geojson(plan: PlanData, layer: str, path: Path) -> None:
    """Write the layer `regions` or `build` as GeoJSON: longitude and latitude, as RFC 7946 asks."""
    regions = region_layer(plan)
    frame = regions if layer == "regions" else build_layer(plan, regions)
    if frame.crs is not None:
        frame = frame.to_crs("EPSG:4326")
    frame.to_file(path, driver="GeoJSON", COORDINATE_PRECISION=6, RFC7946="YES")
