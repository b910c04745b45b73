"""Cuts that tie culture at work to whole buildings: mixing a cluster with the hubs it needs.

For a region and a sector with clusters K' of which one at most is built, X = Σ x over K', the
culture above what was there already satisfies, for every set S of the hubs in reach,

    Σ u ≤ Σ_{h ∈ S} share_h·most_h·X + Σ_{h ∉ S} share_h·y_h.

With X = 0 there is no u; with X = 1 the right side is at least what the hubs add. The most
violated S takes the hubs with most_h·X < y_h. They hold at every budget.
"""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.solver.relaxation.configuration import ConfigurationRelaxation, Sector
from optimizer.solver.standard_form import Rows

TOLERANCE = 1e-5
LARGEST_SECTOR = 5
"""Up to so many scales of a sector, every set of them is tried; else each alone and all."""


def mixing_cuts(strong: ConfigurationRelaxation, values: Floats) -> Rows | None:
    """Return the cuts that values violate; None where there are none."""
    bodies: list[tuple[np.ndarray, Floats]] = []
    for sector in strong.sectors:
        # A cluster without culture at work only weakens a cut that holds it.
        active = np.flatnonzero(values[sector.used] > TOLERANCE)
        if len(active) == 0:
            continue
        y = values[sector.hubs]
        for members in _subsets(len(active)):
            cut = _cut(sector, active[list(members)], values, y)
            if cut is not None:
                bodies.append(cut)
    if not bodies:
        return None
    columns = np.concatenate([places for places, _ in bodies])
    data = np.concatenate([weights for _, weights in bodies])
    starts = np.concatenate([[0], np.cumsum([len(places) for places, _ in bodies])])
    body = sparse.csr_array((data, columns, starts), shape=(len(bodies), len(strong.matrix.cost)))
    return body, np.full(len(bodies), -np.inf), np.zeros(len(bodies))


def _subsets(count: int) -> chain[tuple[int, ...]]:
    sizes = range(1, count + 1) if count <= LARGEST_SECTOR else (1, count)
    return chain.from_iterable(combinations(range(count), size) for size in sizes)


def _cut(
    sector: Sector, members: np.ndarray, values: Floats, y: Floats
) -> tuple[np.ndarray, Floats] | None:
    built, used = sector.built[members], sector.used[members]
    together = float(values[built].sum())
    full = sector.most * together
    right = float(sector.share @ np.minimum(full, y))
    if values[used].sum() <= right + TOLERANCE:
        return None
    whole = full < y
    weight = float(sector.share[whole] @ sector.most[whole])
    places = np.concatenate([used, built, sector.hubs[~whole]])
    weights = np.concatenate(
        [np.ones(len(used)), np.full(len(built), -weight), -sector.share[~whole]]
    )
    return places, weights
