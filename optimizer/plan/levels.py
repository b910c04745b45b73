"""Counts of a projection by variant and year, as arrays: of regions, provinces or the nation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimizer.arrays import Floats, Ints
from optimizer.projection import risk_class

FLOWS = ("births", "deaths", "net_migration")
COUNTS = ("youth", "population", *FLOWS, "women_20_39", "residents_65", "jobs")
"""Persons at the end of a year or, of flows, in it; direct jobs that come and are open in it."""
RISK_COUNTS = ("at_risk", "high_risk")
AT_RISK, HIGH_RISK = 4, 5
"""Classes of the extinction-risk index: under 0.5 and under 0.2."""
DIGITS = 3

Counts = Mapping[str, Floats]
"""By name of the count: array (years, places)."""


@dataclass(frozen=True)
class Level:
    """Counts of places of one kind.

    Attributes
    ----------
    key : str or None
        Name of the column of places; None for the nation, of which there is one.
    places : tuple of str
    years : int array, shape (years,)
    variants : mapping of variant to Counts
        Rounded. Flows are NaN in the base year.
    """

    key: str | None
    places: tuple[str, ...]
    years: Ints
    variants: Mapping[str, Counts]

    def index(self, variant: str) -> Floats:
        """Return women of 20-39 over residents of 65 and older, (years, places)."""
        counts = self.variants[variant]
        women, old = counts["women_20_39"], counts["residents_65"]
        return np.divide(women, old, out=np.full_like(women, np.inf), where=old > 0)

    def risk(self, variant: str) -> Ints:
        """Return the class of the extinction-risk index, (years, places)."""
        return risk_class(self.index(variant))

    def frame(self) -> pd.DataFrame:
        """Return a row for each variant, year and place."""
        parts = []
        for variant, counts in self.variants.items():
            of: dict[str, Any] = {
                "variant": variant,
                "year": np.repeat(self.years, len(self.places)),
            }
            if self.key is not None:
                of[self.key] = np.tile(np.array(self.places, dtype=object), len(self.years))
            told = {name: counts[name].ravel() for name in COUNTS}
            risk = {
                "risk_index": self.index(variant).ravel().round(6),
                "risk_class": self.risk(variant).ravel(),
            }
            more = {
                name: counts[name].ravel().astype("int64") for name in RISK_COUNTS if name in counts
            }
            parts.append(pd.DataFrame(of | told | risk | more))
        return pd.concat(parts, ignore_index=True)

    def record(self) -> dict[str, Any]:
        """Return plain Python: lists over the years."""
        return {variant: self._lists(counts) for variant, counts in self.variants.items()}

    def _lists(self, counts: Counts) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for name, table in counts.items():
            if name in RISK_COUNTS:
                lists: list[Any] = table.T.astype(np.int64).tolist()
            else:
                lists = table.T.tolist()
                if np.isnan(table).any():  # NaN is no JSON
                    lists = [[None if v != v else v for v in values] for values in lists]
            content[name] = (
                lists[0] if self.key is None else dict(zip(self.places, lists, strict=True))
            )
        return content


def rounded(table: Floats) -> Floats:
    """Return counts as they are told; never −0."""
    return table.round(DIGITS) + 0.0


def level_from_record(
    key: str | None, years: Ints, content: Mapping[str, Mapping[str, Any]]
) -> Level:
    """Return the level that plan.json holds."""
    places: tuple[str, ...] = ("",)
    if key is not None:
        places = tuple(next(iter(next(iter(content.values())).values())))
    variants = {
        variant: {
            name: np.array(
                [found] if key is None else [found[place] for place in places], dtype=float
            ).T
            for name, found in counts.items()
        }
        for variant, counts in content.items()
    }
    return Level(key, places, years, variants)


def summed(
    regions: Level, exact: Mapping[str, Counts], key: str | None, of_region: NDArray[np.object_]
) -> Level:
    """Return the sums over the regions of each place, and how many of them are at risk.

    Parameters
    ----------
    regions : Level
    exact : mapping of variant to Counts
        Of the regions, before rounding.
    key : str or None
    of_region : object array, shape (regions,)
        The place of each region.
    """
    places = tuple(dict.fromkeys(of_region.tolist()))
    member = (of_region[:, None] == np.array(places, dtype=object)[None, :]).astype(float)
    variants: dict[str, dict[str, Floats]] = {}
    for variant, counts in exact.items():
        # The base year has no births: a sum of nothing known stays unknown.
        sums = {name: rounded(table @ member) for name, table in counts.items()}
        risk = regions.risk(variant)
        for name, least in zip(RISK_COUNTS, (AT_RISK, HIGH_RISK), strict=True):
            sums[name] = (risk >= least) @ member
        variants[variant] = sums
    return Level(key, places, regions.years, variants)
