"""The transport graph: seats, roads, expressways, railways, ferries and flights."""

from __future__ import annotations

from pathlib import Path

import boundaries
import geopandas as gpd
import numpy as np
import pandas as pd
import railways
import sources as raw

from optimizer.network.travel import travel_table as shortest_paths

HERE = Path(__file__).parent
EARTH_KM = 6371.0

# Speeds, detours and fixed minutes: assumptions. They are few and hold for the whole country;
# docs/korea/travel.md gives them and compares what comes out with published times.
EXPRESSWAY_KMH = 100.0
EXPRESSWAY_KM_SHARE = 0.95
"""Length of an expressway over the estimate in the source: median of six official lengths."""
DOOR_MINUTES = {"least": 2.0, "most": 8.0, "dense": 4.0}
DOOR_PEOPLE = 50_000
"""From the door to the main road, or back: local streets, parking. Once at each end of a way.

The width of a town goes with the root of its residents: 2 minutes at 50,000, 4 at 200,000, at
most 8. Where the whole region is a dense town the slow roads around it hold most of that time.
"""
ROAD_DETOUR = {"trunk": 1.2, "mountain trunk": 1.35, "plain": 1.3, "mountain": 1.4}
"""Length of a road over the great circle; trunk: a national road with four lanes (links.csv)."""
ROAD_KMH = {
    "trunk": (78.0, 50.0, 30.0),
    "mountain trunk": (62.0, 50.0, 30.0),
    "plain": (57.0, 42.0, 27.0),
    "mountain": (53.0, 42.0, 27.0),
}
"""By how many of the two ends are dense towns."""
ROAD_MIN_MINUTES = 3.0
DENSE_PER_KM2 = 3000.0
MOUNTAIN_ROAD_DENSITY = 0.55
"""Road km per km² of a region and those it touches, below which it counts as mountain."""
ACCESS_KM = {"expressway": 28.0, "rail": 25.0}
"""Great-circle distance within which a town is joined to interchanges and stations."""
ACCESS_COUNT = {"expressway": 6, "rail": 3}
"""Nearest interchanges; nearest stations of each kind of train."""
TOLL_GATE_MINUTES = 1.5
LARGE_TOWN_KM2 = 10.0
"""A smaller town is known well enough by its polygon."""
PLATFORM_MINUTES = 4.0
"""Parking or leaving the bus and walking to the platform, or the way out."""


def great_circle(lon1, lat1, lon2, lat2):
    """Distance in km between points in degrees (arrays or numbers)."""
    lon1, lat1, lon2, lat2 = (np.radians(x) for x in (lon1, lat1, lon2, lat2))
    a = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * np.arcsin(np.sqrt(a))


def centres(towns: gpd.GeoDataFrame, sources: Path) -> gpd.GeoSeries:
    """Find a point of each town where people live: the median of the libraries in it.

    A county town may be a hundred km² of forest around one settlement, and libraries stand in
    the settlement. A town without any keeps a point of its polygon, as does a small one.
    """
    point = towns.geometry.representative_point()
    table = raw.read_csv(raw.find(sources / "culture", "전국도서관표준데이터.csv"))
    places = gpd.GeoSeries.from_xy(table["경도"], table["위도"], crs="EPSG:4326").to_crs(towns.crs)
    places = gpd.GeoDataFrame(geometry=places[~places.is_empty & places.is_valid])
    inside = gpd.sjoin(places, towns[["geometry"]], predicate="within")
    middle = pd.DataFrame({"x": inside.geometry.x, "y": inside.geometry.y})
    middle = middle.groupby(inside["index_right"]).median()
    middle = middle[towns.area[middle.index] > LARGE_TOWN_KM2 * 1e6]
    point[middle.index] = gpd.points_from_xy(middle["x"], middle["y"], crs=towns.crs)
    return point


def seats(frame: pd.DataFrame, towns: gpd.GeoDataFrame, sources: Path) -> pd.DataFrame:
    """Find the town of each region that lies nearest to its residents.

    It has the least sum over towns of residents × root of the distance. A mean of towns would lie
    in a mountain or in the sea. With the plain distance the town half way between two valleys
    wins; the root lets the place where most people live win (24 regions, by 3 km or more).

    Returns
    -------
    DataFrame
        Columns node_id, lon, lat, region_id, code, in the order of the regions.
    """
    people = raw.read_csv(sources / "population" / "POP5_2020.csv")[["CODE", "ALL"]]
    people = people.groupby("CODE")["ALL"].sum()
    towns = towns.assign(
        code=towns["adm3_code"].str[:4].astype(int) * 10,
        people=towns["adm3_code"].astype(int).map(people).fillna(0.0),
    )
    point = centres(towns, sources)
    degrees = point.to_crs("EPSG:4326")
    towns = towns.assign(x=point.x, y=point.y, lon=degrees.x, lat=degrees.y)
    rows = []
    for code in frame["code"]:
        here = towns[towns["code"] == code].sort_values("adm3_code")
        away = np.hypot(
            here["x"].to_numpy()[:, None] - here["x"].to_numpy()[None, :],
            here["y"].to_numpy()[:, None] - here["y"].to_numpy()[None, :],
        )
        effort = (np.sqrt(away) * here["people"].to_numpy()[None, :]).sum(axis=1)
        best = here.iloc[int(effort.argmin())]
        rows.append((f"seat:{code}", round(best["lon"], 4), round(best["lat"], 4), str(code), code))
    return pd.DataFrame(rows, columns=["node_id", "lon", "lat", "region_id", "code"])


def _edge(a, b, mode, minutes, km, directed=False):
    return (a, b, mode, round(float(minutes), 1), round(float(km), 1), directed)


def expressways(sources: Path, links: pd.DataFrame, points: pd.DataFrame):
    """Interchanges and the expressway edges between them, private and missing links restored."""
    known = raw.read_csv(sources / "transport" / "expressway_ic_jct.csv")
    # Two interchanges are called Jangsu: the one in the Capital Area gets a name of its own.
    edges = raw.read_csv(sources / "transport" / "expressway_edges_est.csv")
    known.loc[(known["name"] == "장수IC") & (known["lat"] > 37), "name"] = "장수IC(인천)"
    ring = edges["route"] == "수도권제1순환선"
    for column in ("from", "to"):
        edges.loc[ring & (edges[column] == "장수IC"), column] = "장수IC(인천)"
    # In the table one route runs on along another from junction to junction: no road of its own.
    twin = (edges["from"] == "비룡JCT") & (edges["to"] == "남이JCT")
    edges = edges[~twin].assign(km=edges["km_est"] * EXPRESSWAY_KM_SHARE, minutes=np.nan)
    place = known.groupby("name")[["lon", "lat"]].first()
    place = pd.concat([place, points.set_index("name")])
    place = place[~place.index.duplicated()]
    restored = links[links["kind"].isin(["private", "gap", "urban"])]
    columns = ["from", "to", "km", "minutes"]
    ways = pd.concat([edges[columns], restored[columns]], ignore_index=True)
    unknown = sorted((set(ways["from"]) | set(ways["to"])) - set(place.index))
    if unknown:
        raise ValueError(f"links.csv: {', '.join(unknown)} have no place; add them to points.csv")
    ways["minutes"] = ways["minutes"].fillna(ways["km"] / EXPRESSWAY_KMH * 60)
    best: dict[tuple[str, str], tuple[float, float]] = {}
    for a, b, km, minutes in ways.itertuples(index=False):
        key = (min(a, b), max(a, b))
        best[key] = min((minutes, km), best.get(key, (np.inf, 0.0)))
    rows = [
        _edge(f"ic:{a}", f"ic:{b}", "expressway", minutes, km)
        for (a, b), (minutes, km) in sorted(best.items())
    ]
    used = sorted({name for pair in best for name in pair})
    nodes = [
        (f"ic:{n}", round(place.at[n, "lon"], 4), round(place.at[n, "lat"], 4), "") for n in used
    ]
    return nodes, rows


def doors(people, dense) -> np.ndarray:
    """Minutes between the door and the main road in each region."""
    minutes = DOOR_MINUTES["least"] * np.sqrt(people / DOOR_PEOPLE)
    minutes = np.clip(minutes, DOOR_MINUTES["least"], DOOR_MINUTES["most"])
    return np.where(dense, DOOR_MINUTES["dense"], minutes)


def mountains(census, outlines, pairs) -> np.ndarray:
    """Tell which regions count as mountain: few roads per km² in it and the regions it touches.

    The length of roads of one region alone is unreliable (some rows of the census count only a
    part of them), so regions are pooled with those they touch; missing lengths are left out, and
    where all are missing the region is none.
    """
    codes = list(outlines.index)
    length = raw.census_values(census, "landuse", "road", codes)["total_road_length"].to_numpy()
    area = boundaries.areas_km2(outlines).to_numpy()
    near = np.eye(len(codes), dtype=bool)
    place = {code: i for i, code in enumerate(codes)}
    for a, b in pairs:
        near[place[a], place[b]] = near[place[b], place[a]] = True
    known = np.isfinite(length)
    roads_km = near @ np.where(known, length, 0.0) / 1000
    pooled = near @ np.where(known, area, 0.0)
    return (pooled > 0) & (roads_km < MOUNTAIN_ROAD_DENSITY * pooled)


def roads(seat: pd.DataFrame, dense, mountain, pairs, links: pd.DataFrame):
    """Ordinary roads between the towns of regions that touch or are joined by a bridge."""
    index = {code: i for i, code in enumerate(seat["code"])}
    given = links[links["kind"].isin(["bridge", "trunk"])]
    known = {
        tuple(sorted((int(a), int(b)))): (kind, km, minutes)
        for kind, a, b, km, minutes in given[["kind", "from", "to", "km", "minutes"]].itertuples(
            index=False
        )
    }
    rows = []
    short = []
    for a, b in sorted(set(pairs) | set(known)):
        i, j = index[a], index[b]
        direct = great_circle(*seat.loc[i, ["lon", "lat"]], *seat.loc[j, ["lon", "lat"]])
        kind, km, minutes = known.get((a, b), ("", np.nan, np.nan))
        group = "mountain" if mountain[i] and mountain[j] else "plain"
        if kind == "trunk":
            steep = (mountain[i] or mountain[j]) and np.isnan(km)
            group = "mountain trunk" if steep else "trunk"
        if km < direct:
            short.append(f"{a}-{b} has {km:g} km, its ends lie {direct:.1f} km apart")
        km = direct * ROAD_DETOUR[group] if np.isnan(km) else km
        if np.isnan(minutes):
            minutes = km / ROAD_KMH[group][int(dense[i]) + int(dense[j])] * 60
        minutes = max(minutes, ROAD_MIN_MINUTES)
        rows.append(_edge(f"town:{a}", f"town:{b}", "road", minutes, km))
    if short:
        raise ValueError(f"links.csv, too short: {'; '.join(short)}; give the length of the road")
    return rows


def access(seat: pd.DataFrame, dense, nodes, mode: str, wait: dict[str, float]):
    """Ways from each town to the nearest interchanges or stations, and back."""
    names = np.array([n[0] for n in nodes])
    lon, lat = np.array([n[1] for n in nodes]), np.array([n[2] for n in nodes])
    rows = []
    for i, row in enumerate(seat.itertuples()):
        direct = great_circle(row.lon, row.lat, lon, lat)
        order = np.argsort(direct, kind="stable")[: ACCESS_COUNT[mode]]
        for k in order:
            if direct[k] > ACCESS_KM[mode]:
                continue
            km = direct[k] * ROAD_DETOUR["plain"]
            minutes = km / ROAD_KMH["plain"][int(dense[i])] * 60
            town = f"town:{row.code}"
            if mode == "expressway":
                rows.append(_edge(town, names[k], "access", minutes + TOLL_GATE_MINUTES, km))
                continue
            minutes += PLATFORM_MINUTES
            rows.append(_edge(town, names[k], "rail_access", minutes + wait[names[k]], km, True))
            rows.append(_edge(names[k], town, "rail_access", minutes, km, True))
    return rows


def build(frame, outlines, towns, sources: Path, people) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Nodes and edges of ``network/``.

    Parameters
    ----------
    people : array (229,)
        Residents, for telling dense towns from the country.
    """
    links = raw.read_csv(HERE / "links.csv")
    points = raw.read_csv(HERE / "points.csv")
    seat = seats(frame, towns, sources)
    pairs = boundaries.touching(outlines)
    dense = people / boundaries.areas_km2(outlines).to_numpy() > DENSE_PER_KM2
    mountain = mountains(raw.census_table(raw.census_folder()), outlines, pairs)
    ic_nodes, ic_edges = expressways(sources, links, points)
    rail_nodes, rail_edges, wait = railways.build(sources, links)
    # Junctions have no way off; only interchanges are joined to towns.
    exits = [n for n in ic_nodes if not n[0].endswith("JCT")]
    edges = [
        _edge(f"seat:{code}", f"town:{code}", "door", minutes, 1.0)
        for code, minutes in zip(seat["code"], doors(people, dense), strict=True)
    ]
    edges += roads(seat, dense, mountain, pairs, links)
    edges += access(seat, dense, exits, "expressway", {}) + ic_edges
    for train in railways.TRAINS:
        platforms = [n for n in rail_nodes if n[0].endswith(f":{train}")]
        edges += access(seat, dense, platforms, "rail", wait)
    edges += [_edge(*row) for row in rail_edges]
    for row in links[links["kind"].isin(["ferry", "air"])].itertuples():
        a = links.at[row.Index, "from"]
        edges.append(_edge(f"seat:{a}", f"seat:{row.to}", row.kind, row.minutes, row.km))
    nodes = list(seat[["node_id", "lon", "lat", "region_id"]].itertuples(index=False, name=None))
    town_nodes = [(f"town:{n[3]}", n[1], n[2], "") for n in nodes]
    nodes = pd.DataFrame(
        nodes + town_nodes + ic_nodes + rail_nodes, columns=["node_id", "lon", "lat", "region_id"]
    )
    columns = ["from_node", "to_node", "mode", "minutes", "km", "directed"]
    return nodes, pd.DataFrame(edges, columns=columns)


def travel_table(nodes: pd.DataFrame, edges: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Rows from_region, to_region, minutes of the pairs within ``limit`` minutes.

    The shortest paths are the package's own: a NetworkX graph, and SciPy's Dijkstra on its matrix.
    """
    travel, _ = shortest_paths(nodes, edges, limit)
    return travel[["from_region", "to_region", "minutes"]]
