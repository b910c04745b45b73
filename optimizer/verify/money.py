"""Rule 1 and the spending of rule 9: who pays what, when, and how much goes where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from optimizer.verify.facts import Facts
from optimizer.verify.fair_share import check_fair_shares
from optimizer.verify.purses import match_shares, own_budgets, phase_years
from optimizer.verify.result import Findings, Rule, number


@dataclass(frozen=True)
class Payment:
    """What one record of a plan costs, where, and in which phase it is paid.

    Training seats serve a whole area, not their region: they are no spending `in_region`. What is
    `built` is a cluster or a `hub`.
    """

    region: str
    phase: str
    cost: Fraction
    in_region: bool = True
    built: bool = False
    hub: bool = False


def payments(facts: Facts) -> Iterator[Payment]:
    """Yield everything that a plan pays for; measures and seats in the first phase."""
    first = min(phase_years(facts), default=facts.instance.base_year)
    for (region, option, phase), row in facts.claims.build.items():
        cost = facts.cost_of_one(region, option, phase) * row.decided("count")
        hub = facts.options[option]["kind"] == "hub"
        yield Payment(region, phase, cost, built=True, hub=hub)
    for region, measure in facts.claims.measures:
        yield Payment(region, str(first), Fraction(facts.levers.measures[measure]["cost"]))
    for course, row in facts.claims.seats.items():
        place = facts.courses[course[0], course[1]]
        cost = Fraction(place["seat_cost"]) * row.decided("seats")
        yield Payment(str(place["region_id"]), str(first), cost, in_region=False)


def check_money(facts: Facts, findings: Findings, *, fair_shares: bool = True) -> None:
    """Check the budgets of both purses and all phases, and limits on where money goes.

    Parameters
    ----------
    facts : Facts
    findings : Findings
    fair_shares : bool
        Those of the provinces too, which take most of the time.
    """
    match = match_shares(facts)
    by_province: dict[str, Fraction] = defaultdict(Fraction)
    central: dict[str, Fraction] = defaultdict(Fraction)
    in_place: dict[str, Fraction] = defaultdict(Fraction)
    built: dict[str, Fraction] = defaultdict(Fraction)
    hubs = declining = Fraction(0)
    for paid in payments(facts):
        row = facts.regions[paid.region]
        province = str(row["province"])
        by_province[province] += paid.cost
        central[paid.phase] += (1 - match.get(province, Fraction(0))) * paid.cost
        if paid.built:
            built[province] += paid.cost
            hubs += paid.cost if paid.hub else 0
        if paid.in_region:
            in_place[province] += paid.cost
            declining += paid.cost if row["decline_area"] else 0
    total = sum(central.values(), Fraction(0))
    if facts.claims.budget is not None:
        currency = facts.instance.currency
        findings.at_most(Rule.BUDGET, "", total, facts.claims.budget, currency)
    _check_purses(facts, match, by_province, findings)
    _check_phases(facts, central, findings)
    _check_spending(facts, in_place, findings)
    spent = sum(in_place.values(), Fraction(0))
    _check_decline_areas(facts, declining, spent, findings)
    _check_hubs(facts, hubs, sum(built.values(), Fraction(0)), findings)
    if not fair_shares:
        return
    spending = {name: (1 - match.get(name, Fraction(0))) * cost for name, cost in built.items()}
    check_fair_shares(facts, spending, findings)


def _check_hubs(facts: Facts, hubs: Fraction, built: Fraction, findings: Findings) -> None:
    """Check the hubs' share of what is built: of both purses, without measures and seats."""
    limits, currency = facts.claims.limits, facts.instance.currency
    if limits.min_cost_share_hubs is not None:
        floor = Fraction(limits.min_cost_share_hubs) * built
        findings.at_least(Rule.HUB_SHARE, "", hubs, floor, currency)
    if limits.max_cost_share_hubs is not None:
        ceiling = Fraction(limits.max_cost_share_hubs) * built
        findings.at_most(Rule.HUB_SHARE, "", hubs, ceiling, currency)


def _check_purses(
    facts: Facts,
    match: dict[str, Fraction],
    by_province: dict[str, Fraction],
    findings: Findings,
) -> None:
    """Check that no province pays more than it has, and what the plan tells of it."""
    currency, there = facts.instance.currency, own_budgets(facts)
    for province, share in match.items():
        if province in there and share > 0:
            own = share * by_province[province]
            findings.at_most(Rule.OWN_BUDGET, province, own, there[province], currency)
    rows = {key[0]: row for key, row in facts.claims.purses.items()}
    for province, row in rows.items():
        cost = by_province[province]
        own = match.get(province, Fraction(0)) * cost
        for name, value in (("cost", cost), ("own", own), ("central", cost - own)):
            place = f"{row.place}, {name}"
            findings.agrees(place, row.values.get(name), value, currency, Rule.REPORTED)
        _check_own_budget(row.values.get("own_budget"), there.get(province), row.place, findings)
    if rows:
        for province in sorted({str(row["province"]) for row in facts.regions.values()}):
            if province not in rows:
                findings.add(Rule.FORM, f"purses, {province}", "a record of each province", "none")
    elif "provinces" in facts.instance.tables and "purses" in facts.claims.written:
        findings.add(Rule.FORM, "purses", "a record of each province", "none")


def _check_own_budget(
    told: Fraction | None, known: Fraction | None, place: str, findings: Findings
) -> None:
    if told != known:
        shown = ["none" if value is None else number(value) for value in (known, told)]
        findings.add(Rule.REPORTED, f"{place}, own_budget", *shown)


def _check_phases(facts: Facts, central: dict[str, Fraction], findings: Findings) -> None:
    """Check that each phase is paid from its budget and what was left of those before."""
    years, currency = phase_years(facts), facts.instance.currency
    allowed = years or [facts.instance.base_year]
    horizon = facts.instance.horizon_year
    for year in years:
        if not facts.instance.base_year <= year < horizon:
            needs = f"a year from {facts.instance.base_year} to before {horizon}"
            findings.add(Rule.PHASE, f"phases, {year}", needs, str(year))
    for (_, option, phase), row in facts.claims.build.items():
        if int(phase) not in allowed:
            needs = "one of " + ", ".join(str(year) for year in allowed)
            findings.add(Rule.PHASE, f"{row.place}, phase", needs, phase)
        elif facts.lead(option, phase) >= facts.years:
            opens = facts.instance.base_year + facts.lead(option, phase)
            needs = f"an opening before the horizon year {horizon}"
            findings.add(Rule.PHASE, row.place, needs, f"{opens:g}")
    left = together = Fraction(0)
    for year in years:
        row = facts.claims.phases[str(year),]
        budget, spent = row.decided("budget"), central[str(year)]
        together += budget
        before = left + budget
        findings.at_most(Rule.BUDGET, f"up to {year}", spent, before, currency)
        left = before - spent
        for name, value in (("central", spent), ("carried_over", left)):
            place = f"phases, {year}, {name}"
            findings.agrees(place, row.values.get(name), value, currency, Rule.REPORTED)
    if years:
        told = facts.claims.budget
        place = "budget (of all phases)"
        if told is None:
            findings.add(Rule.FORM, place, number(together), "none")
        findings.agrees(place, told, together, currency, Rule.REPORTED)


def _check_spending(facts: Facts, in_place: dict[str, Fraction], findings: Findings) -> None:
    limits, currency = facts.claims.limits, facts.instance.currency
    for province, least in limits.min_spending.items():
        spent = in_place[province]
        findings.at_least(Rule.SPENDING, province, spent, Fraction(least), currency)
    for province, most in limits.max_spending.items():
        spent = in_place[province]
        findings.at_most(Rule.SPENDING, province, spent, Fraction(most), currency)


def _check_decline_areas(
    facts: Facts, declining: Fraction, spent: Fraction, findings: Findings
) -> None:
    limits, currency = facts.claims.limits, facts.instance.currency
    least, most = limits.min_cost_share_decline_areas, limits.max_cost_share_decline_areas
    if least is not None:
        floor = Fraction(least) * spent
        findings.at_least(Rule.SPENDING, "decline areas", declining, floor, currency)
    if most is not None:
        ceiling = Fraction(most) * spent
        findings.at_most(Rule.SPENDING, "decline areas", declining, ceiling, currency)
