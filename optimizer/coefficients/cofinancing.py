"""Two purses: which share of its costs each province pays itself, and what it has for that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Floats
from optimizer.instance import Instance


@dataclass(frozen=True)
class Purses:
    """Who pays, by province; the central budget pays what a province doesn't.

    Attributes
    ----------
    provinces : tuple of str
        In the order in which the regions name them.
    match : float array, shape (provinces,)
        Share of all costs in the province that it pays itself; 0 where the table is silent.
    own_budget : float array, shape (provinces,)
        Money of the province for that, over the whole time; infinite where none is written.
    of_region : dict of region_id to province
    """

    provinces: tuple[str, ...]
    match: Floats
    own_budget: Floats
    of_region: dict[str, str]

    def share(self) -> dict[str, float]:
        """Return the match share by province."""
        return dict(zip(self.provinces, self.match.tolist(), strict=True))

    def any(self) -> bool:
        """Return whether any province pays anything."""
        return bool(np.any(self.match > 0))


def find_purses(instance: Instance) -> Purses:
    """Return the provinces' purses; without the table `provinces` the centre pays everything."""
    regions, table = instance.regions, instance.table("provinces")
    provinces = tuple(dict.fromkeys(regions["province"]))
    match = dict(zip(table["province"], table["match_share"].astype(float), strict=True))
    own = dict(zip(table["province"], table["own_budget"].astype(float), strict=True))
    budgets = np.array([own.get(name, np.nan) for name in provinces], dtype=float)
    return Purses(
        provinces,
        np.array([match.get(name, 0.0) for name in provinces], dtype=float),
        np.where(np.isnan(budgets), np.inf, budgets),
        dict(zip(regions["region_id"], regions["province"], strict=True)),
    )
