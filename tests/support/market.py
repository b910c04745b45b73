"""A labour market whose takers are worked out by hand, under job_takers "catchment".

Commutes of 20 minutes keep half. From B to A and from S to B it is 20 minutes, no other way is
listed. Young people if nobody moved: A 800, B 400, S 1200; leavers: A 400, B 100, S none.
    P    of jobs in A: A 800, B 400/2: 0.8 and 0.2. Of jobs in B: B 400, S 1200/2: 0.4 and 0.6.
    λ    A 0.5, B 0.25, S 0.
    kept for each taker in A: 0.4 of A, 0.05 of B; in B: 0.1 of B.
    would have stayed: in A 0.8 × 0.5 + 0.2 × 0.75 = 0.55, in B 0.4 × 0.75 + 0.6 = 0.9.
S is the Capital, where nothing may be built.
"""

from support.instances import PLAIN, make_instance, region

CATCHMENT = PLAIN | {
    "job_takers": "catchment",
    "leaver_share": "area",
    "stay_half_minutes": 20,
}
"""Each job without culture has one taker, by where young people live."""

WAYS = [("B", "A", 20), ("S", "B", 20)]


def towns(**cells):
    """Return A, B and S; cells are (of A, of B)."""
    rows = [
        region("A", 400, youth_zero_migration=800),
        region("B", 100, youth_zero_migration=400),
        region("S", 0, youth_zero_migration=1200, province="Capital", candidate="false"),
    ]
    for name, pair in cells.items():
        for row, value in zip(rows, pair, strict=False):
            row[name] = value
    return rows


def market(folder, options, settings=None, places=None, **more):
    """Write the labour market and return its folder."""
    places = places or towns()
    return make_instance(folder, places, options, CATCHMENT | (settings or {}), travel=WAYS, **more)
