"""Rules 5 to 9: jobs and culture in harmony, the pool, who stays, and the floors by province."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from optimizer.verify.facts import Facts
from optimizer.verify.result import Findings, Rule
from optimizer.verify.takers import PERSONS, Sums, check_flows, check_takers


@dataclass(frozen=True)
class People:
    """Who stays and who comes, as recomputed.

    Attributes
    ----------
    retained : dict of region_id to Fraction
        r, persons who stay: for jobs and for culture.
    arrived : dict of region_id to Fraction
        Persons who come for jobs there; 0 under job_takers "best".
    """

    retained: Sums
    arrived: Sums

    @property
    def staying(self) -> Fraction:
        """Σ r."""
        return sum(self.retained.values(), Fraction(0))

    @property
    def coming(self) -> Fraction:
        """Σ arrived."""
        return sum(self.arrived.values(), Fraction(0))

    @property
    def counted(self) -> Fraction:
        """Σ (r + arrived): what prices and what an instrument adds are about."""
        return self.staying + self.coming


def check_people(facts: Facts, findings: Findings) -> People:
    """Check rules 5 to 9 and return who stays and who comes.

    Parameters
    ----------
    facts : Facts
    findings : Findings

    Notes
    -----
    Who stays for a job is what the flows bring under job_takers "best". Under "catchment" it is
    `retained_by_jobs` of each region, within what the jobs can keep there, and flows follow.
    """
    jobs = room_for_jobs(facts)
    if facts.claims.catchment:
        taken = check_takers(facts, jobs, findings)
    else:
        taken = check_flows(facts, jobs, findings)
    motive = Fraction(facts.settings.job_motive_share)
    retained: Sums = {}
    for region, record in facts.regions.items():
        place = facts.called(region)
        leavers = Fraction(record["leavers"])
        findings.at_most(Rule.POOL, place, taken.pool[region], motive * leavers, PERSONS)
        by_culture = _kept_by_culture(facts, region, leavers, findings)
        retained[region] = taken.by_jobs[region] + by_culture
        findings.at_most(Rule.LEAVERS, place, retained[region], leavers, PERSONS)
        _check_region(facts, region, taken.by_jobs[region], by_culture, findings)
    _check_floors(facts, retained, findings)
    return People(retained, taken.arrived)


def room_for_jobs(facts: Facts) -> Sums:
    """Return the right-hand side of rule 5, Σ N·W or Σ J·W, by site.

    W is α₀·(1 + U) + α₁·(1 + U)·level for a cluster, at the cultural level as recomputed.
    """
    alone = Fraction(facts.settings.job_only_share)
    added = Fraction(facts.settings.culture_added_share)
    room: Sums = defaultdict(Fraction)
    for (site, option, phase), row in facts.claims.build.items():
        share = alone
        if facts.options[option]["kind"] != "hub":
            # One scale of a sector per region, so every cluster may use the full cultural level.
            share = alone + added * facts.levels[site]
        room[site] += share * facts.youth_jobs(site, option, phase) * row.decided("count")
    return room


def _kept_by_culture(facts: Facts, region: str, leavers: Fraction, findings: Findings) -> Fraction:
    row = facts.claims.regions.get((region,))
    stay = row.decided("retained_by_culture") if row is not None else Fraction(0)
    place = facts.called(region)
    before = Fraction(facts.regions[region]["culture_level"])
    gained = facts.kept_by_culture(facts.levels[region]) - facts.kept_by_culture(before)
    findings.at_most(Rule.CULTURE_ONLY, place, stay, leavers * gained, PERSONS)
    jobs = facts.regions[region]["local_jobs"]
    # Work that nobody has counted can't be promised to anyone.
    known = Fraction(0) if math.isnan(jobs) else Fraction(jobs)
    findings.at_most(Rule.LOCAL_JOBS, place, stay, known, PERSONS)
    return stay


def _check_region(
    facts: Facts, region: str, by_jobs: Fraction, by_culture: Fraction, findings: Findings
) -> None:
    row = facts.claims.regions.get((region,))
    if row is None:
        return
    recomputed = {
        "leavers": (Fraction(facts.regions[region]["leavers"]), PERSONS),
        "retained": (by_jobs + by_culture, PERSONS),
        "retained_by_jobs": (by_jobs, PERSONS),
        "culture_level": (facts.levels[region], ""),
    }
    for name, (value, unit) in recomputed.items():
        reported = row.values.get(name)
        findings.agrees(f"{row.place}, {name}", reported, value, unit, Rule.REPORTED)


def _check_floors(facts: Facts, retained: Sums, findings: Findings) -> None:
    sums = by_province(facts, retained)
    for province, share in facts.claims.limits.min_retained_share.items():
        staying, leavers = sums.get(province, (Fraction(0), Fraction(0)))
        floor = Fraction(share) * leavers
        findings.at_least(Rule.BALANCE, province, staying, floor, PERSONS)
    for province, share in facts.claims.limits.max_retained_share.items():
        staying, leavers = sums.get(province, (Fraction(0), Fraction(0)))
        findings.at_most(Rule.BALANCE, province, staying, Fraction(share) * leavers, PERSONS)
    least = facts.claims.limits.min_retained_share_decline_areas
    if least is not None:
        areas = [row for row in facts.regions.values() if row["decline_area"]]
        leavers = sum((Fraction(row["leavers"]) for row in areas), Fraction(0))
        staying = sum((retained[str(row["region_id"])] for row in areas), Fraction(0))
        floor = Fraction(least) * leavers
        findings.at_least(Rule.BALANCE, "decline areas", staying, floor, PERSONS)


def by_province(facts: Facts, retained: Sums) -> dict[str, tuple[Fraction, Fraction]]:
    """Return persons retained and leavers of each province."""
    sums: dict[str, tuple[Fraction, Fraction]] = {}
    for region, row in facts.regions.items():
        staying, leavers = sums.get(row["province"], (Fraction(0), Fraction(0)))
        sums[row["province"]] = (
            staying + retained[region],
            leavers + Fraction(row["leavers"]),
        )
    return sums
