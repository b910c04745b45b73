"""Two plans side by side: what enters and leaves, who gains and loses, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

import numpy as np
import pandas as pd

from optimizer.analysis.comparison import ComparisonData
from optimizer.analysis.comparison_words import sentence_of
from optimizer.analysis.objective_by_region import objective_by_region
from optimizer.instance import Instance, Objective, weighs_cost
from optimizer.plan import PlanData

TOLERANCE = 1e-6
"""What is no more apart is the same, in counts and relative to the numbers compared."""
BY_REGION = (
    "region_id",
    "region",
    "province",
    "in_plans",
    "first",
    "second",
    "difference",
    "by_jobs",
    "by_culture",
    "arrived",
    "cost",
    "objective",
)
CHANGES = ("kind", "region_id", "region", "province", "what", "phase", "count", "cost", "name")
SEATS_ROW = "training seats"
"""Name of the row of what is spent in no region: seats serve a whole recruiting area."""
Key = tuple[str, str, str, int | None]
"""Kind, place, what, and the year where either plan has several phases."""


def compare(
    first: PlanData,
    second: PlanData,
    names: tuple[str, str] = ("the first plan", "the second plan"),
    instances: tuple[Instance | None, Instance | None] = (None, None),
) -> ComparisonData:
    """Compare two plans: the second's numbers less the first's.

    Parameters
    ----------
    first, second : PlanData
        Of one instance, of scenarios of it, or of different ones.
    names : tuple of two str
    instances : tuple of two Instance
        For the objective by region where regions have weights; else what the plans remember.
    """
    plans = (first, second)
    told = (instances[0] or first.source, instances[1] or second.source)
    each = [_people(plan, instance) for plan, instance in zip(plans, told, strict=True)]
    money = first.currency == second.currency
    counted = _same_objective(first, second) and all(
        frame["objective"].notna().all() for frame in each
    )
    for frame in each:
        frame["cost"] = frame["cost"] if money else np.nan
        frame["objective"] = frame["objective"] if counted else np.nan
    enters, leaves, stays = _changes(plans)
    comparison = ComparisonData(
        plans=plans,
        names=names,
        enters=enters,
        leaves=leaves,
        by_region=_by_region(each, plans, names),
        by_province=_by_province(each),
        parts=pd.DataFrame(),
        differences=_differences(plans, money),
        notes=(*_unlike(plans, names), *_open(plans, names)),
    )
    whole = replace(comparison, parts=_parts(comparison, stays if money else None))
    return replace(whole, sentence=sentence_of(whole))


def _same_objective(first: PlanData, second: PlanData) -> bool:
    objective: Objective = first.settings.get("objective", "retained")
    keys = ("objective", *_settings_of(objective))
    unit = not weighs_cost(objective) or first.currency == second.currency
    return unit and all(first.settings.get(key) == second.settings.get(key) for key in keys)


def _settings_of(objective: Objective) -> tuple[str, ...]:
    """Return the settings that say what an objective counts."""
    match objective:
        case "retained":
            return ("weights",)
        case "net_benefit":
            return ("value_per_retained",)
        case "equally_distributed":
            return ("inequality_aversion",)
        case "worst_province":
            return ()
        case _:
            assert_never(objective)


def _people(plan: PlanData, instance: Instance | None) -> pd.DataFrame:
    """Return a row for each region, and one for training seats: people, cost, objective."""
    frame = plan.regions[["region_id", "province"]].copy()
    frame["by_jobs"] = plan.regions["retained_by_jobs"].astype(float)
    frame["by_culture"] = plan.regions["retained_by_culture"].astype(float)
    frame["arrived"] = plan.regions["arrived"].astype(float)
    spent = pd.concat([plan.build, plan.measures]).groupby("region_id")["cost"].sum()
    frame["cost"] = frame["region_id"].map(spent).fillna(0.0).astype(float)
    seats = float(plan.seats["cost"].sum())
    if seats:
        row = {"region_id": "", "province": "", "by_jobs": 0.0, "by_culture": 0.0, "arrived": 0.0}
        frame = pd.concat([frame, pd.DataFrame([row | {"cost": seats}])], ignore_index=True)
    frame["people"] = frame["by_jobs"] + frame["by_culture"] + frame["arrived"]
    frame["objective"] = objective_by_region(plan, instance, frame)
    return frame


def _by_region(
    each: list[pd.DataFrame], plans: tuple[PlanData, PlanData], names: tuple[str, str]
) -> pd.DataFrame:
    first, second = (frame.set_index("region_id") for frame in each)
    order = first.index.union(second.index, sort=False)
    called = {**plans[0].names, **plans[1].names}
    province = second["province"].reindex(order)
    in_first, in_second = order.isin(first.index), order.isin(second.index)
    frame = _subtracted(first, second, order)
    frame["region_id"] = order
    frame["region"] = [called.get(r) or r or SEATS_ROW for r in order]
    frame["province"] = province.where(in_second, first["province"].reindex(order)).to_numpy()
    frame["in_plans"] = np.select(
        [in_first & in_second | (order == ""), in_first], ["both", names[0]], names[1]
    )
    return frame[list(BY_REGION)].reset_index(drop=True)


def _by_province(each: list[pd.DataFrame]) -> pd.DataFrame:
    # min_count: what is not known of the regions is not known of their province.
    first, second = (
        frame.drop(columns="region_id").groupby("province", sort=False).sum(min_count=1)
        for frame in each
    )
    order = first.index.union(second.index, sort=False)
    frame = _subtracted(first, second, order)
    frame.insert(0, "province", [province or SEATS_ROW for province in order])
    return frame.reset_index(drop=True)


def _subtracted(first: pd.DataFrame, second: pd.DataFrame, order: pd.Index) -> pd.DataFrame:
    """Return the people of both, and differences; what only one has counts 0 in the other."""
    one, other = first.reindex(order), second.reindex(order)
    frame = pd.DataFrame(
        {"first": one["people"].fillna(0.0), "second": other["people"].fillna(0.0)}, index=order
    )
    frame["difference"] = frame["second"] - frame["first"]
    for column in ("by_jobs", "by_culture", "arrived", "cost", "objective"):
        known = bool(first[column].notna().all() and second[column].notna().all())
        change = other[column].fillna(0.0) - one[column].fillna(0.0)
        frame[column] = change if known else np.nan
    return frame


def _lines(plan: PlanData, phased: bool) -> dict[Key, tuple[float, float]]:
    """Return count and cost of each line of a plan."""
    found: dict[Key, tuple[float, float]] = {}

    def add(key: Key, count: float, cost: float) -> None:
        before = found.get(key, (0.0, 0.0))
        found[key] = (before[0] + count, before[1] + cost)

    for row in plan.build.to_dict("records"):
        phase = int(row["phase"]) if phased else None
        add(("option", row["region_id"], row["option_id"], phase), row["count"], row["cost"])
    for row in plan.measures.to_dict("records"):
        add(("measure", row["region_id"], row["measure_id"], None), 1.0, row["cost"])
    for row in plan.seats.to_dict("records"):
        add(("seats", row["university_id"], row["field"], None), row["seats"], row["cost"])
    return found


def _changes(
    plans: tuple[PlanData, PlanData],
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[float, float]]:
    """Return what enters, what leaves, and what all that stays costs in each plan."""
    phased = any(len(plan.phases) > 1 for plan in plans)
    one, other = (_lines(plan, phased) for plan in plans)
    enters, leaves, stays = [], [], [0.0, 0.0]
    for key in dict.fromkeys((*one, *other)):
        before, after = one.get(key, (0.0, 0.0)), other.get(key, (0.0, 0.0))
        new, gone = _beyond(after, before[0]), _beyond(before, after[0])
        enters += [_change(key, *new, plans[::-1])] if new[0] else []
        leaves += [_change(key, *gone, plans)] if gone[0] else []
        stays[0] += before[1] - gone[1]
        stays[1] += after[1] - new[1]
    # Cheap things that change do not come before dear ones.
    tables = [
        pd.DataFrame(rows, columns=list(CHANGES)).sort_values(
            "cost", ascending=False, kind="stable", ignore_index=True
        )
        for rows in (enters, leaves)
    ]
    return tables[0], tables[1], (stays[0], stays[1])


def _beyond(line: tuple[float, float], other: float) -> tuple[float, float]:
    """Return count and cost of what a line has beyond another count."""
    count = line[0] - other
    if count <= TOLERANCE * max(1.0, line[0]):
        return 0.0, 0.0
    return count, line[1] * count / line[0]


def _change(key: Key, count: float, cost: float, plans: tuple[PlanData, ...]) -> tuple[object, ...]:
    """Return a row of what enters or leaves; names are those of the first of the plans."""
    kind, place, what, phase = key
    name = next((plan.names[place] for plan in plans if plan.names.get(place)), place)
    regions = plans[0].regions.set_index("region_id")["province"]
    province = str(regions.get(place, ""))
    return kind, place, name, province, what, phase, count, cost, _called(kind, what, plans)


def _called(kind: str, what: str, plans: tuple[PlanData, ...]) -> str:
    """Return what an option or a measure is called, else its code."""
    if kind == "seats":
        return what
    of = [plan.labels.options if kind == "option" else plan.labels.measures for plan in plans]
    return next((names.of(what) for names in of if names.of(what) != what), what)


def _differences(plans: tuple[PlanData, PlanData], money: bool) -> dict[str, float | None]:
    first, second = ({**_sums(plan), "cost": plan.cost} for plan in plans)
    found: dict[str, float | None] = {name: second[name] - first[name] for name in first}
    found["cost"] = found["cost"] if money else None
    comparable = _same_objective(*plans)
    found["objective"] = plans[1].objective - plans[0].objective if comparable else None
    return found


def _sums(plan: PlanData) -> dict[str, float]:
    jobs = math.fsum(plan.regions["retained_by_jobs"])
    culture = math.fsum(plan.regions["retained_by_culture"])
    return {
        "people": plan.people,
        "retained": plan.retained,
        "retained_by_jobs": jobs,
        "retained_by_culture": culture,
        "arrived": plan.arrived,
    }


def _parts(comparison: ComparisonData, stays: tuple[float, float] | None) -> pd.DataFrame:
    """Return the parts of each difference; those of one kind add up to it."""
    one, other = comparison.plans
    sums = [_sums(plan) for plan in comparison.plans]
    people = {
        "stay for a job": [each["retained_by_jobs"] for each in sums],
        "stay for culture alone": [each["retained_by_culture"] for each in sums],
        "come": [each["arrived"] for each in sums],
    }
    rows = [("people", part, a, b) for part, (a, b) in people.items()]
    if stays is not None:
        rows.append(("cost", "what leaves", float(comparison.leaves["cost"].sum()), 0.0))
        rows.append(("cost", "what enters", 0.0, float(comparison.enters["cost"].sum())))
        rows.append(("cost", "what stays", stays[0], stays[1]))
    if comparison.differences["objective"] is not None:
        rows += _objective_parts(one, other, people)
    frame = pd.DataFrame(rows, columns=["of", "part", "first", "second"])
    return frame.assign(difference=frame["second"] - frame["first"])


def _objective_parts(
    one: PlanData, other: PlanData, people: Mapping[str, list[float]]
) -> Iterable[tuple[str, str, float, float]]:
    objective: Objective = one.settings.get("objective", "retained")
    match objective:
        case "worst_province":
            ends = {"share of the worst-off province": (one.objective, other.objective)}
        case "equally_distributed":
            ends = {"equally distributed share": (one.objective, other.objective)}
        case "net_benefit":
            worth = (one.objective + one.cost, other.objective + other.cost)
            ends = {"worth of who stays or comes": worth, "cost": (-one.cost, -other.cost)}
        case "retained":
            weights = (one.objective - one.people, other.objective - other.people)
            ends = {part: (a, b) for part, (a, b) in people.items()}
            ends["weights of the regions"] = weights
        case _:
            assert_never(objective)
    return [("objective", part, a, b) for part, (a, b) in ends.items()]


def _unlike(plans: tuple[PlanData, PlanData], names: tuple[str, str]) -> list[str]:
    """Return what differs between what the two plans were made for."""
    one, other = plans
    heads = {
        "instance": (one.instance, other.instance),
        "tables": (one.instance_hash[:8], other.instance_hash[:8]),
        "years": ("–".join(map(str, one.years)), "–".join(map(str, other.years))),
        "currency": (one.currency, other.currency),
        "budget": (one.budget, other.budget),
    }
    sections = ("settings", "limits", "locked", "culture", "scale")
    for section in sections:
        first, second = getattr(one, section), getattr(other, section)
        for key in dict.fromkeys((*first, *second)):
            if (section, key) != ("settings", "budget"):
                heads[f"{section}.{key}"] = (first.get(key), second.get(key))
    return [
        f"{what}: {_shown(a)} ({names[0]}), {_shown(b)} ({names[1]})."
        for what, (a, b) in heads.items()
        if a != b
    ]


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.10g}"
    return "none" if value is None else str(value)


def _open(plans: tuple[PlanData, PlanData], names: tuple[str, str]) -> list[str]:
    """Return whether the proofs leave open which of the two problems has the better plan."""
    one, other = plans
    low, high = other.objective - one.bound, other.bound - one.objective
    apart = abs(other.objective - one.objective) > TOLERANCE * max(1.0, abs(one.objective))
    if not _same_objective(one, other) or not apart or not low <= 0 <= high:
        return []
    return [
        f"The difference of the objective is within what the proofs leave open: {names[0]} "
        f"reaches {one.objective:,.6g} of at most {one.bound:,.6g}, {names[1]} "
        f"{other.objective:,.6g} of at most {other.bound:,.6g}."
    ]
