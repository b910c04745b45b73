"""What lies around a site under some settings: the same for every plan, and worked out once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from optimizer.instance import Instance
from optimizer.instance.settings import Settings
from optimizer.verify.travel import Travel

Lacking = tuple[tuple[str, str, str], ...]
"""Numbers that the tables lack: region_id, column, and why it is needed."""


@dataclass(frozen=True)
class Share:
    """A number, and what it would need that the tables lack."""

    value: Fraction
    lacking: Lacking = ()


@dataclass(frozen=True)
class Served:
    """What one place of a hub adds to the cultural level of each region that it serves."""

    levels: tuple[tuple[str, Fraction], ...]
    lacking: Lacking = ()


class Surroundings:
    """Travel, the leaver share and the reach of culture, site by site.

    Parameters
    ----------
    instance : Instance
    settings : Settings
        Those of a plan.

    Notes
    -----
    stay and d are binary64; everything made of them is exact (`Fraction`).
    """

    def __init__(self, instance: Instance, settings: Settings):
        """Keep the tables; sites are looked at as they are asked for."""
        self._settings = settings
        self._regions = {str(row["region_id"]): row for row in instance.records("regions")}
        self.travel = Travel(instance, settings)
        self.leaver_share = cache(self._leaver_share)
        self.young_in_commuting_area = cache(self._young_in_commuting_area)
        self.served = cache(self._served)

    def _leaver_share(self, site: str) -> Share:
        """Return ℓ: the share of a site's young job-takers who would otherwise have left."""
        if self._settings.leaver_share == "one":
            return Share(Fraction(1))
        leaving, living, lacking = Fraction(0), Fraction(0), []
        for region, stay in self.travel.commuting_area(site):
            weight, row = Fraction(stay), self._regions[region]
            if math.isnan(row["youth_zero_migration"]):
                why = 'settings.leaver_share is "area"'
                lacking.append((region, "youth_zero_migration", why))
            else:
                living += Fraction(row["youth_zero_migration"]) * weight
            leaving += Fraction(row["leavers"]) * weight
        if living == 0:
            return Share(Fraction(0), tuple(lacking))
        share = Fraction(self._settings.targeting) * leaving / living
        return Share(min(Fraction(1), share), tuple(lacking))

    def _young_in_commuting_area(self, site: str) -> Fraction | None:
        """Return the young residents who could commute to a site; None where not all are known."""
        young = [self._regions[i]["youth"] for i, _ in self.travel.commuting_area(site)]
        if any(math.isnan(persons) for persons in young):
            return None
        return sum((Fraction(persons) for persons in young), Fraction(0))

    def _served(self, site: str) -> Served:
        """Return by region what one place adds: d over the young people who share it."""
        area = [(i, Fraction(share)) for i, share in self.travel.culture_area(site)]
        known = {i: self._regions[i]["youth"] for i, _ in area}
        lacking = tuple((i, "youth", "a hub serves it") for i, n in known.items() if math.isnan(n))
        sharing = sum(
            (Fraction(known[i]) * share for i, share in area if not math.isnan(known[i])),
            Fraction(0),
        )
        if sharing == 0:
            return Served((), lacking)
        full = Fraction(self._settings.culture_full_service)
        return Served(tuple((i, share / sharing / full) for i, share in area), lacking)


def surroundings(instance: Instance, settings: Settings) -> Surroundings:
    """Return the surroundings under some settings; those of an instance's plans are kept."""
    key = ("surroundings", settings.model_dump_json())
    return instance.once(key, lambda: Surroundings(instance, settings))
