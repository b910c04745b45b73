"""The ids of an instance, to tell a plan's ids from misprints; and its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from optimizer.instance import Instance
from optimizer.verify.claims import Known
from optimizer.verify.result import Findings, Rule, called

Named = tuple[str, str, str, str]
"""Place, region_id, column of `regions` ("name" or "name_local") and what a plan calls it."""


def known_of(instance: Instance) -> Known:
    """Return the ids of an instance."""
    courses = instance.table("universities")
    return Known(
        instance.region_names,
        frozenset(instance.options["option_id"]),
        frozenset(zip(courses["university_id"], courses["field"], strict=True)),
        frozenset(instance.regions["province"]),
        frozenset(instance.table("measures")["measure_id"]),
    )


def check_provinces(plan: Mapping[str, Any], instance: Instance, findings: Findings) -> None:
    """Check that a plan puts each region into its province."""
    rows = plan.get("regions")
    regions = instance.regions
    provinces = dict(zip(regions["region_id"], regions["province"], strict=True))
    for row in rows if isinstance(rows, list | tuple) else ():
        region = row.get("region_id") if isinstance(row, Mapping) else None
        if not isinstance(region, str) or region not in provinces or "province" not in row:
            continue  # plans of earlier versions name no province
        if row["province"] != provinces[region]:
            place = f"province of {called(region, instance.region_names)}"
            findings.add(Rule.INSTANCE, place, repr(provinces[region]), repr(row["province"]))


def check_names(names: Iterable[Named], instance: Instance, findings: Findings) -> None:
    """Check that a plan calls each region as the instance does."""
    table = instance.regions.set_index("region_id")
    told = {column: table[column].to_dict() for column in ("name", "name_local")}
    for place, region, column, name in names:
        known = told[column].get(region)
        if known is not None and name != known:
            where = f"{place}, {column} of {region}"
            findings.add(Rule.INSTANCE, where, repr(known), repr(name))
