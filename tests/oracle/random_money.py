"""Random instances with two purses, phases, and floors and ceilings of balance mixed in."""

from pathlib import Path

from .plain_reading import read_contents
from .random_instances import random_contents
from .written import as_text, write_table, write_toml

MOST_COMBINATIONS = 4000
MOST_COMBINATIONS_WITH_LEVERS = 2000


def random_money(seed, size="tiny", objective=None, levers=False):
    """Return a random instance with money rules laid over it, as toml and rows of text."""
    toml, tables, _ = money_contents(seed, size, objective, levers)
    return toml, as_text(tables)


def write_random_money(folder, seed, size="tiny", objective=None, levers=False):
    """Write the same as a folder; the same words, the same folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    toml, tables, m = money_contents(seed, size, objective, levers)
    write_toml(folder, toml)
    for name, rows in tables.items():
        write_table(m, folder, name, rows)
    return folder


def money_contents(seed, size, objective, levers):
    """Return instance.toml as a dict, tables as rows, and the Maker that drew them."""
    toml, tables, m = random_contents(seed, size, objective, levers)
    budget = toml["settings"].get("budget", 150.0)
    provinces = sorted({row["province"] for row in tables["regions"]})
    if m.chance(0.6):
        tables["provinces"] = random_provinces(m, provinces, budget)
    limits = toml.setdefault("limits", {})
    limits |= random_balance(m, provinces, budget)
    if not limits:
        del toml["limits"]
    toml["phases"] = random_phases(m, toml, budget) if m.chance(0.6) else []
    if size == "tiny":
        keep_countable(toml, tables)
    if not toml["phases"]:
        del toml["phases"]
    return toml, tables, m


def random_provinces(m, provinces, budget):
    """Match shares of most provinces; an own budget for most of these."""
    rows = []
    for name in m.sample(provinces, m.integer(1, len(provinces))):
        share = m.choice([0, 1, m.figure(0.1, 0.9), m.figure(0.1, 0.6), m.figure(0.1, 0.6)])
        own = "" if m.chance(0.2) else m.figure(0.05 * budget, 0.6 * budget)
        rows.append({"province": name, "match_share": share, "own_budget": own})
    return rows


def random_balance(m, provinces, budget):
    """Floors and ceilings of spending and of who stays, mostly such that plans are left."""
    limits = {}
    if m.chance(0.15):
        limits["min_spending"] = {m.choice(provinces): m.figure(0, 0.25 * budget)}
    if m.chance(0.25):
        limits["max_spending"] = {m.choice(provinces): m.figure(0.1 * budget, 0.9 * budget)}
    if m.chance(0.2):
        limits["min_cost_share_decline_areas"] = m.figure(0.05, 0.6)
    if m.chance(0.15):
        limits["max_cost_share_decline_areas"] = m.figure(0.2, 0.9)
    if m.chance(0.15):
        limits["min_retained_share_decline_areas"] = m.figure(0.001, 0.012, 3)
    if m.chance(0.2):
        limits["max_retained_share"] = {m.choice(provinces): m.figure(0.02, 0.2, 3)}
    return limits


def random_phases(m, contents, budget):
    """One to three phases whose budgets together are about the budget."""
    years = range(contents["base_year"], contents["horizon_year"])
    count = m.choice([1, 2, 2, 2, 3])
    chosen = sorted(m.sample(list(years), min(count, len(years))))
    if m.chance(0.6):
        chosen[0] = years[0]
    shares = [m.uniform(0.2, 1) for _ in chosen]
    parts = [round(budget * share / sum(shares), 1) for share in shares]
    return [{"year": year, "budget": part} for year, part in zip(chosen, parts, strict=True)]


def keep_countable(toml, tables):
    """Take phases away, the last first, until every decision can be tried."""
    while toml["phases"]:
        reading = read_contents(toml, as_text(tables))
        # Measures can be taken in addition, mostly only where a cluster of their sector is.
        most = MOST_COMBINATIONS if not reading.levers else MOST_COMBINATIONS_WITH_LEVERS
        if combinations_of(reading) <= most:
            return
        toml["phases"].pop()


def combinations_of(a):
    """How many integer decisions there are, limits of a region aside."""
    product = 1
    for j in a.regions:
        clusters, hubs = {}, 1
        for o in a.options:
            if a.kind[o] == "cluster":
                clusters[a.sector[o]] = clusters.get(a.sector[o], 1) + a.most[j, o]
            else:
                hubs *= 1 + a.most[j, o]
        for n in clusters.values():
            hubs *= n
        product *= hubs
    return product


def levers_of(a):
    """Which of the rules on money and balance a Reading has, as words."""
    m = a.money
    tests = {
        "match share": any(m.match.values()),
        "own budget": any(m.match.get(name) for name in m.own_budget),
        "province that pays all": 1 in m.match.values(),
        "one phase": len(m.phases) == 1,
        "two phases": len(m.phases) == 2,
        "three phases": len(m.phases) == 3,
        "first phase after the base year": bool(m.phases) and m.phases[0][0] > a.base_year,
        "option too late for a phase": bool(m.phases)
        and len(a.options) < len(m.phases) * len(set(a.base_of.values())),
        "min_spending": bool(m.least),
        "max_spending": bool(m.most),
        "decline share at least": m.decline_least is not None,
        "decline share at most": m.decline_most is not None,
        "decline floor": "min_retained_share_decline_areas" in a.limits,
        "ceiling of retained": "max_retained_share" in a.limits,
        "purses and phases": any(m.match.values()) and len(m.phases) > 1,
        "seats and phases": any(c["max_seats"] for c in a.courses) and len(m.phases) > 1,
    }
    return {word for word, present in tests.items() if present}
