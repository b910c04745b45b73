"""Special cases of the model: median, covering, facility location; Huff covering, knapsack."""

import csv
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog
from support.instances import PLAIN, cluster, make_instance, region

import optimizer as opt

from .files import read_cap, read_pmed
from .special_cases import write_covering, write_facilities, write_huff, write_median

FOLDER = "ROOTED_LITERATURE"
LARGEST_MEDIAN = 900
"""Points of the largest p-median file that is tried."""
LARGEST_SITES = 50


def solved(folder):
    """Return the plan at gap 0, with the sites it opens."""
    plan = opt.solve(opt.load(folder), gap=0)
    assert plan.status == "optimal"
    return plan, set(plan.build["region_id"])


def best_of(sites, p, value):
    """Return the best value over all choices of p sites."""
    return min(value(list(chosen)) for chosen in itertools.combinations(range(sites), p))


def planar(points, seed):
    """Distances between random points of a square, whole numbers as in OR-Library."""
    place = np.random.default_rng(seed).integers(0, 100, (points, 2))
    distance = np.linalg.norm(place[:, None] - place[None, :], axis=2)
    return np.floor(distance)


def test_a_median_by_hand(tmp_path):
    """Points at 0, 1, 2, 10, 11 on a line: two medians, at 1 and at 10 or 11, leave 3."""
    place = np.array([0, 1, 2, 10, 11])
    longest = write_median(tmp_path, np.abs(place[:, None] - place[None, :]), 2)
    plan, sites = solved(tmp_path)
    assert longest * (5 - plan.retained) == pytest.approx(3)
    assert sites in ({"r1", "r3"}, {"r1", "r4"})
    assert plan.cost == 2


@pytest.mark.parametrize(("seed", "p"), [(1, 2), (2, 3), (3, 4)])
def test_median_against_every_choice(tmp_path, seed, p):
    """p-median: D·(n − retained) is the least sum of distances over all choices of p points."""
    distance = planar(14, seed)
    longest = write_median(tmp_path, distance, p)
    expected = best_of(14, p, lambda chosen: distance[:, chosen].min(axis=1).sum())
    plan, _ = solved(tmp_path)
    assert longest * (14 - plan.retained) == pytest.approx(expected, abs=1e-4)


def test_directed_distances_lead_from_client_to_site(tmp_path):
    """A one-way road: what counts is the way from the resident to the site."""
    distance = np.array([[0, 9, 9], [1, 0, 9], [1, 9, 0]])
    longest = write_median(tmp_path, distance, 1)
    plan, sites = solved(tmp_path)
    assert sites == {"r0"}
    assert longest * (3 - plan.retained) == pytest.approx(2)


@pytest.mark.parametrize(("seed", "radius", "p"), [(4, 15, 2), (5, 22, 3), (6, 30, 4)])
def test_covering_against_every_choice(tmp_path, seed, radius, p):
    """Maximal covering: retained is the largest demand within the radius of p points."""
    covered = planar(15, seed) <= radius
    demand = np.random.default_rng(seed).integers(1, 50, 15).astype(float)
    write_covering(tmp_path, covered, demand, p)
    expected = -best_of(15, p, lambda chosen: -demand[covered[:, chosen].any(axis=1)].sum())
    plan, _ = solved(tmp_path)
    assert plan.retained == pytest.approx(expected)


@pytest.mark.parametrize(("seed", "p"), [(7, 2), (8, 3), (9, 4)])
def test_huff_covering_against_every_choice(tmp_path, seed, p):
    """Catchment: kept_i = min(L_i, jobs·Σ_j P_ij·x_j), the most over all choices of p sites."""
    draw = np.random.default_rng(seed)
    distance = planar(12, seed)
    stay = np.where(distance <= 40, 0.5 ** (distance / 20), 0.0)
    young = draw.integers(20, 200, 12).astype(float)
    leavers = np.floor(young * draw.random(12))
    shares = write_huff(tmp_path, stay, young, leavers, 150, p)

    def fewer(chosen):
        return -np.minimum(leavers, 150 * shares[:, chosen].sum(axis=1)).sum()

    plan, _ = solved(tmp_path)
    assert plan.retained == pytest.approx(-best_of(12, p, fewer))


def test_without_commuters_huff_covering_is_a_knapsack(tmp_path):
    """P is 1 at home: things of weight 12, 2, 1, 4, 1 worth 4, 2, 1, 10, 2; 15 hold 15."""
    weights, values = (12, 2, 1, 4, 1), (4, 2, 1, 10, 2)
    rows = [
        region(f"r{n}", value, construction_cost_index=weight)
        for n, (weight, value) in enumerate(zip(weights, values, strict=True))
    ]
    settings = PLAIN | {"job_takers": "catchment", "budget": 15}
    make_instance(tmp_path, rows, [cluster("site", 1, 1000)], settings)
    plan, sites = solved(tmp_path)
    assert sites == {"r1", "r2", "r3", "r4"}
    assert (plan.retained, plan.cost) == pytest.approx((15, 8))


def cheapest_transport(capacity, demand, cost):
    """Least cost of serving all demand from open sites; infinite where they are too small."""
    sites, clients = len(capacity), len(demand)
    if sum(capacity) < demand.sum():
        return np.inf
    serve = np.kron(np.eye(clients), np.ones(sites))
    fill = np.kron(np.ones(clients), np.eye(sites))
    found = linprog((cost / demand[:, None]).ravel(), fill, capacity, serve, demand, method="highs")
    return found.fun


@pytest.mark.parametrize("sizes", [(40.0,), (30.0, 55.0)])
def test_facilities_against_every_choice(tmp_path, sizes):
    """Capacitated location, six sites and ten clients: V·ΣL − net benefit is the least cost."""
    random = np.random.default_rng(len(sizes))
    demand = random.integers(2, 15, 10).astype(float)
    cost = random.integers(1, 30, (10, 6)) * demand[:, None]
    fixed = random.integers(60, 200, 6).astype(float)
    capacity = np.resize(sizes, 6)
    total = write_facilities(tmp_path, capacity, fixed, demand, cost)

    def value(chosen):
        return fixed[chosen].sum() + cheapest_transport(capacity[chosen], demand, cost[:, chosen])

    expected = min(best_of(6, p, value) for p in range(1, 7))
    plan, _ = solved(tmp_path)
    assert total - plan.objective == pytest.approx(expected, rel=1e-6)
    assert plan.retained < demand.sum() + 1e-6


def test_reading_the_files_of_or_library(tmp_path):
    """Distances are shortest paths; of two edges the last counts; `capacity` is a number."""
    (tmp_path / "pmed").write_text("3 4 1\n1 2 9\n1 2 4\n2 3 5\n1 3 99\n", encoding="utf-8")
    distance, p = read_pmed(tmp_path / "pmed")
    assert p == 1
    assert distance.tolist() == [[0, 4, 9], [4, 0, 5], [9, 5, 0]]
    (tmp_path / "cap").write_text("2 1\ncapacity 7.5\n30 0\n12\n24 36\n", encoding="utf-8")
    sizes, fixed, demand, cost = read_cap(tmp_path / "cap", 50)
    assert (sizes, fixed) == ([50, 30], [7.5, 0])
    assert (demand.tolist(), cost.tolist()) == ([12], [[24, 36]])


@pytest.fixture
def published():
    """Rows of optima.csv in the folder of literature files, with the files they name."""
    folder = os.environ.get(FOLDER)
    if not folder:
        pytest.skip(f"{FOLDER} does not name a folder of literature files with an optima.csv")
    with (Path(folder) / "optima.csv").open(encoding="utf-8", newline="") as file:
        return [row | {"path": Path(folder) / row["file"]} for row in csv.DictReader(file)]


def by_command_line(folder):
    """plan.json's content from `rooted solve` at gap 0."""
    words = ("solve", str(folder), "--gap", "0", "--json")
    done = subprocess.run(
        [sys.executable, "-m", "optimizer", *words], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.slow
def test_published_medians(published, tmp_path):
    """OR-Library's pmed files up to some size: the published optimum comes out, proven."""
    rows = [row for row in published if row["path"].name.startswith("pmed")]
    tried = 0
    for row in rows:
        distance, p = read_pmed(row["path"])
        if len(distance) > LARGEST_MEDIAN:
            continue
        longest = write_median(tmp_path / row["instance"], distance, p)
        content = by_command_line(tmp_path / row["instance"])
        found = longest * (len(distance) - content["retained"])
        assert content["status"] == "optimal", row["instance"]
        assert found == pytest.approx(float(row["value"]), abs=0.01), row["instance"]
        tried += 1
    assert tried > 0


@pytest.mark.slow
def test_published_facilities(published, tmp_path):
    """OR-Library's cap files up to some size: the published cost comes out, proven."""
    rows = [row for row in published if row["path"].name.startswith("cap")]
    tried = 0
    for row in rows:
        name, _, size = row["instance"].partition("_")
        sizes, fixed, demand, cost = read_cap(row["path"], float(size) if size else None)
        if len(sizes) > LARGEST_SITES:
            continue
        total = write_facilities(tmp_path / row["instance"], sizes, fixed, demand, cost)
        content = by_command_line(tmp_path / row["instance"])
        assert content["status"] == "optimal", name
        found = total - content["objective"]
        assert found == pytest.approx(float(row["value"]), rel=1e-6), name
        tried += 1
    assert tried > 0
