"""The shipped Korean travel times against published ones, and facts of the graph under them."""

import importlib.util
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from optimizer.network.travel import build_graph

ROOT = Path(__file__).resolve().parents[2]
KOREA = ROOT / "instances" / "korea"
IDS = dict.fromkeys(("region_id", "from_region", "to_region"), str)


@pytest.fixture(scope="module")
def check():
    path = ROOT / "data" / "korea" / "travel_check.py"
    spec = importlib.util.spec_from_file_location("korea_travel_check", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def compared(check):
    return check.compare(KOREA)


@pytest.fixture(scope="module")
def graph(check):
    nodes, edges, _ = check.read(KOREA)
    return nodes, edges


def test_enough_pairs_are_compared(compared):
    """At least 30 pairs under 90 minutes and 10 longer, by road and by rail, each with a source."""
    assert (compared["published"] < 90).sum() >= 30
    assert (compared["published"] >= 90).sum() >= 10
    for kind in ("road", "rail"):
        assert (compared["kind"] == kind).sum() >= 30
    assert (compared["source"] != "").all()
    assert (compared["source"] != "from memory").mean() > 0.5
    assert not compared.duplicated(["from", "to", "kind"]).any()


@pytest.mark.parametrize("rows", ["all", "fit", "aside", "road", "rail", "with a page"])
def test_the_median_error_is_under_a_tenth(check, compared, rows):
    """Also of the pairs that were set apart before speeds were chosen."""
    found = check.summary(compared).set_index("pairs")
    assert found.loc[rows, "median"] < 0.1


def test_no_error_above_a_quarter_goes_unexplained(compared):
    """What is further off than 25% has its reason in travel_check.csv, and is rare."""
    off = compared[compared["error"].abs() > 0.25]
    assert (off["explanation"] != "").all(), off[["from", "to", "published", "found"]]
    assert len(off) <= 0.1 * len(compared)


def test_travel_is_the_shortest_path_of_the_network(graph):
    """travel.csv is what NetworkX finds on network/, for three seats and all their pairs."""
    nodes, edges = graph
    network = build_graph(nodes, edges)
    travel = pd.read_csv(KOREA / "travel.csv", dtype=IDS)
    seat = nodes[nodes["region_id"] != ""].set_index("region_id")["node_id"]
    for region in ("25030", "37420", "39010"):
        away = nx.single_source_dijkstra_path_length(network, seat[region], weight="minutes")
        expected = {r: round(away[n], 1) for r, n in seat.items() if n in away and r != region}
        expected = {r: m for r, m in expected.items() if m <= 120}
        listed = travel[travel["from_region"] == region].set_index("to_region")["minutes"]
        assert set(listed.index) == set(expected)
        np.testing.assert_allclose(listed, [expected[r] for r in listed.index], atol=0.051)


def test_every_expressway_is_joined_to_the_others(graph):
    """All interchanges are one connected graph: no junction was left open."""
    nodes, edges = graph
    roads = build_graph(nodes, edges[edges["mode"] == "expressway"]).to_undirected()
    used = [n for n in roads if n.startswith("ic:")]
    assert nx.number_connected_components(roads.subgraph(used)) == 1
    ends = [n for n in used if n.endswith("JCT") and roads.degree(n) == 1]
    assert ends == []


def test_no_road_is_faster_than_the_speed_on_expressways(graph):
    """A road of 30 km or more takes at least its great circle at 100 km/h."""
    nodes, edges = graph
    place = np.radians(nodes.set_index("node_id")[["lon", "lat"]])
    ways = edges[edges["mode"].isin(["road", "expressway"])]
    a = place.loc[ways["from_node"]].to_numpy()
    b = place.loc[ways["to_node"]].to_numpy()
    step = np.sin((b[:, 1] - a[:, 1]) / 2) ** 2
    step += np.cos(a[:, 1]) * np.cos(b[:, 1]) * np.sin((b[:, 0] - a[:, 0]) / 2) ** 2
    direct = 2 * 6371.0 * np.arcsin(np.sqrt(step))
    long = direct > 30
    assert (direct[long] / ways["minutes"].to_numpy()[long] * 60 <= 101).all()


def test_a_train_of_another_kind_costs_a_change(graph):
    """Where two kinds of train stop, changing takes its minutes, and boarding a wait."""
    _, edges = graph
    change = edges[edges["mode"] == "change"]
    assert len(change) > 20
    assert (change["minutes"] >= 10).all()
    rail = edges[edges["mode"] == "rail_access"]
    board = rail[rail["from_node"].str.startswith("town:")]
    leave = rail[rail["to_node"].str.startswith("town:")]
    assert len(board) == len(leave)
    assert board["minutes"].mean() > leave["minutes"].mean() + 5
