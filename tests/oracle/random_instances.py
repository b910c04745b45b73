"""Random instances that mix every base feature of the format, by seed."""

import math
import random
from pathlib import Path

from .random_levers import leave_room, limit_levers, make_levers
from .random_settings import random_settings
from .written import as_text, write_table, write_toml

SECTORS = ["ai", "semiconductor", "biotech", "green energy"]
SCALES = {"pilot": 1.0, "hub": 2.2, "national": 4.5}
HUBS = ["studio", "venue", "startup space", "factory reuse", "remodelled building", "plaza"]
PROVINCES = ["Gangwon", "North Jeolla", "경북"]
FIELDS = ["software", "life science"]
MOST_COMBINATIONS = 3000
MOST_WITH_LEVERS = 20_000  # levers need several clusters to act on


class Maker:
    """A random number generator with the few draws that an instance needs."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.uniform, self.choice = self.random.uniform, self.random.choice
        self.sample, self.integer = self.random.sample, self.random.randint

    def chance(self, share):
        """Return True in this share of the draws."""
        return self.random.random() < share

    def wide(self, low, high):
        """Draw a whole number, even on the scale of logarithms."""
        return round(math.exp(self.uniform(math.log(low), math.log(high))))

    def figure(self, low, high, digits=2):
        """Draw a number of a few digits."""
        return round(self.uniform(low, high), digits)


def make_regions(m, count):
    """Rows of `regions`, people first; what depends on the settings is blanked later."""
    form = m.choice(["R{}", "0{}1", "gun-{}", "시군{}"])
    provinces = m.sample(PROVINCES, m.integer(1, min(3, count)))
    priced, indexed, cultured = m.chance(0.5), m.chance(0.5), m.chance(0.5)
    weighted, outsider = m.chance(0.5), m.chance(0.3)
    rows = []
    for n in range(1, count + 1):
        leavers = 0 if m.chance(0.08) and n > 1 else m.wide(30, 1500)
        if leavers and m.chance(0.2):
            leavers += 0.5
        zero_migration = round(leavers * m.uniform(1.2, 5)) or m.choice([0, m.wide(80, 900)])
        rows.append(
            {
                "region_id": form.format(n),
                "name": f"Region {n}",
                "name_local": m.choice(["", f"지역{n}"]),
                "province": provinces[n - 1] if n <= len(provinces) else m.choice(provinces),
                "candidate": "false" if outsider and m.chance(0.3) else "true",
                "youth": 0 if m.chance(0.05) else round(zero_migration * m.uniform(0.6, 1.3)),
                "youth_zero_migration": max(zero_migration, math.ceil(leavers)),
                "leavers": leavers,
                "land_ha": m.figure(3, 60, 1),
                "land_price": m.figure(0, 8) if priced else 0,
                "operating_cost_index": m.figure(0.5, 1.6) if indexed else 1,
                "construction_cost_index": m.figure(0.8, 1.3) if indexed else 1,
                "culture_level": m.choice([0, m.figure(0, 0.6)]) if cultured else 0,
                "local_jobs": m.wide(2, 60),
                "weight": (0 if m.chance(0.1) else m.figure(0.2, 4)) if weighted else 1,
                "extinction_risk": m.figure(0.05, 1.3),
                "decline_area": m.choice(["true", "false"]),
                "stock_factory": m.integer(0, 2),
                "stock_building": m.integer(0, 2),
            }
        )
    if len(provinces) > 1 and m.chance(0.4):
        close_a_province(m, rows, m.choice(provinces))
        provinces = sorted({row["province"] for row in rows if row["candidate"] == "true"})
    if m.chance(0.8) and provinces:
        m.choice([row for row in rows if row["province"] in provinces])["candidate"] = "true"
    return rows


def close_a_province(m, rows, name):
    """Let nothing be built in a province; whoever leaves it is mostly not counted."""
    others = any(row["leavers"] for row in rows if row["province"] != name)
    counted = m.chance(0.3) or not others
    for row in rows:
        if row["province"] == name:
            row["candidate"] = "false"
            row["leavers"] = row["leavers"] if counted else 0


def make_options(m, count, years):
    """Rows of `options`: clusters of several scales in a few sectors, and hubs."""
    clusters = min(count, m.choice([1, 1, 2, 2, 3] if count < 5 else [2, 3, 4, 5]))
    sectors = m.sample(SECTORS, m.integer(1 + (clusters > 3), min(3, clusters)))
    pairs = m.sample([(s, scale) for s in sectors for scale in SCALES], clusters)
    late = m.chance(0.5)
    rows = [make_cluster(m, sector, scale) for sector, scale in pairs]
    rows += [make_hub(m, n) for n in range(count - clusters)]
    for row in rows:
        row["lead_years"] = m.integer(0, years - 1) if late and m.chance(0.6) else 0
        row["needs_zone"] = "false"
    m.random.shuffle(rows)
    return rows


def make_cluster(m, sector, scale):
    """Make a row of `options`: a sector at a scale."""
    size = SCALES[scale] * m.uniform(0.8, 1.25)
    return {
        "option_id": f"{sector.replace(' ', '-')}_{scale}",
        "kind": "cluster",
        "sector": sector,
        "hub_type": "",
        "scale": scale,
        "capital_cost": round(size * m.uniform(40, 120)),
        "operating_cost": m.choice([0, round(size * m.uniform(2, 12), 1)]),
        "land_ha": m.choice([0, round(size * m.uniform(2, 14), 1)]),
        "jobs": round(size * m.uniform(50, 400)),
        "multiplier": m.choice([0, m.figure(0.1, 1.2)]),
        "culture_capacity": 0,
        "max_per_region": 0 if m.chance(0.04) else 1,
        "uses_stock": "building" if m.chance(0.06) else "",
    }


def make_hub(m, n):
    """Make a row of `options`: a hub with or without capacity, jobs, land or stock."""
    return {
        "option_id": f"{HUBS[n].replace(' ', '_')}",
        "kind": "hub",
        "sector": "",
        "hub_type": HUBS[n],
        "scale": m.choice(["", "small"]),
        "capital_cost": m.figure(8, 60, 1),
        "operating_cost": m.choice([0, m.figure(0.2, 3)]),
        "land_ha": m.choice([0, 0, m.figure(1, 12, 1)]),
        "jobs": m.choice([0, 0, m.wide(10, 200)]),
        "multiplier": m.choice([0, m.figure(0.1, 0.6)]),
        "culture_capacity": 0 if m.chance(0.2) else m.wide(60, 1500),
        "max_per_region": m.choice([0, 1, 1, 2, 2, 3]) if m.chance(0.8) else 1,
        "uses_stock": m.choice(["", "", "factory", "building"]),
    }


def choices_per_region(options):
    """How many ways a region has to build, its own limits aside."""
    scales = {}
    product = 1
    for row in options:
        if row["kind"] == "cluster":
            scales[row["sector"]] = scales.get(row["sector"], 1) + row["max_per_region"]
        else:
            product *= 1 + row["max_per_region"]
    return product * math.prod(scales.values())


def keep_countable(m, regions, options, times=1, most=MOST_COMBINATIONS):
    """Take hubs and candidates away until every integer decision can be tried.

    A region may have `times` as many ways, for its measures.
    """
    while True:
        candidates = [row for row in regions if row["candidate"] == "true"]
        if (times * choices_per_region(options)) ** len(candidates) <= most:
            return
        many = [row for row in options if row["kind"] == "hub" and row["max_per_region"] > 1]
        if many and m.chance(0.6):
            m.choice(many)["max_per_region"] -= 1
        else:
            m.choice(candidates)["candidate"] = "false"


def make_travel(m, regions, form):
    """Rows of `travel`: directed, some pairs missing, i,i at times; by `form` with stay."""
    ids = [row["region_id"] for row in regions]
    table = form == "table"
    if m.chance(0.06):
        return []
    timed = not (table and m.chance(0.2))
    spare = table or m.chance(0.1)
    far = m.uniform(30, 120)
    rows = []
    for a in ids:
        for b in ids:
            if m.chance(0.85 if a == b else 0.15):
                continue
            known = timed and not (table and m.chance(0.25))
            minutes = m.figure(4, far, 1)
            stay = 0 if m.chance(0.04) else m.figure(0.05, 1)
            if a == b:
                minutes = m.figure(1, m.choice([14, 14, 14, 60]), 1)
                known, stay = m.chance(0.7), m.choice(["", m.figure(0.5, 1)])
            row = {"from_region": a, "to_region": b, "minutes": minutes if known else ""}
            rows.append(row | {"stay": stay} if spare else row)
    return rows


def make_workforce(m, regions, options):
    """Rows of `needs` and of `universities`."""
    needs = []
    for row in options:
        wanting = m.chance(0.8 if row["kind"] == "cluster" else 0.3)
        for name in m.sample(FIELDS, m.integer(1, 2)) if wanting else []:
            size = max(row["jobs"], 30) * m.uniform(0.02, 0.25)
            graduates = round(size, m.choice([0, 1]))
            needs.append({"option_id": row["option_id"], "field": name, "graduates": graduates})
    if needs and m.chance(0.06):
        return needs, []
    return needs, make_universities(m, regions, options, needs)


def make_universities(m, regions, options, needs):
    """Rows of `universities`: graduates and seats of the order of one option's need."""
    capital = sum(row["capital_cost"] for row in options) / len(options)
    universities = []
    for n in range(m.integer(1, min(3, len(regions)))):
        place = m.choice(regions)["region_id"]
        priced = m.chance(0.85)
        for name in FIELDS if m.chance(0.8) else FIELDS[:1]:
            need = max([10, *(row["graduates"] for row in needs if row["field"] == name)])
            universities.append(
                {
                    "university_id": f"U{n}",
                    "field": name,
                    "name": m.choice(["", f"University {n}"]),
                    "region_id": place,
                    "graduates": round(need * m.uniform(0.15, 1.3)),
                    "hireable_share": m.choice([1, m.figure(0.2, 0.6), m.figure(0.2, 0.8)]),
                    "max_seats": m.choice([0, 1, 1, 1]) * round(need * m.uniform(0.3, 2)),
                    "seat_cost": round(m.uniform(0.1, 2) * capital / need, 2) if priced else 0,
                }
            )
    return universities


def make_strength(m, regions, options):
    """Rows of `strength` for some regions and sectors."""
    sectors = sorted({row["sector"] for row in options} - {""})
    return [
        {"region_id": row["region_id"], "sector": sector, "strength": m.figure(0.5, 1.5)}
        for row in regions
        for sector in sectors
        if m.chance(0.7)
    ]


def make_suitability(m, regions, options):
    """Rows of `suitability`, allowed or not."""
    return [
        {
            "region_id": region["region_id"],
            "option_id": option["option_id"],
            "allowed": m.choice(["true", "false"]),
            "reason": m.choice(["", "island", "no water, no power"]),
        }
        for region in regions
        for option in options
        if m.chance(0.3)
    ]


def leave_out(m, regions, options, toml):
    """Drop or blank what the settings and the options do not ask for."""
    settings, limits = toml["settings"], toml.get("limits", {})
    capacity = any(o["culture_capacity"] for o in options)
    alone = "culture" in toml or settings.get("culture_only_share", 0.03) > 0
    best = settings.get("job_takers") == "best"
    if best and settings.get("leaver_share") == "one" and m.chance(0.5):
        drop(regions, "youth_zero_migration")
    access = not best and settings.get("access_elasticity", 0) > 0
    fair = "min_fair_share" in limits or "max_fair_share" in limits
    if not (capacity or access or fair) and m.chance(0.6):
        for row in regions if m.chance(0.5) else m.sample(regions, 1):
            row["youth"] = ""
    if not (alone and capacity) and m.chance(0.5):
        drop(regions, "local_jobs")
    for row in regions:
        if "local_jobs" in row and row["leavers"] == 0 and m.chance(0.5):
            row["local_jobs"] = ""
    if settings.get("weights") != "extinction_risk" and m.chance(0.7):
        drop(regions, "extinction_risk")
    for name in ("factory", "building"):
        used = any(row["uses_stock"] == name for row in options)
        if m.chance(0.05 if used else 0.7):
            drop(regions, f"stock_{name}")


def drop(rows, column):
    """Remove a column."""
    for row in rows:
        del row[column]


def random_contents(seed, size="tiny", objective=None, levers=False):
    """Return instance.toml as a dict, tables as rows, and the Maker that drew them."""
    m = Maker(f"{size} {seed} {objective or ''}{' levers' if levers else ''}")
    years = m.integer(4, 18)
    tiny = size == "tiny"
    regions = make_regions(m, m.integer(2, 4) if tiny else m.integer(5, 12))
    options = make_options(m, m.integer(2, 4) if tiny else m.integer(3, 8), years)
    tables = make_levers(m, options) if levers else {}
    if tiny and levers:
        times = 2 ** len(tables["measures"])
        keep_countable(m, regions, options, times, MOST_WITH_LEVERS)
    elif tiny:
        keep_countable(m, regions, options)
    toml = random_settings(m, regions, options, years, objective)
    if levers:
        leave_room(m, regions, toml)
        limit_levers(m, toml)
    form = toml["settings"].get("stay_half_minutes", 20)
    tables["travel"] = make_travel(m, regions, form)
    if m.chance(0.3 if levers else 0.6):
        tables["needs"], tables["universities"] = make_workforce(m, regions, options)
    if m.chance(0.5):
        tables["strength"] = make_strength(m, regions, options)
    if m.chance(0.2 if levers else 0.5):
        tables["suitability"] = make_suitability(m, regions, options)
    leave_out(m, regions, options, toml)
    tables = {"regions": regions, "options": options, **tables}
    return toml, {name: rows for name, rows in tables.items() if rows}, m


def random_instance(seed, size="tiny", objective=None, levers=False):
    """Return instance.toml as a dict and tables as rows of text; as in the folder of the seed."""
    toml, tables, _ = random_contents(seed, size, objective, levers)
    return toml, as_text(tables)


def write_random_instance(folder, seed, size="tiny", objective=None, levers=False):
    """Write an instance folder; the same arguments always give the same one."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    toml, tables, m = random_contents(seed, size, objective, levers)
    write_toml(folder, toml)
    for name, rows in tables.items():
        write_table(m, folder, name, rows)
    if m.chance(0.2):
        (folder / "notes.txt").write_text("Other files are ignored.\n", encoding="utf-8")
    return folder
