"""Tries every integer decision of a tiny instance and settles the rest by small transports."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from .levers import keeps_measure_limits, measure_choices, saved, uplift
from .money import money_rows, room_for_seats
from .plain_mip import KEPT, Answer

TOLERANCE = 1e-9


@dataclass
class Plan:
    """One integer decision with all that follows from it at once."""

    built: dict  # count by (j, option), those above 0
    taken: frozenset  # (j, measure)
    cost: float  # without seats
    level: dict  # c_i
    jobs: dict  # how many leavers the jobs in j can keep
    by_culture: dict  # largest e_i
    best: float = 0.0  # what the objective cannot exceed
    seats: float | None = None  # cost of the seats it needs; None: not yet known


def no_more(value, limit):
    """Whether value <= limit, but for rounding."""
    return value <= limit + TOLERANCE * max(1.0, abs(limit))


def region_fits(a, j, counts):
    """Whether a region can hold these counts of the options, taken alone."""
    built = [(o, n) for o, n in zip(a.options, counts, strict=True) if n]
    if not over_phases(a, j, built):
        return False
    clusters = [o for o, _ in built if a.kind[o] == "cluster"]
    if len({a.sector[k] for k in clusters}) < len(clusters):
        return False
    if len(clusters) > a.limits.get("max_clusters_per_region", math.inf):
        return False
    if not no_more(sum(a.land_of[o] * n for o, n in built), a.land[j]):
        return False
    for name in {a.stock_of[o] for o, _ in built} - {None}:
        used = sum(n for o, n in built if a.stock_of[o] == name)
        if used > a.stock.get((name, j), 0.0):
            return False
    share, youth = a.settings["absorption_share"], a.area_youth[j]
    if share == "none" or youth is None:
        return True
    return no_more(sum(a.jobs_of[o] * n for o, n in built), share * youth)


def over_phases(a, j, built):
    """Whether a region holds as many of each option, all phases together, as it may and must."""
    together = {}
    for o, n in built:
        together[a.base_of[o]] = together.get(a.base_of[o], 0) + n
    if any(n > a.most_of[j, base] for base, n in together.items()):
        return False
    must = [base for (i, base), n in a.least_of.items() if i == j and n]
    return all(together.get(base, 0) for base in must)


def region_choices(a, j):
    """Every (counts, measures, cost) that a region can hold, with its locks."""
    ranges = [range(a.least[j, o], a.most[j, o] + 1) for o in a.options]
    for counts in itertools.product(*ranges):
        if region_fits(a, j, counts):
            cost = math.fsum(a.cost[j, o] * n for o, n in zip(a.options, counts, strict=True))
            here = {(j, o): n for o, n in zip(a.options, counts, strict=True) if n}
            for taken, extra in measure_choices(a, j, here):
                yield here, taken, cost + extra - saved(a, here, taken)


def combinations(a):
    """Every integer decision within the budget, region by region, as (built, taken, cost)."""
    budget = a.settings["budget"]
    partial = [({}, frozenset(), 0.0, 0.0)]
    for j in a.regions:
        choices = list(region_choices(a, j))
        central = a.money.central(a.province[j])
        partial = [
            (built | more, taken | others, cost + extra, paid + central * extra)
            for built, taken, cost, paid in partial
            for more, others, extra in choices
            if budget is None or no_more(paid + central * extra, budget)
        ]
    return [(built, taken, cost) for built, taken, cost, _ in partial]


def keeps_limits(a, built):
    """Whether the limits by province and nationwide are kept."""
    for o, limit in a.limits.get("max_options", {}).items():
        if sum(n for (_, other), n in built.items() if a.base_of[other] == o) > limit:
            return False
    limit = a.limits.get("max_clusters_per_province", {})
    of = [a.province[j] for j, o in built if a.kind[o] == "cluster"]
    by_name = limit if isinstance(limit, dict) else dict.fromkeys(of, limit)
    return all(of.count(name) <= most for name, most in by_name.items())


def work_out(a, built, taken, cost):
    """Plan: level, jobs and culture that follow from what is built."""
    level = dict(a.level0)
    for (j, h), n in built.items():
        if a.kind[h] == "hub":
            for i in a.regions:
                level[i] += a.level_added.get((i, j, h), 0.0) * n
    level = {i: min(1.0, c) for i, c in level.items()}
    only, added = a.settings["job_only_share"], a.settings["culture_added_share"]
    jobs = dict.fromkeys(a.regions, 0.0)
    for (j, o), n in built.items():
        culture = added * level[j] if a.kind[o] == "cluster" else 0.0
        grown = 1 + uplift(a, j, o, built, taken)
        jobs[j] += a.youth_jobs[j, o] * grown * (only + culture) * n
    by_culture = {
        i: min(a.leavers[i] * (a.g(level[i]) - a.g(a.level0[i])), a.local_jobs[i])
        for i in a.regions
    }
    return Plan(built, taken, cost, level, jobs, by_culture)


def cheapest_seats(a, built):
    """Least cost of the seats that the workforce needs; infinite where it cannot be had."""
    wanted = {}
    for (j, o), n in built.items():
        for (place, option, f), graduates in a.need.items():
            if (place, option) == (j, o) and graduates:
                wanted[j, f] = wanted.get((j, f), 0.0) + graduates * n
    return sum(
        seats_of_field(a, f, {j: g for (j, other), g in wanted.items() if other == f})
        for f in {f for _, f in wanted}
    )


def seats_of_field(a, f, wanted):
    """Least cost of seats in one field, for the graduates wanted by site."""
    courses = [course for course in a.courses if course["field"] == f]
    links = [(n, j) for n, c in enumerate(courses) for j in wanted if (c["region"], j) in a.recruit]
    sites = list(wanted)
    rows = np.zeros((len(courses) + len(sites), len(links) + len(courses)))
    for column, (n, j) in enumerate(links):
        rows[n, column] = 1.0
        rows[len(courses) + sites.index(j), column] = -1.0
    for n in range(len(courses)):
        rows[n, len(links) + n] = -1.0
    limits = [c["supply"] for c in courses] + [-wanted[j] for j in sites]
    if not rows.shape[1]:
        return math.inf
    price = [0.0] * len(links) + [c["seat_cost"] for c in courses]
    most = [(0, None)] * len(links) + [(0, c["max_seats"]) for c in courses]
    found = linprog(price, rows, limits, bounds=most, method="highs")
    assert found.status in (0, 2), found.message
    return found.fun if found.status == 0 else math.inf


def cheapest_seats_under_rules(a, built, taken):
    """Least cost of seats in all fields such that every rule on money holds; else infinite."""
    wanted = {}
    for (j, o), n in built.items():
        for (place, option, f), graduates in a.need.items():
            if (place, option) == (j, o) and graduates:
                wanted[j, f] = wanted.get((j, f), 0.0) + graduates * n
    sites, courses = list(wanted), a.courses
    links = [
        (n, site)
        for n, c in enumerate(courses)
        for site in sites
        if c["field"] == site[1] and (c["region"], site[0]) in a.recruit
    ]
    rules = money_rows(a, a.settings["budget"])
    width = len(links) + len(courses)
    rows = np.zeros((len(courses) + len(sites) + len(rules), width))
    for column, (n, site) in enumerate(links):
        rows[n, column] = 1.0
        rows[len(courses) + sites.index(site), column] = -1.0
    first = min([year for year, _ in a.money.phases], default=a.base_year)
    for n, c in enumerate(courses):
        rows[n, len(links) + n] = -1.0
        for number, (factors, _, seats) in enumerate(rules):
            factor = seats * factors.get((c["region"], first), 0.0) * c["seat_cost"]
            rows[len(courses) + len(sites) + number, len(links) + n] = factor
    limits = [c["supply"] for c in courses] + [-wanted[site] for site in sites]
    limits += [left + TOLERANCE for left in room_for_seats(a, built, taken, rules)]
    if not width:
        return 0.0 if all(limit >= 0 for limit in limits) else math.inf
    price = [0.0] * len(links) + [c["seat_cost"] for c in courses]
    most = [(0, None)] * len(links) + [(0, c["max_seats"]) for c in courses]
    found = linprog(price, rows, limits, bounds=most, method="highs")
    assert found.status in (0, 2), found.message
    return found.fun if found.status == 0 else math.inf


def most_kept(a, plan, here, value):
    """At most this value (by region) can be kept in some regions: by site, or by region."""
    jobs = sum(
        number * max((s * value[i] for (i, to), s in a.stay.items() if to == j and i in here))
        for j, number in plan.jobs.items()
        if number and any(to == j and i in here for i, to in a.stay)
    )
    by_sites = jobs + sum(value[i] * plan.by_culture[i] for i in here)
    return min(by_sites, sum(value[i] * most_of_region(a, plan, i) for i in here))


def most_of_region(a, plan, i):
    """At most so many leavers of i can be kept, the jobs shared with nobody."""
    stays = [s for (start, j), s in a.stay.items() if start == i and plan.jobs[j] > 0]
    pool = a.settings["job_motive_share"] * a.leavers[i] * max(stays, default=0.0)
    return min(a.leavers[i], pool + plan.by_culture[i])


def best_share(a, plan):
    """At most this share can be kept in the worst province."""
    one = dict.fromkeys(a.regions, 1.0)
    shares = []
    for name in a.provinces():
        here = set(a.of_province(name))
        leavers = sum(a.leavers[i] for i in here)
        if leavers > 0:
            shares.append(most_kept(a, plan, here, one) / leavers)
    return min([1.0, *shares])


def may_reach(a, plan, floors):
    """Whether the floors of provinces could be reached, the pools set aside."""
    one = dict.fromkeys(a.regions, 1.0)
    for name, floor in floors.items():
        here = set(a.of_province(name))
        needed = floor * sum(a.leavers[i] for i in here)
        if most_kept(a, plan, here, one) < needed - 1e-6:
            return False
    return True


class Transport:
    """The leavers who stay, for one plan: q and e, under floors by province."""

    def __init__(self, a, plan, floors, worst=False):
        self.a = a
        self.pairs = [p for p in a.stay if plan.jobs[p[1]] > 0 and a.leavers[p[0]] > 0]
        self.regions = [i for i in a.regions if a.leavers[i] > 0]
        self.flows, self.worst = len(self.pairs), worst
        self.width = self.flows + len(self.regions) + worst
        self.rows, self.limits = [], []
        self.jobs_and_pools(plan)
        for name, floor in floors.items():
            self.floor(name, floor, share=0.0)
        for here, low, high in a.groups():
            self.group(here, low, high)
        if worst:
            for name in a.provinces():
                self.floor(name, 0.0, share=1.0)
        self.bounds = [(0, None)] * self.flows
        self.bounds += [(0, max(0.0, plan.by_culture[i])) for i in self.regions]
        self.bounds += [(0, 1)] * worst

    def row(self, factors, limit):
        """Add the row: sum of factor x column <= limit."""
        line = np.zeros(self.width)
        for column, factor in factors:
            line[column] += factor
        self.rows.append(line)
        self.limits.append(limit)

    def kept(self, i):
        """r_i as (column, factor)."""
        by_jobs = [(n, self.a.stay[p]) for n, p in enumerate(self.pairs) if p[0] == i]
        return [*by_jobs, (self.flows + self.regions.index(i), 1.0)]

    def jobs_and_pools(self, plan):
        """Jobs in j, the pool and the leavers of i."""
        for j, number in plan.jobs.items():
            if number > 0:
                self.row([(n, 1.0) for n, p in enumerate(self.pairs) if p[1] == j], number)
        share = self.a.settings["job_motive_share"]
        for i in self.regions:
            pool = [(n, 1.0) for n, p in enumerate(self.pairs) if p[0] == i]
            self.row(pool, share * self.a.leavers[i])
            self.row(self.kept(i), self.a.leavers[i])

    def floor(self, name, floor, share):
        """Sum r >= (floor + share x the worst share) x sum L in a province."""
        here = [i for i in self.regions if self.a.province[i] == name]
        leavers = sum(self.a.leavers[i] for i in here)
        factors = [(n, -f) for i in here for n, f in self.kept(i)]
        if share:
            factors.append((self.width - 1, share * leavers))
        if here:
            self.row(factors, -floor * leavers)

    def group(self, here, low, high):
        """Low <= sum r of some regions <= high; None: no such limit."""
        kept = [pair for i in here if i in self.regions for pair in self.kept(i)]
        if high is not None:
            self.row(kept, high)
        if low:
            self.row([(n, -f) for n, f in kept], -low)

    def most(self, value=None):
        """Largest sum of value x r (or the worst share); None where a floor cannot be met."""
        if not self.regions:
            return float(self.worst)  # nobody leaves: all of nobody stays
        goal = np.zeros(self.width)
        if self.worst:
            goal[-1] = -1.0
        else:
            for i in self.regions:
                for column, factor in self.kept(i):
                    goal[column] -= factor * value[i]
        found = linprog(goal, np.array(self.rows), self.limits, bounds=self.bounds, method="highs")
        assert found.status in (0, 2), found.message
        return -found.fun if found.status == 0 else None


def affordable(a, plan):
    """Whether the plan's workforce can be had, its seats within the budget."""
    if plan.seats is None and not a.money.plain():
        plan.seats = cheapest_seats_under_rules(a, plan.built, plan.taken)
        return plan.seats < math.inf
    if plan.seats is None:
        plan.seats = cheapest_seats(a, plan.built)
    if not a.money.plain():
        return plan.seats < math.inf
    budget = a.settings["budget"]
    return plan.seats < math.inf and (budget is None or no_more(plan.cost + plan.seats, budget))


def best_of(a, plans, settle):
    """Largest settle(plan) over the plans, the most promising first; None: none feasible."""
    best, chosen = None, None
    for plan in sorted(plans, key=lambda plan: -plan.best):
        if best is not None and plan.best <= best:
            break
        value = settle(plan) if affordable(a, plan) else None
        if value is not None and (best is None or value > best):
            best, chosen = value, plan
    return best, chosen


def solve_exhaustive(a, kept=KEPT):
    """Answer of the search for a Reading."""
    floors = a.limits.get("min_retained_share", {})
    plans = [
        work_out(a, *found)
        for found in combinations(a)
        if keeps_limits(a, found[0]) and keeps_measure_limits(a, found[1])
    ]
    plans = [plan for plan in plans if not floors or may_reach(a, plan, floors)]
    if a.settings["objective"] == "worst_province":
        return solve_worst_province(a, plans, floors, kept)
    if a.settings["objective"] == "net_benefit":
        value = dict.fromkeys(a.regions, a.settings["value_per_retained"])
        price = 1.0
    else:
        value, price = a.weight, 0.0
    for plan in plans:
        plan.best = most_kept(a, plan, set(a.regions), value) - price * plan.cost

    def settle(plan):
        kept = Transport(a, plan, floors).most(value)
        return None if kept is None else kept - price * (plan.cost + plan.seats)

    best, plan = best_of(a, plans, settle)
    return Answer("infeasible") if plan is None else Answer("optimal", best, build=plan.built)


def solve_worst_province(a, plans, floors, kept):
    """Find the largest worst share first; then, with it kept, everyone who stays."""
    for plan in plans:
        plan.best = best_share(a, plan)
    share, plan = best_of(a, plans, lambda plan: Transport(a, plan, floors, worst=True).most())
    if plan is None:
        return Answer("infeasible")
    names = [n for n in a.provinces() if sum(a.leavers[i] for i in a.of_province(n)) > 0]
    keep = {n: max(share - kept, floors.get(n, -math.inf)) for n in names}
    one = dict.fromkeys(a.regions, 1.0)
    plans = [plan for plan in plans if plan.best >= share - kept - 1e-9]
    for plan in plans:
        plan.best = most_kept(a, plan, set(a.regions), one)
    total, plan = best_of(a, plans, lambda plan: Transport(a, plan, keep).most(one))
    return Answer("optimal", share, total, plan.built)
