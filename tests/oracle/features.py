"""What an instance uses, and the same instance without one of those features."""

import csv
import shutil
import tomllib

from .cells import read_table
from .random_instances import DEFAULTS as PLAIN
from .random_instances import write_toml

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


def removable_features(folder):
    """Features that can be taken away: tables, columns and settings, as tuples of names."""
    found = {("table", name) for name in OPTIONAL_TABLES if read_table(folder, name)}
    for name, columns in OPTIONAL_COLUMNS.items():
        rows = read_table(folder, name)
        found |= {("column", name, c) for c in columns if any(special(name, c, r) for r in rows)}
    contents = read_toml(folder)
    found |= {(s, key) for s in SECTIONS for key in contents.get(s, {})}
    if ("table", "needs") not in found:
        found.discard(("settings", "recruit_limit"))
    return found - {("settings", "stay_half_minutes")}  # its forms need different travel tables


def special(name, column, row):
    """Whether a cell says something else than the default of its column."""
    return row.get(column, "") not in ("", str(PLAIN[name][column]))


def without(folder, feature, target):
    """Copy an instance folder to a new place, without one feature."""
    shutil.copytree(folder, target)
    if feature[0] == "table":
        (target / f"{feature[1]}.csv").unlink()
    elif feature[0] == "column":
        remove_column(target / f"{feature[1]}.csv", feature[2])
    else:
        contents = read_toml(target)
        del contents[feature[0]][feature[1]]
        write_toml(target, contents)
    return target


def remove_column(path, column):
    """Rewrite a CSV without a column."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != column]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def read_toml(folder):
    """Contents of instance.toml."""
    with (folder / "instance.toml").open("rb") as file:
        return tomllib.load(file)


def forms(folder, a):
    """Forms of features that have no table or setting of their own, as words; `a` its Reading."""
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
    }
    tests |= forms_of_options(a) | forms_of_tables(folder)
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


def forms_of_tables(folder):
    """Forms of rows and cells."""
    travel = read_table(folder, "travel")
    pairs = {(row["from_region"], row["to_region"]): row for row in travel}
    own = [row for (i, j), row in pairs.items() if i == j]
    others = [row for (i, j), row in pairs.items() if i != j]
    text = "".join(path.read_text("utf-8") for path in folder.glob("*.csv"))
    regions = read_table(folder, "regions")
    return {
        "i,i listed": bool(own),
        "i,i listed with a blank": any(row.get(c) == "" for row in own for c in row),
        "pair without minutes": any(not row.get("minutes") for row in others),
        "pair not listed": 0 < len(others) < len(regions) * (len(regions) - 1),
        "pair with stay 0": any(row.get("stay") == "0" for row in others),
        "directed": any(
            (j, i) in pairs and pairs[j, i].get("minutes") != row.get("minutes")
            for (i, j), row in pairs.items()
        ),
        "blank cells": ",," in text,
        "byte order mark": "\ufeff" in text,
        "id with spaces": ", " in text.replace("no water, no power", ""),
        "needs without universities": bool(read_table(folder, "needs"))
        and not read_table(folder, "universities"),
    }
