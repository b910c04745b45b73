"""Ways between places on the map: neighbours, shortest paths within a cutoff, a network to draw."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

KILOMETRES_A_MINUTE = 0.6
"""Between neighbours as the crow flies: 50 km/h on a way 1.4 times as long (assumption)."""
STOP_MINUTES = 3.0
"""What each way begins with: to leave one place and find the other (assumption)."""
NEIGHBOURS = 6
"""Nearest places to which each has a link."""
EARTH_KM = 6371.0
SOURCES = 500
"""Places from which shortest paths are sought at a time; more take memory."""


def on_sphere(place: np.ndarray) -> np.ndarray:
    """Return points in kilometres whose straight distances are those of the map when near."""
    east, north = np.radians(place).T
    ring = np.cos(north)
    return EARTH_KM * np.stack([ring * np.cos(east), ring * np.sin(east), np.sin(north)], axis=1)


def tree(place: np.ndarray) -> cKDTree:
    """Return what finds the nearest of places, by kilometres."""
    return cKDTree(on_sphere(place))


def neighbours(place: np.ndarray) -> sparse.csr_array:
    """Return minutes between each place and its nearest ones, both ways."""
    count = len(place)
    distance, near = tree(place).query(on_sphere(place), min(NEIGHBOURS + 1, count))
    start = np.repeat(np.arange(count), near.shape[1])
    minutes = STOP_MINUTES / 2 + distance.ravel() / KILOMETRES_A_MINUTE
    other = near.ravel() != start
    one_way = (minutes[other], (start[other], near.ravel()[other]))
    links = sparse.csr_array(one_way, shape=(count, count))
    return sparse.csr_array(links.maximum(links.T))


def travel_within(codes: np.ndarray, links: sparse.csr_array, cutoff: float) -> pd.DataFrame:
    """Return the travel table: shortest paths of at most `cutoff` minutes, rounded to 0.1."""
    starts, ends, minutes = [], [], []
    for first in range(0, len(codes), SOURCES):
        rows = np.arange(first, min(first + SOURCES, len(codes)))
        reach = csgraph.dijkstra(links, indices=rows, limit=cutoff)
        row, end = np.nonzero(np.isfinite(reach))
        other = rows[row] != end
        starts.append(rows[row][other])
        ends.append(end[other])
        minutes.append(reach[row, end][other])
    names = pd.Index(codes)
    return pd.DataFrame(
        {
            "from_region": pd.Categorical.from_codes(np.concatenate(starts), names),
            "to_region": pd.Categorical.from_codes(np.concatenate(ends), names),
            "minutes": np.concatenate(minutes).round(1),
        }
    )


def network(
    codes: np.ndarray, place: np.ndarray, links: sparse.csr_array
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return nodes and edges; with the travel table they are for maps only."""
    names = pd.Series(codes).map("seat:{}".format)
    nodes = pd.DataFrame(
        {"node_id": names, "lon": place[:, 0], "lat": place[:, 1], "region_id": codes}
    )
    form = links.tocoo()
    edges = pd.DataFrame(
        {
            "from_node": names.to_numpy()[form.row],
            "to_node": names.to_numpy()[form.col],
            "mode": "road",
            "minutes": form.data.round(1),
            "directed": True,
        }
    )
    return nodes, edges
