"""Rule 4: graduates for what is built, from whom, within reach, and the seats bought."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from optimizer.verify.facts import Facts
from optimizer.verify.result import Findings, Rule

GRADUATES = "graduates a year"


def check_workforce(facts: Facts, findings: Findings) -> None:
    """Check rule 4.

    Parameters
    ----------
    facts : Facts
    findings : Findings
    """
    courses, needed = facts.courses, _needed(facts)
    _check_distance(facts, findings)
    came: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    taken: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    useful: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    farthest: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for (university, field, site), row in facts.claims.workforce.items():
        graduates = row.decided("graduates")
        came[site, field] += graduates
        taken[university, field] += graduates
        campus = str(courses[university, field]["region_id"])
        if needed[site, field] > 0:
            useful[university, field] += graduates
            trained = _trained(facts, campus, site, graduates)
            farthest[university, field] = max(farthest[university, field], trained)
        if graduates > findings.slack(0, GRADUATES) and not facts.travel.recruits(campus, site):
            limit = f"a campus within {facts.settings.recruit_limit:g} minutes"
            findings.add(Rule.RECRUITING, row.place, limit, "one out of reach")
    for (site, field), wanted in needed.items():
        place = f"{facts.called(site)} {field}"
        findings.at_least(Rule.WORKFORCE, place, came[site, field], wanted, GRADUATES)
    seats = {key: row.decided("seats") for key, row in facts.claims.seats.items()}
    # Where nobody is hired and no seat is bought, there is nothing to exceed.
    touched = dict.fromkeys([*taken, *seats])
    for university, field in touched:
        course = courses[university, field]
        place = f"{university} {field}"
        bought = seats.get((university, field), Fraction(0))
        findings.at_most(Rule.SEATS, place, bought, Fraction(course["max_seats"]), "seats")
        claim = facts.claims.seats.get((university, field))
        if claim is not None:
            hired = taken[university, field]
            reported = claim.values.get("hired")
            findings.agrees(f"{claim.place}, hired", reported, hired, GRADUATES, Rule.REPORTED)
            unit = "seats, as what is built needs no more from there"
            most = max(useful[university, field], farthest[university, field])
            findings.at_most(Rule.SEATS, place, bought, most, unit)
        supply = _supply(facts, university, field)
        findings.at_most(Rule.SUPPLY, place, taken[university, field], supply, GRADUATES)


def _check_distance(facts: Facts, findings: Findings) -> None:
    """Check that no site has more of a course's graduates than would work so far away."""
    if facts.settings.graduate_half_minutes == "none":
        return
    for (university, field, site), row in facts.claims.workforce.items():
        campus = str(facts.courses[university, field]["region_id"])
        share = Fraction(facts.travel.graduates(campus, site))
        most = share * _supply(facts, university, field)
        graduates = row.decided("graduates")
        findings.at_most(Rule.GRADUATES, row.place, graduates, most, GRADUATES)


def _trained(facts: Facts, campus: str, site: str, graduates: Fraction) -> Fraction:
    """Return how many have to be trained so that so many would work at a site, by distance."""
    share = Fraction(facts.travel.graduates(campus, site))
    return graduates / share if share > 0 else Fraction(0)


def _supply(facts: Facts, university: str, field: str) -> Fraction:
    """Return graduates of a course who can be hired, those of seats bought for it included."""
    course, claim = facts.courses[university, field], facts.claims.seats.get((university, field))
    bought = claim.decided("seats") if claim is not None else Fraction(0)
    return Fraction(course["graduates"]) * Fraction(course["hireable_share"]) + bought


def _needed(facts: Facts) -> dict[tuple[str, str], Fraction]:
    needs: dict[str, list[tuple[str, Fraction]]] = defaultdict(list)
    table = facts.instance.table("needs")
    columns = (table[name] for name in ("option_id", "field", "graduates"))
    for option, field, graduates in zip(*columns, strict=True):
        needs[option].append((field, Fraction(graduates)))
    wanted: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for (region, option, _), row in facts.claims.build.items():
        for field, graduates in needs[option]:
            factor = facts.strength(region, option) * row.decided("count")
            wanted[region, field] += graduates * factor
    return wanted
