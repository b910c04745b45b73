"""The transport graph: seats, roads, expressways, railways, ferries and flights."""

from __future__ import annotations

from pathlib import Path

import boundaries
import geopandas as gpd
import numpy as np
import pandas as pd
import sources as raw
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

HERE = Path(__file__).parent
EARTH_KM = 6371.0

# Speeds, detours and waits: assumptions, chosen so that known door-to-door times come out
# (SOURCES.md has the table of checks).
EXPRESSWAY_KMH = 92.0
ROAD_DETOUR = 1.3
ROAD_KMH = {0: 55.0, 1: 38.0, 2: 25.0}
"""Ordinary roads by how many of the two ends are dense towns."""
ROAD_MIN_MINUTES = 6.0
DENSE_PER_KM2 = 3000.0
ACCESS_KM = {"expressway": 28.0, "rail": 25.0}
"""Great-circle distance within which a seat is joined to interchanges and stations."""
ACCESS_COUNT = {"expressway": 5, "rail": 4}
ACCESS_EXTRA = {"expressway": 2.0, "rail": 4.0}
"""Minutes for the toll gate; for parking or changing and walking to the platform."""
RAIL_KMH = {"H": 185.0, "M": 115.0, "C": 78.0}
"""Average with stops: high-speed line, line rebuilt for 150-250 km/h, conventional line."""
REBUILT_LINES = ("중앙선", "전라선")
"""Class C in the table, but rebuilt and run by fast trains: counted as M (from memory)."""
RAIL_WAIT = {"H": 12.0, "M": 20.0, "C": 18.0}
"""Minutes of waiting, about half the gap between trains in the day."""


def great_circle(lon1, lat1, lon2, lat2):
    """Distance in km between points in degrees (arrays or numbers)."""
    lon1, lat1, lon2, lat2 = (np.radians(x) for x in (lon1, lat1, lon2, lat2))
    a = (
        np.sin((lat2 - lat1) / 2) ** 2
        + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * np.arcsin(np.sqrt(a))


def seats(frame: pd.DataFrame, towns: gpd.GeoDataFrame, sources: Path) -> pd.DataFrame:
    """Find the town of each region from which its residents have the least way in sum.

    A mean of towns would lie in a mountain or in the sea; the median town is a real place.

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
    point = towns.geometry.representative_point()
    degrees = point.to_crs("EPSG:4326")
    towns = towns.assign(x=point.x, y=point.y, lon=degrees.x, lat=degrees.y)
    rows = []
    for code in frame["code"]:
        here = towns[towns["code"] == code].sort_values("adm3_code")
        away = np.hypot(
            here["x"].to_numpy()[:, None] - here["x"].to_numpy()[None, :],
            here["y"].to_numpy()[:, None] - here["y"].to_numpy()[None, :],
        )
        best = here.iloc[int((away * here["people"].to_numpy()[None, :]).sum(axis=1).argmin())]
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
    edges = edges[~twin]
    place = known.groupby("name")[["lon", "lat"]].first()
    place = pd.concat([place, points.set_index("name")])
    place = place[~place.index.duplicated()]
    restored = links[links["kind"].isin(["private", "gap"])]
    pairs = [
        *zip(edges["from"], edges["to"], edges["km_est"], strict=True),
        *zip(restored["from"], restored["to"], restored["km"], strict=True),
    ]
    best: dict[tuple[str, str], float] = {}
    for a, b, km in pairs:
        key = (min(a, b), max(a, b))
        best[key] = min(km, best.get(key, np.inf))
    rows = [
        _edge(f"ic:{a}", f"ic:{b}", "expressway", km / EXPRESSWAY_KMH * 60, km)
        for (a, b), km in sorted(best.items())
    ]
    used = sorted({name for pair in best for name in pair})
    nodes = [
        (f"ic:{n}", round(place.at[n, "lon"], 4), round(place.at[n, "lat"], 4), "") for n in used
    ]
    return nodes, rows


def railways(sources: Path):
    """Stations, the edges between them, and the wait at each station in minutes."""
    table = raw.read_csv(sources / "transport" / "rail_edges.csv")
    table.loc[table["line"].isin(REBUILT_LINES), "class"] = "M"
    place = raw.read_csv(sources / "transport" / "rail_stations_by_line.csv")
    place = place.groupby("station")[["lon", "lat"]].first()
    best: dict[tuple[str, str], tuple[float, float]] = {}
    wait: dict[str, float] = {}
    for row in table.itertuples():
        a, b = table.at[row.Index, "from"], row.to
        key = (min(a, b), max(a, b))
        minutes = row.km / RAIL_KMH[table.at[row.Index, "class"]] * 60
        best[key] = min((minutes, row.km), best.get(key, (np.inf, 0.0)))
        for name in key:
            now = RAIL_WAIT[table.at[row.Index, "class"]]
            wait[name] = min(now, wait.get(name, np.inf))
    rows = [
        _edge(f"rail:{a}", f"rail:{b}", "rail", minutes, km)
        for (a, b), (minutes, km) in sorted(best.items())
    ]
    nodes = [
        (f"rail:{n}", round(place.at[n, "lon"], 4), round(place.at[n, "lat"], 4), "")
        for n in sorted(wait)
    ]
    return nodes, rows, {f"rail:{n}": w for n, w in wait.items()}


def roads(seat: pd.DataFrame, dense: np.ndarray, pairs, links: pd.DataFrame):
    """Ordinary roads between the seats of regions that touch or are joined by a bridge."""
    index = {code: i for i, code in enumerate(seat["code"])}
    given = links[links["kind"].isin(["bridge", "trunk"])]
    bridges = {
        tuple(sorted((int(a), int(b)))): (km, minutes)
        for a, b, km, minutes in zip(
            given["from"], given["to"], given["km"], given["minutes"], strict=True
        )
    }
    rows = []
    for a, b in sorted(set(pairs) | set(bridges)):
        i, j = index[a], index[b]
        direct = great_circle(*seat.loc[i, ["lon", "lat"]], *seat.loc[j, ["lon", "lat"]])
        km, minutes = bridges.get((a, b), (np.nan, np.nan))
        km = direct * ROAD_DETOUR if np.isnan(km) else km
        minutes = (
            km / ROAD_KMH[int(dense[i]) + int(dense[j])] * 60 if np.isnan(minutes) else minutes
        )
        minutes = max(minutes, ROAD_MIN_MINUTES)
        rows.append(_edge(f"seat:{a}", f"seat:{b}", "road", minutes, km))
    return rows


def access(seat: pd.DataFrame, dense: np.ndarray, nodes, mode: str, wait: dict[str, float]):
    """Ways from each seat to the nearest interchanges or stations, and back."""
    names = np.array([n[0] for n in nodes])
    lon, lat = np.array([n[1] for n in nodes]), np.array([n[2] for n in nodes])
    rows = []
    for i, row in enumerate(seat.itertuples()):
        direct = great_circle(row.lon, row.lat, lon, lat)
        order = np.argsort(direct, kind="stable")[: ACCESS_COUNT[mode]]
        for k in order:
            if direct[k] > ACCESS_KM[mode]:
                continue
            km = direct[k] * ROAD_DETOUR
            minutes = km / ROAD_KMH[int(dense[i])] * 60 + ACCESS_EXTRA[mode]
            if not wait:
                rows.append(_edge(row.node_id, names[k], "access", minutes, km))
                continue
            board = minutes + wait[names[k]]
            rows.append(_edge(row.node_id, names[k], "rail_access", board, km, True))
            rows.append(_edge(names[k], row.node_id, "rail_access", minutes, km, True))
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
    dense = people / boundaries.areas_km2(outlines).to_numpy() > DENSE_PER_KM2
    ic_nodes, ic_edges = expressways(sources, links, points)
    rail_nodes, rail_edges, wait = railways(sources)
    # Junctions have no way off; only interchanges are joined to seats.
    exits = [n for n in ic_nodes if not n[0].endswith("JCT")]
    edges = roads(seat, dense, boundaries.touching(outlines), links)
    edges += access(seat, dense, exits, "expressway", {}) + ic_edges
    edges += access(seat, dense, rail_nodes, "rail", wait) + rail_edges
    for row in links[links["kind"].isin(["ferry", "air"])].itertuples():
        a = links.at[row.Index, "from"]
        edges.append(_edge(f"seat:{a}", f"seat:{row.to}", row.kind, row.minutes, row.km))
    nodes = list(seat[["node_id", "lon", "lat", "region_id"]].itertuples(index=False, name=None))
    nodes = pd.DataFrame(
        nodes + ic_nodes + rail_nodes, columns=["node_id", "lon", "lat", "region_id"]
    )
    columns = ["from_node", "to_node", "mode", "minutes", "km", "directed"]
    return nodes, pd.DataFrame(edges, columns=columns)


def travel_matrix(nodes: pd.DataFrame, edges: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """Region ids and the minutes between their seats by the shortest path (infinite: none)."""
    index = {n: i for i, n in enumerate(nodes["node_id"])}
    a = edges["from_node"].map(index).to_numpy()
    b = edges["to_node"].map(index).to_numpy()
    minutes = edges["minutes"].to_numpy(dtype=float)
    both = ~edges["directed"].to_numpy(dtype=bool)
    start, end = np.concatenate([a, b[both]]), np.concatenate([b, a[both]])
    cost = np.concatenate([minutes, minutes[both]])
    # A sparse matrix would add up parallel edges: keep the fastest of each pair.
    order = np.lexsort((cost, end, start))
    start, end, cost = start[order], end[order], cost[order]
    first = np.append(True, (np.diff(start) != 0) | (np.diff(end) != 0))
    graph = csr_matrix((cost[first], (start[first], end[first])), shape=(len(index),) * 2)
    seat = nodes["region_id"].ne("") & nodes["region_id"].notna()
    rows = np.flatnonzero(seat.to_numpy())
    return list(nodes.loc[seat, "region_id"]), dijkstra(graph, indices=rows)[:, rows]


def travel_table(nodes: pd.DataFrame, edges: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Rows from_region, to_region, minutes of the pairs within ``limit`` minutes."""
    ids, minutes = travel_matrix(nodes, edges)
    minutes = np.round(minutes, 1)
    i, j = np.nonzero((minutes <= limit) & ~np.eye(len(ids), dtype=bool))
    return pd.DataFrame(
        {"from_region": np.array(ids)[i], "to_region": np.array(ids)[j], "minutes": minutes[i, j]}
    )
