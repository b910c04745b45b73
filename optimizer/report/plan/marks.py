"""Marks on a map, moved apart so that none hides another."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from optimizer.arrays import Floats

ROUNDS = 200
BETWEEN = 0.6
"""Points that are left between two marks."""
FARTHEST = 14.0
"""Points that a mark may be moved at most: beyond, it would seem to stand elsewhere."""
TURN = np.pi * (3 - np.sqrt(5))
"""The golden angle: marks of one place go apart in directions that don't repeat."""


def moved_apart(places: Floats, radii: Floats) -> Floats:
    """Return where to draw marks so that they don't cover one another, as near as that allows.

    Parameters
    ----------
    places : float array, shape (marks, 2)
        Where they belong, in points (1/72 inch) on the page.
    radii : float array, shape (marks,)
        In points.

    Returns
    -------
    float array, shape (marks, 2)
        No mark is farther than `FARTHEST` from its place; where so many belong to one place that
        they don't fit, some still overlap.
    """
    if len(places) < 2:
        return places
    turns = TURN * np.arange(len(places))
    # Marks of one place need some direction to go apart in.
    now = places + 0.01 * np.column_stack([np.cos(turns), np.sin(turns)])
    for _ in range(ROUNDS):
        pairs = cKDTree(now).query_pairs(2 * float(radii.max()) + BETWEEN, output_type="ndarray")
        first, second = pairs[:, 0], pairs[:, 1]
        way = now[second] - now[first]
        far = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
        lacking = radii[first] + radii[second] + BETWEEN - far
        close = lacking > 1e-3
        if not close.any():
            break
        first, second = first[close], second[close]
        push = (way[close] / far[close, None]) * (lacking[close, None] / 2)
        np.add.at(now, first, -push)
        np.add.at(now, second, push)
        now = places + _within(now - places)
    return now


def _within(moves: Floats) -> Floats:
    """Return moves no longer than `FARTHEST`."""
    long = np.hypot(moves[:, 0], moves[:, 1])
    return np.asarray(moves * np.minimum(1.0, FARTHEST / np.maximum(long, 1e-9))[:, None])
