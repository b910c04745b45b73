"""What a sweep says about money: the frontier, what enters and leaves, what is chosen how often."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from optimizer.sweep.table import SweepData
from optimizer.uncertainty import uncertainty_of

FRONTIER = (
    "scenario",
    "budget",
    "retained",
    "arrived",
    "retained_low",
    "retained_high",
    "bound",
    "gap",
    "cost",
    "jobs",
    "built",
    "lifted",
    "cost_per_stayer",
    "marginal",
    "gains",
    "free_retained",
    "free_objective",
    "price",
)


def frontier(sweep: SweepData, draws: int = 0, seed: int = 0) -> pd.DataFrame:
    """Return the frontier, a row for each run that has a plan.

    Parameters
    ----------
    sweep : SweepData
    draws, seed : int
        Of the assumptions, for the range of each plan; 0: no range.

    Returns
    -------
    DataFrame
        scenario, budget, retained and arrived (persons), retained_low and retained_high (80% range
        of who stays in the draws, the plan fixed; blank without draws), bound and gap (of the
        objective), cost, jobs (direct, as announced), built, lifted (regions in a better class of
        extinction risk than with nothing done), cost_per_stayer (cost of all purses ÷ those who
        stay or arrive), marginal (persons more who stay or arrive per further unit of budget up to
        the next level), gains (a larger budget may still gain
        something: the objective can't be shown to be within the gap of that at the largest budget),
        free_retained (persons, by the plan without nesting), free_objective and price (as in the
        sweep's table; all three blank unless plans nest).
    """
    frame = sweep.to_frame()
    free = [sweep.rows.get(place.free, {}).get("retained") for place in sweep.places]
    frame["free_retained"] = pd.Series(free, dtype="float64").where(frame["price"].notna())
    frame = frame[frame["retained"].notna()].copy()
    people = frame["retained"] + frame["arrived"]
    frame["cost_per_stayer"] = frame["cost"] / people.where(people > 0)
    frame[["retained_low", "retained_high"]] = np.nan
    if draws:
        frame[["retained_low", "retained_high"]] = [
            uncertainty_of(sweep[budget, scenario], draws, seed).range()
            for budget, scenario in zip(frame["budget"], frame["scenario"], strict=True)
        ]
    top = frame.groupby("scenario")["objective"].transform("max")
    slack = frame["gap"].clip(lower=1e-6) * top.abs().clip(lower=1.0)
    frame["gains"] = frame["objective"] < top - slack
    return frame[list(FRONTIER)].reset_index(drop=True)


def enough(sweep: SweepData) -> dict[str, float | None]:
    """Return the budget of each scenario beyond which nothing is gained.

    Returns
    -------
    dict of scenario to budget
        The smallest level whose plan is as good, within its gap, as that of the largest; None
        where the largest level still gains, so that the answer lies beyond the sweep.
    """
    found: dict[str, float | None] = {}
    for scenario, rows in frontier(sweep).groupby("scenario", sort=False):
        level = float(rows.loc[~rows["gains"], "budget"].min())
        found[str(scenario)] = level if level < rows["budget"].max() else None
    return found


def changes(sweep: SweepData) -> pd.DataFrame:
    """Return what enters and what leaves from each budget to the next.

    Returns
    -------
    DataFrame
        scenario, budget, region_id, option_id (of a measure: measure_id), before, after (count,
        over all phases), change: "enters", "leaves", "more" or "fewer", and option_name. Of the
        first level everything enters.
    """
    rows: list[tuple[object, ...]] = []
    last: dict[str, Mapping[tuple[str, str], int]] = {}
    for budget, scenario, after in sweep.decided():
        before = last.get(scenario, {})
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key, 0), after.get(key, 0)
            if was != now:
                rows.append((scenario, budget, *key, was, now, _word(was, now)))
        last[scenario] = after
    names = ["scenario", "budget", "region_id", "option_id", "before", "after", "change"]
    frame = pd.DataFrame(rows, columns=names)
    return frame.assign(option_name=_called(sweep, frame))


def chosen(sweep: SweepData) -> pd.DataFrame:
    """Return how often each option is chosen in each region across the sweep.

    Returns
    -------
    DataFrame
        region_id, name, option_id (of a measure: measure_id), plans (that have it), share (of all
        plans), first_budget (the smallest with it), mean_count (where chosen), option_name; most
        often chosen first.
    """
    entries: list[tuple[str, str, int, float | None]] = []
    total = 0
    for budget, _, counts in sweep.decided():
        total += 1
        entries += [(*key, count, budget) for key, count in counts.items()]
    frame = pd.DataFrame(entries, columns=["region_id", "option_id", "count", "budget"])
    table = frame.groupby(["region_id", "option_id"], as_index=False).agg(
        plans=("count", "size"), first_budget=("budget", "min"), mean_count=("count", "mean")
    )
    table["share"] = table["plans"] / max(total, 1)
    table["name"] = table["region_id"].map(dict(sweep.names))
    table["option_name"] = _called(sweep, table)
    order = ["region_id", "name", "option_id", "plans", "share", "first_budget", "mean_count"]
    order.append("option_name")
    return table.sort_values(["plans", "first_budget"], ascending=[False, True])[order].reset_index(
        drop=True
    )


def _called(sweep: SweepData, frame: pd.DataFrame) -> list[str]:
    """Return what the options and measures of a table are called."""
    return [sweep.option_names.get(code) or str(code) for code in frame["option_id"]]


def _word(before: int, after: int) -> str:
    if before == 0:
        return "enters"
    if after == 0:
        return "leaves"
    return "more" if after > before else "fewer"
