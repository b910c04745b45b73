"""What a sweep says about money: the frontier, what enters and leaves, what is chosen how often."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from optimizer.instance import InputError, Problem
from optimizer.plan import Plan

if TYPE_CHECKING:
    from optimizer.studies.sweep import Sweep

FIGURES = (".png", ".svg", ".pdf")
FRONTIER = (
    "scenario",
    "budget",
    "retained",
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
)


def frontier(sweep: Sweep, draws: int = 0, seed: int = 0) -> pd.DataFrame:
    """Return the frontier, a row for each run that has a plan.

    Parameters
    ----------
    sweep : Sweep
    draws, seed : int
        Of the assumptions, for the range of each plan; 0: no range.

    Returns
    -------
    DataFrame
        scenario, budget, retained (persons), retained_low and retained_high (80% range of the
        draws, the plan fixed; blank without draws), bound and gap (of the objective), cost, jobs
        (direct, as announced), built, lifted (regions in a better class of extinction risk than
        with nothing done), cost_per_stayer (cost of all purses ÷ retained), marginal (persons per
        further unit of budget up to the next level), gains (a larger budget may still gain
        something: the objective can't be shown to be within the gap of that at the largest budget).
    """
    frame = sweep.to_frame()
    frame = frame[frame["retained"].notna()].copy()
    frame["cost_per_stayer"] = frame["cost"] / frame["retained"].where(frame["retained"] > 0)
    frame[["retained_low", "retained_high"]] = np.nan
    if draws:
        frame[["retained_low", "retained_high"]] = [
            sweep[budget, scenario].uncertainty(draws, seed).range()
            for budget, scenario in zip(frame["budget"], frame["scenario"], strict=True)
        ]
    top = frame.groupby("scenario")["objective"].transform("max")
    slack = frame["gap"].clip(lower=1e-6) * top.abs().clip(lower=1.0)
    frame["gains"] = frame["objective"] < top - slack
    return frame[list(FRONTIER)].reset_index(drop=True)


def enough(sweep: Sweep) -> dict[str, float | None]:
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


def changes(sweep: Sweep) -> pd.DataFrame:
    """Return what enters and what leaves from each budget to the next.

    Returns
    -------
    DataFrame
        scenario, budget, region_id, option_id (of a measure: measure_id), before, after (count,
        over all phases), change: "enters", "leaves", "more" or "fewer". Of the first level
        everything enters.
    """
    rows: list[tuple[object, ...]] = []
    last: dict[str, dict[tuple[str, str], int]] = {}
    for budget, scenario, plan in sweep.plans():
        before, after = last.get(scenario, {}), _counts(plan)
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key, 0), after.get(key, 0)
            if was != now:
                rows.append((scenario, budget, *key, was, now, _word(was, now)))
        last[scenario] = after
    names = ["scenario", "budget", "region_id", "option_id", "before", "after", "change"]
    return pd.DataFrame(rows, columns=names)


def chosen(sweep: Sweep) -> pd.DataFrame:
    """Return how often each option is chosen in each region across the sweep.

    Returns
    -------
    DataFrame
        region_id, name, option_id (of a measure: measure_id), plans (that have it), share (of all
        plans), first_budget (the smallest with it), mean_count (where chosen); most often chosen
        first.
    """
    entries: list[tuple[str, str, int, float | None]] = []
    total = 0
    for budget, _, plan in sweep.plans():
        total += 1
        entries += [(*key, count, budget) for key, count in _counts(plan).items()]
    frame = pd.DataFrame(entries, columns=["region_id", "option_id", "count", "budget"])
    table = frame.groupby(["region_id", "option_id"], as_index=False).agg(
        plans=("count", "size"), first_budget=("budget", "min"), mean_count=("count", "mean")
    )
    table["share"] = table["plans"] / max(total, 1)
    table["name"] = table["region_id"].map(dict(sweep.names))
    order = ["region_id", "name", "option_id", "plans", "share", "first_budget", "mean_count"]
    return table.sort_values(["plans", "first_budget"], ascending=[False, True])[order].reset_index(
        drop=True
    )


def figure(sweep: Sweep, path: Path) -> None:
    """Draw the frontier and the marginal value, a line for each scenario.

    Raises
    ------
    InputError
        Nothing has a plan, or the file's ending is no figure's.
    """
    from matplotlib.figure import Figure

    if path.suffix.lower() not in FIGURES:
        message = f"{path.suffix!r} is no figure's ending; expected {', '.join(FIGURES)}."
        raise InputError([Problem(str(path), message)])
    table = frontier(sweep)
    if table.empty:
        raise InputError([Problem(str(path), "no run has a plan, so there is nothing to draw.")])
    drawing = Figure(figsize=(8, 7), layout="constrained")
    above, below = drawing.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    for scenario, rows in table.groupby("scenario", sort=False):
        (line,) = above.plot(rows["budget"], rows["retained"], marker="o", label=str(scenario))
        spread = rows["retained"] * rows["gap"]
        above.fill_between(
            rows["budget"], rows["retained"], rows["retained"] + spread, alpha=0.3, lw=0
        )
        if rows["retained_low"].notna().any():
            above.fill_between(
                rows["budget"],
                rows["retained_low"],
                rows["retained_high"],
                alpha=0.12,
                color=line.get_color(),
                lw=0,
            )
        steps = rows.dropna(subset=["marginal"])
        below.step(steps["budget"], steps["marginal"], where="post", color=line.get_color())
    above.set_ylabel("young people who stay")
    above.set_title(f"{sweep.instance}: who stays by budget")
    if table["scenario"].nunique() > 1:
        above.legend(title="scenario", frameon=False)
    below.set_xlabel(f"budget, {sweep.currency}")
    below.set_ylabel("more who stay\nper further unit of budget")
    for axes in (above, below):
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    try:
        drawing.savefig(path, dpi=150)
    except OSError as error:
        message = f"it can't be written ({error.strerror or error})."
        raise InputError([Problem(str(path), message)]) from error


def _counts(plan: Plan) -> dict[tuple[str, str], int]:
    """Return how many of each option, over all phases, and of each measure there are where."""
    build, measures = plan.build, plan.measures
    count: Counter[tuple[str, str]] = Counter()
    rows = zip(build["region_id"], build["option_id"], build["count"].astype(int), strict=True)
    for region, option, number in rows:
        count[region, option] += number
    count.update(zip(measures["region_id"], measures["measure_id"], strict=True))
    return dict(count)


def _word(before: int, after: int) -> str:
    if before == 0:
        return "enters"
    if after == 0:
        return "leaves"
    return "more" if after > before else "fewer"
