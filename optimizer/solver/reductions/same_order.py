"""Residents who prefer sites in the same order are merged: they always go to the same site.

Their values add up, site by site. Under whole decisions, and in the linear relaxation by the cuts
of `closest_assignment`, nothing changes; of 200,000 points covered by 100 sites some thousands are
left (isomorphic aggregation, Chen, Chen & Dai 2023).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.arrays import Ints
from optimizer.solver.relaxation.location import Location, from_entries


def merged(problem: Location) -> tuple[Location, Ints]:
    """Return the problem with residents of the same order of sites as one.

    Returns
    -------
    problem : Location
    number : int array, shape (residents before,)
        As which of its residents each one counts now.
    """
    if problem.residents < 2:
        return problem, np.arange(problem.residents)
    stands_for = _first_like(problem)
    _, number = np.unique(stands_for, return_inverse=True)
    kept = stands_for[problem.resident] == problem.resident
    rank = np.arange(len(problem.site)) - problem.first[problem.resident]
    target = problem.first[stands_for[problem.resident]] + rank
    value = np.bincount(target, weights=problem.value, minlength=len(problem.value))
    left = from_entries(problem.resident[kept], problem.site[kept], value[kept], problem)
    return left, number


def _first_like(problem: Location) -> Ints:
    """Return for each resident the first one with the same sites in the same order."""
    length = np.diff(problem.first)
    marks = _marks(problem)
    _, first, group = np.unique(
        np.stack([marks, length.astype(np.uint64)]), axis=1, return_index=True, return_inverse=True
    )
    stands_for = first[group.ravel()].astype(np.int64)
    # Marks can agree by chance: the sites themselves decide.
    rank = np.arange(len(problem.site)) - problem.first[problem.resident]
    like = problem.site[problem.first[stands_for[problem.resident]] + rank] == problem.site
    same = np.logical_and.reduceat(like, problem.first[:-1])
    return np.where(same, stands_for, np.arange(problem.residents))


def _marks(problem: Location) -> NDArray[np.uint64]:
    """Return a number for each resident that sites in another order hardly ever have."""
    draw = np.random.default_rng(0)
    rank = np.arange(len(problem.site)) - problem.first[problem.resident]
    of_site = draw.integers(1, 2**63, size=problem.sites, dtype=np.uint64)
    of_rank = draw.integers(1, 2**63, size=int(rank.max()) + 1, dtype=np.uint64)
    return np.asarray(np.add.reduceat(of_site[problem.site] * of_rank[rank], problem.first[:-1]))
