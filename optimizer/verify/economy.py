"""Checks what a plan says it brings: jobs, value added, tax, households, births, women."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from optimizer.instance import Instance
from optimizer.verify.prices import number_in
from optimizer.verify.result import Findings, Rule

NEAR = 1e-6
"""Relative slack, as for every reported figure."""
GAIN = 0.5
"""Young persons more with the plan; a region with fewer doesn't count as gaining."""
ROUNDING = 0.001
"""Persons: figures of the projection are rounded to it."""


def check_economy(plan: Mapping[str, Any], instance: Instance, findings: Findings) -> None:
    """Check plan.json's `economy` against the tables, the plan's settings and its projection.

    Parameters
    ----------
    plan : mapping
        plan.json's content; those of earlier versions hold no `economy`.
    instance : Instance
    findings : Findings
    """
    told, settings = plan.get("economy"), plan.get("settings")
    build: Any = plan.get("build")
    regions: Any = plan.get("regions")
    if not told or not isinstance(settings, Mapping):
        return
    if not (isinstance(told, Mapping) and _rows(build) and _rows(regions)):
        findings.add(Rule.FORM, "economy", "a table of figures", "something else")
        return
    options = instance.options.set_index("option_id").to_dict("index")
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for row in build:
        option = options.get(row.get("option_id"))
        if option is None:
            return  # named already
        kind = option["sector"] if option["kind"] == "cluster" else option["hub_type"]
        by_kind.setdefault(str(kind or row["option_id"]), []).append(row)
    every = [row for rows in by_kind.values() for row in rows]
    wanted = _of_jobs(every, options, settings) | _of_homes(regions, instance, settings)
    wanted |= _of_projection(plan.get("projection"))
    _agree("economy", told, wanted | {"year": float(instance.horizon_year)}, findings)
    sectors: Any = told.get("sectors")
    names = [part.get("of") for part in sectors] if _rows(sectors) else None
    if names != sorted(by_kind):
        findings.add(Rule.FORM, "economy, sectors", ", ".join(sorted(by_kind)), repr(names))
        return
    for part in sectors:
        rows = by_kind[part["of"]]
        _agree(f"economy, {part['of']}", part, _of_jobs(rows, options, settings), findings)


def _rows(content: object) -> bool:
    return isinstance(content, Sequence) and all(isinstance(row, Mapping) for row in content)


def _of_jobs(
    rows: Sequence[Mapping[str, Any]],
    options: Mapping[Any, Mapping[Any, Any]],
    settings: Mapping[str, Any],
) -> dict[str, float | None]:
    """Return jobs, and what they bring in a year."""
    share = settings["realised_share"] * settings["additional_share"]
    direct = further = 0.0
    brought = {"value_added": 0.0, "local_tax": 0.0}
    for row in rows:
        option = options[row["option_id"]]
        jobs = option["jobs"] * (number_in(row.get("count")) or 0.0) * share
        direct += jobs
        further += jobs * option["multiplier"]
        for name in brought:
            each = option[name]
            brought[name] += jobs * (each if each == each else 0.0)
    found: dict[str, float | None] = {
        "additional_jobs": direct,
        "with_multiplier": direct + further,
    }
    for name, value in brought.items():
        each = settings.get(f"further_job_{name}")
        told = any(option[name] == option[name] for option in options.values())
        found[name] = value + further * each if told and each is not None else None
    return found


def _of_homes(
    regions: Any, instance: Instance, settings: Mapping[str, Any]
) -> dict[str, float | None]:
    """Return households, dwellings, and those that stand empty."""
    names = ("households", "dwellings", "vacant_dwellings", "dwellings_lacking")
    found: dict[str, float | None] = dict.fromkeys(names)
    stay, come = (settings.get(f"households_per_{who}") for who in ("stayer", "arrival"))
    some = any((number_in(row.get("arrived")) or 0.0) > 0 for row in regions)
    if stay is None or (come is None and some):
        return found
    empty = dict(
        zip(instance.regions["region_id"], instance.regions["vacant_dwellings"], strict=True)
    )
    homes = {
        row.get("region_id"): (number_in(row.get("retained")) or 0.0) * stay
        + (number_in(row.get("arrived")) or 0.0) * (come or 0.0)
        for row in regions
    }
    found["households"] = found["dwellings"] = sum(homes.values())
    live = [region for region, number in homes.items() if number > 0]
    blank = [region for region in empty if empty[region] != empty[region]]
    if len(blank) < len(empty) and not set(live) & set(blank):
        found["vacant_dwellings"] = float(sum(empty.get(region, 0.0) for region in live))
        found["dwellings_lacking"] = sum(
            max(homes[region] - empty.get(region, 0.0), 0.0) for region in live
        )
    return found


def _of_projection(projection: object) -> dict[str, float | None]:
    """Return births and women added, from the figures that the projection tells."""
    found: dict[str, float | None] = dict.fromkeys(("births", "births_gaining", "women_gaining"))
    if not isinstance(projection, Mapping):
        return found
    try:
        plan, nothing = (projection["regions"][name] for name in ("plan", "nothing_done"))
        born, gained, women = 0.0, 0.0, 0.0
        for region, youth in plan["youth"].items():
            more = sum(plan["births"][region][1:]) - sum(nothing["births"][region][1:])
            born += more
            if youth[-1] - nothing["youth"][region][-1] >= GAIN:
                gained += more
                women += plan["women_20_39"][region][-1] - nothing["women_20_39"][region][-1]
    except (KeyError, TypeError, IndexError, AttributeError):
        return found  # its form is named already
    return {"births": born, "births_gaining": gained, "women_gaining": women}


def _agree(
    place: str, told: Mapping[str, Any], wanted: Mapping[str, float | None], findings: Findings
) -> None:
    for name, value in wanted.items():
        found = number_in(told.get(name))
        if value is None:
            if told.get(name) is not None:
                findings.add(Rule.REPORTED, f"{place}, {name}", "blank", repr(told.get(name)))
        elif found is None or abs(found - value) > max(ROUNDING, NEAR * abs(value)):
            needs = f"{value:,.10g}"
            findings.add(Rule.REPORTED, f"{place}, {name}", needs, repr(told.get(name)))
