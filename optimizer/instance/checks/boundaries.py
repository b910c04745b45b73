"""Checks the boundaries of the regions: one geometry each, in a coordinate system that fits."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from optimizer.instance.problems import ProblemList, brief, shown
from optimizer.instance.reading.tables import as_text, check_words_occur
from optimizer.instance.schema.definitions import Column

MARGIN_DEGREES = 5.0
"""How far coordinates may lie outside the area for which their system is meant."""
SEATS_INSIDE = 0.5
"""Share of the network's seats that must lie within the bounding box of their region."""
SYSTEM_REMEDY = "state the system that the coordinates are in; don't only relabel the layer."


def check_boundaries(
    path: Path, regions: pd.DataFrame, nodes: pd.DataFrame | None, problems: ProblemList
) -> list[str]:
    """Check a GeoPackage of boundaries without reading its geometries.

    Parameters
    ----------
    path : Path
    regions : DataFrame
        The table of regions.
    nodes : DataFrame, optional
        Nodes of the network, whose seats must lie within the boundaries.
    problems : ProblemList

    Returns
    -------
    list of str
        Notes: regions that maps can't show.
    """
    import pyogrio

    name = path.name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layers = [str(layer) for layer, *_ in pyogrio.list_layers(path)]
            layer = path.stem if path.stem in layers else layers[0]
            info = pyogrio.read_info(path, layer=layer)
            frame = pyogrio.read_dataframe(path, layer=layer, read_geometry=False)
            if info["geometry_type"] is None:
                problems.add(
                    name, "the layer has no geometries.", remedy="export the polygons too."
                )
                return []
            _, boxes = pyogrio.read_bounds(path, layer=layer)
            shapes = pyogrio.read_dataframe(path, layer=layer, columns=["region_id"]).geometry
    except Exception as error:  # damaged files make GDAL raise anything
        reason = brief((str(error) or type(error).__name__).splitlines()[0])
        problems.add(name, f"the file can't be read ({reason}).", remedy="export it anew.")
        return []
    if "Polygon" not in info["geometry_type"] and info["geometry_type"] != "Unknown":
        problems.add(
            name,
            f"the layer holds geometries of type {info['geometry_type']}; expected polygons.",
            remedy="export the regions' areas.",
        )
    ids = _ids(pd.DataFrame(frame))
    # A row for each geometry: west, south, east, north; not a number where it is absent.
    box = pd.DataFrame(np.asarray(boxes, dtype=float).T, columns=["w", "s", "e", "n"])
    box.index = pd.Index(ids if len(ids) == len(box) else [""] * len(box))
    box = box.replace([np.inf, -np.inf], np.nan).dropna()
    _check_system(info["crs"], box, nodes, name, problems)
    return [*_check_ids(ids, box, regions, name, problems), *_invalid(shapes, ids, name)]


def _invalid(shapes: Any, ids: pd.Series, name: str) -> list[str]:
    """Return a note on shapes that cross themselves or have no finite place."""
    wrong = np.flatnonzero(~np.asarray(shapes.isna() | shapes.is_valid, dtype=bool))
    if len(wrong) == 0:
        return []
    which = [str(ids.iloc[place]) for place in wrong if place < len(ids)]
    some = ", ".join(which[:10]) + (", …" if len(which) > 10 else "")
    return [
        f"{name}: {len(wrong)} invalid shapes, such as polygons that cross themselves ({some}); "
        "they are repaired for maps. Mend them where they were drawn."
    ]


def _ids(frame: pd.DataFrame) -> pd.Series:
    """Return the codes by row; empty where the layer has no such column."""
    if "region_id" not in frame.columns:
        return pd.Series([], dtype="str")
    cells = as_text(frame["region_id"], Column("region_id", "id", ""))
    ids = cells.astype("str").where(cells.notna(), "").str.strip().rename("region_id")
    ids.index = pd.RangeIndex(2, 2 + len(ids))
    return ids


def _check_ids(
    ids: pd.Series, box: pd.DataFrame, regions: pd.DataFrame, name: str, problems: ProblemList
) -> list[str]:
    if ids.empty:
        problems.add(
            name,
            "the column is missing.",
            column="region_id",
            remedy="name the column with the regions' codes region_id.",
        )
        return []
    known = sorted(set(regions["region_id"]) - {""})
    if known:
        check_words_occur(ids, known, "regions, column region_id", name, problems)
    for word in sorted(set(ids[ids.duplicated()]) - {""}):
        problems.add(
            name,
            f"{shown(word)} has more than one geometry.",
            column="region_id",
            remedy="dissolve the layer by region_id.",
        )
    absent = sorted(set(known) - set(box.index))
    if not absent:
        return []
    some = ", ".join(absent[:10]) + (", …" if len(absent) > 10 else "")
    return [f"{name}: no geometry for {some}, so maps leave them out."]


def _check_system(
    stated: str | None,
    box: pd.DataFrame,
    nodes: pd.DataFrame | None,
    name: str,
    problems: ProblemList,
) -> None:
    """Refuse a missing, unknown or evidently wrong coordinate reference system."""
    from pyproj import CRS
    from pyproj.exceptions import ProjError

    if not stated:
        problems.add(
            name,
            "no coordinate reference system is stated.",
            remedy="set the layer's CRS in QGIS and export it anew (Korea: EPSG:5179).",
        )
        return
    try:
        crs = CRS.from_user_input(stated)
        wrong = _misfit(crs, box, nodes) if len(box) else ""
        if wrong:
            problems.add(name, f"{wrong}.", remedy=SYSTEM_REMEDY)
    except (ProjError, ValueError):
        problems.add(
            name,
            f"the coordinate reference system {shown(stated)} is unknown.",
            remedy="choose a known one in QGIS and export the layer anew.",
        )


def _misfit(crs: Any, box: pd.DataFrame, nodes: pd.DataFrame | None) -> str:
    """Return why coordinates can't be in the stated system, "" where they can."""
    from pyproj import Transformer

    west, south = box["w"].min(), box["s"].min()
    east, north = box["e"].max(), box["n"].max()
    label = f"{crs.name}" + (f" (EPSG:{crs.to_epsg()})" if crs.to_epsg() else "")
    where = f"the coordinates run from ({west:g}, {south:g}) to ({east:g}, {north:g})"
    in_degrees = max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90
    if crs.is_geographic != in_degrees:
        unit = "degrees" if crs.is_geographic else "metres"
        return f"the stated system {label} is in {unit}, but {where}"
    to_degrees = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    corners = to_degrees.transform_bounds(west, south, east, north)
    if not np.isfinite(corners).all():
        return f"{where}, which is nowhere in the stated system {label}"
    area = crs.area_of_use
    if area is not None and area.west <= area.east:
        outside = (
            corners[0] < area.west - MARGIN_DEGREES
            or corners[1] < area.south - MARGIN_DEGREES
            or corners[2] > area.east + MARGIN_DEGREES
            or corners[3] > area.north + MARGIN_DEGREES
        )
        if outside:
            return f"{where}, outside {area.name}, for which {label} is meant"
    return "" if nodes is None else _seats_outside(crs, label, box, nodes)


def _seats_outside(crs: Any, label: str, box: pd.DataFrame, nodes: pd.DataFrame) -> str:
    """Return that the seats, whose longitude and latitude are known, lie elsewhere, or ""."""
    from pyproj import Transformer

    seats = nodes[nodes["region_id"].isin(box.index) & nodes["lon"].notna() & nodes["lat"].notna()]
    if seats.empty or box.index.has_duplicates:
        return ""
    place = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = place.transform(seats["lon"].to_numpy(), seats["lat"].to_numpy())
    around = box.loc[seats["region_id"]]
    inside = (x >= around["w"]) & (x <= around["e"]) & (y >= around["s"]) & (y <= around["n"])
    if inside.mean() >= SEATS_INSIDE:
        return ""
    return (
        f"only {int(inside.sum())} of the {len(seats)} seats in network/nodes lie within the "
        f"bounds of their region if the coordinates are in {label}"
    )
