"""The summary's lines on levers: measures, neighbours and training seats, and what each adds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from optimizer.instance import at_place
from optimizer.plan import PlanData

SHOWN = 15
"""Measures and courses that are spelled out; the rest are counted."""
PERMITS = "permits what needs a zone"
HELPS = {"retention": "helps those who live there and take a job to stay"}
"""By column of `measures` what an effect on the people of a region does."""


def lever_lines(plan: PlanData) -> list[str]:
    """Return a line for each lever that a plan uses; none where it uses none."""
    lines = [*_measures(plan), *_neighbours(plan), *_seats(plan)]
    if not lines:
        return []
    head = "Levers, with what would be lost without each (where uplifts are capped, these don't sum"
    return ["", f"{head} up):", *lines]


def totals(plan: PlanData) -> list[tuple[str, float, float]]:
    """Return name, number and cost of each measure, the dearest first."""
    numbers = plan.measures.groupby("measure_id")["cost"].agg(["count", "sum"])
    numbers = numbers.sort_values("sum", ascending=False, kind="stable")
    columns = (numbers.index, numbers["count"], numbers["sum"])
    called = plan.labels.measures.of
    return [(called(str(code)), float(n), float(c)) for code, n, c in zip(*columns, strict=True)]


def _measures(plan: PlanData) -> list[str]:
    frame = plan.measures.sort_values("cost", ascending=False, kind="stable")
    lines = []
    for region, measure, cost, jobs, saved in _first(
        frame, ["region_id", "measure_id", "cost", "youth_jobs", "saved"]
    ):
        where = at_place(f"{plan.place(region)} ({region})", plan.labels.measures.of(measure))
        parts = [f"{jobs:,.0f} {_jobs_called(plan)}"] if jobs > 0 else []
        parts += [f"saves {saved:,.1f} {plan.currency} of clusters"] if saved > 0 else []
        what = ", ".join(parts) or _besides(plan, measure)
        lines.append(f"  {where}: {cost:,.1f} {plan.currency}, {what}")
    return lines + _more(frame, "measures: measures.csv")


def _besides(plan: PlanData, measure: str) -> str:
    """Return what a measure does that changes no cluster; of a plan read from a folder both."""
    if plan.source is None:
        return ", or ".join([PERMITS, *HELPS.values()])
    table = plan.source.table("measures").set_index("measure_id")
    helps = [words for column, words in HELPS.items() if table[column].get(measure, 0.0) > 0]
    return " and ".join(helps) or PERMITS


def _neighbours(plan: PlanData) -> list[str]:
    helped = plan.build[plan.build["neighbour_jobs"] > 0]
    if helped.empty:
        return []
    jobs = helped["neighbour_jobs"].sum()
    return [
        f"  neighbours: {jobs:,.0f} {_jobs_called(plan)}, at {len(helped)} "
        f"cluster{'s' if len(helped) != 1 else ''} near others"
    ]


def _seats(plan: PlanData) -> list[str]:
    frame = plan.seats.sort_values("cost", ascending=False, kind="stable")
    lines = [
        f"  {seats:,.0f} training seats at {plan.labels.universities.of(university)} ({course}): "
        f"{cost:,.1f} {plan.currency}, "
        f"of {hired:,.0f} graduates hired from there a year"
        for university, course, seats, cost, hired in _first(
            frame, ["university_id", "field", "seats", "cost", "hired"]
        )
    ]
    return lines + _more(frame, "courses: seats.csv")


def _first(frame: pd.DataFrame, columns: list[str]) -> list[tuple[Any, ...]]:
    return list(frame.head(SHOWN)[columns].itertuples(index=False, name=None))


def _more(frame: pd.DataFrame, where: str) -> list[str]:
    return (
        [f"  and {len(frame) - SHOWN} more {where} has every line."] if len(frame) > SHOWN else []
    )


def _jobs_called(plan: PlanData) -> str:
    """Return what the column youth_jobs counts; plans of earlier versions count as “best”."""
    best = plan.settings.get("job_takers", "best") == "best"
    return "jobs that keep somebody" if best else "jobs for the young"
