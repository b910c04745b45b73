"""What each instrument is said to cost and to add; what others would keep takes a solver."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from optimizer.verify.facts import Facts
from optimizer.verify.result import Findings, Rule
from optimizer.verify.takers import PERSONS

_KINDS = {"zone": "zones", "incentive": "incentives", "research": "research support"}
WITHOUT = frozenset({"retained_without", "adds", "adds_low", "adds_high"})
"""Blank together, where no plan was found without an instrument."""
_SEATS = "training seats"


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
        if without is None or adds is None or known < WITHOUT:
            if known or "cost_per_added" in row.values:
                needs = "all that is known without it, or nothing"
                findings.add(Rule.FORM, row.place, needs, ", ".join(sorted(known)) or "a price")
            continue
        place = f"{row.place}, adds"
        findings.agrees(place, adds, staying - without, PERSONS, Rule.REPORTED)
        findings.at_most(Rule.REPORTED, place, row.values.get("adds_low", adds), adds, PERSONS)
        findings.agrees(
            f"{row.place}, adds_high",
            row.values.get("adds_high"),
            _most(facts, staying) - without,
            PERSONS,
            Rule.REPORTED,
        )
        each = row.values.get("cost_per_added")
        place = f"{row.place}, cost_per_added"
        # Below a person, or where the gaps leave open whether it adds anybody, there is no price.
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
        costs[_KINDS.get(what["kind"], what["kind"])] += Fraction(what["cost"])
    for (university, field), row in facts.claims.seats.items():
        price = Fraction(facts.courses[university, field]["seat_cost"])
        costs[_SEATS] += price * row.decided("seats")
    return dict(costs)


def _most(facts: Facts, staying: Fraction) -> Fraction:
    """Return the most who stay or arrive in any plan: the bound, where it counts persons."""
    figures = facts.claims.figures
    bound, objective = figures.get("bound"), figures.get("objective")
    if bound is None or objective is None or facts.settings.objective != "retained":
        return staying
    same = abs(objective - staying) <= Fraction(1, 10**6) * max(Fraction(1), staying)
    return bound if same else staying
