"""Culture as a service with a capacity: what each hub adds to each region in reach (E2SFCA)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.coefficients.placements import open_share
from optimizer.coefficients.travel_pairs import Pairs
from optimizer.instance import Instance


@dataclass(frozen=True)
class Curve:
    """g, the share of leavers who stay for culture alone, concave and piecewise linear.

    Attributes
    ----------
    levels, shares : float arrays, shape (points,)
        Points of the curve; levels run from 0 to 1.
    """

    levels: Floats
    shares: Floats

    def __call__(self, level: Floats) -> Floats:
        """Return g at each cultural level."""
        return np.interp(level, self.levels, self.shares)

    def lines(self) -> list[tuple[float, float]]:
        """Return (slope, intercept) of each piece; g is the least of these lines."""
        points = list(zip(self.levels, self.shares, strict=True))
        found: list[tuple[float, float]] = []
        for (left, low), (right, high) in pairwise(points):
            slope = (high - low) / (right - left)
            found.append((float(slope), float(low - slope * left)))
        return found


def find_curve(instance: Instance) -> Curve:
    """Return g: the given curve, or a line of slope culture_only_share."""
    points = instance.culture.curve
    if points is None:
        points = ((0.0, 0.0), (1.0, instance.settings.culture_only_share))
    levels, shares = zip(*points, strict=True)
    return Curve(np.array(levels, dtype=float), np.array(shares, dtype=float))


def service(instance: Instance, pairs: Pairs) -> sparse.csr_array:
    """Return what a place of capacity in a site adds to the level of each region in reach.

    Returns
    -------
    csr_array, shape (regions, regions)
        Row i, column j: d(τ(i,j)) / D_j / culture_full_service, in levels per place, with
        D_j = Σ_i youth_i·d(τ(i,j)). A site without young people in reach serves nobody.
    """
    youth = np.nan_to_num(instance.numbers("regions", "youth"))
    count = len(youth)
    used = pairs.decay > 0
    origin, site, decay = pairs.origin[used], pairs.site[used], pairs.decay[used]
    demand = np.bincount(site, weights=youth[origin] * decay, minlength=count)
    served = demand[site] > 0
    origin, site, decay = origin[served], site[served], decay[served]
    level = decay / demand[site] / instance.settings.culture_full_service
    return sparse.csr_array((level, (origin, site)), shape=(count, count))


def capacities(instance: Instance) -> Floats:
    """Return places that one building of each option serves: capacity × open share."""
    hub = instance.words("options", "kind") == "hub"
    places = np.where(hub, instance.numbers("options", "culture_capacity"), 0.0)
    return np.asarray(places * open_share(instance))
