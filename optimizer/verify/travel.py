"""Who is within reach of a site: commuting, recruiting and culture, pair by pair."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.instance import Instance, Settings


@dataclass(frozen=True)
class _Pair:
    """A listed pair; NaN where the table is silent."""

    minutes: float
    stay: float

    def over(self, other: _Pair) -> _Pair:
        """Return this pair with another's values where this one is silent."""
        minutes = other.minutes if math.isnan(self.minutes) else self.minutes
        return _Pair(minutes, other.stay if math.isnan(self.stay) else self.stay)


_OWN = _Pair(0.0, 1.0)


class Travel:
    """Travel from regions to sites.

    Parameters
    ----------
    instance : Instance
    settings : Settings
        Those of the plan.

    Notes
    -----
    A region reaches itself in 0 minutes with stay 1, except for what the table lists, cell by
    cell. With stay_half_minutes = "table" a pair without minutes passes the commuting and
    recruiting limits and carries no culture.
    """

    def __init__(self, instance: Instance, settings: Settings):
        """Index the pairs by the site they lead to."""
        self._settings = settings
        self._table = settings.stay_half_minutes == "table"
        self._into: dict[str, dict[str, _Pair]] = {
            str(site): {str(site): _OWN} for site in instance.regions["region_id"]
        }
        table = instance.table("travel")
        columns = (table[name] for name in ("from_region", "to_region", "minutes", "stay"))
        for start, end, minutes, stay in zip(*columns, strict=True):
            listed = _Pair(float(minutes), float(stay))
            self._into[end][start] = listed.over(_OWN) if start == end else listed

    def _within(self, minutes: float, limit: float) -> bool:
        if math.isnan(minutes):
            return self._table
        return minutes <= limit

    def _stay(self, pair: _Pair) -> float:
        half = self._settings.stay_half_minutes
        if half == "none":
            return 1.0
        if isinstance(half, str):
            return pair.stay
        return float(0.5 ** (pair.minutes / half))

    def _culture(self, minutes: float) -> float:
        return float(0.5 ** (minutes / self._settings.culture_half_minutes))

    def stay(self, start: str, end: str) -> float | None:
        """Return the share of job-takers of `start` in `end` who stay; None out of reach."""
        pair = self._into[end].get(start)
        if pair is None or not self._within(pair.minutes, self._settings.commute_limit):
            return None
        stay = self._stay(pair)
        return None if math.isnan(stay) else stay

    def recruits(self, campus: str, site: str) -> bool:
        """Return whether a site may recruit from a campus."""
        pair = self._into[site].get(campus)
        return pair is not None and self._within(pair.minutes, self._settings.recruit_limit)

    def graduates(self, campus: str, site: str) -> float:
        """Return the share of a campus's graduates who would work at a site, by distance."""
        half = self._settings.graduate_half_minutes
        if isinstance(half, str):
            return 1.0
        pair = self._into[site].get(campus)
        if pair is None or math.isnan(pair.minutes):
            return 0.0
        return float(0.5 ** (pair.minutes / half))

    def commuting_area(self, site: str) -> Iterator[tuple[str, float]]:
        """Yield each region of a site's commuting area with its stay; always the site itself."""
        for start, pair in self._into[site].items():
            stay = self._stay(pair) if start == site else self.stay(start, site)
            if stay is not None:
                yield start, stay

    def culture_area(self, site: str) -> Iterator[tuple[str, float]]:
        """Yield each region whose residents a hub serves, with d; always the site itself."""
        for start, pair in self._into[site].items():
            if start == site or pair.minutes <= self._settings.culture_limit:
                yield start, self._culture(pair.minutes)
