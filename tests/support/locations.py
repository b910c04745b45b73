"""Random location problems, and every way to open sites."""

import itertools

import numpy as np

from optimizer.solver.relaxation.location import Location, from_entries


def location(seed, *, residents=9, sites=7, priced=False, budget=3.0, covering=False):
    """Return a random problem; with `covering` all sites are worth the same to a resident."""
    draw = np.random.default_rng(seed)
    value = draw.uniform(0, 10, (residents, sites)) * (draw.random((residents, sites)) < 0.7)
    if covering:
        value = np.where(value > 0, draw.integers(1, 9, residents)[:, None], 0)
    resident, site = np.nonzero(value)
    worth = value[resident, site].astype(float)
    order = np.lexsort((site, -worth, resident))
    none = np.zeros(0, dtype=np.int64)
    bare = Location(
        none,
        none,
        np.zeros(0),
        np.zeros(1, dtype=np.int64),
        draw.choice([1.0, 1.0, 1.5], sites),
        draw.uniform(0, 5, sites) if priced else np.zeros(sites),
        budget,
        np.zeros(sites, dtype=bool),
    )
    return from_entries(resident[order], site[order], worth[order], bare)


def every_plan(problem):
    """Yield which sites are open, for every plan within the budget."""
    for opened in itertools.product([False, True], repeat=problem.sites):
        plan = np.array(opened)
        if problem.cost[plan].sum() <= problem.budget and not np.any(problem.always & ~plan):
            yield plan
