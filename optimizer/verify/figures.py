"""The figures a plan reports: cost, jobs, who stays, the objective, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import assert_never

from optimizer.verify.at_stake import unit_of_objective
from optimizer.verify.facts import Facts
from optimizer.verify.people import People, by_province
from optimizer.verify.result import Findings, Rule, number
from optimizer.verify.takers import PERSONS

DIGITS = 50
"""Of the equally distributed equivalent, which no fraction tells exactly."""
LEAST_GAP = Fraction(1, 10**6)
"""What `--gap 0` means."""
ROUNDING = Fraction(1, 10**9)
"""Room for the binary64 division that made the reported gap."""


def check_costs(facts: Facts, findings: Findings) -> Fraction:
    """Check what each part of a plan reports and return the recomputed cost of all.

    Parameters
    ----------
    facts : Facts
    findings : Findings
    """
    currency = facts.instance.currency
    total = Fraction(0)
    for (region, option, phase), row in facts.claims.build.items():
        count = row.decided("count")
        recomputed = {
            "cost": (facts.cost_of_one(region, option, phase) * count, currency),
            "jobs": (Fraction(facts.options[option]["jobs"]) * count, "jobs"),
            "youth_jobs": (facts.youth_jobs(region, option, phase) * count, "jobs"),
            "uplift": (facts.levers.uplift(region, option), ""),
            "neighbour_jobs": (_by_neighbours(facts, region, option, phase) * count, "jobs"),
        }
        for name, (value, unit) in recomputed.items():
            place = f"{row.place}, {name}"
            findings.agrees(place, row.values.get(name), value, unit, Rule.REPORTED)
        total += recomputed["cost"][0]
    total += _check_measures(facts, findings)
    for (university, field), row in facts.claims.seats.items():
        price = Fraction(facts.courses[university, field]["seat_cost"])
        cost = row.decided("seats") * price
        place = f"{row.place}, cost"
        findings.agrees(place, row.values.get("cost"), cost, currency, Rule.REPORTED)
        total += cost
    findings.agrees("cost", facts.claims.figures.get("cost"), total, currency, Rule.REPORTED)
    return total


def _by_neighbours(facts: Facts, region: str, option: str, phase: str) -> Fraction:
    """Return the youth jobs that one building would lose without its neighbours."""
    levers = facts.levers
    gained = levers.uplift(region, option) - levers.uplift(region, option, neighbours=False)
    return facts.jobs_alone(region, option, phase) * gained


def _check_measures(facts: Facts, findings: Findings) -> Fraction:
    """Check what each measure reports and return the cost of all."""
    levers, currency, total = facts.levers, facts.instance.currency, Fraction(0)
    for (region, measure), row in facts.claims.measures.items():
        cost, jobs, saved = Fraction(levers.measures[measure]["cost"]), Fraction(0), Fraction(0)
        for (place, option, phase), building in facts.claims.build.items():
            if place != region or not levers.serves(measure, option):
                continue
            lost = levers.uplift(region, option) - levers.uplift(region, option, without=measure)
            alone = facts.jobs_alone(region, option, phase)
            jobs += alone * lost * building.decided("count")
            full = facts.full_cost(region, option, phase) * building.decided("count")
            saved += full * Fraction(levers.measures[measure]["saving"])
        for name, value, unit in (
            ("cost", cost, currency),
            ("youth_jobs", jobs, "jobs"),
            ("saved", saved, currency),
        ):
            reported = row.values.get(name)
            findings.agrees(f"{row.place}, {name}", reported, value, unit, Rule.REPORTED)
        total += cost
    return total


def objective_of(facts: Facts, people: People, cost: Fraction) -> Fraction:
    """Return the objective under the plan's settings.

    Parameters
    ----------
    facts : Facts
    people : People
        Who stays and who comes. Both count, but in the worst-off province's share who stays.
    cost : Fraction
    """
    settings = facts.settings
    match settings.objective:
        case "retained":
            return sum(
                (
                    _weight(facts, region) * (persons + people.arrived.get(region, Fraction(0)))
                    for region, persons in people.retained.items()
                ),
                Fraction(0),
            )
        case "worst_province":
            sums = by_province(facts, people.retained).values()
            shares = [stay / leavers for stay, leavers in sums if leavers > 0]
            return min(shares, default=Fraction(0))
        case "equally_distributed":
            sums = by_province(facts, people.retained).values()
            aversion = Fraction(settings.inequality_aversion)
            return _equivalent([pair for pair in sums if pair[1] > 0], aversion)
        case "net_benefit":
            return Fraction(settings.value_per_retained) * people.counted - cost
        case _:
            assert_never(settings.objective)


def _equivalent(provinces: Sequence[tuple[Fraction, Fraction]], aversion: Fraction) -> Fraction:
    """Return −(1/κ)·ln Σ w·exp(−κ·s) to DIGITS digits, w being the part of all leavers."""
    total = sum((leavers for _, leavers in provinces), Fraction(0))
    if total == 0:
        return Fraction(0)
    with localcontext(prec=DIGITS):
        kappa, worth = _decimal(aversion), Decimal(0)
        for stay, leavers in provinces:
            worth += _decimal(leavers / total) * (-kappa * _decimal(stay / leavers)).exp()
        return Fraction(-worth.ln() / kappa)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _weight(facts: Facts, region: str) -> Fraction:
    if facts.settings.weights == "column":
        return Fraction(facts.regions[region]["weight"])
    risk = facts.number(region, "extinction_risk", 'settings.weights is "extinction_risk"')
    return 2 - min(Fraction(1), risk)


def check_totals(facts: Facts, people: People, objective: Fraction, findings: Findings) -> None:
    """Check the reported totals, the bound and the gap.

    Parameters
    ----------
    facts : Facts
    people : People
    objective : Fraction
        As recomputed.
    findings : Findings
    """
    figures = facts.claims.figures
    for name, persons in (("retained", people.staying), ("arrived", people.coming)):
        findings.agrees(name, figures.get(name), persons, PERSONS, Rule.REPORTED)
    unit = unit_of_objective(facts)
    findings.agrees("objective", figures.get("objective"), objective, unit, Rule.REPORTED)
    bound, gap, asked = (figures.get(name) for name in ("bound", "gap", "gap_asked"))
    if bound is not None:
        why = f"{unit}, since no plan is better than its bound"
        findings.at_least(Rule.BOUND, "", bound, objective, why.removeprefix(", "))
        measured = (bound - objective) / max(Fraction(1), abs(objective))
        findings.agrees("", gap, measured, "as (bound − objective) / max(1, |objective|)", Rule.GAP)
    if gap is not None and asked is not None and facts.claims.status == "optimal":
        most = max(asked, LEAST_GAP)
        if gap > most + ROUNDING:
            needs = f"at most {number(most)}, as the status is optimal"
            findings.add(Rule.GAP, "", needs, number(gap))
