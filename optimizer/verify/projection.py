"""Checks a plan's projection: accounts close, sums are sums, only those kept are added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance
from optimizer.verify.prices import number_in
from optimizer.verify.result import Findings, Rule

Floats = NDArray[np.float64]
VARIANTS = ("zero_migration", "nothing_done", "plan")
COUNTS = (
    "youth",
    "population",
    "births",
    "deaths",
    "net_migration",
    "women_20_39",
    "residents_65",
    "jobs",
)
FLOWS = ("births", "deaths", "net_migration")
NUMBERS = frozenset((int, float))
ROUNDING = 0.001
"""Persons: reported figures are rounded to it."""
ADULT, STEP = 20, 5
"""Years: the age from which people are counted, and the width of an age group."""
CLASSES = (0.5, 0.2)
"""Extinction-risk index under which a region is at risk, and at high risk."""


def check_projection(plan: Mapping[str, Any], instance: Instance, findings: Findings) -> None:
    """Check the figures of plan.json's projection against each other and the tables.

    Residents next year = residents + births − deaths + net migration in every region and year;
    the nation's net migration is zero; provinces and the nation are sums of regions; residents of
    the base year are those of the tables; nobody moves where migration is zero; with the plan a
    region gains no more young people by the horizon year than the plan keeps there or brings.
    """
    content = plan.get("projection")
    if content is None:
        return
    years = list(range(instance.base_year, instance.horizon_year + 1))
    regions = list(instance.regions["region_id"])
    if not isinstance(content, Mapping) or content.get("years") != years:
        needs = f"null, or a table over the years {years[0]} to {years[-1]}"
        findings.add(Rule.FORM, "projection", needs, "something else")
        return
    provinces = dict(zip(regions, instance.regions["province"], strict=True))
    tables: dict[str, dict[str, Floats]] = {}
    for variant in VARIANTS:
        found = {name: _regions(content, variant, name, regions, len(years)) for name in COUNTS}
        missing = [name for name, values in found.items() if values is None]
        for name in missing:
            place = f"projection, regions, {variant}, {name}"
            findings.add(Rule.FORM, place, "a number for every region and year", "something else")
        if missing:
            return
        tables[variant] = {name: values for name, values in found.items() if values is not None}
    for variant, table in tables.items():
        _check_accounts(variant, table, regions, findings)
        _check_sums(content, variant, table, provinces, findings)
        _check_start(variant, table, instance, findings)
    if np.abs(tables["zero_migration"]["net_migration"][:, 1:]).max(initial=0.0) > ROUNDING:
        findings.add(Rule.PROJECTION, "zero_migration", "no migration", "some")
    _check_plan(plan, tables, regions, findings)
    _check_moved(content, tables, instance, findings)


def _regions(
    content: Mapping[str, Any], variant: str, name: str, regions: Sequence[str], years: int
) -> Floats | None:
    """Return a measure by region and year; flows of the base year are 0."""
    level: Any = content.get("regions")
    for key in (variant, name):
        level = level.get(key) if isinstance(level, Mapping) else None
    if not isinstance(level, Mapping) or set(level) != set(regions):
        return None
    return _numbers([level[region] for region in regions], years, name in FLOWS)


def _numbers(rows: Sequence[object], years: int, flow: bool) -> Floats | None:
    """Return a number for every row and year, None where one lacks; flows begin with null."""
    plain: list[list[Any]] = []
    for values in rows:
        if not isinstance(values, Sequence) or len(values) != years:
            return None
        row: list[Any] = list(values)
        if flow:
            if row[0] is not None:
                return None
            row[0] = 0.0
        if not NUMBERS.issuperset(map(type, row)):
            return None
        plain.append(row)
    try:
        table = np.array(plain, dtype=float)
    except OverflowError:  # a whole number beyond 1e308
        return None
    return table if np.isfinite(table).all() else None


def _check_accounts(
    variant: str, table: Mapping[str, Floats], regions: Sequence[str], findings: Findings
) -> None:
    change = np.diff(table["population"], axis=1)
    flows = (table["births"] - table["deaths"] + table["net_migration"])[:, 1:]
    off = np.abs(change - flows).max(axis=1, initial=0.0)
    for place in np.flatnonzero(off > 4 * ROUNDING).tolist():
        where = f"{variant}, {regions[place]}"
        needs = "residents next year = residents + births − deaths + net migration"
        findings.add(Rule.PROJECTION, where, needs, f"a difference of {off[place]:g}")
    moved = np.abs(table["net_migration"].sum(axis=0)).max(initial=0.0)
    if moved > ROUNDING * len(regions):
        findings.add(Rule.PROJECTION, variant, "net migration of the nation of 0", f"{moved:g}")
    least = min(float(table[name].min()) for name in COUNTS if name != "net_migration")
    if least < -ROUNDING:
        findings.add(Rule.PROJECTION, variant, "no negative number of persons", f"{least:g}")


def _check_sums(
    content: Mapping[str, Any],
    variant: str,
    table: Mapping[str, Floats],
    provinces: Mapping[str, str],
    findings: Findings,
) -> None:
    names = np.array(list(provinces.values()), dtype=object)
    nation: Any = content.get("nation", {}).get(variant, {})
    groups: Any = content.get("provinces", {}).get(variant, {})
    years = table["youth"].shape[1]
    for name in COUNTS:
        wanted = {"the nation": (nation.get(name), table[name].sum(axis=0))}
        of_provinces = groups.get(name, {})
        for province in dict.fromkeys(provinces.values()):
            wanted[province] = of_provinces.get(province), table[name][names == province].sum(0)
        for where, (values, total) in wanted.items():
            told = _numbers([values], years, name in FLOWS)
            if told is None or np.abs(told[0] - total).max() > ROUNDING * len(provinces):
                place = f"{variant}, {where}, {name}"
                findings.add(Rule.PROJECTION, place, "the sum of its regions", "something else")
    _check_risk(variant, table, names, nation, groups, findings)


def _check_risk(
    variant: str,
    table: Mapping[str, Floats],
    names: NDArray[np.object_],
    nation: Mapping[str, Any],
    provinces: Mapping[str, Any],
    findings: Findings,
) -> None:
    """Check the number of regions at risk; plans of earlier versions have the nation's only."""
    index = table["women_20_39"] / np.where(table["residents_65"] > 0, table["residents_65"], 1e-9)
    for name, limit in zip(("at_risk", "high_risk"), CLASSES, strict=True):
        below = index < limit
        told: dict[str, tuple[object, list[int]]] = {
            "the nation": (nation.get(name), below.sum(axis=0).tolist())
        }
        counted = provinces.get(name)
        if isinstance(counted, Mapping):
            for province in dict.fromkeys(names):
                total = below[names == province].sum(axis=0).tolist()
                told[province] = counted.get(province), total
        for where, (counts, total) in told.items():
            if counts != total:
                place = f"{variant}, {where}, {name}"
                findings.add(Rule.PROJECTION, place, f"regions below {limit}", "another number")


def _check_start(
    variant: str, table: Mapping[str, Floats], instance: Instance, findings: Findings
) -> None:
    """Residents of the base year are those of the tables, where these name the region."""
    people = instance.tables.get("population")
    if people is None or "region_id" not in people:
        return
    if "year" in people and people["year"].notna().any():
        return
    total = people.groupby("region_id")["value"].sum()
    told = dict(zip(instance.regions["region_id"], table["population"][:, 0], strict=True))
    for region, value in total.items():
        if region in told and abs(told[region] - value) > ROUNDING:
            place = f"{variant}, {region}, {instance.base_year}"
            findings.add(Rule.PROJECTION, place, f"{value:g} residents", f"{told[region]:g}")


def _check_moved(
    content: Mapping[str, Any],
    tables: Mapping[str, Mapping[str, Floats]],
    instance: Instance,
    findings: Findings,
) -> None:
    """Check who is missing where, and the relief of provinces where nothing may be built."""
    if "elsewhere" not in content and "relief" not in content:
        return  # a plan of an earlier version
    change = tables["plan"]["youth"][:, -1] - tables["nothing_done"]["youth"][:, -1]
    regions = instance.regions
    province = regions["province"].to_numpy(dtype=object)
    total = {name: float(change[province == name].sum()) for name in dict.fromkeys(province)}
    slack = ROUNDING * len(regions)
    told = content.get("elsewhere")
    found = {name: number_in(told.get(name)) for name in total} if isinstance(told, Mapping) else {}
    if not found or any(_off(found[name], value) > slack for name, value in total.items()):
        needs = "youth with the plan less nothing done, by province"
        findings.add(Rule.PROJECTION, "elsewhere", needs, "something else")
    given = regions.groupby("province", sort=False)["candidate"].any()
    closed = [str(name) for name in given.index[~given]]
    relief: Any = content.get("relief")
    young = -sum(total[name] for name in closed)
    saved = number_in(relief.get("young")) if isinstance(relief, Mapping) else None
    if saved is None or relief.get("provinces") != closed or _off(saved, young) > slack:
        needs = f"{young:.3f} fewer young people in {', '.join(closed) or 'no province'}"
        findings.add(Rule.PROJECTION, "relief", needs, "something else")


def _off(told: float | None, value: float) -> float:
    return np.inf if told is None else abs(told - value)


def _check_plan(
    plan: Mapping[str, Any],
    tables: Mapping[str, Mapping[str, Floats]],
    regions: Sequence[str],
    findings: Findings,
) -> None:
    most = _stay_or_arrive(plan)
    change = tables["plan"]["youth"][:, -1] - tables["nothing_done"]["youth"][:, -1]
    grown = _grown_up(tables)
    for place, region in enumerate(regions):
        there = most.get(region, 0.0) + float(grown[place])
        if change[place] > there + 2 * ROUNDING:
            needs = f"at most the {there:g} who stay or arrive"
            where = f"plan, {region}, young people of the last year"
            findings.add(Rule.PROJECTION, where, needs, f"{change[place]:g} more")
    if not any(most.values()) and any(
        not np.array_equal(tables["plan"][name], tables["nothing_done"][name])
        for name in COUNTS
        if name != "jobs"
    ):
        findings.add(Rule.PROJECTION, "plan", "the path of nothing done", "another")


def _grown_up(tables: Mapping[str, Mapping[str, Floats]]) -> Floats:
    """Return children of those who stay or arrive who may be 20 in the last year, by region."""
    more = tables["plan"]["births"] - tables["nothing_done"]["births"]
    late = more.shape[1] - 1 - ADULT
    # Ages are known by groups of five years; the base year has no births.
    years = STEP * max(0, -(-late // STEP))
    return np.asarray(np.maximum(more[:, 1 : years + 1], 0.0).sum(axis=1))


def _stay_or_arrive(plan: Mapping[str, Any]) -> dict[Any, float]:
    """Return who stays or arrives by region, as the plan tells it."""
    rows = plan.get("regions")
    persons: dict[Any, float] = {}
    for row in rows if isinstance(rows, Sequence) else ():
        if not isinstance(row, Mapping):
            continue
        told = [number_in(row.get(name)) for name in ("retained", "arrived")]
        if isinstance(row.get("region_id"), str):
            persons[row["region_id"]] = sum(value for value in told if value is not None)
    return persons
