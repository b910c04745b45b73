"""What each instrument is said to cost and to add; what others would keep takes a solver."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from optimizer.instance import OTHER_KINDS, called, counts_people
from optimizer.verify.facts import Facts
from optimizer.verify.result import Findings, Rule
from optimizer.verify.takers import PERSONS

WITHOUT = frozenset({"retained_without", "adds"})
ENDS = frozenset({"adds_low", "adds_high"})
"""Blank together, where no plan was found without an instrument."""
_SEATS = OTHER_KINDS["seats"].label


def check_instruments(facts: Facts, staying: Fraction, findings: Findings) -> None:
    """Check a plan's instruments, where it was asked for them.

    Parameters
    ----------
    facts : Facts
    staying : Fraction
        Persons who stay or arrive, as recomputed.
    findings : Findings

    Notes
    -----
    How many would stay or arrive without an instrument (`retained_without`) is taken as told: to
    know it one would have to solve. Cost, what is added and cost per person follow from it.
    """
    rows = {key[0]: row for key, row in facts.claims.instruments.items()}
    if not rows:
        return
    costs, currency = _costs(facts), facts.instance.currency
    for name in sorted(costs.keys() - rows.keys()):
        place = f"instruments, {name}"
        findings.add(Rule.FORM, place, "a record of every instrument that is used", "none")
    for name, row in rows.items():
        if name not in costs:
            findings.add(Rule.FORM, row.place, "an instrument that the plan uses", name)
            continue
        without, adds = row.values.get("retained_without"), row.values.get("adds")
        cost = row.values.get("cost")
        findings.agrees(f"{row.place}, cost", cost, costs[name], currency, Rule.REPORTED)
        known = WITHOUT & row.values.keys()
        ends = ENDS & row.values.keys()
        if without is None or adds is None or 0 < len(ends) < len(ENDS):
            if known or ends or "cost_per_added" in row.values:
                needs = "all that is known without it, or nothing"
                findings.add(Rule.FORM, row.place, needs, ", ".join(sorted(known)) or "a price")
            continue
        place = f"{row.place}, adds"
        findings.agrees(place, adds, staying - without, PERSONS, Rule.REPORTED)
        if ends:
            low, high = row.values["adds_low"], row.values["adds_high"]
            most = _most(facts, staying) - without
            findings.at_most(Rule.REPORTED, place, low, adds, PERSONS)
            findings.agrees(f"{row.place}, adds_high", high, most, PERSONS, Rule.REPORTED)
        elif _counts_persons(facts, staying):
            needs = "what the two bounds allow, as the objective counts persons"
            findings.add(Rule.FORM, row.place, needs, "none")
        each = row.values.get("cost_per_added")
        place = f"{row.place}, cost_per_added"
        # Below a person, or where the gaps leave open whether it adds anybody, there is no price.
        # Without ends the bounds, which a solver found, say whether it adds anything.
        if not ends and each is None:
            continue
        if adds >= 1 and row.values.get("adds_low", adds) > 0:
            findings.agrees(place, each or Fraction(0), costs[name] / adds, currency, Rule.REPORTED)
        elif each is not None:
            findings.add(Rule.REPORTED, place, "none, as it may add nobody", str(float(each)))


def _costs(facts: Facts) -> dict[str, Fraction]:
    """Return the cost of each instrument that the plan uses."""
    costs: dict[str, Fraction] = defaultdict(Fraction)
    for (region, option, phase), row in facts.claims.build.items():
        what = facts.options[option]
        name = what["sector"] if what["kind"] == "cluster" else what["hub_type"]
        costs[name or option] += facts.cost_of_one(region, option, phase) * row.decided("count")
    for _, measure in facts.claims.measures:
        what = facts.levers.measures[measure]
        costs[called(what["kind"])] += Fraction(what["cost"])
    for (university, field), row in facts.claims.seats.items():
        price = Fraction(facts.courses[university, field]["seat_cost"])
        costs[_SEATS] += price * row.decided("seats")
    return dict(costs)


def _most(facts: Facts, staying: Fraction) -> Fraction:
    """Return the most who stay or arrive in any plan: the bound, where it counts persons."""
    bound = facts.claims.figures.get("bound")
    return bound if bound is not None and _counts_persons(facts, staying) else staying


def _counts_persons(facts: Facts, staying: Fraction) -> bool:
    """Return whether the objective counts persons who stay or arrive."""
    objective = facts.claims.figures.get("objective")
    if objective is None or not counts_people(facts.settings.objective):
        return False
    return abs(objective - staying) <= Fraction(1, 10**6) * max(Fraction(1), staying)
