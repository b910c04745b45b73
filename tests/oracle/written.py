"""Writes instances as folders, or as the text that a folder would hold."""

import csv
import json

DEFAULTS = {
    "regions": {
        "name_local": "",
        "candidate": "true",
        "land_price": 0,
        "operating_cost_index": 1,
        "construction_cost_index": 1,
        "culture_level": 0,
        "weight": 1,
        "extinction_risk": "",
        "decline_area": "false",
        "youth": "",
        "youth_zero_migration": "",
        "local_jobs": "",
        "stock_factory": 0,
        "stock_building": 0,
    },
    "options": {
        "sector": "",
        "hub_type": "",
        "scale": "",
        "operating_cost": 0,
        "land_ha": 0,
        "jobs": 0,
        "multiplier": 0,
        "lead_years": 0,
        "culture_capacity": 0,
        "max_per_region": 1,
        "uses_stock": "",
        "needs_zone": "false",
    },
    "suitability": {"reason": ""},
    "universities": {"name": "", "hireable_share": 1, "max_seats": 0, "seat_cost": 0},
    "travel": {"minutes": "", "stay": ""},
    "measures": {
        "sector": "",
        "tier_group": "",
        "uplift": 0,
        "saving": 0,
        "retention": 0,
        "max_total": "",
        "max_per_province": "",
    },
}


def as_text(tables):
    """Tables as rows of text, as they are read from a folder."""
    return {
        name: [{column: str(cell) for column, cell in row.items()} for row in rows]
        for name, rows in tables.items()
    }


def write_table(m, folder, name, rows):
    """Write a CSV: columns at their default may be left out, cells at their default blank."""
    if not rows:
        return
    defaults = DEFAULTS.get(name, {})
    columns = list(dict.fromkeys(column for row in rows for column in row))
    for column in list(columns):
        plain = column in defaults and all(row[column] == defaults[column] for row in rows)
        if plain and m.chance(0.7):
            columns.remove(column)
    encoding = "utf-8-sig" if m.chance(0.2) else "utf-8"
    with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator=m.choice(["\n", "\r\n"]))
        writer.writerow(columns)
        for row in rows:
            writer.writerow([cell(m, row[c], defaults.get(c), c) for c in columns])


def cell(m, value, default, column):
    """Return a cell: blank at times where it is the default, an id with spaces at times."""
    if value == default and m.chance(0.5):
        return ""
    if column in ("region_id", "option_id", "from_region", "to_region") and m.chance(0.02):
        return f" {value} "
    return value


def write_toml(folder, settings):
    """Write instance.toml; every key is quoted where it is not plain."""
    plain = {key: v for key, v in settings.items() if not isinstance(v, dict | list)}
    lines = [f"{key} = {text(value)}" for key, value in plain.items()]
    for name, table in settings.items():
        if is_table(table):
            lines += ["", f"[{name}]"]
            lines += [f"{key} = {text(value)}" for key, value in table.items()]
    for name, rows in settings.items():
        for row in rows if isinstance(rows, list) else []:
            lines += ["", f"[[{name}]]", *(f"{key} = {text(value)}" for key, value in row.items())]
    (folder / "instance.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def is_table(value):
    """Whether a value is a section of instance.toml."""
    return isinstance(value, dict)


def text(value):
    """Write a value in TOML."""
    if is_table(value):
        pairs = [f"{json.dumps(key, ensure_ascii=False)} = {text(v)}" for key, v in value.items()]
        return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
    return json.dumps(value, ensure_ascii=False)
