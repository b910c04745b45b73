"""Purses, phases, and limits on money: read plainly, and as rules over what is spent."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .cells import number
from .levers import saved

BUILDINGS = ("cluster", "hub")
COUNTED = (*BUILDINGS, "measure")  # in the older limits on spending; seats serve a whole area


@dataclass
class Money:
    """Who pays, when, and how much may go where."""

    match: dict = field(default_factory=dict)  # by province, those listed
    own_budget: dict = field(default_factory=dict)  # by province, those with a limit
    phases: list = field(default_factory=list)  # (year, budget)
    decline: set = field(default_factory=set)  # regions
    least: dict = field(default_factory=dict)  # spending by province
    most: dict = field(default_factory=dict)
    decline_least: float | None = None  # share of all spending
    decline_most: float | None = None
    fair_least: float | None = None  # of a province's part of the budget
    fair_most: float | None = None
    hubs_least: float | None = None  # share of the cost of what is built
    hubs_most: float | None = None

    def central(self, province):
        """Share of the costs in a province that the centre pays."""
        return 1.0 - self.match.get(province, 0.0)


@dataclass
class Rule:
    """A rule on money: sum of factor x what is spent <= limit.

    `factor` is by region, year and what it is spent on: "cluster", "hub", "measure" or "seat".
    """

    factor: Callable
    limit: float


def read_money(provinces, toml, regions):
    """Money of an instance; `provinces` are the rows of its table, `regions` by id."""
    limits = toml.get("limits", {})
    flags = {"true": True, "false": False, "": False}
    return Money(
        match={row["province"]: number(row, "match_share") for row in provinces},
        own_budget={
            r["province"]: float(r["own_budget"]) for r in provinces if r.get("own_budget")
        },
        phases=[(phase["year"], phase["budget"]) for phase in toml.get("phases", [])],
        decline={i for i, row in regions.items() if flags[row.get("decline_area", "").lower()]},
        least=limits.get("min_spending", {}),
        most=limits.get("max_spending", {}),
        decline_least=limits.get("min_cost_share_decline_areas"),
        decline_most=limits.get("max_cost_share_decline_areas"),
        fair_least=limits.get("min_fair_share"),
        fair_most=limits.get("max_fair_share"),
        hubs_least=limits.get("min_cost_share_hubs"),
        hubs_most=limits.get("max_cost_share_hubs"),
    )


def copies(options, phases, base_year, years):
    """Options by phase: rows with the lead time from the base year, and the option of each."""
    if not phases:
        return options, {o: o for o in options}, dict.fromkeys(options, base_year)
    rows, base, year_of = {}, {}, {}
    for o, row in options.items():
        for year, _ in phases:
            lead = number(row, "lead_years") + year - base_year
            if lead < years:
                name = f"{o}#{year}"
                rows[name], base[name], year_of[name] = row | {"lead_years": str(lead)}, o, year
    return rows, base, year_of


def first_year(a):
    """Year in which measures and seats are paid."""
    return min([year for year, _ in a.money.phases], default=a.base_year)


def budget_rules(a):
    """Rule 1: the centre's budget, phase by phase, and the provinces' own budgets."""
    m, rules, together = a.money, [], 0.0
    phases = m.phases or [(a.base_year, a.settings["budget"])]
    for year, budget in phases:
        if budget is not None:
            together += budget
            rules.append(Rule(_until(a, year), together))
    for name, own in m.own_budget.items():
        rules.append(Rule(_in_province(a, name, m.match.get(name, 0.0), (*COUNTED, "seat")), own))
    return rules


def _until(a, last):
    """Factor of what the centre pays up to a year."""

    def factor(j, year, what):
        return a.money.central(a.province[j]) if year <= last else 0.0

    return factor


def _in_province(a, name, share, counted):
    """Factor of a share of what is spent in a province."""

    def factor(j, year, what):
        return share if a.province[j] == name and what in counted else 0.0

    return factor


def balance_rules(a, floors):
    """Rule 9 as far as it is about money; `floors` of the centre's spending by province."""
    m, rules = a.money, []
    for name, least in m.least.items():
        rules.append(Rule(_in_province(a, name, -1.0, COUNTED), -least))
    for name, most in m.most.items():
        rules.append(Rule(_in_province(a, name, 1.0, COUNTED), most))
    for share, sign in ((m.decline_least, -1.0), (m.decline_most, 1.0)):
        if share is not None:
            rules.append(Rule(_beyond(share, sign, COUNTED, lambda j, _: j in m.decline), 0.0))
    for share, sign in ((m.hubs_least, -1.0), (m.hubs_most, 1.0)):
        if share is not None:
            rules.append(Rule(_beyond(share, sign, BUILDINGS, lambda _, what: what == "hub"), 0.0))
    for name, floor in floors.items():
        rules.append(Rule(_in_province(a, name, -m.central(name), BUILDINGS), -floor))
    if m.fair_most is not None:
        for name, part in parts_of_budget(a).items():
            rules.append(
                Rule(_in_province(a, name, m.central(name), BUILDINGS), m.fair_most * part)
            )
    return rules


def _beyond(share, sign, counted, inside):
    """Factor of (what is spent inside − share x all that is spent), times the sign."""

    def factor(j, year, what):
        return sign * (inside(j, what) - share) if what in counted else 0.0

    return factor


def parts_of_budget(a):
    """Budget x youth of a province / youth of all provinces with a candidate, by province."""
    named = {a.province[j] for j in a.regions if a.candidate[j]}
    youth = {n: math.fsum(a.youth[i] for i in a.of_province(n)) for n in sorted(named)}
    everyone = math.fsum(youth.values())
    budget = a.settings["budget"]
    return {n: budget * y / everyone if everyone else 0.0 for n, y in youth.items()}


def fair_floors(a, most_possible):
    """Return the least that the centre must spend on what is built, by province, where above 0.

    `most_possible(a, name, enough)` is the lesser of M_p and enough.
    """
    floors = {}
    if a.money.fair_least is None:
        return floors
    plain = a.without_measures()
    for name, part in parts_of_budget(a).items():
        floor = a.money.fair_least * min(part, most_possible(plain, name, part))
        central = a.money.central(name)
        cheapest = min((central * a.cost[site] for site in plain.permitted(name)), default=math.inf)
        if floor > 0 and floor >= cheapest * (1 - 1e-9):
            floors[name] = floor
    return floors


def spending(a, built, taken):
    """Return what is spent, by (region, year, what): buildings less what is saved, measures.

    A measure is paid in the first phase; it saves where and when something is built.
    """
    spent = Counter()
    for (j, o), n in built.items():
        here = frozenset((place, m) for place, m in taken if place == j)
        spent[j, a.year_of[o], a.kind[o]] += a.cost[j, o] * n - saved(a, {(j, o): n}, here)
    for j, m in taken:
        spent[j, first_year(a), "measure"] += number(a.levers.measures[m], "cost")
    return spent


def room_for_seats(a, built, taken, rules):
    """Return what each rule on money leaves for training seats."""
    spent = spending(a, built, taken)
    return [
        rule.limit - math.fsum(rule.factor(*cell) * cost for cell, cost in spent.items())
        for rule in rules
    ]
