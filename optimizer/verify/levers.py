"""Measures and interactions: what they add and save, and where they may be taken."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from optimizer.instance import PEOPLE_EFFECTS, Instance, Limits, works_by
from optimizer.verify.claims import Claims
from optimizer.verify.result import Findings, Rule, called

Record = Mapping[str, Any]


class Levers:
    """What a plan's measures and neighbours do to its clusters, in exact numbers.

    Parameters
    ----------
    instance : Instance
    claims : Claims

    Notes
    -----
    A cluster's jobs grow by min(max_uplift, Σ uplift of the measures taken in its region for its
    sector + Σ uplift of its sector's interactions with something near); its cost falls by
    Σ saving of those measures. An interaction counts once however much is near.
    """

    def __init__(self, instance: Instance, claims: Claims):
        """Index the tables, and what the plan builds and takes."""
        self.options = {str(row["option_id"]): row for row in instance.records("options")}
        self.measures = {str(row["measure_id"]): row for row in instance.records("measures")}
        self._interactions = instance.records("interactions")
        self._cap = Fraction(claims.limits.max_uplift)
        self._taken: dict[str, list[str]] = defaultdict(list)
        for region, measure in claims.measures:
            self._taken[region].append(measure)
        self._sectors = {
            str(row["sector"]) for row in self.options.values() if row["kind"] == "cluster"
        }
        self._with_cluster: dict[str, set[str]] = defaultdict(set)
        self._with_hub: dict[str, set[str]] = defaultdict(set)
        for region, option, _ in claims.build:
            row = self.options[option]
            if row["kind"] == "cluster":
                self._with_cluster[row["sector"]].add(region)
            else:
                self._with_hub[row["hub_type"]].add(region)
        self._minutes = self._ways(instance)

    def _ways(self, instance: Instance) -> dict[tuple[str, str], float]:
        """Return the minutes of the pairs that start where something is built."""
        starts = set().union(*self._with_cluster.values()) if self._interactions else set()
        table = instance.table("travel")
        table = table[table["from_region"].isin(list(starts))]
        columns = (table[name] for name in ("from_region", "to_region", "minutes"))
        return {(start, end): float(time) for start, end, time in zip(*columns, strict=True)}

    def taken(self, region: str) -> list[str]:
        """Return the measures that the plan takes in a region."""
        return self._taken.get(region, [])

    def serves(self, measure: str, option: str) -> bool:
        """Return whether a measure works for an option: a cluster of its sector."""
        row = self.options[option]
        sector = self.measures[measure]["sector"]
        kind = self.measures[measure]["kind"]
        if not (works_by(kind, "jobs") or works_by(kind, "saving")):
            return False
        return row["kind"] == "cluster" and sector in ("", row["sector"])

    def is_zone_for(self, measure: str, option: str) -> bool:
        """Return whether a measure is a zone that an option may use; a hub may use any."""
        if self.measures[measure]["kind"] != "zone":
            return False
        return self.options[option]["kind"] == "hub" or self.serves(measure, option)

    def near_uplift(self, region: str, option: str) -> Fraction:
        """Return Σ uplift of the interactions that a cluster has, before the cap."""
        total = Fraction(0)
        for row in self._interactions:
            if row["sector"] != self.options[option]["sector"]:
                continue
            word, limit = row["near_sector"], row["limit_minutes"]
            there: Collection[str] = (
                self._with_cluster[word] if word in self._sectors else self._with_hub[word]
            )
            own = region in there and word != row["sector"]
            if own or any(self._near(region, other, limit) for other in there if other != region):
                total += Fraction(row["uplift"])
        return total

    def _near(self, start: str, end: str, limit: float) -> bool:
        return self._minutes.get((start, end), math.inf) <= limit

    def uplift(
        self,
        region: str,
        option: str,
        *,
        without: str | None = None,
        neighbours: bool = True,
    ) -> Fraction:
        """Return U of a cluster; leaving out a measure, or the neighbours; 0 for hubs."""
        if self.options[option]["kind"] == "hub":
            return Fraction(0)
        total = self.near_uplift(region, option) if neighbours else Fraction(0)
        for measure in self.taken(region):
            if measure != without and self.serves(measure, option):
                total += Fraction(self.measures[measure]["uplift"])
        return min(self._cap, total)

    def saving(self, region: str, option: str) -> Fraction:
        """Return the share of its cost that a cluster saves; 0 for hubs."""
        return sum(
            (
                Fraction(self.measures[measure]["saving"])
                for measure in self.taken(region)
                if self.serves(measure, option)
            ),
            Fraction(0),
        )


def check_measures(levers: Levers, claims: Claims, instance: Instance, findings: Findings) -> None:
    """Check where measures are taken, how many, and that what needs a zone has one.

    Parameters
    ----------
    levers : Levers
    claims : Claims
    instance : Instance
    findings : Findings
    """
    names = instance.region_names
    regions = instance.regions
    province = dict(zip(regions["region_id"], regions["province"], strict=True))
    built: dict[str, list[str]] = defaultdict(list)
    for region, option, _ in claims.build:
        built[region].append(option)
    tiers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for region, measure in claims.measures:
        used = any(
            levers.serves(measure, option)
            or (levers.options[option]["needs_zone"] and levers.is_zone_for(measure, option))
            for option in built[region]
        )
        place = f"{called(region, names)} {measure}"
        effects = (levers.measures[measure][column] for column in PEOPLE_EFFECTS)
        if claims.catchment and any(effect > 0 for effect in effects):
            used = True  # where it may be bought is checked by its channel (`check_housing`)
        if not used:
            findings.add(Rule.MEASURE_IN_USE, place, "a cluster that it works for", "none")
        if levers.measures[measure]["tier_group"]:
            tiers[region, levers.measures[measure]["tier_group"]].append(measure)
    for (region, group), taken in tiers.items():
        if len(taken) > 1:
            place = f"{called(region, names)} {group}"
            findings.add(Rule.TIER_GROUP, place, "one measure at most", ", ".join(taken))
    for region, option, _ in claims.build:
        zoned = any(levers.is_zone_for(measure, option) for measure in levers.taken(region))
        if levers.options[option]["needs_zone"] and not zoned:
            place = f"{called(region, names)} {option}"
            findings.add(Rule.ZONE, place, "a regulation-free zone for it", "none")
    _check_numbers(levers, claims.limits, claims.measures, province, findings)


def _check_numbers(
    levers: Levers,
    limits: Limits,
    taken: Collection[tuple[str, ...]],
    province: Mapping[str, str],
    findings: Findings,
) -> None:
    total: dict[str, int] = defaultdict(int)
    by_province: dict[tuple[str, str], int] = defaultdict(int)
    zones = 0
    for region, measure in taken:
        total[measure] += 1
        by_province[measure, province[region]] += 1
        zones += levers.measures[measure]["kind"] == "zone"
    for measure, count in total.items():
        most = levers.measures[measure]["max_total"]
        if not math.isnan(most):
            limit = Fraction(most)
            findings.at_most(Rule.MEASURES, measure, Fraction(count), limit, "nationwide")
        if measure in limits.max_measures:
            most = limits.max_measures[measure]
            findings.at_most(Rule.MEASURES, measure, Fraction(count), most, "nationwide")
    for (measure, name), count in by_province.items():
        most = levers.measures[measure]["max_per_province"]
        if not math.isnan(most):
            place = f"{measure}, {name}"
            findings.at_most(Rule.MEASURES, place, Fraction(count), Fraction(most), "there")
    if limits.zones is not None:
        findings.at_most(Rule.ZONES, "", Fraction(zones), limits.zones, "zones")
