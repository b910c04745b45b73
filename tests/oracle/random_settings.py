"""Random contents of instance.toml: settings of every kind, limits and locks."""

from itertools import pairwise

OBJECTIVES = ["retained", "equally_distributed", "worst_province", "net_benefit"]


def random_settings(m, regions, options, years, objective=None):
    """Contents of instance.toml as a dict of dicts; `m` is the Maker that draws."""
    base = m.integer(2015, 2030)
    contents = {"name": "random", "base_year": base, "horizon_year": base + years}
    if m.chance(0.5):
        contents["currency"] = "bn KRW"
    objective = objective or m.choice(OBJECTIVES)
    settings = purpose(m, options, objective) | reach(m) | people(m) | takers(m, regions)
    if m.chance(0.4):
        settings["discount_rate"] = m.figure(0, 0.09, 3)
    contents["settings"] = settings
    if m.chance(0.25):
        contents["culture"] = {"curve": curve(m)}
    limits = random_limits(m, regions, options) | fair_limits(m, settings)
    if limits:
        contents["limits"] = limits
    locked = random_locks(m, regions, options)
    if locked:
        contents["locked"] = locked
    return contents


def purpose(m, options, objective):
    """Objective, weights and budget."""
    settings = {}
    if objective != "retained" or m.chance(0.5):
        settings["objective"] = objective
    if objective == "net_benefit":
        settings["value_per_retained"] = round(m.wide(200, 8000) / 100, 2)
    if objective == "equally_distributed" and m.chance(0.7):
        settings["inequality_aversion"] = m.choice([m.figure(0.5, 20), m.integer(20, 400)])
    if m.chance(0.35):
        settings["weights"] = m.choice(["extinction_risk", "extinction_risk", "column"])
    if objective != "net_benefit" or m.chance(0.5):
        mean = sum(row["capital_cost"] for row in options) / len(options)
        settings["budget"] = round(mean * m.uniform(1, 5) + 10, m.choice([0, 0, 2]))
    return settings


def reach(m):
    """Limits in minutes and the two decays."""
    settings = {}
    for name, low, high in [
        ("commute_limit", 12, 60),
        ("recruit_limit", 10, 80),
        ("culture_limit", 10, 80),
    ]:
        if m.chance(0.5):
            settings[name] = m.integer(low, high)
    form = m.choice(["number", "number", "absent", "none", "table", "table"])
    if form != "absent":
        settings["stay_half_minutes"] = m.integer(8, 45) if form == "number" else form
    if m.chance(0.4):
        settings["culture_half_minutes"] = m.figure(8, 50, 1)
    return settings


def uncounted(regions):
    """Provinces where nothing may be built."""
    built = {row["province"] for row in regions if row["candidate"] == "true"}
    return {row["province"] for row in regions} - built


def takers(m, regions):
    """Who takes a job, who comes for one, and how jobs grow with a labour market."""
    settings = {}
    kind = m.choice(["absent", "absent", "catchment", "best", "best"])
    if kind != "absent":
        settings["job_takers"] = kind
    if m.chance(0.7 if kind != "best" and uncounted(regions) else 0.05 * (kind == "best")):
        settings["arrival_share"] = m.choice([m.figure(0.02, 0.3), m.figure(0.2, 1)])
    elif m.chance(0.1):
        settings["arrival_share"] = 0
    if m.chance(0.35):
        settings["access_elasticity"] = m.choice([0, m.figure(0.02, 0.2), m.figure(0.3, 1.5)])
    if m.chance(0.45):
        settings["graduate_half_minutes"] = m.choice(
            ["none", m.integer(10, 40), *(m.integer(1, 9) for _ in "123")]
        )
    return settings


def fair_limits(m, settings):
    """Floors and ceilings of what the centre spends by province, and of the hubs' share."""
    limits = {}
    if "budget" in settings:
        if m.chance(0.16):
            low = m.choice([0, 0.1, 0.3])
            limits["min_fair_share"] = m.choice([1, *(m.figure(low, 0.5 + low) for _ in "123")])
        if m.chance(0.12):
            limits["max_fair_share"] = m.choice([m.figure(0.3, 1.2), m.figure(0.8, 2.5)])
    if m.chance(0.08):
        limits["min_cost_share_hubs"] = m.choice([1, *(m.figure(0.02, 0.3) for _ in "123")])
    if m.chance(0.08):
        limits["max_cost_share_hubs"] = m.choice([0, m.figure(0.1, 0.6), m.figure(0.1, 0.6)])
    return limits


def people(m):
    """Shares and other behavioural numbers."""
    settings = {}
    if m.chance(0.5):
        only = m.figure(0.1, 1)
        settings["job_only_share"] = only
        most = round(1 - only, 2)
        settings["culture_added_share"] = m.choice([0, most, min(most, m.figure(0, most))])
    if m.chance(0.6):
        settings["culture_only_share"] = m.choice([0, m.figure(0, 0.3), m.figure(0.02, 0.15)])
    if m.chance(0.4):
        settings["leaver_share"] = m.choice(["one", "one", "area"])
    if m.chance(0.4):
        settings["targeting"] = m.figure(0.5, 4)
    if m.chance(0.5):
        settings["job_motive_share"] = m.figure(0.05, 1)
    if m.chance(0.5):
        settings["absorption_share"] = m.choice(["none", m.figure(0.05, 0.5), m.figure(0.2, 1)])
    if m.chance(0.4):
        settings["culture_full_service"] = m.figure(0.3, 2.5)
    for name in ("realised_share", "additional_share", "youth_share"):
        if m.chance(0.3):
            settings[name] = m.figure(0.4, 1)
    return settings


def curve(m):
    """Points of a concave piecewise linear g from (0, 0) to level 1."""
    corners = sorted(m.sample([0.2, 0.3, 0.5, 0.6, 0.8], m.integer(1, 2)))
    levels = [0.0, *corners, 1.0]
    slopes = sorted((m.figure(0, 0.4) for _ in levels[1:]), reverse=True)
    points = [[0, 0]]
    for (low, high), slope in zip(pairwise(levels), slopes, strict=True):
        points.append([high, round(points[-1][1] + slope * (high - low), 6)])
    return points


def random_limits(m, regions, options):
    """Contents of [limits]."""
    limits = {}
    provinces = sorted({row["province"] for row in regions})
    if m.chance(0.25):
        limits["max_clusters_per_region"] = m.choice([0, 1, 1, 1])
    if m.chance(0.3):
        some = {name: m.integer(0, 1) for name in provinces if m.chance(0.7)}
        limits["max_clusters_per_province"] = m.choice([1, 1, some, some])
    if m.chance(0.3):
        chosen = m.sample([row["option_id"] for row in options], m.integer(1, 2))
        limits["max_options"] = {option: m.integer(0, 2) for option in chosen}
    if m.chance(0.3):
        ordinary = not m.chance(0.08)
        share = (0.001, 0.01) if ordinary else (0.2, 0.9)
        places = [row["province"] for row in regions if row["candidate"] == "true"]
        chosen = sorted(set(places)) if m.chance(0.2) or not places else [m.choice(places)]
        limits["min_retained_share"] = {name: m.figure(*share, digits=3) for name in chosen}
    return limits


def random_locks(m, regions, options):
    """Contents of [locked]; mostly what can be built, no slot both in and out."""
    slots = [
        (region, option)
        for region in regions
        for option in options
        if (region["candidate"] == "true" and option["max_per_region"] > 0) or m.chance(0.01)
    ]
    m.random.shuffle(slots)
    names = [f"{region['region_id']}:{option['option_id']}" for region, option in slots]
    locked = {}
    if names and m.chance(0.17):
        locked["in"] = [names.pop()]
        if names and m.chance(0.25):
            locked["in"].append(names.pop())
    if names and m.chance(0.25):
        locked["out"] = names[: m.integer(1, 2)]
    return locked
