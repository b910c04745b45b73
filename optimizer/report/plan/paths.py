"""The youth path: if nobody moved, nothing done, with the plan; and where the plan's young are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import SubFigure
from matplotlib.ticker import MaxNLocator

from optimizer.plan import GAIN, PlanData, Projection
from optimizer.report.canvas import (
    GREY,
    LESS,
    MORE,
    VARIANTS,
    figure_of,
    no_frame,
    signed,
    thousands,
)
from optimizer.report.fonts import both_names, drawable
from optimizer.report.numbers import persons

SHOWN = 8
"""Regions that have a panel of their own."""


def draw_youth_path(plan: PlanData, projection: Projection, path: Path) -> None:
    """Draw young people (20-39) year by year, and what the plan changes, by province and region.

    Parameters
    ----------
    plan : PlanData
    projection : Projection
        The plan's.
    path : Path
        PNG or SVG to write.
    """
    youth = {
        str(variant): rows.pivot(index="year", columns="region_id", values="youth").astype(float)
        for variant, rows in projection.regions.groupby("variant")
    }
    nothing = youth["nothing_done"]
    change = youth["plan"] - nothing
    gains = pd.Series(change.to_numpy()[-1], change.columns)
    gains = gains[gains >= GAIN].sort_values(ascending=False, kind="stable")
    gaining = [str(region) for region in gains.index]
    rows = -(-min(SHOWN, len(gaining)) // 4)
    with figure_of(path, 11, 4.6 + 1.9 * rows) as figure:
        figure.suptitle(_title(plan), x=0.01, ha="left", fontsize=12)
        ratios = [4.2, 2.0 * rows] if rows else [4.2]
        parts = figure.subfigures(len(ratios), 1, height_ratios=ratios, squeeze=False)
        left, right = parts[0, 0].subplots(1, 2, width_ratios=[1.1, 1])
        _levels(youth, gaining, left)
        _provinces(projection, right)
        if gaining:
            _regions(plan, change, nothing, gaining[:SHOWN], parts[1, 0])


def _title(plan: PlanData) -> str:
    _, horizon = plan.years
    name = drawable(plan.instance, "Plan")
    come = f", {persons(plan.arrived)} come" if plan.arrived >= 1 else ""
    return f"{name}: young people (20–39); by {horizon} {persons(plan.retained)} stay{come}"


def _levels(youth: dict[str, pd.DataFrame], gaining: list[str], axes: Axes) -> None:
    """Draw the three paths of the regions that gain together, their last values beside them."""
    where = f"the {len(gaining):,} regions that gain, together" if gaining else "all regions"
    axes.set_title(f"Young people in {where}")
    years = [int(year) for year in youth["plan"].index]
    total = {
        variant: (table[gaining] if gaining else table).to_numpy().sum(axis=1)
        for variant, table in youth.items()
    }
    for variant, (_, colour, line) in VARIANTS.items():
        axes.plot(years, total[variant], color=colour, linestyle=line, linewidth=2)
    last = {variant: float(total[variant][-1]) for variant in VARIANTS}
    before, more = last["nothing_done"], last["plan"] - last["nothing_done"]
    share = f", {signed(more / before * 100, 2)}%" if before else ""
    top = max(float(found.max()) for found in total.values()) * 1.08 or 1.0
    axes.set_ylim(0, top)
    places = _apart(last, 0.075 * top)
    for variant, (words, colour, _) in VARIANTS.items():
        extra = f" ({signed(more)}{share})" if variant == "plan" else ""
        axes.annotate(
            f"{words}\n{last[variant]:,.0f}{extra}",
            (years[-1], places[variant]),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=8,
            annotation_clip=False,
        )
    axes.set_xlim(years[0], years[-1])
    axes.set_ylabel("persons")
    thousands(axes.yaxis)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)


def _apart(values: dict[str, float], least: float) -> dict[str, float]:
    """Return where labels of values stand, at least so far from each other, in the same order."""
    order = sorted(values, key=lambda name: (values[name], list(VARIANTS).index(name)))
    places = {name: values[name] for name in order}
    for lower, upper in pairwise(order):
        lack = least - (places[upper] - places[lower])
        if lack > 0:
            places[upper] += lack / 2
            places[lower] -= lack / 2
    for lower, upper in pairwise(order):
        places[upper] = max(places[upper], places[lower] + least)
    return places


def _provinces(projection: Projection, axes: Axes) -> None:
    change = projection.elsewhere().sort_values(kind="stable")
    year = int(projection.provinces["year"].max())
    colours = [MORE if value > 0 else LESS for value in change]
    axes.barh(range(len(change)), change, color=colours, height=0.75)
    axes.set_yticks(range(len(change)), [drawable(str(name), "?") for name in change.index])
    reach = max(float(change.abs().max()), 1.0)
    for place, value in enumerate(change):
        side = 1 if value >= 0 else -1
        axes.annotate(
            signed(value),
            (value, place),
            xytext=(3 * side, 0),
            textcoords="offset points",
            va="center",
            ha="left" if side > 0 else "right",
            fontsize=8,
        )
    low, high = min(float(change.min()), 0.0), max(float(change.max()), 0.0)
    axes.set_xlim(low - 0.35 * reach, high + 0.25 * reach)
    axes.set_title(f"Change by the plan in {year}, by province (persons)")
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_xticks([])
    no_frame(axes)


def _regions(
    plan: PlanData, change: pd.DataFrame, nothing: pd.DataFrame, chosen: list[str], part: SubFigure
) -> None:
    """Draw the change in each region where most are gained, all to one scale."""
    rows = -(-len(chosen) // 4)
    grid = part.subplots(rows, 4, sharex=True, sharey=True, squeeze=False)
    part.suptitle(
        "With the plan, less nothing done: the regions that gain most (persons)",
        x=0.01,
        ha="left",
        fontsize=10,
    )
    for axes in grid.flat[len(chosen) :]:
        axes.set_visible(False)
    for region, axes in zip(chosen, grid.flat, strict=False):
        line = change[region]
        axes.fill_between(line.index, 0, line, color=MORE, alpha=0.25, linewidth=0)
        axes.plot(line.index, line, color=MORE, linewidth=1.6)
        axes.axhline(0, color=GREY, linewidth=0.6)
        axes.set_title(both_names(plan, region), fontsize=8)
        before, more = float(nothing[region].iloc[-1]), float(line.iloc[-1])
        share = f"\n{signed(more / before * 100, 2)}%" if before else ""
        axes.text(
            0.04, 0.92, f"{signed(more)}{share}", transform=axes.transAxes, va="top", fontsize=8
        )
        axes.set_xlim(line.index[0], line.index[-1])
        axes.set_xticks([line.index[0], line.index[-1]])
        axes.yaxis.set_major_locator(MaxNLocator(3))
        thousands(axes.yaxis)
        axes.tick_params(labelsize=8)
