"""The whole model as one mixed-integer programme, rule by rule."""

from itertools import pairwise

from .money import balance_rules, budget_rules, fair_floors, first_year
from .plain_levers import (
    helped_terms,
    lever_columns,
    lever_rules,
    measures_cost,
    saved_terms,
    uplifted_terms,
)
from .programme import KEPT, Answer, Programme, equivalent

NEAR = 1e-6  # of the equivalent: the bound of the gradients is no further from a plan
SHARE_UNIT = 1e5  # the worst share is maximised in this unit, so that gap 0 means gap 0


def columns(p, a):
    """Add the decisions: x and y as ("n", j, option), and t, w, v_added, c, e; takers or q."""
    for j in a.regions:
        for o in a.options:
            p.add(("n", j, o), a.most[j, o], a.least[j, o], integer=True)
        for k in a.clusters():
            p.add(("v", j, k), 1.0 - a.level0[j])
        p.add(("c", j), 1.0)
        p.add(("e", j), a.local_jobs[j])
        if a.catchment:
            p.add(("takers", j))
            p.add(("arrived", j))
            p.add(("kept", j), a.settings["job_motive_share"] * a.leavers[j])
    for pair in a.stay:
        p.add(("q", *pair))
    for course in a.courses:
        p.add(("t", course["key"]), course["max_seats"])
        for j in a.regions:
            if (course["region"], j) in a.recruit:
                p.add(("w", course["key"], j))


def spent_terms(a, factor):
    """Sum of factor x what is spent, as terms; `factor` by region, year and what it is for."""
    terms = []
    for j in a.regions:
        for o in a.options:
            share = factor(j, a.year_of[o], a.kind[o])
            if share:
                terms.append((share * a.cost[j, o], ("n", j, o)))
                terms += [(-share * saved, name) for saved, name in saved_terms(a, j, o)]
        share = factor(j, first_year(a), "measure")
        terms += [(share * cost, name) for cost, name in measures_cost(a, j)]
    for course in a.courses:
        share = factor(course["region"], first_year(a), "seat")
        terms.append((share * course["seat_cost"], ("t", course["key"])))
    return [(f, name) for f, name in terms if f]


def money(p, a):
    """Rule 1 and the part of rule 9 that is about money."""
    floors = fair_floors(a, most_possible)
    for rule in budget_rules(a) + balance_rules(a, floors):
        p.at_most(spent_terms(a, rule.factor), rule.limit)


def most_possible(a, name, enough):
    """M_p: the most that the centre can spend on buildings in a province, if it were alone.

    More than is `enough` is not sought: the most of a whole province's money is a subset-sum.
    """
    p, here = Programme(), a.of_province(name)
    central = a.money.central(name)
    for j in a.regions:
        for o in a.options:
            most, least = (a.most[j, o], a.least[j, o]) if j in here else (0, 0)
            p.add(("n", j, o), most, least, integer=True)
    for rule in budget_rules(a):
        terms = [
            (rule.factor(j, a.year_of[o], a.kind[o]) * a.cost[j, o], ("n", j, o))
            for j in here
            for o in a.options
        ]
        p.at_most([(f, site) for f, site in terms if f], rule.limit)
    over_phases(p, a, here)
    land_stock_and_absorption(p, a)
    limits(p, a)
    goal = [(central * a.cost[j, o], ("n", j, o)) for j in here for o in a.options]
    p.add(("spent",), enough)
    p.at_most([(1.0, ("spent",)), *((-f, site) for f, site in goal)], 0.0)
    values = p.maximise([(1.0, ("spent",))])
    return 0.0 if values is None else values[("spent",)]


def over_phases(p, a, regions):
    """As many of each option, all phases together, as each of these may and must have."""
    for (j, base), most in a.most_of.items():
        if j not in regions:
            continue
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
        going = [n for n in p.named("w") if n[1] == key]
        p.at_most([*((1.0, n) for n in going), (-1.0, ("t", key))], course["supply"])
        for n in going:
            near = a.recruit[course["region"], n[2]]
            p.at_most([(1.0, n), (-near, ("t", key))], near * course["supply"])


def jobs_and_culture(p, a):
    """Rules 5 and 7: who takes the jobs, culture at work in its tight form, levels of culture."""
    clusters = a.clusters()
    for j in a.regions:
        takers = [(1.0, ("q", i, to)) for i, to in a.stay if to == j]
        if a.catchment:
            takers = [(1.0, ("takers", j))]
        p.at_most(takers + [(-f, name) for f, name in kept_by_jobs(a, j)], 0.0)
        missing = 1.0 - a.level0[j]
        for k in clusters:
            p.at_most([(1.0, ("v", j, k)), (-missing, ("n", j, k))], 0.0)
        for sector in {a.sector[k] for k in clusters}:
            at_work = [(1.0, ("v", j, k)) for k in clusters if a.sector[k] == sector]
            p.at_most([*at_work, (-1.0, ("c", j))], -a.level0[j])
        gains = [(-g, ("n", to, h)) for (i, to, h), g in a.level_added.items() if i == j]
        p.at_most([(1.0, ("c", j)), *gains], a.level0[j])


def kept_by_jobs(a, j):
    """Sum of N or J x W in j, as terms: v is c0·x + v_added."""
    only, added = a.settings["job_only_share"], a.settings["culture_added_share"]
    terms = [(only * a.youth_jobs[j, h], ("n", j, h)) for h in a.hubs()]
    for k in a.clusters():
        jobs = a.youth_jobs[j, k]
        terms.append((jobs * (only + added * a.level0[j]), ("n", j, k)))
        terms.append((jobs * added, ("v", j, k)))
        terms += [(jobs * f, name) for f, name in uplifted_terms(a, j, k)]
    return terms


def catchments(p, a):
    """Whom the jobs keep, and who comes for them: by where people live."""
    c = a.catchment
    for i in a.regions:
        kept = [(-share, ("takers", j)) for (home, j), share in c.keeps.items() if home == i]
        living = [(share, ("takers", j)) for (home, j), share in c.lives.items() if home == i]
        helped = [(-f, name) for f, name in helped_terms(p, a, i, living)]
        p.at_most([(1.0, ("kept", i)), *kept, *helped], 0.0)
        coming = c.arrival_share * c.others[i]
        p.at_most([(1.0, ("arrived", i)), (-coming, ("takers", i))], 0.0)


def stays(a, i):
    """r_i as terms."""
    if a.catchment:
        return [(1.0, ("kept", i)), (1.0, ("e", i))]
    return [(s, ("q", *pair)) for pair, s in a.stay.items() if pair[0] == i] + [(1.0, ("e", i))]


def people(a, weight):
    """Sum of weight x (r + arrived), as terms."""
    terms = [(weight[i] * f, name) for i in a.regions for f, name in stays(a, i)]
    if a.catchment:
        terms += [(weight[j], ("arrived", j)) for j in a.regions]
    return terms


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
    if a.levers:
        lever_columns(p, a)
        lever_rules(p, a)
    money(p, a)
    over_phases(p, a, a.regions)
    land_stock_and_absorption(p, a)
    limits(p, a)
    workforce(p, a)
    jobs_and_culture(p, a)
    if a.catchment:
        catchments(p, a)
    pools_and_floors(p, a)
    return p


def answer(a, objective, values):
    """Answer with the objective's value at the values found."""
    if values is None:
        return Answer("infeasible")
    total = sum(f * values[name] for f, name in people(a, dict.fromkeys(a.regions, 1.0)))
    built = {n[1:]: round(v) for n, v in values.items() if n[0] == "n" and v > 0.5}
    return Answer("optimal", sum(f * values[n] for f, n in objective), total, built)


def solve_plain_mip(a, kept=KEPT, gap=0.0):
    """Answer of the plain programme for a Reading, proven to the relative gap."""
    p = plain_programme(a)
    p.gap = gap
    match a.settings["objective"]:
        case "worst_province":
            return solve_worst_province(p, a, kept)
        case "equally_distributed":
            return solve_equally_distributed(p, a)
        case "net_benefit":
            objective = people(a, dict.fromkeys(a.regions, a.settings["value_per_retained"]))
            objective += spent_terms(a, lambda j, year, what: -1.0)
        case "retained":
            objective = people(a, a.weight)
        case unknown:
            raise AssertionError(f"the plain programme does not know {unknown}")
    found = answer(a, objective, p.maximise(objective))
    found.total = None
    return found


def solve_worst_province(p, a, kept):
    """Find the largest worst share first; then, with it kept, everyone who stays or comes."""
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
    everyone = people(a, dict.fromkeys(a.regions, 1.0))
    found = answer(a, everyone, p.maximise(everyone))
    found.objective = share
    return found


def solve_equally_distributed(p, a):
    """Largest equivalent: it is concave in the shares, so each plan found adds its gradient."""
    shares = {n: [] for n in a.provinces() if sum(a.leavers[i] for i in a.of_province(n)) > 0}
    leavers = {n: sum(a.leavers[i] for i in a.of_province(n)) for n in shares}
    for name in shares:
        shares[name] = [(f / leavers[name], n) for i in a.of_province(name) for f, n in stays(a, i)]
    p.add(("equivalent",), SHARE_UNIT)
    mean = [(-leavers[n] / sum(leavers.values()) * f, c) for n in shares for f, c in shares[n]]
    p.at_most([(1 / SHARE_UNIT, ("equivalent",)), *mean], 0.0)
    best = -1.0
    while True:
        values = p.maximise([(1.0, ("equivalent",))])
        if values is None:
            return Answer("infeasible")
        share = {n: sum(f * values[c] for f, c in terms) for n, terms in shares.items()}
        level, part = equivalent(share, leavers, a.settings["inequality_aversion"])
        if level > best:
            best, found = level, values
        if values[("equivalent",)] / SHARE_UNIT - best <= NEAR * max(best, NEAR):
            answered = answer(a, [], found)
            answered.objective, answered.total = best, None
            return answered
        above = SHARE_UNIT * (level - sum(part[n] * share[n] for n in shares))
        steep = [(-SHARE_UNIT * part[n] * f, c) for n in shares for f, c in shares[n]]
        p.at_most([(1.0, ("equivalent",)), *steep], above)
