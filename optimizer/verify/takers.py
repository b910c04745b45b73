"""Whom jobs keep and bring: by where young people live, or whoever is best for the objective."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from optimizer.verify.facts import Facts
from optimizer.verify.housing import helped_by_housing
from optimizer.verify.result import Findings, Rule, number

PERSONS = "persons"

Sums = dict[str, Fraction]


@dataclass(frozen=True)
class Taken:
    """What the jobs of a plan do, by region.

    Attributes
    ----------
    by_jobs : dict of region_id to Fraction
        Persons who stay for a job.
    pool : dict of region_id to Fraction
        Leavers who take one, which rule 6 limits; the same under "catchment".
    arrived : dict of region_id to Fraction
        Persons who come for one.
    """

    by_jobs: Sums
    pool: Sums
    arrived: Sums


def check_flows(facts: Facts, jobs: Mapping[str, Fraction], findings: Findings) -> Taken:
    """Check flows that a plan decides, as under job_takers "best"; nobody arrives.

    Parameters
    ----------
    facts : Facts
    jobs : mapping of region_id to Fraction
        Persons whom the jobs of each site can keep: the right-hand side of rule 5.
    findings : Findings
    """
    by_jobs: Sums = defaultdict(Fraction)
    out_of: Sums = defaultdict(Fraction)
    into: Sums = defaultdict(Fraction)
    for (start, end), row in facts.claims.flows.items():
        persons = row.decided("persons")
        stay = facts.travel.stay(start, end)
        if stay is None and persons > findings.slack(0, PERSONS):
            limit = f"a commute within {facts.settings.commute_limit:g} minutes"
            findings.add(Rule.COMMUTING, row.place, limit, "a pair out of reach")
        staying = persons * Fraction(stay or 0.0)
        reported = row.values.get("retained")
        findings.agrees(f"{row.place}, retained", reported, staying, PERSONS, Rule.REPORTED)
        by_jobs[start] += staying
        out_of[start] += persons
        into[end] += persons
    for site, persons in into.items():
        there = jobs.get(site, Fraction(0))
        findings.at_most(Rule.HARMONY, facts.called(site), persons, there, PERSONS)
    for row in facts.claims.regions.values():
        told = row.values.get("arrived")
        place = f"{row.place}, arrived"
        findings.agrees(place, told, Fraction(0), PERSONS, Rule.ARRIVALS)
    return Taken(by_jobs, out_of, defaultdict(Fraction))


def check_takers(facts: Facts, jobs: Mapping[str, Fraction], findings: Findings) -> Taken:
    """Check who stays and who comes for a job where takers follow from where people live.

    Parameters
    ----------
    facts : Facts
    jobs : mapping of region_id to Fraction
        Σ N·W of each site.
    findings : Findings

    Notes
    -----
    kept[i] ≤ Σ_j P[i,j]·(λ[i] + δ[i])·Σ_k N·W, δ by measures of housing; arrived[j] ≤
    ρ·Σ_i P[i,j]·(1 − λ[i])·Σ_k N·W. Expected flows split kept[i] among the sites in proportion to
    its terms, W at the cultural level as recomputed. Each of them is then within its term, and
    their sum is kept[i].
    """
    share = Fraction(facts.settings.arrival_share) if _elsewhere(facts) else Fraction(0)
    helped = helped_by_housing(facts)
    terms: dict[str, Sums] = defaultdict(dict)
    most: Sums = defaultdict(Fraction)
    for site, persons in jobs.items():
        takers = facts.takers(site)
        most[site] = share * persons * takers.staying
        for region, part in takers.leaving:
            if persons > 0:
                terms[region][site] = persons * part
        for region, part in takers.living if persons > 0 else ():
            if helped[region] > 0:
                known = terms[region].get(site, Fraction(0))
                terms[region][site] = known + persons * part * helped[region]
    kept: Sums = {}
    arrived: Sums = {}
    for region in facts.regions:
        row, place = facts.claims.regions.get((region,)), facts.called(region)
        kept[region] = row.decided("retained_by_jobs") if row is not None else Fraction(0)
        arrived[region] = row.decided("arrived") if row is not None else Fraction(0)
        limit = sum(terms[region].values(), Fraction(0))
        findings.at_most(Rule.TAKERS, place, kept[region], limit, PERSONS)
        findings.at_most(Rule.ARRIVALS, place, arrived[region], most[region], PERSONS)
    _check_expected(facts, kept, terms, findings)
    return Taken(kept, kept, arrived)


def _elsewhere(facts: Facts) -> bool:
    """Return whether there is a province without a candidate, where arrivals could come from."""
    given = {row["province"] for row in facts.regions.values() if row["candidate"]}
    return any(row["province"] not in given for row in facts.regions.values())


def _check_expected(
    facts: Facts, kept: Sums, terms: Mapping[str, Sums], findings: Findings
) -> None:
    """Check that flows are those expected; fewer than a millionth of a person may be left out."""
    expected: dict[tuple[str, ...], Fraction] = {}
    for region, parts in terms.items():
        total = sum(parts.values(), Fraction(0))
        for site, part in parts.items():
            expected[region, site] = kept[region] * part / total
    for pair, row in facts.claims.flows.items():
        persons = expected.pop(pair, Fraction(0))
        for name in ("persons", "retained"):
            told = row.values.get(name)
            findings.agrees(f"{row.place}, {name}", told, persons, PERSONS, Rule.FLOWS)
    for (region, site), persons in expected.items():
        if persons > 2 * findings.slack(0, PERSONS):  # beside the tolerance of what is kept
            place = f"flows, {facts.called(region)} → {facts.called(site)}"
            findings.add(Rule.FLOWS, place, f"{number(persons)} persons", "none")
