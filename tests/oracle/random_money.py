"""Random instance folders with two purses, phases, and floors and ceilings of balance mixed in."""

import csv

from .cells import read_table
from .features import read_toml
from .plain_reading import read
from .random_instances import Maker, text, write_random_instance, write_toml

MOST_COMBINATIONS = 4000
MOST_COMBINATIONS_WITH_LEVERS = 2000


def write_random_money(folder, seed, size="tiny", objective=None, levers=False):
    """Write a random instance and lay money rules over it; the same words, the same folder."""
    folder = write_random_instance(folder, seed, size, objective, levers=levers)
    m = Maker(f"money {size} {seed} {objective or ''}")
    contents = read_toml(folder)
    budget = contents["settings"].get("budget", 150.0)
    provinces = sorted({row["province"] for row in read_table(folder, "regions")})
    if m.chance(0.6):
        write_provinces(m, folder, provinces, budget)
    limits = contents.setdefault("limits", {})
    limits |= random_balance(m, provinces, budget)
    if not limits:
        del contents["limits"]
    phases = random_phases(m, contents, budget) if m.chance(0.6) else []
    write_all(folder, contents, phases)
    if size == "tiny":
        keep_countable(m, folder, contents, phases)
    return folder


def write_provinces(m, folder, provinces, budget):
    """Match shares of most provinces; an own budget for most of these."""
    with (folder / "provinces.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["province", "match_share", "own_budget"])
        chosen = m.sample(provinces, m.integer(1, len(provinces)))
        for name in chosen:
            share = m.choice([0, 1, m.figure(0.1, 0.9), m.figure(0.1, 0.6), m.figure(0.1, 0.6)])
            own = "" if m.chance(0.2) else m.figure(0.05 * budget, 0.6 * budget)
            writer.writerow([name, share, own])


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
    return list(zip(chosen, parts, strict=True))


def write_all(folder, contents, phases):
    """Write instance.toml with its phases at the end."""
    write_toml(folder, contents)
    with (folder / "instance.toml").open("a", encoding="utf-8") as file:
        for year, part in phases:
            file.write(f"\n[[phases]]\nyear = {year}\nbudget = {text(part)}\n")


def keep_countable(m, folder, contents, phases):
    """Take phases away, the last first, until every decision can be tried."""
    while phases:
        reading = read(folder)
        # Measures can be taken in addition, mostly only where a cluster of their sector is.
        most = MOST_COMBINATIONS if not reading.levers else MOST_COMBINATIONS_WITH_LEVERS
        if combinations_of(reading) <= most:
            return
        phases.pop()
        write_all(folder, contents, phases)


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
