"""What an instance uses, and the same instance without one of those features."""

from .written import DEFAULTS as PLAIN

OPTIONAL_TABLES = ["strength", "suitability", "needs", "universities", "travel"]
SECTIONS = ["settings", "limits", "locked", "culture"]
OPTIONAL_COLUMNS = {
    "regions": [
        "candidate",
        "youth",
        "land_price",
        "operating_cost_index",
        "construction_cost_index",
        "culture_level",
        "local_jobs",
        "weight",
        "stock_factory",
        "stock_building",
    ],
    "options": [
        "operating_cost",
        "land_ha",
        "jobs",
        "multiplier",
        "lead_years",
        "culture_capacity",
        "max_per_region",
        "uses_stock",
    ],
    "universities": ["hireable_share", "max_seats", "seat_cost"],
}


def removable_features(toml, tables):
    """Features that can be taken away: tables, columns and settings, as tuples of names."""
    found = {("table", name) for name in OPTIONAL_TABLES if tables.get(name)}
    for name, columns in OPTIONAL_COLUMNS.items():
        rows = tables.get(name, [])
        found |= {("column", name, c) for c in columns if any(special(name, c, r) for r in rows)}
    found |= {(s, key) for s in SECTIONS for key in toml.get(s, {})}
    if ("table", "needs") not in found:
        found -= {("settings", "recruit_limit"), ("settings", "graduate_half_minutes")}
    if found & {("limits", "min_fair_share"), ("limits", "max_fair_share")}:
        found.discard(("settings", "budget"))  # these ask for one
    return found - {("settings", "stay_half_minutes")}  # its forms need different travel tables


def special(name, column, row):
    """Whether a cell says something else than the default of its column."""
    return row.get(column, "") not in ("", str(PLAIN[name][column]))


def without(toml, tables, feature):
    """Return the instance, as toml and tables, without one feature."""
    if feature[0] == "table":
        return toml, {name: rows for name, rows in tables.items() if name != feature[1]}
    if feature[0] == "column":
        rows = [{c: v for c, v in r.items() if c != feature[2]} for r in tables[feature[1]]]
        return toml, tables | {feature[1]: rows}
    section = {key: value for key, value in toml[feature[0]].items() if key != feature[1]}
    return toml | {feature[0]: section}, tables


def forms(tables, a):
    """Forms of features that have no table or setting of their own, as words; `a` the Reading."""
    tests = {
        f"objective {a.settings['objective']}": True,
        f"weights {a.settings['weights']}": True,
        f"leaver_share {a.settings['leaver_share']}": True,
        "stay as a number": isinstance(a.settings["stay_half_minutes"], (int, float)),
        f"stay {a.settings['stay_half_minutes']}": True,
        "absorption none": a.settings["absorption_share"] == "none",
        "budget absent": a.settings["budget"] is None,
        "limit by province": isinstance(a.limits.get("max_clusters_per_province"), dict),
        "infinite youth": None in a.area_youth.values(),
        f"job_takers {a.settings['job_takers']}": True,
        "arrivals": bool(a.catchment) and a.settings["arrival_share"] > 0,
        "access": bool(a.catchment) and a.settings["access_elasticity"] > 0,
        "graduates by distance": min(a.recruit.values(), default=1.0) < 1,
        "province without candidates": any(
            not any(a.candidate[i] for i in a.of_province(name)) for name in a.provinces()
        ),
    }
    tests |= forms_of_options(a) | forms_of_tables(tables)
    return {word for word, present in tests.items() if present}


def forms_of_options(a):
    """Forms of options."""
    hubs, clusters = a.hubs(), a.clusters()
    capacity = {h for _, _, h in a.level_added}
    sectors = [a.sector[k] for k in clusters]
    return {
        "scales of one sector": len(set(sectors)) < len(sectors),
        "two sectors": len(set(sectors)) > 1,
        "hub with capacity": bool(capacity),
        "hub without capacity": any(h not in capacity for h in hubs),
        "hub with jobs": any(a.jobs_of[h] for h in hubs),
        "hub with land": any(a.land_of[h] for h in hubs),
        "hub with needs": any(o in hubs and n > 0 for (_, o, _), n in a.need.items()),
        "cluster with needs": any(o in clusters and n > 0 for (_, o, _), n in a.need.items()),
        "more than one of a hub": max(a.most.values()) > 1,
        "more than two of a hub": max(a.most.values()) > 2,
        "region without leavers": 0 in a.leavers.values(),
    }


def forms_of_tables(tables):
    """Forms of rows and cells."""
    travel = tables.get("travel", [])
    pairs = {(row["from_region"], row["to_region"]): row for row in travel}
    own = [row for (i, j), row in pairs.items() if i == j]
    others = [row for (i, j), row in pairs.items() if i != j]
    count = len(tables["regions"])
    return {
        "i,i listed": bool(own),
        "i,i listed with a blank": any(row.get(c) == "" for row in own for c in row),
        "pair without minutes": any(not row.get("minutes") for row in others),
        "pair not listed": 0 < len(others) < count * (count - 1),
        "pair with stay 0": any(row.get("stay") == "0" for row in others),
        "directed": any(
            (j, i) in pairs and pairs[j, i].get("minutes") != row.get("minutes")
            for (i, j), row in pairs.items()
        ),
        "needs without universities": bool(tables.get("needs")) and not tables.get("universities"),
        "nobody if nobody moved": any(
            row.get("youth_zero_migration") == "0" for row in tables["regions"]
        ),
    }


def forms_of_text(folder):
    """Forms of the text of the CSV files."""
    text = "".join(path.read_text("utf-8") for path in folder.glob("*.csv"))
    tests = {
        "blank cells": ",," in text,
        "byte order mark": "\ufeff" in text,
        "id with spaces": ", " in text.replace("no water, no power", ""),
    }
    return {word for word, present in tests.items() if present}
