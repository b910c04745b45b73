"""Boundaries as paths of an SVG, so that a page draws them without projection or tiles."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely

from optimizer.report.plan.layers import read_boundaries

WIDTH = 1000.0
"""Of the drawing; what a path's numbers count in."""
TALLEST = 1300.0
DETAIL = 1.0
"""Details smaller than this are left out; a screen shows the drawing at about this size."""
SMALLEST = 2.0
"""Square units; a smaller island is left out where its region has a larger part."""
METRES = "EPSG:3857"


def map_of(
    boundaries: Path | None,
    regions: Sequence[str],
    provinces: Sequence[str],
    points: Mapping[str, tuple[float, float]] | None = None,
) -> Any:
    """Return outlines of regions and provinces as SVG paths.

    Parameters
    ----------
    boundaries : Path, optional
        File with a geometry by region_id, in any reference system that is stated.
    regions : sequence of str
        Their ids, in the order of the page.
    provinces : sequence of str
        The province of each.
    points : mapping of region_id to (lon, lat), optional
        Drawn as discs where there are no boundaries.

    Returns
    -------
    dict or None
        width, height; regions: a path by region, "" without boundary; centres: [x, y] inside the
        region, or None; provinces: one path. None without either, or where none fits.
    """
    if boundaries is None and not points:
        return None
    shapes = _flat(_discs(points or {}) if boundaries is None else read_boundaries(boundaries))
    if shapes.empty:
        return None
    round_ones = (shapes.geom_type == "Point").any()
    if round_ones:
        shapes = shapes.assign(geometry=shapes.geometry.buffer(_radius(shapes)))
    drawn, height = _scaled(shapes.geometry.to_numpy())
    if not round_ones:
        drawn = simplified(drawn)
    at = {str(name): place for place, name in enumerate(shapes["region_id"])}
    own = [drawn[at[region]] if region in at else None for region in regions]
    if all(shape is None for shape in own):
        return None
    return {
        "width": WIDTH,
        "height": round(height, 1),
        "regions": ["" if shape is None else path_of(_parts(shape)) for shape in own],
        "centres": [None if shape is None else _centre(shape) for shape in own],
        "provinces": "" if round_ones else _borders(own, provinces),
    }


def _discs(points: Mapping[str, tuple[float, float]]) -> geopandas.GeoDataFrame:
    """Return a point for each region, in WGS 84."""
    places = [shapely.Point(*place) for place in points.values()]
    return geopandas.GeoDataFrame({"region_id": list(points)}, geometry=places, crs="EPSG:4326")


def _radius(shapes: geopandas.GeoDataFrame) -> float:
    """Return the radius of discs that leave room between most neighbours."""
    left, bottom, right, top = shapes.total_bounds
    return float(max(right - left, top - bottom, 1.0) * 0.35 / max(3.0, len(shapes) ** 0.5))


def _flat(shapes: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return shapes in a plane: degrees would draw a country too wide."""
    if len(shapes) and shapes.crs is not None and shapes.crs.is_geographic:
        return shapes.to_crs(_plane(shapes))
    return shapes


def _plane(shapes: geopandas.GeoDataFrame) -> Any:
    try:
        return shapes.estimate_utm_crs()
    except RuntimeError as error:  # no such zone: the poles, or the whole world
        logging.getLogger(__name__).debug("no UTM zone: %s", error)
        return METRES


def _scaled(shapes: Any) -> tuple[Any, float]:
    """Return shapes in the drawing's units, y downwards, and its height."""
    left, bottom, right, top = shapely.total_bounds(shapes)
    wide, high = max(right - left, 1e-9), max(top - bottom, 1e-9)
    scale = min(WIDTH / wide, TALLEST / high)
    aside = (WIDTH - wide * scale) / 2

    def to_drawing(points: Any) -> Any:
        x, y = points[:, 0], points[:, 1]
        return np.column_stack([aside + (x - left) * scale, (top - y) * scale])

    return shapely.transform(shapes, to_drawing), high * scale


def simplified(shapes: Any) -> Any:
    """Return shapes without small details; borders of neighbours stay the same line."""
    areal = np.array([_areal(shape) for shape in shapes], dtype=object)
    if hasattr(shapely, "coverage_simplify"):
        try:
            return shapely.coverage_simplify(areal, DETAIL)
        except shapely.errors.GEOSException as error:  # shapes that overlap each other
            logging.getLogger(__name__).debug("no coverage: %s", error)
    return shapely.simplify(areal, DETAIL * 0.5)


def _areal(shape: Any) -> Any:
    """Return the polygons of a shape that mending may have mixed with lines and points."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if shape.geom_type == "GeometryCollection":
        parts = [p for part in shapely.get_parts(shape) for p in shapely.get_parts(part)]
        parts = [part for part in parts if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def _parts(shape: Any) -> Iterator[Any]:
    """Return the rings of a shape without its smallest islands."""
    polygons = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    for place, polygon in enumerate(polygons):
        if place and polygon.area < SMALLEST:
            return
        yield polygon.exterior
        yield from polygon.interiors


def path_of(lines: Iterable[Any], closed: bool = True) -> str:
    """Return lines as the `d` of an SVG path, to a tenth of a unit."""
    words = []
    for line in lines:
        points = np.asarray(line.coords).round(1)
        points = points[:-1] if closed else points
        if len(points) < 2 + closed:
            continue
        inner = "L".join(f"{x:g},{y:g}" for x, y in points)
        words.append(f"M{inner}{'Z' if closed else ''}")
    return "".join(words)


def _centre(shape: Any) -> list[float] | None:
    if shape.is_empty:
        return None
    largest = max(shapely.get_parts(shape), key=lambda part: float(part.area))
    point = largest.centroid if largest.contains(largest.centroid) else None
    point = largest.representative_point() if point is None else point
    return [round(point.x, 1), round(point.y, 1)]


def _borders(shapes: Sequence[Any], provinces: Sequence[str]) -> str:
    """Return the outlines of all provinces as one path."""
    members: dict[str, list[Any]] = {}
    for shape, province in zip(shapes, provinces, strict=True):
        if shape is not None:
            members.setdefault(province, []).append(shape)
    rings = []
    for parts in members.values():
        # Shapes that were simplified one by one may cross themselves.
        whole = shapely.union_all([shapely.make_valid(part) for part in parts])
        rings += list(_parts(_areal(whole)))
    return path_of(rings)
