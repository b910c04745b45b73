"""The whole model as one mixed-integer programme, rule by rule, solved by scipy's HiGHS."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .money import money_rows

INFINITY = float("inf")
KEPT = 1e-6  # by how much the worst share may fall while the total is sought
SHARE_UNIT = 1e5  # the worst share is maximised in this unit, so that gap 0 means gap 0


@dataclass
class Answer:
    """Outcome of an oracle; for worst_province `objective` is the share, `total` the sum r."""

    status: str
    objective: float | None = None
    total: float | None = None
    build: dict | None = None


class Programme:
    """Named columns and rows of a linear programme with integers."""

    def __init__(self):
        self.gap = 0.0
        self.index, self.upper, self.lower, self.integer, self.rows = {}, [], [], [], []

    def add(self, name, upper=INFINITY, lower=0.0, integer=False):
        """Add a column."""
        self.index[name] = len(self.upper)
        self.upper.append(upper)
        self.lower.append(lower)
        self.integer.append(integer)

    def at_most(self, terms, bound):
        """Add the row: sum of (factor, name) <= bound."""
        if terms:
            self.rows.append((terms, bound))
        elif bound < -1e-9:
            self.rows.append(([(1.0, self.never())], -1.0))

    def never(self):
        """Name a column that is 0, for a row that nothing can satisfy."""
        if "never" not in self.index:
            self.add("never", upper=0.0)
        return "never"

    def named(self, kind):
        """Names of the columns of a kind."""
        return [name for name in self.index if name[0] == kind]

    def maximise(self, objective):
        """Values by name at the maximum of sum factor x name; None where infeasible."""
        goal = np.zeros(len(self.upper))
        for factor, name in objective:
            goal[self.index[name]] -= factor
        values = self.run(goal, np.array(self.lower), np.array(self.upper), self.integer)
        if values is None:
            return None
        # Once more with the integers fixed at whole numbers: no gain from 1 - 1e-6 of a build.
        whole = np.where(self.integer, np.round(values), 0.0)
        low = np.where(self.integer, whole, self.lower)
        high = np.where(self.integer, whole, self.upper)
        polished = self.run(goal, low, high, np.zeros(len(low)))
        assert polished is not None, "the integers of the solution are infeasible when rounded"
        return {name: polished[c] for name, c in self.index.items()}

    def run(self, goal, low, high, integer):
        """Column values at the minimum of goal; None where infeasible."""
        if np.any(low > high):
            return None
        data, across, starts, bounds = [], [], [0], []
        for terms, bound in self.rows:
            data += [factor for factor, _ in terms]
            across += [self.index[name] for _, name in terms]
            starts.append(len(data))
            bounds.append(bound)
        matrix = csr_array((data, across, starts), shape=(len(self.rows), len(self.upper)))
        matrix.sum_duplicates()
        rules = [LinearConstraint(matrix, -np.inf, np.array(bounds))] if bounds else []
        found = milp(
            goal,
            integrality=np.array(integer, dtype=int),
            bounds=Bounds(low, high),
            constraints=rules,
            options={"mip_rel_gap": self.gap},
        )
        if found.status == 2:
            return None
        assert found.status == 0, found.message
        return found.x


def columns(p, a):
    """Add the decisions: x and y as ("n", j, option), and t, w, q, v, c, e."""
    for j in a.regions:
        for o in a.options:
            p.add(("n", j, o), a.most[j, o], a.least[j, o], integer=True)
        for k in a.clusters():
            p.add(("v", j, k), 1.0)
        p.add(("c", j), 1.0)
        p.add(("e", j), a.local_jobs[j])
    for pair in a.stay:
        p.add(("q", *pair))
    for course in a.courses:
        p.add(("t", course["key"]), course["max_seats"])
        for j in a.regions:
            if (course["region"], j) in a.recruit:
                p.add(("w", course["key"], j))


def cost_terms(a):
    """Return the cost of a plan as terms."""
    builds = [(a.cost[j, o], ("n", j, o)) for j in a.regions for o in a.options]
    return builds + [(course["seat_cost"], ("t", course["key"])) for course in a.courses]


def money(p, a):
    """Rule 1 and the limits on spending: two purses, phases, provinces and decline areas."""
    for factors, limit, seats in money_rows(a, a.settings["budget"]):
        terms = [
            (factors.get((j, a.year_of[o]), 0.0) * a.cost[j, o], ("n", j, o))
            for j in a.regions
            for o in a.options
        ]
        first = min([year for year, _ in a.money.phases], default=a.base_year)
        terms += [
            (factors.get((c["region"], first), 0.0) * c["seat_cost"], ("t", c["key"]))
            for c in a.courses
            if seats
        ]
        p.at_most(terms, limit)


def over_phases(p, a):
    """As many of each option, all phases together, as a region may and must have."""
    for (j, base), most in a.most_of.items():
        here = [(1.0, ("n", j, o)) for o in a.options if a.base_of[o] == base]
        p.at_most(here, most)
        if a.least_of[j, base]:
            p.at_most([(-f, name) for f, name in here], -1)


def land_stock_and_absorption(p, a):
    """Rules 2 and 3: what a region can hold."""
    for j in a.regions:
        p.at_most([(a.land_of[o], ("n", j, o)) for o in a.options], a.land[j])
        for name in {a.stock_of[o] for o in a.options} - {None}:
            users = [(1.0, ("n", j, o)) for o in a.options if a.stock_of[o] == name]
            p.at_most(users, a.stock.get((name, j), 0.0))
        if a.settings["absorption_share"] != "none" and a.area_youth[j] is not None:
            room = a.settings["absorption_share"] * a.area_youth[j]
            p.at_most([(a.jobs_of[o], ("n", j, o)) for o in a.options], room)


def limits(p, a):
    """Rule 3: how many of what, per sector, region, province and nationwide."""
    clusters = a.clusters()
    for j in a.regions:
        for sector in {a.sector[k] for k in clusters}:
            p.at_most([(1.0, ("n", j, k)) for k in clusters if a.sector[k] == sector], 1)
        if "max_clusters_per_region" in a.limits:
            here = [(1.0, ("n", j, k)) for k in clusters]
            p.at_most(here, a.limits["max_clusters_per_region"])
    by_province = a.limits.get("max_clusters_per_province", {})
    if not isinstance(by_province, dict):
        by_province = dict.fromkeys(a.provinces(), by_province)
    for name, limit in by_province.items():
        p.at_most([(1.0, ("n", j, k)) for j in a.of_province(name) for k in clusters], limit)
    for o, limit in a.limits.get("max_options", {}).items():
        copies = [other for other in a.options if a.base_of[other] == o]
        p.at_most([(1.0, ("n", j, other)) for j in a.regions for other in copies], limit)


def workforce(p, a):
    """Rule 4: the graduates that what is built needs can be recruited."""
    for j in a.regions:
        for f in {f for _, _, f in a.need}:
            needs = [(a.need[j, o, f], ("n", j, o)) for o in a.options if (j, o, f) in a.need]
            come = [(-1.0, n) for n in p.named("w") if n[1][1] == f and n[2] == j]
            p.at_most(needs + come, 0.0)
    for course in a.courses:
        key = course["key"]
        go = [(1.0, n) for n in p.named("w") if n[1] == key]
        p.at_most([*go, (-1.0, ("t", key))], course["supply"])


def jobs_and_culture(p, a):
    """Rules 5 and 7: jobs kept by culture, and the level that hubs bring."""
    only, added = a.settings["job_only_share"], a.settings["culture_added_share"]
    clusters = a.clusters()
    for j in a.regions:
        takers = [(1.0, ("q", i, to)) for i, to in a.stay if to == j]
        made = [(-only * a.youth_jobs[j, o], ("n", j, o)) for o in a.options]
        made += [(-added * a.youth_jobs[j, k], ("v", j, k)) for k in clusters]
        p.at_most(takers + made, 0.0)
        for k in clusters:
            p.at_most([(1.0, ("v", j, k)), (-1.0, ("n", j, k))], 0.0)
        for sector in {a.sector[k] for k in clusters}:
            at_work = [(1.0, ("v", j, k)) for k in clusters if a.sector[k] == sector]
            p.at_most([*at_work, (-1.0, ("c", j))], 0.0)
        gains = [(-g, ("n", to, h)) for (i, to, h), g in a.level_added.items() if i == j]
        p.at_most([(1.0, ("c", j)), *gains], a.level0[j])


def stays(a, i):
    """r_i as terms."""
    return [(s, ("q", *pair)) for pair, s in a.stay.items() if pair[0] == i] + [(1.0, ("e", i))]


def pools_and_floors(p, a):
    """Rules 6, 8 and 9: whom jobs and culture can keep, and the floors of provinces."""
    for i in a.regions:
        leavers = a.leavers[i]
        pool = [(1.0, ("q", *pair)) for pair in a.stay if pair[0] == i]
        p.at_most(pool, a.settings["job_motive_share"] * leavers)
        p.at_most(stays(a, i), leavers)
        for (low, g_low), (high, g_high) in pairwise(a.curve):
            slope = (g_high - g_low) / (high - low)
            at_zero = g_low - slope * low - a.g(a.level0[i])
            kept = [(1.0, ("e", i)), (-leavers * slope, ("c", i))]
            p.at_most(kept, leavers * at_zero)
    for name, floor in a.limits.get("min_retained_share", {}).items():
        at_least_share(p, a, name, floor)
    for here, low, high in a.groups():
        terms = [term for i in here for term in stays(a, i)]
        if high is not None:
            p.at_most(terms, high)
        if low:
            p.at_most([(-f, n) for f, n in terms], -low)


def at_least_share(p, a, name, share):
    """Add the row: sum r >= share x sum L in a province."""
    here = a.of_province(name)
    terms = [(-f, n) for i in here for f, n in stays(a, i)]
    p.at_most(terms, -share * sum(a.leavers[i] for i in here))


def plain_programme(a):
    """Every rule of the model as a Programme."""
    p = Programme()
    columns(p, a)
    money(p, a)
    over_phases(p, a)
    land_stock_and_absorption(p, a)
    limits(p, a)
    workforce(p, a)
    jobs_and_culture(p, a)
    pools_and_floors(p, a)
    return p


def answer(a, objective, values):
    """Answer with the objective's value at the values found."""
    if values is None:
        return Answer("infeasible")
    total = sum(f * values[n] for i in a.regions for f, n in stays(a, i))
    built = {n[1:]: round(v) for n, v in values.items() if n[0] == "n" and v > 0.5}
    return Answer("optimal", sum(f * values[n] for f, n in objective), total, built)


def solve_plain_mip(a, kept=KEPT, gap=0.0):
    """Answer of the plain programme for a Reading, proven to the relative gap."""
    assert not a.levers, "only the search knows measures and interactions"
    p = plain_programme(a)
    p.gap = gap
    everyone = [term for i in a.regions for term in stays(a, i)]
    wanted = a.settings["objective"]
    if wanted == "worst_province":
        return solve_worst_province(p, a, everyone, kept)
    if wanted == "net_benefit":
        objective = [(a.settings["value_per_retained"] * f, n) for f, n in everyone]
        objective += [(-f, n) for f, n in cost_terms(a)]
    else:
        objective = [(a.weight[i] * f, n) for i in a.regions for f, n in stays(a, i)]
    return answer(a, objective, p.maximise(objective))


def solve_worst_province(p, a, everyone, kept):
    """Find the largest worst share first; then, with it kept, everyone who stays."""
    p.add(("worst",), SHARE_UNIT)
    names = [n for n in a.provinces() if sum(a.leavers[i] for i in a.of_province(n)) > 0]
    for name in names:
        here = a.of_province(name)
        leavers = sum(a.leavers[i] for i in here)
        terms = [(-f, n) for i in here for f, n in stays(a, i)]
        p.at_most([*terms, (leavers / SHARE_UNIT, ("worst",))], 0.0)
    first = p.maximise([(1.0, ("worst",))])
    if first is None:
        return Answer("infeasible")
    share = first[("worst",)] / SHARE_UNIT
    for name in names:
        at_least_share(p, a, name, share - kept)
    found = answer(a, everyone, p.maximise(everyone))
    found.objective = share
    return found
