"""What lies around a site under some settings: the same for every plan, and worked out once."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from optimizer.instance import Instance, Settings
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


@dataclass(frozen=True)
class Takers:
    """Who takes a job of one site, in shares of all who take one there.

    Attributes
    ----------
    leaving : tuple of (region_id, share)
        P·λ: those who live in a region and would otherwise be gone; regions of 0 left out.
    staying : Fraction
        Σ P·(1 − λ): those who would not have left.
    living : tuple of (region_id, share)
        P: those who live in a region.
    lacking : tuple
        What the tables lack.
    """

    leaving: tuple[tuple[str, Fraction], ...]
    staying: Fraction
    lacking: Lacking = ()
    living: tuple[tuple[str, Fraction], ...] = ()


class Surroundings:
    """Travel, who takes a site's jobs and the reach of culture, site by site.

    Parameters
    ----------
    instance : Instance
    settings : Settings
        Those of a plan.

    Notes
    -----
    stay, d and labour-market access are binary64; everything made of them is exact (`Fraction`).
    """

    def __init__(self, instance: Instance, settings: Settings):
        """Keep the tables; sites are looked at as they are asked for."""
        self._settings = settings
        self._regions = {str(row["region_id"]): row for row in instance.records("regions")}
        self.travel = Travel(instance, settings)
        self.leaver_share = cache(self._leaver_share)
        self.takers = cache(self._takers)
        self.access = cache(self._access)
        self._mean_reach = cache(self._young_in_reach_on_average)
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

    def _takers(self, site: str) -> Takers:
        """Return P·λ by region: young people by where they live and how far it is."""
        young: dict[str, Fraction] = {}
        lacking: list[tuple[str, str, str]] = []
        for region, stay in self.travel.commuting_area(site):
            living = self._regions[region]["youth_zero_migration"]
            if math.isnan(living):
                why = 'settings.job_takers is "catchment"'
                lacking.append((region, "youth_zero_migration", why))
            else:
                young[region] = Fraction(living) * Fraction(stay)
        total = sum(young.values(), Fraction(0))
        if total == 0:
            return Takers((), Fraction(0), tuple(lacking))
        living = tuple((i, weight / total) for i, weight in young.items())
        shares = ((i, share * self.would_leave(i)) for i, share in living)
        leaving = tuple((region, share) for region, share in shares if share > 0)
        gone = sum((share for _, share in leaving), Fraction(0))
        return Takers(leaving, 1 - gone, tuple(lacking), living)

    def would_leave(self, region: str) -> Fraction:
        """Return λ: of the takers who live in a region, those who would otherwise be gone."""
        if self._settings.leaver_share == "one":
            return Fraction(1)
        row = self._regions[region]
        young = Fraction(row["youth_zero_migration"])
        if young == 0:
            return Fraction(0)
        share = Fraction(self._settings.targeting) * Fraction(row["leavers"]) / young
        return min(Fraction(1), share)

    def _access(self, site: str) -> Share:
        """Return (A / Ā)^ε: how labour-market access changes the jobs of a site."""
        elasticity = self._settings.access_elasticity
        if elasticity == 0:
            return Share(Fraction(1))
        mean, lacking = self._mean_reach()
        if mean == 0:  # no candidate has anybody young: nothing to compare with
            return Share(Fraction(1), lacking)
        reach, more = self._young_in_reach(site)
        lacking = tuple(dict.fromkeys((*lacking, *more)))
        try:
            return Share(Fraction((reach / mean) ** elasticity), lacking)
        except OverflowError:  # an elasticity that no labour market has
            return Share(Fraction(2**1024), lacking)

    def _young_in_reach(self, site: str) -> tuple[float, Lacking]:
        """Return A: young residents around a site, each by stay."""
        parts, lacking = [], []
        for region, stay in self.travel.commuting_area(site):
            young = float(self._regions[region]["youth"])
            if math.isnan(young):
                lacking.append((region, "youth", "settings.access_elasticity is above 0"))
            else:
                parts.append(young * stay)
        return math.fsum(parts), tuple(lacking)

    def _young_in_reach_on_average(self) -> tuple[float, Lacking]:
        """Return Ā: the mean of A over candidates, weighted by their young residents."""
        parts: list[float] = []
        weights: list[float] = []
        lacking: list[tuple[str, str, str]] = []
        for region, row in self._regions.items():
            if not row["candidate"]:
                continue
            reach, more = self._young_in_reach(region)
            lacking += more
            young = float(row["youth"])
            if not math.isnan(young):
                parts.append(young * reach)
                weights.append(young)
        people = math.fsum(weights)
        mean = math.fsum(parts) / people if people > 0 else 0.0
        return mean, tuple(dict.fromkeys(lacking))

    def _young_in_commuting_area(self, site: str) -> Fraction | None:
        """Return the young residents who could commute to a site; None where not all are known."""
        young = [self._regions[i]["youth"] for i, _ in self.travel.commuting_area(site)]
        if any(math.isnan(persons) for persons in young):
            return None
        return _exact_sum(young)

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


def _exact_sum(numbers: Iterable[float]) -> Fraction:
    """Return the sum of binary numbers; those of one denominator are added as whole numbers."""
    parts: dict[int, int] = {}
    for number in numbers:
        above, below = float(number).as_integer_ratio()
        parts[below] = parts.get(below, 0) + above
    return sum((Fraction(above, below) for below, above in parts.items()), Fraction(0))


def surroundings(instance: Instance, settings: Settings) -> Surroundings:
    """Return the surroundings under some settings; those of an instance's plans are kept."""
    key = ("surroundings", settings.model_dump_json())
    return instance.once(key, lambda: Surroundings(instance, settings))
