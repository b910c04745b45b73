"""Facts of travel times: shortest, directed, rounded, cut, with answers known by hand."""

import shutil

import numpy as np
import pandas as pd
import pytest

from optimizer.instance import read_instance, shipped
from optimizer.instance.reading.shipped import find_folder
from optimizer.network import travel_notes, travel_table, with_travel


def network(links, seats=None, nodes="abcdef"):
    """Travel times of links (from, to, minutes[, directed]) between seats, by pair."""
    seats = {"a": "A", "b": "B", "c": "C", "d": "D"} if seats is None else seats
    points = pd.DataFrame(
        {"node_id": list(nodes), "region_id": [seats.get(node, "") for node in nodes]}
    )
    rows = [(*link, False)[:4] for link in links]
    edges = pd.DataFrame(rows, columns=["from_node", "to_node", "minutes", "directed"])
    edges["directed"] = edges["directed"].astype(bool)
    return points, edges


def times(links, limit=100.0, **more):
    travel, _ = travel_table(*network(links, **more), limit)
    return {
        f"{row.from_region}{row.to_region}": row.minutes for row in travel.itertuples(index=False)
    }


def test_shortest_path():
    """A detour by way of a node that is no seat is taken where it is faster."""
    found = times([("a", "b", 30), ("a", "e", 5), ("e", "f", 6), ("f", "b", 7)])
    assert found == {"AB": 18.0, "BA": 18.0}


def test_through_another_seat():
    """Ways lead through other regions' seats."""
    assert times([("a", "b", 10), ("b", "c", 20)])["AC"] == 30


def test_directed_links():
    """A directed link is used one way only; the other way round may be longer, or not be."""
    found = times([("a", "b", 10, True), ("b", "c", 5, True), ("c", "a", 40, True)])
    assert found == {"AB": 10, "BA": 45, "BC": 5, "CB": 50, "CA": 40, "AC": 15}
    assert times([("a", "b", 10, True)]) == {"AB": 10}


def test_parallel_links():
    """Of parallel links, whichever way they are written, the fastest counts, never their sum."""
    found = times([("a", "b", 30), ("b", "a", 20), ("a", "b", 25), ("a", "b", 12, True)])
    assert found == {"AB": 12, "BA": 20}


def test_zero_minutes():
    """A link of zero minutes is a link, not an absent one."""
    found = times([("a", "b", 0), ("b", "c", 7), ("c", "d", 0)])
    assert found["AB"] == 0
    assert found["AD"] == 7
    assert times([("a", "b", 9), ("a", "b", 0)])["AB"] == 0


@pytest.mark.parametrize(
    ("minutes", "rounded"), [(12.34, 12.3), (12.36, 12.4), (0.04, 0.0), (59.97, 60.0)]
)
def test_rounding(minutes, rounded):
    """Times are rounded to a tenth of a minute, after adding up."""
    assert times([("a", "b", minutes)])["AB"] == rounded
    assert times([("a", "e", 0.04), ("e", "b", 0.04)])["AB"] == 0.1


@pytest.mark.parametrize(("minutes", "kept"), [(60.0, True), (60.04, True), (60.06, False)])
def test_cut_at_the_limit(minutes, kept):
    """What is within the limit after rounding is kept, and nothing beyond."""
    assert bool(times([("a", "b", minutes)], limit=60.0)) is kept


def test_unreachable_seats():
    """A seat without a way is in no pair, and noted; one with a way out only is not."""
    travel, notes = travel_table(*network([("a", "b", 5), ("c", "a", 5, True)]), 100)
    assert "D" not in set(travel["from_region"]) | set(travel["to_region"])
    assert notes == []
    assert "D" not in {*travel["from_region"], *travel["to_region"]}


def test_seats_of_one_region():
    """Of several seats the fastest pair counts; between seats of one region there is no row."""
    found = times(
        [("a", "b", 50), ("b", "c", 1), ("a", "c", 20)], seats={"a": "A", "b": "B", "c": "B"}
    )
    assert found == {"AB": 20, "BA": 20}


@pytest.mark.parametrize("more", [{"seats": {}}, {}])
def test_nothing_to_compute(more):
    """Without seats or links there is an empty table and a note."""
    links = [("a", "b", 5)] if more else []
    travel, notes = travel_table(*network(links, **more), 100)
    assert travel.empty
    assert travel.columns.tolist() == ["from_region", "to_region", "minutes", "stay"]
    assert "no travel at all" in notes[0]


def test_against_floyd_warshall():
    """On random networks every pair has the length that trying all detours gives."""
    rng = np.random.default_rng(5)
    names = [f"n{i}" for i in range(12)]
    for _ in range(10):
        direct = np.full((12, 12), np.inf)
        np.fill_diagonal(direct, 0)
        links = []
        for a, b in rng.integers(12, size=(25, 2)):
            minutes, one_way = float(rng.integers(0, 40)) / 4, bool(rng.integers(2))
            links.append((names[a], names[b], minutes, one_way))
            direct[a, b] = min(direct[a, b], minutes)
            if not one_way:
                direct[b, a] = min(direct[b, a], minutes)
        for via in range(12):
            direct = np.minimum(direct, direct[:, [via]] + direct[[via], :])
        points, edges = network(links, {name: name.upper() for name in names}, names)
        travel, _ = travel_table(points, edges, 25.0)
        expected = {
            (names[a].upper(), names[b].upper()): round(direct[a, b], 1)
            for a in range(12)
            for b in range(12)
            if a != b and round(direct[a, b], 1) <= 25
        }
        pairs = zip(travel["from_region"], travel["to_region"], strict=True)
        assert dict(zip(pairs, travel["minutes"], strict=True)) == pytest.approx(expected)


def test_with_travel(tmp_path):
    """A table of travel wins over the network; without it the network's times take its place."""
    listed = read_instance("tiny")
    assert with_travel(listed) is listed
    folder = tmp_path / "tiny"
    shutil.copytree(shipped()["tiny"], folder)
    (folder / "travel.csv").unlink()
    plain = read_instance(folder)
    computed = with_travel(plain)
    key = ["from_region", "to_region", "minutes"]
    one, two = (x.tables["travel"][key].sort_values(key) for x in (listed, computed))
    assert one.to_numpy().tolist() == two.to_numpy().tolist()
    assert "travel" not in plain.tables
    assert computed.data_hash == plain.data_hash
    near = with_travel(read_instance(folder, settings=["recruit_limit=0", "culture_limit=40"]))
    assert near.tables["travel"]["minutes"].max() == 55  # the commute limit of 60 is the largest


def test_without_network(tmp_path):
    """An instance with neither has no travel: every region is on its own."""
    for name in ("instance.toml", "regions.csv", "options.csv"):
        shutil.copyfile(shipped()["tiny"] / name, tmp_path / name)
    instance = read_instance(tmp_path)
    assert with_travel(instance) is instance


def test_what_is_cut_off_is_noted(tmp_path):
    """Regions without any pair, pairs listed one way, and no travel at all are told in notes."""
    tiny = find_folder("tiny")
    folder = shutil.copytree(tiny, tmp_path / "cut")
    lines = (folder / "travel.csv").read_text().splitlines(keepends=True)
    kept = [line for line in lines if "wenna" not in line and not line.startswith("kolvik,")]
    (folder / "travel.csv").write_text("".join(kept))
    notes = travel_notes(read_instance(folder))
    assert "Isle of Wenna (wenna) can't be reached" in notes[0]
    assert "one way only" in notes[1]
    (folder / "travel.csv").unlink()
    shutil.rmtree(folder / "network")
    assert "nobody leaves" in travel_notes(read_instance(folder))[0]
    assert travel_notes(read_instance(tiny)) == ()


def test_times_are_kept_as_far_as_interactions_reach(tmp_path):
    """A network is cut at the largest limit, that of an interaction too."""
    folder = tmp_path / "tiny"
    shutil.copytree(find_folder("tiny"), folder)
    (folder / "travel.csv").unlink()
    plain = with_travel(read_instance(folder)).tables["travel"]["minutes"].max()
    rows = (folder / "interactions.csv").read_text(encoding="utf-8")
    (folder / "interactions.csv").write_text(rows + "biotech,biotech,150,0.05\n", encoding="utf-8")
    far = with_travel(read_instance(folder)).tables["travel"]["minutes"].max()
    assert plain <= 120 < far <= 150
