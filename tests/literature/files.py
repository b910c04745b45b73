"""Reads the files of OR-Library: p-median and capacitated warehouse location."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.sparse import csgraph


def read_pmed(path: Path) -> tuple[np.ndarray, int]:
    """Return the distance matrix and p of an OR-Library p-median file.

    Edges are undirected; where one is repeated, the last counts.
    """
    words = path.read_text().split()
    n, m, p = (int(word) for word in words[:3])
    length = np.full((n, n), np.inf)
    for start, end, weight in np.array(words[3 : 3 + 3 * m], dtype=int).reshape(-1, 3):
        length[start - 1, end - 1] = length[end - 1, start - 1] = weight
    np.fill_diagonal(length, 0)
    return csgraph.floyd_warshall(np.where(np.isinf(length), 0, length), directed=False), p


def read_cap(
    path: Path, capacity: float | None = None
) -> tuple[list[float], list[float], np.ndarray, np.ndarray]:
    """Return capacity, fixed cost, demand and cost of an OR-Library cap file.

    Parameters
    ----------
    path : Path
    capacity : float, optional
        What the word `capacity` in the file stands for.
    """
    words = iter(path.read_text().split())
    m, n = int(next(words)), int(next(words))
    sizes: list[float] = []
    fixed: list[float] = []
    for _ in range(m):
        word = next(words)
        sizes.append(float(capacity) if word == "capacity" and capacity else float(word))
        fixed.append(float(next(words)))
    demand, cost = np.zeros(n), np.zeros((n, m))
    for client in range(n):
        demand[client] = float(next(words))
        cost[client] = [float(next(words)) for _ in range(m)]
    return sizes, fixed, demand, cost
