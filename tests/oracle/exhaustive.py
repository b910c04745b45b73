"""Tries every integer decision of a tiny instance and settles the rest by small transports."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from .levers import housing, keeps_measure_limits, measure_choices, saved, uplift
from .money import (
    balance_rules,
    budget_rules,
    fair_floors,
    first_year,
    room_for_seats,
    spending,
)
from .programme import KEPT, Answer, equivalent
from .transport import Transport

TOLERANCE = 1e-9


@dataclass
class Plan:
    """One integer decision with all that follows from it at once."""

    built: dict  # count by (j, option), those above 0
    taken: frozenset  # (j, measure)
    cost: float  # without seats
    flows: dict  # how many leavers may come to the jobs in j, where flows are decided
    without_flow: dict  # how many of i can be retained without a flow
    arrived: dict  # by j
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


def buildings_of_region(a, j):
    """Every count by (j, option) that a region can hold, with its locks."""
    ranges = [range(a.least[j, o], a.most[j, o] + 1) for o in a.options]
    for counts in itertools.product(*ranges):
        if region_fits(a, j, counts):
            yield {(j, o): n for o, n in zip(a.options, counts, strict=True) if n}


def region_choices(a, j):
    """Every (counts, measures, cost) that a region can hold, with its locks."""
    for here in buildings_of_region(a, j):
        cost = math.fsum(a.cost[site] * n for site, n in here.items())
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
    jobs = jobs_of(a, built, taken, level)
    culture = {
        i: min(a.leavers[i] * (a.g(level[i]) - a.g(a.level0[i])), a.local_jobs[i])
        for i in a.regions
    }
    nobody = dict.fromkeys(a.regions, 0.0)
    if a.catchment is None:
        return Plan(built, taken, cost, jobs, culture, nobody)
    retained, arrived = who_takes_them(a, jobs, culture, taken)
    return Plan(built, taken, cost, nobody, retained, arrived)


def jobs_of(a, built, taken, level):
    """How many people the jobs in j can keep, at this level of culture (rule 5)."""
    only, added = a.settings["job_only_share"], a.settings["culture_added_share"]
    jobs = dict.fromkeys(a.regions, 0.0)
    for (j, o), n in built.items():
        culture = added * level[j] if a.kind[o] == "cluster" else 0.0
        grown = 1 + uplift(a, j, o, built, taken)
        jobs[j] += a.youth_jobs[j, o] * grown * (only + culture) * n
    return jobs


def who_takes_them(a, jobs, culture, taken):
    """Most that can be retained, by i, and arrivals, by j, where the catchment takes the jobs."""
    kept = dict.fromkeys(a.regions, 0.0)
    for (i, j), share in a.catchment.keeps.items():
        kept[i] += share * jobs[j]
    for i in a.regions:
        effects = [effect for m, effect in housing(a, i).items() if (i, m) in taken]
        if effects:
            living = sum(s * jobs[j] for (home, j), s in a.catchment.lives.items() if home == i)
            kept[i] += min(sum(effects), 1 - a.catchment.gone[i]) * living
    pool = a.settings["job_motive_share"]
    retained = {
        i: min(a.leavers[i], min(kept[i], pool * a.leavers[i]) + max(0.0, culture[i]))
        for i in a.regions
    }
    coming = a.catchment.arrival_share
    return retained, {j: coming * a.catchment.others[j] * jobs[j] for j in a.regions}


def cheapest_seats(a, plan, rules):
    """Least cost of the seats that what is built needs; infinite where a rule would be broken."""
    wanted = {}
    for (j, o), n in plan.built.items():
        for (place, option, f), graduates in a.need.items():
            if (place, option) == (j, o) and graduates:
                wanted[j, f] = wanted.get((j, f), 0.0) + graduates * n
    left = [
        room + TOLERANCE * max(1.0, abs(rule.limit))
        for room, rule in zip(room_for_seats(a, plan.built, plan.taken, rules), rules, strict=True)
    ]
    if min(left, default=0.0) < 0:
        return math.inf  # no row gains by seats
    return seats_for(a, wanted, rules, left) if wanted else 0.0


def seats_for(a, wanted, rules, left):
    """Least cost of seats for the graduates wanted by (site, field), within what is left."""
    courses = a.courses
    links = [
        (n, site)
        for n, course in enumerate(courses)
        for site in wanted
        if course["field"] == site[1] and (course["region"], site[0]) in a.recruit
    ]
    if {site for _, site in links} < set(wanted):
        return math.inf
    width, rows, limits = len(links) + len(courses), [], []

    def row(factors, limit):
        rows.append(np.zeros(width))
        for column, factor in factors:
            rows[-1][column] += factor
        limits.append(limit)

    for site, graduates in wanted.items():
        row([(c, -1.0) for c, (_, to) in enumerate(links) if to == site], -graduates)
    for n, course in enumerate(courses):
        own = (len(links) + n, -1.0)
        row([(c, 1.0) for c, (m, _) in enumerate(links) if m == n] + [own], course["supply"])
    for c, (n, site) in enumerate(links):
        near = a.recruit[courses[n]["region"], site[0]]
        row([(c, 1.0), (len(links) + n, -near)], near * courses[n]["supply"])
    for rule, room in zip(rules, left, strict=True):
        paid = [
            (len(links) + n, rule.factor(c["region"], first_year(a), "seat") * c["seat_cost"])
            for n, c in enumerate(courses)
        ]
        row(paid, room)
    price = [0.0] * len(links) + [course["seat_cost"] for course in courses]
    most = [(0, None)] * len(links) + [(0, course["max_seats"]) for course in courses]
    found = linprog(price, np.array(rows), limits, bounds=most, method="highs")
    assert found.status in (0, 2), found.message
    return found.fun if found.status == 0 else math.inf


def most_kept(a, plan, here, value):
    """At most this value (by region) can be kept in some regions: by site, or by region."""
    jobs = sum(
        number * max((s * value[i] for (i, to), s in a.stay.items() if to == j and i in here))
        for j, number in plan.flows.items()
        if number and any(to == j and i in here for i, to in a.stay)
    )
    by_sites = jobs + sum(value[i] * plan.without_flow[i] for i in here)
    return min(by_sites, sum(value[i] * most_of_region(a, plan, i) for i in here))


def most_of_region(a, plan, i):
    """At most so many leavers of i can be kept, the jobs shared with nobody."""
    stays = [s for (start, j), s in a.stay.items() if start == i and plan.flows[j] > 0]
    pool = a.settings["job_motive_share"] * a.leavers[i] * max(stays, default=0.0)
    return min(a.leavers[i], pool + plan.without_flow[i])


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


def affordable(a, plan, rules):
    """Whether the plan's workforce can be had, and every rule on money holds."""
    if plan.seats is None:
        plan.seats = cheapest_seats(a, plan, rules)
    return plan.seats < math.inf


def best_of(a, plans, rules, settle):
    """Largest settle(plan) over the plans, the most promising first; None: none feasible."""
    best, chosen = None, None
    for plan in sorted(plans, key=lambda plan: -plan.best):
        if best is not None and plan.best <= best:
            break
        value = settle(plan) if affordable(a, plan, rules) else None
        if value is not None and (best is None or value > best):
            best, chosen = value, plan
    return best, chosen


def coming(plan, value):
    """Value of the arrivals, by the region where they live."""
    return sum(value[j] * number for j, number in plan.arrived.items())


def most_possible(a, name, enough):
    """M_p, or what is enough: the most for the centre to spend in a province, if it were alone."""
    rules = budget_rules(a)
    partial = [{}]
    for j in a.of_province(name):
        choices = list(buildings_of_region(a, j))
        partial = [
            found
            for before in partial
            for more in choices
            if within_rules(a, found := before | more, rules)
        ]
    central = a.money.central(name)
    spent = (
        central * sum(spending(a, built, ()).values())
        for built in partial
        if keeps_limits(a, built)
    )
    return min(enough, max(spent, default=0.0))


def within_rules(a, built, rules):
    """Whether the cost of what is built keeps these rules, without measures and seats."""
    left = room_for_seats(a, built, (), rules)
    return all(room >= -TOLERANCE * max(1.0, r.limit) for room, r in zip(left, rules, strict=True))


def solve_exhaustive(a, kept=KEPT):
    """Answer of the search for a Reading."""
    floors = a.limits.get("min_retained_share", {})
    rules = budget_rules(a) + balance_rules(a, fair_floors(a, most_possible))
    plans = [
        work_out(a, *found)
        for found in combinations(a)
        if keeps_limits(a, found[0]) and keeps_measure_limits(a, found[1])
    ]
    plans = [plan for plan in plans if not floors or may_reach(a, plan, floors)]
    match a.settings["objective"]:
        case "worst_province":
            return solve_worst_province(a, plans, rules, floors, kept)
        case "equally_distributed":
            return solve_equally_distributed(a, plans, rules, floors)
        case "net_benefit":
            value, price = dict.fromkeys(a.regions, a.settings["value_per_retained"]), 1.0
        case "retained":
            value, price = a.weight, 0.0
        case unknown:
            raise AssertionError(f"the exhaustive search does not know {unknown}")
    for plan in plans:
        plan.best = most_kept(a, plan, set(a.regions), value) + coming(plan, value)
        plan.best -= price * plan.cost

    def settle(plan):
        stay = Transport(a, plan, floors).most(value)
        return None if stay is None else stay + coming(plan, value) - price * total_cost(plan)

    best, plan = best_of(a, plans, rules, settle)
    return Answer("infeasible") if plan is None else Answer("optimal", best, build=plan.built)


def total_cost(plan):
    """Cost with the seats that the plan needs."""
    return plan.cost + plan.seats


def solve_worst_province(a, plans, rules, floors, kept):
    """Find the largest worst share first; then, with it kept, everyone who stays or comes."""
    for plan in plans:
        plan.best = best_share(a, plan)
    share, plan = best_of(
        a, plans, rules, lambda plan: Transport(a, plan, floors, worst=True).most()
    )
    if plan is None:
        return Answer("infeasible")
    names = [n for n in a.provinces() if sum(a.leavers[i] for i in a.of_province(n)) > 0]
    keep = {n: max(share - kept, floors.get(n, -math.inf)) for n in names}
    one = dict.fromkeys(a.regions, 1.0)
    plans = [plan for plan in plans if plan.best >= share - kept - 1e-9]
    for plan in plans:
        plan.best = most_kept(a, plan, set(a.regions), one) + coming(plan, one)

    def settle(plan):
        stay = Transport(a, plan, keep).most(one)
        return None if stay is None else stay + coming(plan, one)

    total, plan = best_of(a, plans, rules, settle)
    return Answer("optimal", share, total, plan.built)


def solve_equally_distributed(a, plans, rules, floors):
    """Find the largest equivalent; each plan's own lies below that of most by province."""
    one = dict.fromkeys(a.regions, 1.0)
    names = [n for n in a.provinces() if sum(a.leavers[i] for i in a.of_province(n)) > 0]
    leavers = {n: sum(a.leavers[i] for i in a.of_province(n)) for n in names}
    kappa = a.settings["inequality_aversion"]
    for plan in plans:
        most = {n: most_kept(a, plan, set(a.of_province(n)), one) / leavers[n] for n in names}
        plan.best = equivalent({n: min(1.0, s) for n, s in most.items()}, leavers, kappa)[0]
    level, plan = best_of(
        a, plans, rules, lambda plan: Transport(a, plan, floors).most_equal(leavers, kappa)
    )
    return Answer("infeasible") if plan is None else Answer("optimal", level, build=plan.built)
