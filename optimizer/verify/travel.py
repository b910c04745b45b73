"""Who is within reach of a site: commuting, recruiting and culture, pair by pair."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.instance import Instance, Settings


@dataclass(frozen=True, slots=True)
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
        """Sort the pairs by the site they lead to; a site's are looked at when it is asked for."""
        self._settings = settings
        self._table = settings.stay_half_minutes == "table"
        self._sites = frozenset(str(site) for site in instance.regions["region_id"])
        self._known: dict[str, dict[str, _Pair]] = {}
        table = instance.table("travel")
        site = table["to_region"].astype("category")
        codes = site.cat.codes.to_numpy()
        order = codes.argsort(kind="stable")
        first = codes[order].searchsorted(range(len(site.cat.categories) + 1))
        names = [str(name) for name in site.cat.categories]
        self._rows = {name: order[first[k] : first[k + 1]] for k, name in enumerate(names)}
        self._start = table["from_region"].to_numpy(dtype=object)
        self._minutes = table["minutes"].to_numpy(dtype=float)
        self._stays = table["stay"].to_numpy(dtype=float)

    def _into(self, site: str) -> dict[str, _Pair]:
        """Return the pairs that lead to a site by where they start; its own is among them."""
        if site not in self._sites:
            raise KeyError(site)
        if site not in self._known:
            rows = self._rows.get(site, ())
            pairs = {site: _OWN}
            for row in rows:
                start = self._start[row]
                listed = _Pair(float(self._minutes[row]), float(self._stays[row]))
                pairs[start] = listed.over(_OWN) if start == site else listed
            self._known[site] = pairs
        return self._known[site]

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
        pair = self._into(end).get(start)
        return None if pair is None else self._commute(pair)

    def _commute(self, pair: _Pair) -> float | None:
        if not self._within(pair.minutes, self._settings.commute_limit):
            return None
        stay = self._stay(pair)
        return None if math.isnan(stay) else stay

    def recruits(self, campus: str, site: str) -> bool:
        """Return whether a site may recruit from a campus."""
        pair = self._into(site).get(campus)
        return pair is not None and self._within(pair.minutes, self._settings.recruit_limit)

    def graduates(self, campus: str, site: str) -> float:
        """Return the share of a campus's graduates who would work at a site, by distance."""
        half = self._settings.graduate_half_minutes
        if isinstance(half, str):
            return 1.0
        pair = self._into(site).get(campus)
        if pair is None or math.isnan(pair.minutes):
            return 0.0
        return float(0.5 ** (pair.minutes / half))

    def commuting_area(self, site: str) -> Iterator[tuple[str, float]]:
        """Yield each region of a site's commuting area with its stay; always the site itself."""
        for start, pair in self._into(site).items():
            stay = self._stay(pair) if start == site else self._commute(pair)
            if stay is not None:
                yield start, stay

    def culture_area(self, site: str) -> Iterator[tuple[str, float]]:
        """Yield each region whose residents a hub serves, with d; always the site itself."""
        for start, pair in self._into(site).items():
            if start == site or pair.minutes <= self._settings.culture_limit:
                yield start, self._culture(pair.minutes)
