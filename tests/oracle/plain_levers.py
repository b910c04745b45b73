"""Measures and interactions in the plain programme: rule 5a, and rule 1's savings.

For a measure or an interaction s that works in j for a sector, b is 1 where s is there and a
cluster of the sector too. Uplift u is x·U, and the culture at work for it c0·u + uv_added.
"""

from .cells import number
from .levers import housing, works_for, zone_for


def sectors(a):
    """Sectors of clusters, each once."""
    return sorted({a.sector[k] for k in a.clusters()})


def scales(a, sector):
    """Clusters of a sector: its scales, in all phases."""
    return [k for k in a.clusters() if a.sector[k] == sector]


def sources(a, sector):
    """Yield what lifts or cheapens the clusters of a sector, as (name, uplift)."""
    options = scales(a, sector)
    for m, row in a.levers.measures.items():
        if works_for(a, m, options[0]):
            yield m, number(row, "uplift")
    for row in a.levers.interactions:
        if row["sector"] == sector:
            yield ("near", row["near_sector"]), number(row, "uplift")


def lever_columns(p, a):
    """Add z, b, bv (of culture added), u, uv (likewise), and what a measure works on, zs."""
    for j in a.regions:
        for m in a.levers.measures:
            p.add(("z", j, m), 1.0, integer=True)
        for sector in sectors(a):
            for name, _ in sources(a, sector):
                p.add(("b", j, sector, name), 1.0)
                p.add(("bv", j, sector, name), 1.0 - a.level0[j])
        for k in a.clusters():
            p.add(("u", j, k))
            p.add(("uv", j, k))
            for m in a.levers.measures:
                if works_for(a, m, k):
                    p.add(("zs", j, k, m), 1.0)


def lever_rules(p, a):
    """Add every rule on measures and interactions."""
    for j in a.regions:
        measures_at_work(p, a, j)
        neighbours(p, a, j)
        uplifts(p, a, j)
        where_measures_may_be(p, a, j)
    numbers_of_measures(p, a)


def measures_at_work(p, a, j):
    """b is z·X, exactly, and what it works on is the scale that is built."""
    for sector in sectors(a):
        built = [(1.0, ("n", j, k)) for k in scales(a, sector)]
        for m, _ in sources(a, sector):
            if m not in a.levers.measures:
                continue
            b, z = ("b", j, sector, m), ("z", j, m)
            p.at_most([(1.0, b), (-1.0, z)], 0.0)
            p.at_most([(1.0, b), *((-f, n) for f, n in built)], 0.0)
            p.at_most([(-1.0, b), (1.0, z), *built], 1.0)
            worked = [(1.0, ("zs", j, k, m)) for k in scales(a, sector)]
            p.at_most([*worked, (-1.0, b)], 0.0)
            p.at_most([*((-f, n) for f, n in worked), (1.0, b)], 0.0)
            for k in scales(a, sector):
                p.at_most([(1.0, ("zs", j, k, m)), (-1.0, ("n", j, k))], 0.0)


def neighbours(p, a, j):
    """b of an interaction: a cluster that gains, and something of near_sector near it."""
    for row in a.levers.interactions:
        if row["sector"] not in sectors(a):
            continue  # none of them opens in time
        b = ("b", j, row["sector"], ("near", row["near_sector"]))
        built = [(-1.0, ("n", j, k)) for k in scales(a, row["sector"])]
        p.at_most([(1.0, b), *built], 0.0)
        p.at_most([(1.0, b), *((-1.0, ("n", *site)) for site in near(a, j, row))], 0.0)


def near(a, j, row):
    """Sites (place, option) of near_sector within reach of j."""
    word, listed = row["near_sector"], a.levers.minutes
    if word in sectors(a):
        options = scales(a, word)
    else:
        options = [h for h in a.hubs() if a.levers.hub_type[h] == word]
    for place in a.regions:
        minutes = listed.get((j, place))
        if place == j:
            reached = word != row["sector"]
        else:
            reached = minutes is not None and minutes <= number(row, "limit_minutes")
        if reached:
            yield from ((place, o) for o in options)


def uplifts(p, a, j):
    """u is x·U and uv the added culture x U, U being the sum of uplifts up to the cap."""
    for sector in sectors(a):
        here = scales(a, sector)
        lifting = list(sources(a, sector))
        for k in here:
            p.at_most([(1.0, ("u", j, k)), (-a.levers.cap, ("n", j, k))], 0.0)
            p.at_most([(1.0, ("uv", j, k)), (-a.levers.cap, ("v", j, k))], 0.0)
        for u, b in (("u", "b"), ("uv", "bv")):
            gains = [(-share, (b, j, sector, name)) for name, share in lifting]
            p.at_most([*((1.0, (u, j, k)) for k in here), *gains], 0.0)
        for name, _ in lifting:
            b, bv = ("b", j, sector, name), ("bv", j, sector, name)
            p.at_most([(1.0, bv), (a.level0[j] - 1.0, b)], 0.0)
            p.at_most([(1.0, bv), *((-1.0, ("v", j, k)) for k in here)], 0.0)


def where_measures_may_be(p, a, j):
    """Take a measure only for a cluster or for what needs its zone, which needs one."""
    at_homes = housing(a, j)
    for m in a.levers.measures:
        if m in at_homes:
            continue
        served = [
            o
            for o in a.options
            if works_for(a, m, o) or (a.levers.needs_zone[o] and zone_for(a, m, o))
        ]
        p.at_most([(1.0, ("z", j, m)), *((-1.0, ("n", j, o)) for o in served)], 0.0)
    for o in a.options:
        if a.levers.needs_zone[o]:
            zones = [(-a.most[j, o], ("z", j, m)) for m in a.levers.measures if zone_for(a, m, o)]
            p.at_most([(1.0, ("n", j, o)), *zones], 0.0)
    groups = {row.get("tier_group", "") for row in a.levers.measures.values()} - {""}
    for group in groups:
        of_group = [m for m, row in a.levers.measures.items() if row.get("tier_group") == group]
        p.at_most([(1.0, ("z", j, m)) for m in of_group], 1.0)


def numbers_of_measures(p, a):
    """How many of a measure, and of zones, nationwide and by province."""
    for m, row in a.levers.measures.items():
        if m in a.levers.most:
            p.at_most([(1.0, ("z", j, m)) for j in a.regions], a.levers.most[m])
        if row.get("max_total"):
            p.at_most([(1.0, ("z", j, m)) for j in a.regions], number(row, "max_total"))
        if row.get("max_per_province"):
            for name in a.provinces():
                here = [(1.0, ("z", j, m)) for j in a.of_province(name)]
                p.at_most(here, number(row, "max_per_province"))
    zones = [m for m, row in a.levers.measures.items() if row["kind"] == "zone"]
    if a.levers.zones < float("inf"):
        p.at_most([(1.0, ("z", j, m)) for j in a.regions for m in zones], a.levers.zones)


def helped_terms(p, a, i, takers):
    """Add h, whom a measure of housing helps to stay in i, and return their sum as terms.

    `takers` are those of jobs who live in i, as terms. Whoever is helped is of the pool.
    """
    effects = housing(a, i) if a.levers else {}
    pool = a.settings["job_motive_share"] * a.leavers[i]
    for m, effect in effects.items():
        p.add(("h", i, m))
        p.at_most([(1.0, ("h", i, m)), *((-effect * f, name) for f, name in takers)], 0.0)
        p.at_most([(1.0, ("h", i, m)), (-pool, ("z", i, m))], 0.0)
    helped = [(1.0, ("h", i, m)) for m in effects]
    if helped:
        left = 1 - a.catchment.gone[i]
        p.at_most([*helped, *((-left * f, name) for f, name in takers)], 0.0)
    return helped


def uplifted_terms(a, j, k):
    """Return what uplift adds to W of a cluster, as terms."""
    if not a.levers:
        return []
    only, added = a.settings["job_only_share"], a.settings["culture_added_share"]
    return [(only + added * a.level0[j], ("u", j, k)), (added, ("uv", j, k))]


def saved_terms(a, j, o):
    """Return what measures save of an option's cost, as terms."""
    return [
        (a.cost[j, o] * number(row, "saving"), ("zs", j, o, m))
        for m, row in a.levers.measures.items()
        if works_for(a, m, o)
    ]


def measures_cost(a, j):
    """Cost of the measures taken in j, as terms."""
    return [(number(row, "cost"), ("z", j, m)) for m, row in a.levers.measures.items()]
