"""The same instance with money and people counted in other units."""

MONEY = {
    "regions": {"land_price": 1},
    "options": {"capital_cost": 1, "operating_cost": 1},
    "measures": {"cost": 1},
    "provinces": {"own_budget": 1},
    "universities": {"seat_cost": 1},
}
PEOPLE = {
    "regions": {"youth": 1, "youth_zero_migration": 1, "leavers": 1, "local_jobs": 1},
    "options": {"jobs": 1, "culture_capacity": 1},
    "needs": {"graduates": 1},
    "universities": {"graduates": 1, "max_seats": 1, "seat_cost": -1},
}
"""Powers of the unit in each column."""


def in_other_units(toml, tables, money, people):
    """Return toml and tables with every amount of money, and of people, times a factor."""
    factors = {
        name: {
            column: money ** MONEY.get(name, {}).get(column, 0)
            * people ** PEOPLE.get(name, {}).get(column, 0)
            for column in {**MONEY.get(name, {}), **PEOPLE.get(name, {})}
        }
        for name in tables
    }
    scaled = {
        name: [
            {column: times(cell, factors[name].get(column)) for column, cell in row.items()}
            for row in rows
        ]
        for name, rows in tables.items()
    }
    settings = dict(toml["settings"])
    for key, factor in (("budget", money), ("value_per_retained", money / people)):
        if key in settings:
            settings[key] = settings[key] * factor
    limits = dict(toml.get("limits", {}))
    for key in ("min_spending", "max_spending"):
        if key in limits:
            limits[key] = {place: value * money for place, value in limits[key].items()}
    phases = [{**phase, "budget": phase["budget"] * money} for phase in toml.get("phases", [])]
    changed = {"settings": settings, "limits": limits, "phases": phases}
    return {**toml, **{key: value for key, value in changed.items() if key in toml}}, scaled


def times(cell, factor):
    """Return a cell of a table times a factor; blank stays blank."""
    if factor is None or cell == "":
        return cell
    return repr(float(cell) * factor)
