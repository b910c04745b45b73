"""Writes instance folders from a few words, for tests whose numbers are worked out by hand."""

import csv
import json
from pathlib import Path

import optimizer as opt

COLUMNS = {
    "provinces": ("province", "match_share", "own_budget"),
    "travel": ("from_region", "to_region", "minutes", "stay"),
    "strength": ("region_id", "sector", "strength"),
    "suitability": ("region_id", "option_id", "allowed", "reason"),
    "needs": ("option_id", "field", "graduates"),
    "measures": (
        "measure_id",
        "kind",
        "sector",
        "cost",
        "uplift",
        "saving",
        "tier_group",
        "max_total",
        "max_per_province",
    ),
    "interactions": ("sector", "near_sector", "limit_minutes", "uplift"),
    "universities": (
        "university_id",
        "field",
        "region_id",
        "graduates",
        "hireable_share",
        "max_seats",
        "seat_cost",
    ),
}
"""Columns of tables that are given as tuples; what a tuple lacks at its end stays blank."""

PLAIN = {
    "budget": 1000,
    "stay_half_minutes": "none",
    "discount_rate": 0,
    "job_only_share": 1.0,
    "culture_added_share": 0.0,
    "culture_only_share": 0.0,
    "job_takers": "best",
    "leaver_share": "one",
    "absorption_share": "none",
}
"""Settings under which each job, anywhere within the commuting limit, keeps one leaver."""


def region(region_id, leavers=0, **cells):
    """Return a row of `regions`, in province P with land for everything unless told otherwise."""
    row = {"region_id": region_id, "name": f"Town {region_id}", "province": "P", "land_ha": 1000}
    return row | {"leavers": leavers, "youth_zero_migration": leavers} | cells


def cluster(option_id, capital_cost=0, jobs=0, **cells):
    """Return a row of `options` for a cluster, its sector named after it unless told otherwise."""
    row = {"option_id": option_id, "kind": "cluster", "sector": option_id}
    return row | {"capital_cost": capital_cost, "jobs": jobs} | cells


def hub(option_id, capital_cost=0, **cells):
    """Return a row of `options` for a hub."""
    row = {"option_id": option_id, "kind": "hub", "hub_type": option_id}
    return row | {"capital_cost": capital_cost} | cells


def make_instance(
    folder, regions, options, settings=None, *, years=10, sections=None, phases=(), **tables
):
    """Write an instance and return its folder.

    Parameters
    ----------
    folder : Path
        Made where it isn't there.
    regions, options : list of dict
        From `region`, `cluster` and `hub`.
    settings : dict, optional
        The section [settings].
    years : int
        From the base year to the horizon year.
    sections : dict of dict, optional
        Other sections: limits, locked, culture.
    phases : list of (year, budget), optional
    **tables
        Further tables: rows as tuples in the order of `COLUMNS`.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    head = {"name": "by hand", "base_year": 2020, "horizon_year": 2020 + years}
    lines = [f"{key} = {_toml(value)}" for key, value in head.items()]
    for name, section in {"settings": settings or {}, **(sections or {})}.items():
        lines += ["", f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in section.items())]
    for year, budget in phases:
        lines += ["", "[[phases]]", f"year = {year}", f"budget = {budget}"]
    (folder / "instance.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _write(folder / "regions.csv", regions)
    _write(folder / "options.csv", options)
    for name, rows in tables.items():
        named = [dict(zip(COLUMNS[name], row, strict=False)) for row in rows]
        _write(folder / f"{name}.csv", named)
    return folder


def solved(folder, **arguments):
    """Return the plan of a folder at gap 0."""
    return opt.solve(opt.load(folder), gap=0, **arguments)


def built(plan):
    """Return what a plan builds: count by "region:option"."""
    rows = plan.build[["region_id", "option_id", "count"]].itertuples(index=False)
    return {f"{region_id}:{option_id}": count for region_id, option_id, count in rows}


def both_ways(*pairs):
    """Return rows of `travel` for pairs (a, b, minutes) in both directions."""
    return [row for a, b, minutes in pairs for row in ((a, b, minutes), (b, a, minutes))]


def _toml(value):
    if isinstance(value, dict):
        parts = (f"{json.dumps(key)} = {_toml(part)}" for key, part in value.items())
        return "{ " + ", ".join(parts) + " }"
    return json.dumps(value)


def _write(path, rows):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
