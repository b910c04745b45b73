"""How few graduates a plan can do with: a transport problem of its own, by linear programming."""

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from credibility.korea import coefficients, korea

MOST_NAMED = 6


def staffing(made):
    """Return the least share of today's graduates that staffs a plan, and where it is short.

    Parameters
    ----------
    made : Plan
        Of Korea as shipped; training seats aside.

    Returns
    -------
    share : float
        s: with s times the graduates of every campus and field every building can be staffed.
    binding : list of (region, field)
        Demand that holds s up, that with the highest price first.

    Notes
    -----
    Rule 4 with s as the only thing to decide beside w: minimise s so that Σ_u w ≥ need,
    Σ_j w ≤ s · hireable and w ≤ s · hireable · willing.
    """
    found = coefficients()
    force, sites = found.workforce, found.sites
    keys = zip(made.build["region_id"], made.build["option_id"], strict=True)
    count = dict(zip(keys, made.build["count"], strict=True))
    fields = len(force.fields)
    demand = np.zeros((len(found.regions), fields))
    for place, (region, option) in enumerate(zip(sites.region, sites.option, strict=True)):
        number = count.get((found.regions[region], found.options[option]), 0)
        demand[region] += force.need[place] * number
    wanted = np.flatnonzero(demand.ravel() > 0)
    field = np.array([force.fields.index(name) for name in force.supply_field])
    served = force.site * fields + field[force.supply]
    useful = np.isin(served, wanted)
    supply, served = force.supply[useful], served[useful]
    ways, campuses = len(supply), len(force.hireable)
    row = np.searchsorted(wanted, served)
    one, way = np.ones(ways), np.arange(ways)
    needs = sparse.coo_array((-one, (row, way)), shape=(len(wanted), ways))
    sent = sparse.coo_array((one, (supply, way)), shape=(campuses, ways))
    each = sparse.eye_array(ways)
    willing = (force.hireable[supply] * force.willing[useful])[:, None]
    body = sparse.block_array(
        [
            [needs, sparse.coo_array((len(wanted), 1))],
            [sent, sparse.coo_array(-force.hireable[:, None])],
            [each, sparse.coo_array(-willing)],
        ],
        format="csr",
    )
    right = np.concatenate([-demand.ravel()[wanted], np.zeros(campuses + ways)])
    goal = np.append(np.zeros(ways), 1.0)
    solved = linprog(goal, A_ub=body, b_ub=right, bounds=(0, None), method="highs")
    assert solved.status == 0, solved.message
    price = -solved.ineqlin.marginals[: len(wanted)] * demand.ravel()[wanted]
    names = korea().region_names
    order = [place for place in np.argsort(-price)[:MOST_NAMED] if price[place] > 1e-6]
    binding = [
        (names[found.regions[wanted[place] // fields]], force.fields[wanted[place] % fields])
        for place in order
    ]
    return float(solved.x[-1]), binding
