"""What the tables and the plan's settings imply for what it builds, in exact numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

from optimizer.instance import Instance
from optimizer.verify.claims import Claims
from optimizer.verify.levers import Levers
from optimizer.verify.result import Findings, Rule, called
from optimizer.verify.surroundings import Lacking, Takers, surroundings

Record = Mapping[str, Any]


class Facts:
    """Cost, youth jobs, culture and the rest, recomputed from the tables for one plan.

    Attributes
    ----------
    instance, settings, claims
        What it was made from; the settings are the plan's.
    regions, options, courses : dict
        Rows of the tables by their keys.
    levers : Levers
        Uplift and saving of each cluster.
    levels : dict of region_id to Fraction
        Cultural level with the plan, 1 at most.

    Parameters
    ----------
    instance : Instance
    claims : Claims
        For the settings, and for which sites matter.
    findings : Findings
        Receives a failure where the plan's settings need a number that the tables lack.

    Notes
    -----
    stay, d, annuity and labour-market access are binary64; everything made of them is exact
    (`Fraction`).
    """

    def __init__(self, instance: Instance, claims: Claims, findings: Findings):
        """Index the tables and compute the cultural levels."""
        self.instance = instance
        self.settings = claims.settings
        self.claims = claims
        self.years = instance.years
        self._findings = findings
        self.regions = {str(row["region_id"]): row for row in instance.records("regions")}
        self.options = {str(row["option_id"]): row for row in instance.records("options")}
        self.courses = {
            (str(row["university_id"]), str(row["field"])): row
            for row in instance.records("universities")
        }
        strength = instance.table("strength")
        self._strength = dict(
            zip(
                zip(strength["region_id"], strength["sector"], strict=True),
                strength["strength"],
                strict=True,
            )
        )
        self.levers = Levers(instance, claims)
        self._around = surroundings(instance, claims.settings)
        self.travel = self._around.travel
        self.jobs_alone = cache(self._jobs_alone)
        self.cost_of_one = cache(self._cost_of_one)
        self.youth_jobs = cache(self._youth_jobs)
        self.annuity = cache(self._annuity)
        self.levels = self._levels()

    def number(self, region: str, column: str, because: str) -> Fraction:
        """Return a region's number; where the table has none, add a failure and return 0."""
        value = self.regions[region][column]
        if not math.isnan(value):
            return Fraction(value)
        name = self.called(region)
        self._findings.add(
            Rule.INSTANCE, f"regions.{column} of {name}", f"a number, as {because}", "none"
        )
        return Fraction(0)

    def called(self, region: str) -> str:
        """Return a region's name and id, for messages."""
        return called(region, self.instance.region_names)

    def strength(self, region: str, option: str) -> Fraction:
        """Return how well a cluster's sector fits a region; 1 for hubs."""
        record = self.options[option]
        if record["kind"] == "hub":
            return Fraction(1)
        return Fraction(self._strength.get((region, record["sector"]), 1.0))

    def lead(self, option: str, phase: str) -> float:
        """Return the years from the base year to the opening of what is built in a phase."""
        return float(self.options[option]["lead_years"]) + int(phase) - self.instance.base_year

    def open_share(self, option: str, phase: str) -> Fraction:
        """Return the share of the years until the horizon in which an option is open."""
        return (self.years - Fraction(self.lead(option, phase))) / self.years

    def _annuity(self, option: str, phase: str) -> float:
        """Return what 1 a year from opening to the horizon is worth today."""
        lead = self.lead(option, phase)
        rate = self.settings.discount_rate
        total = 0.0
        for year in range(1, math.floor(self.years - lead) + 1):
            total += (1.0 + rate) ** -(lead + year)
        return total

    def _cost_of_one(self, region: str, option: str, phase: str) -> Fraction:
        return self.full_cost(region, option, phase) * (1 - self.levers.saving(region, option))

    def full_cost(self, region: str, option: str, phase: str) -> Fraction:
        """Return the cost of one building before any saving."""
        place, what = self.regions[region], self.options[option]
        capital = Fraction(what["capital_cost"]) * Fraction(place["construction_cost_index"])
        land = Fraction(place["land_price"]) * Fraction(what["land_ha"])
        running = Fraction(what["operating_cost"]) * Fraction(place["operating_cost_index"])
        return capital + land + running * Fraction(self.annuity(option, phase))

    def _youth_jobs(self, region: str, option: str, phase: str) -> Fraction:
        lifted = 1 + self.levers.uplift(region, option)
        return self.jobs_alone(region, option, phase) * lifted

    def _jobs_alone(self, region: str, option: str, phase: str) -> Fraction:
        """Return the youth jobs of one building without any lever: N, or J under "best".

        N are additional jobs for the young; J of these what ℓ of the site leaves.
        """
        what, settings = self.options[option], self.settings
        if what["jobs"] == 0:
            return Fraction(0)
        jobs = Fraction(what["jobs"]) * self.strength(region, option)
        jobs *= Fraction(settings.realised_share) * Fraction(settings.additional_share)
        jobs *= (1 + Fraction(what["multiplier"])) * Fraction(settings.youth_share)
        jobs *= self.open_share(option, phase)
        return jobs * (self.access(region) if self.claims.catchment else self.leaver_share(region))

    def access(self, site: str) -> Fraction:
        """Return by how much labour-market access changes the jobs of a site."""
        share = self._around.access(site)
        self._told(share.lacking)
        return share.value

    def takers(self, site: str) -> Takers:
        """Return who takes the jobs of a site, where that follows from where people live."""
        takers = self._around.takers(site)
        self._told(takers.lacking)
        return takers

    def would_leave(self, region: str) -> Fraction:
        """Return λ: of the takers who live in a region, those who would otherwise be gone."""
        return self._around.would_leave(region)

    def leaver_share(self, site: str) -> Fraction:
        """Return ℓ of a site."""
        share = self._around.leaver_share(site)
        self._told(share.lacking)
        return share.value

    def young_in_commuting_area(self, site: str) -> Fraction | None:
        """Return the young residents who could commute to a site; None where not all are known."""
        return self._around.young_in_commuting_area(site)

    def _told(self, lacking: Lacking) -> None:
        for region, column, because in lacking:
            self.number(region, column, because)

    def _levels(self) -> dict[str, Fraction]:
        """Return the cultural level of every region with the plan, 1 at most."""
        levels = {i: Fraction(row["culture_level"]) for i, row in self.regions.items()}
        places: dict[str, Fraction] = {}
        for (site, option, phase), row in self.claims.build.items():
            capacity = Fraction(self.options[option]["culture_capacity"])
            if self.options[option]["kind"] == "hub" and capacity > 0:
                added = capacity * self.open_share(option, phase) * row.decided("count")
                places[site] = places.get(site, Fraction(0)) + added
        for site, capacity in places.items():
            served = self._around.served(site)
            self._told(served.lacking)
            for region, share in served.levels:
                levels[region] += capacity * share
        return {region: min(Fraction(1), level) for region, level in levels.items()}

    def kept_by_culture(self, level: Fraction) -> Fraction:
        """Return g: the share of leavers who stay at a cultural level for culture alone."""
        curve = self.claims.curve
        if curve is None:
            return Fraction(self.settings.culture_only_share) * level
        points = [(Fraction(at), Fraction(share)) for at, share in curve]
        for (left, low), (right, high) in pairwise(points):
            if level <= right:
                return low + (high - low) * (level - left) / (right - left)
        return points[-1][1]
