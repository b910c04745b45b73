"""Draws the boundaries of the invented country `tiny`, and says of each column that it is invented.

Run from the checkout: `python data/tiny/build.py`. The other tables of `tiny` are written by hand.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from shapely import MultiPoint, Point, Polygon, voronoi_polygons

INSTANCE = Path(__file__).resolve().parents[2] / "instances" / "tiny"
CRS = "EPSG:5179"
COAST = [
    (125.45, 31.60),
    (126.05, 31.52),
    (126.70, 31.66),
    (127.40, 31.58),
    (128.05, 31.42),
    (128.12, 30.95),
    (127.92, 30.50),
    (127.80, 30.10),
    (127.30, 30.02),
    (126.80, 29.92),
    (126.40, 29.78),
    (126.02, 29.74),
    (125.72, 29.92),
    (125.52, 30.20),
    (125.48, 30.60),
    (125.36, 31.00),
]
"""The mainland's outline, longitude and latitude, drawn by eye in an empty stretch of sea."""
INVENTED = {
    "publisher": "invented for rooted",
    "year": "2024",
    "licence": "MIT",
    "status": "assumption",
    "derivation": "made up to learn by; describes no real place",
}
ISLAND = "wenna"
ISLAND_KM = 9.0


def boundaries(nodes: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a polygon for each region that has a seat; together they tile the country."""
    seats = nodes[nodes["region_id"].notna()].set_index("region_id")
    points = gpd.GeoSeries(
        gpd.points_from_xy(seats["lon"], seats["lat"]), index=seats.index, crs="EPSG:4326"
    ).to_crs(CRS)
    mainland = gpd.GeoSeries([Polygon(COAST)], crs="EPSG:4326").to_crs(CRS).iloc[0]
    island = points[ISLAND].buffer(ISLAND_KM * 1000, quad_segs=3)
    on_land = points.drop(ISLAND)
    cells = voronoi_polygons(MultiPoint(list(on_land)), extend_to=mainland).geoms
    shapes = {
        region: next(cell for cell in cells if cell.contains(Point(point))).intersection(mainland)
        for region, point in on_land.items()
    }
    shapes[ISLAND] = island
    regions = list(seats.index)
    return gpd.GeoDataFrame(
        {"region_id": regions}, geometry=[shapes[region] for region in regions], crs=CRS
    )


def sources(folder: Path) -> pd.DataFrame:
    """Return the rows of sources.csv: one for each column of each table that is there."""
    columns = [("regions", "geometry")]
    for path in sorted([*folder.glob("*.csv"), *folder.glob("network/*.csv")]):
        if path.stem != "sources":
            columns += [(path.stem, header) for header in pd.read_csv(path, nrows=0).columns]
    frame = pd.DataFrame(sorted(columns), columns=["table", "column"])
    return frame.assign(**INVENTED)


def main() -> None:
    """Write regions.gpkg and sources.csv, byte for byte the same every time."""
    listed = sources(INSTANCE)
    listed.to_csv(INSTANCE / "sources.csv", index=False, lineterminator="\n")
    nodes = pd.read_csv(INSTANCE / "network" / "nodes.csv")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2024-01-01T00:00:00.000Z"})
    target = INSTANCE / "regions.gpkg"
    target.unlink(missing_ok=True)
    boundaries(nodes).to_file(target, layer="regions", driver="GPKG")


if __name__ == "__main__":
    main()
