"""Shortest travel times between the seats of regions on a network of roads, rail and ferries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from optimizer.arrays import Floats, Ints
from optimizer.instance import (
    Instance,
    fit_nowhere,
    implausible_travel,
    unlikely_links,
    unlikely_speeds,
)

if TYPE_CHECKING:
    import networkx as nx

ONE_WAY_SHARE = 0.1
"""Share of pairs listed one way only above which a note says so."""
ROUNDING = 1
"""Decimals of a minute that are kept."""


def with_travel(instance: Instance) -> Instance:
    """Return the instance with a travel table, computed from its network if it has none."""
    tables = instance.tables
    if "travel" in tables or "nodes" not in tables or "edges" not in tables:
        return instance
    settings = instance.settings
    limit = max(
        settings.commute_limit,
        settings.recruit_limit,
        settings.culture_limit,
        # Clusters may help each other from farther away than people travel.
        *instance.table("interactions")["limit_minutes"].astype(float),
    )
    travel, notes = travel_table(tables["nodes"], tables["edges"], limit)
    return replace(
        instance,
        tables=instance.facts.with_derived({"travel": travel}),
        notes=(*instance.notes, *notes),
    )


def travel_notes(instance: Instance) -> tuple[str, ...]:
    """Return what a planner should know about the travel table: who is cut off, what is one-way.

    A lost half of a table would otherwise pass without a word.
    """
    regions = list(instance.regions["region_id"])
    if len(regions) < 2:
        return ()
    if "travel" not in instance.tables:
        return ("there is no travel table and no network: nobody leaves the own region.",)
    travel = instance.tables["travel"]
    travel = travel[travel["from_region"] != travel["to_region"]]
    near = set(travel["from_region"].unique()) | set(travel["to_region"].unique())
    single = _one_way(travel, sorted(near))
    alone = [region for region in regions if region not in near]
    notes: list[str] = []
    if alone:
        names = [f"{instance.region_names[region]} ({region})" for region in alone]
        notes.append(f"travel: {_some(names)} can't be reached from anywhere else in reach.")
    # A few pairs that the limit cuts in one direction only are nothing to worry about.
    if single > ONE_WAY_SHARE * len(travel):
        notes.append(f"travel: {single:,} of {len(travel):,} pairs are listed one way only.")
    notes += implausible_travel(travel) or unlikely_speeds(travel, instance.points)
    if "edges" in instance.tables:
        notes += unlikely_links(instance.tables["edges"], instance.files.get("edges", "edges"))
    return (*notes, *fit_nowhere(instance))


def _one_way(travel: pd.DataFrame, regions: list[str]) -> int:
    """Return how many of the pairs listed have no way back."""
    number = pd.Index(regions)
    start = number.get_indexer(pd.Index(travel["from_region"])).astype(np.int64)
    end = number.get_indexer(pd.Index(travel["to_region"])).astype(np.int64)
    count = len(regions)
    return int((~np.isin(start * count + end, end * count + start)).sum())


def _some(names: list[str], most: int = 8) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def build_graph(nodes: pd.DataFrame, edges: pd.DataFrame) -> nx.DiGraph:
    """Return the network as a directed graph; of parallel links the fastest is kept.

    Parameters
    ----------
    nodes : DataFrame
        Columns node_id, region_id ("" where the node is no seat).
    edges : DataFrame
        Columns from_node, to_node, minutes, directed; a link not directed runs both ways.
    """
    import networkx as nx  # slow to import, and a table of travel needs no network

    graph = nx.DiGraph()
    graph.add_nodes_from(nodes["node_id"])
    links = edges[["from_node", "to_node", "minutes"]].to_numpy(dtype=object)
    for (start, end, minutes), one_way in zip(links, edges["directed"], strict=True):
        for tail, head in ((start, end),) if one_way else ((start, end), (end, start)):
            known = graph.get_edge_data(tail, head)
            if known is None or minutes < known["minutes"]:
                graph.add_edge(tail, head, minutes=float(minutes))
    return graph


def travel_table(
    nodes: pd.DataFrame, edges: pd.DataFrame, limit: float
) -> tuple[pd.DataFrame, list[str]]:
    """Return travel times between the seats of regions, and notes on what is cut off.

    Parameters
    ----------
    nodes, edges : DataFrame
        As in `network/nodes` and `network/edges`.
    limit : float
        Longest travel time kept, in minutes, after rounding.

    Returns
    -------
    travel : DataFrame
        from_region, to_region, minutes (rounded to 0.1), stay (NaN): directed pairs of different
        regions within the limit.
    notes : list of str
        That there is nothing to travel on, if so.

    Notes
    -----
    Dijkstra from every seat (scipy.sparse.csgraph). Where a region has several seats, the fastest
    pair counts.
    """
    import networkx as nx
    from scipy.sparse import csgraph

    graph = build_graph(nodes, edges)
    seats = nodes[nodes["region_id"] != ""]
    position = {node: place for place, node in enumerate(graph.nodes)}
    rows = seats["node_id"].map(position).to_numpy(dtype=int)
    if len(rows) == 0 or graph.number_of_edges() == 0:
        none = np.array([], dtype=np.int64)
        nothing = _frame([], none, none, np.array([], dtype=float))
        return nothing, ["network: no seats or no links, so no travel at all."]
    region, names = pd.factorize(seats["region_id"], sort=True)
    matrix = nx.to_scipy_sparse_array(graph, weight="minutes", format="csr", dtype=float)
    starts: list[Ints] = []
    ends: list[Ints] = []
    minutes: list[Floats] = []
    for row, start in zip(rows, region, strict=True):
        # One source at a time: the result stays a vector, never n × n.
        reach = np.round(csgraph.dijkstra(matrix, indices=row, limit=limit + 0.1)[rows], ROUNDING)
        near = np.flatnonzero((reach <= limit) & (region != start))
        starts.append(np.full(len(near), start, dtype=np.int64))
        ends.append(np.asarray(region[near], dtype=np.int64))
        minutes.append(reach[near])
    ways = np.concatenate(starts), np.concatenate(ends), np.concatenate(minutes)
    return _fastest(list(names), *ways), []


def _fastest(names: list[str], start: Ints, end: Ints, minutes: Floats) -> pd.DataFrame:
    """Return the fastest way of each pair, sorted by its names, which are sorted already."""
    order = np.lexsort((minutes, end, start))
    start, end, minutes = start[order], end[order], minutes[order]
    first = np.ones(len(start), dtype=bool)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    return _frame(names, start[first], end[first], minutes[first])


def _frame(names: list[str], start: Ints, end: Ints, minutes: Floats) -> pd.DataFrame:
    """Return a travel table; names are held in memory once."""
    known = np.array(names, dtype=object)
    return pd.DataFrame(
        {
            "from_region": known[start],
            "to_region": known[end],
            "minutes": minutes,
            "stay": np.full(len(start), np.nan),
        }
    )
