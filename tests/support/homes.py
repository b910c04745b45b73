"""Two towns and a measure of housing, with everybody worked out by hand.

A site in North has 100 jobs; South lies twenty minutes away, where the young are twice as many, so
that 50 of the takers live in each (1000 × 1 and 2000 × 0.5). λ is 0.3 in North and 0.6 in South:
the jobs alone keep 15 and 30. A subsidy of 0.5 helps 25 in North and, as only 0.4 are left, 20 in
South.
"""

TRAVEL = [
    {"from_region": "north", "to_region": "south", "minutes": "20"},
    {"from_region": "south", "to_region": "north", "minutes": "20"},
]


def homes(measures, budget=120.0, limits=None, **settings):
    """Return the two towns as toml and tables; `measures` are (id, cost, retention, more)."""
    plain = {
        "budget": budget,
        "stay_half_minutes": 20,
        "job_only_share": 1.0,
        "culture_added_share": 0.0,
        "culture_only_share": 0.0,
        "absorption_share": "none",
    }
    toml = {
        "name": "homes",
        "base_year": 2024,
        "horizon_year": 2034,
        "settings": plain | settings,
        "limits": limits or {},
    }
    regions = [
        town("north", 300, 1000, "true"),
        town("south", 1200, 2000, "false"),
    ]
    rows = [
        {"measure_id": name, "kind": "housing", "cost": str(cost), "retention": str(share), **more}
        for name, cost, share, more in measures
    ]
    option = {
        "option_id": "ai",
        "kind": "cluster",
        "sector": "ai",
        "capital_cost": "100",
        "jobs": "100",
    }
    return toml, {"regions": regions, "options": [option], "travel": TRAVEL, "measures": rows}


def town(name, leavers, young, candidate):
    """Return a row of `regions`."""
    return {
        "region_id": name,
        "name": name.title(),
        "province": "P" if candidate == "true" else "Q",
        "candidate": candidate,
        "youth": str(young),
        "leavers": str(leavers),
        "youth_zero_migration": str(young),
        "land_ha": "10",
    }
