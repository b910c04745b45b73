"""Purses, phases, and limits on money: read plainly, and as rows over what is spent."""

import math
from collections import Counter
from dataclasses import dataclass, field

from .cells import number, read_table
from .levers import saved


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

    def plain(self):
        """Whether the whole budget is the only rule on money."""
        rules = [any(self.match.values()), len(self.phases) > 1, self.least, self.most]
        shares = [self.decline_least, self.decline_most]
        return not any(rules) and shares == [None, None]

    def central(self, province):
        """Share of the costs in a province that the centre pays."""
        return 1.0 - self.match.get(province, 0.0)


def read_money(folder, toml, regions):
    """Money of an instance folder; `regions` are the rows of its table."""
    rows = read_table(folder, "provinces")
    limits = toml.get("limits", {})
    flags = {"true": True, "false": False, "": False}
    return Money(
        match={row["province"]: number(row, "match_share") for row in rows},
        own_budget={r["province"]: float(r["own_budget"]) for r in rows if r.get("own_budget")},
        phases=[(phase["year"], phase["budget"]) for phase in toml.get("phases", [])],
        decline={i for i, row in regions.items() if flags[row.get("decline_area", "").lower()]},
        least=limits.get("min_spending", {}),
        most=limits.get("max_spending", {}),
        decline_least=limits.get("min_cost_share_decline_areas"),
        decline_most=limits.get("max_cost_share_decline_areas"),
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


def money_rows(a, budget):
    """Rules on money as (factor by (region, year) of what is spent there then, limit, seats).

    A row says: sum of factor x spending <= limit; `seats`: training seats count in it too.
    """
    m = a.money
    years = [year for year, _ in m.phases] or [a.base_year]
    cells = [(j, year) for j in a.regions for year in years]
    rows = []
    if budget is not None:
        rows.append(({(j, y): m.central(a.province[j]) for j, y in cells}, budget, True))
    together = 0.0
    for year, part in m.phases[:-1]:
        together += part
        early = {(j, y): m.central(a.province[j]) for j, y in cells if y <= year}
        rows.append((early, together, True))
    for name, own in m.own_budget.items():
        share = m.match.get(name, 0.0)
        rows.append(({(j, y): share for j, y in cells if a.province[j] == name}, own, True))
    for name, least in m.least.items():
        rows.append(({(j, y): -1.0 for j, y in cells if a.province[j] == name}, -least, False))
    for name, most in m.most.items():
        rows.append(({(j, y): 1.0 for j, y in cells if a.province[j] == name}, most, False))
    for share, sign in ((m.decline_least, -1.0), (m.decline_most, 1.0)):
        if share is not None:
            beyond = {(j, y): sign * ((j in m.decline) - share) for j, y in cells}
            rows.append((beyond, 0.0, False))
    return rows


def spending(a, built, taken):
    """Return what is spent on buildings and measures, less what they save, by (region, year).

    A measure is paid in the first phase; it saves where and when something is built.
    """
    spent = Counter()
    for (j, o), n in built.items():
        here = frozenset((place, m) for place, m in taken if place == j)
        spent[j, a.year_of[o]] += a.cost[j, o] * n - saved(a, {(j, o): n}, here)
    first = min([year for year, _ in a.money.phases], default=a.base_year)
    for j, m in taken:
        spent[j, first] += number(a.levers.measures[m], "cost")
    return spent


def room_for_seats(a, built, taken, rows):
    """Return what each rule on money leaves for training seats."""
    spent = spending(a, built, taken)
    return [
        limit - math.fsum(factors.get(cell, 0.0) * cost for cell, cost in spent.items())
        for factors, limit, _ in rows
    ]
