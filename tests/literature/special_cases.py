"""Writes p-median, covering, location and Huff problems as instance folders (model.md)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

HEAD = """\
name = "{name}"
base_year = 2024
horizon_year = 2040
currency = "units"

[settings]
objective = "{objective}"
{more}
stay_half_minutes = "table"
job_takers = "{takers}"
leaver_share = "one"
absorption_share = "none"
job_only_share = 1.0
culture_added_share = 0.0
culture_only_share = 0.0
"""


def _write(folder: Path, name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


def _toml(folder: Path, objective: str, more: str, takers: str = "best") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = HEAD.format(name=folder.name, objective=objective, more=more, takers=takers)
    (folder / "instance.toml").write_text(text, encoding="utf-8")


def write_median(folder: Path, distance: np.ndarray, p: int) -> float:
    """Write a p-median problem; return D, so that the optimum is D·(n − retained).

    Parameters
    ----------
    folder : Path
    distance : array, shape (clients, sites)
        Every point is both; directed from client to site.
    p : int
        Sites to open.
    """
    n = len(distance)
    longest = float(distance.max())
    _write_unit_sites(folder, 1 - distance / longest, np.ones(n), p)
    return longest


def write_covering(folder: Path, covered: np.ndarray, demand: np.ndarray, p: int) -> None:
    """Write a maximal covering problem: the optimum is the demand covered by p sites."""
    _write_unit_sites(folder, covered.astype(float), demand, p)


def _write_unit_sites(folder: Path, stay: np.ndarray, leavers: np.ndarray, p: int) -> None:
    n = len(leavers)
    _toml(folder, "retained", f"budget = {p}")
    rows = [(f"r{i}", f"Point {i}", "all", repr(float(leavers[i])), 0) for i in range(n)]
    _write(folder, "regions", ("region_id", "name", "province", "leavers", "land_ha"), rows)
    _write_sites(folder, stay, 1_000_000_000)


def write_huff(
    folder: Path, stay: np.ndarray, young: np.ndarray, leavers: np.ndarray, jobs: float, p: int
) -> np.ndarray:
    """Write a covering problem with customers shared as by Huff (1963); return their shares.

    The optimum is Σ_i min(leavers_i, jobs·Σ_j P_ij·x_j) over p sites.

    Parameters
    ----------
    folder : Path
    stay : array, shape (clients, sites)
        Every point is both.
    young, leavers : arrays, shape (clients,)
    jobs : float
        Of one site.
    p : int
        Sites to open.

    Returns
    -------
    array, shape (clients, sites)
        P, of a site's takers the share who live at each point.
    """
    _toml(folder, "retained", f"budget = {p}", "catchment")
    head = ("region_id", "name", "province", "youth_zero_migration", "leavers", "land_ha")
    rows = [
        (f"r{i}", f"Point {i}", "all", repr(float(young[i])), repr(float(leavers[i])), 0)
        for i in range(len(leavers))
    ]
    _write(folder, "regions", head, rows)
    _write_sites(folder, stay, jobs)
    weight = young[:, None] * stay
    return np.asarray(weight / weight.sum(axis=0))


def _write_sites(folder: Path, stay: np.ndarray, jobs: float) -> None:
    """Write one option of cost 1 and who would commute."""
    n = len(stay)
    head = ("option_id", "kind", "sector", "capital_cost", "jobs")
    _write(folder, "options", head, [("site", "cluster", "any", 1, jobs)])
    pairs = (
        (f"r{i}", f"r{j}", repr(float(stay[i, j])))
        for i, j in zip(*np.nonzero((stay > 0) | np.eye(n, dtype=bool)), strict=True)
    )
    _write(folder, "travel", ("from_region", "to_region", "stay"), pairs)


def write_facilities(
    folder: Path,
    capacity: Sequence[float],
    fixed: Sequence[float],
    demand: np.ndarray,
    cost: np.ndarray,
) -> float:
    """Write a capacitated facility-location problem with divisible demand.

    Parameters
    ----------
    folder : Path
    capacity, fixed : sequences, length sites
        fixed: cost of opening.
    demand : array, shape (clients,)
    cost : array, shape (clients, sites)
        Cost of serving all of a client's demand from a site.

    Returns
    -------
    float
        V·ΣL, so that the optimum is this less the net benefit.
    """
    unit = cost / demand[:, None]
    value = float(unit.max()) * 1.01
    _toml(folder, "net_benefit", f"value_per_retained = {value!r}")
    sites, clients = len(capacity), len(demand)
    head = (
        "region_id",
        "name",
        "province",
        "candidate",
        "leavers",
        "land_ha",
        "construction_cost_index",
    )
    regions: list[Sequence[object]] = [
        (f"s{j}", f"Site {j}", "all", "true", 0, j, repr(float(fixed[j]))) for j in range(sites)
    ]
    regions += [
        (f"c{i}", f"Client {i}", "all", "false", repr(float(demand[i])), 0, 1)
        for i in range(clients)
    ]
    _write(folder, "regions", head, regions)
    sizes = sorted(set(capacity))
    head = ("option_id", "kind", "sector", "capital_cost", "jobs")
    rows = [(f"size{k}", "cluster", "any", 1, repr(float(size))) for k, size in enumerate(sizes)]
    _write(folder, "options", head, rows)
    forbidden = [
        (f"s{j}", f"size{k}", "false", "another size")
        for j in range(sites)
        for k, size in enumerate(sizes)
        if size != capacity[j]
    ]
    if forbidden:
        _write(folder, "suitability", ("region_id", "option_id", "allowed", "reason"), forbidden)
    pairs = (
        (f"c{i}", f"s{j}", repr(float(1 - unit[i, j] / value)))
        for i in range(clients)
        for j in range(sites)
    )
    _write(folder, "travel", ("from_region", "to_region", "stay"), pairs)
    return value * float(demand.sum())
