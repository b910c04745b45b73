"""Writes a plan as a GeoPackage that opens in QGIS."""

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
