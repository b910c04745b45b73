"""Measures of housing laid over random instances, by a generator of their own.

What an instance draws otherwise stays as it is without them.
"""

from .plain_reading import read_contents
from .random_instances import Maker, random_instance
from .random_money import random_money

MOST_HOMES = 8
"""Measures of housing times regions: each of these may be bought or not."""


def random_housing(seed, size="tiny", objective=None):
    """Return a random instance with measures of housing, as toml and rows of text."""
    m = Maker(f"housing {size} {seed} {objective or ''}")
    base = m.choice([random_instance, random_money])
    toml, tables = base(seed, size, objective, levers=m.chance(0.5))
    rows = make_housing(m, tables, size)
    known = tables.get("measures", [])
    if rows and m.chance(0.25):
        most = m.choice([0, 1, 1, 2])
        toml = {**toml, "limits": {**toml.get("limits", {}), "max_measures": {"H0": most}}}
    return toml, {**tables, "measures": [*known, *rows]}


def make_housing(m, tables, size):
    """Rows of `measures` of kind housing, as text: one or two, at times tiers of one group."""
    regions = len(tables["regions"])
    several = size != "tiny" or 2 * regions <= MOST_HOMES
    costs = [float(row["capital_cost"]) for row in tables["options"]]
    mean = sum(costs) / len(costs)
    group = m.choice(["", "homes"])
    rows = [
        {
            "measure_id": f"H{n}",
            "kind": "housing",
            "tier_group": group,
            "cost": m.choice([0, *(round(mean * m.uniform(0.01, 0.15), 2) for _ in range(3))]),
            "retention": m.choice([m.figure(0.02, 0.3), m.figure(0.2, 0.9), 1]),
            "max_total": m.choice(["", "", "", 1, 2]),
            "max_per_province": m.choice(["", "", "", 1]),
        }
        for n in range(m.integer(1, 2 if several else 1))
    ]
    return [{name: str(cell) for name, cell in row.items()} for row in rows]


def helps(toml, tables):
    """Whether housing can matter: where people live is what decides who takes a job."""
    return read_contents(toml, tables).catchment is not None
