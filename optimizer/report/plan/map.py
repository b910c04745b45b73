"""A map of a plan: how many stay and come where, and what stands where."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from optimizer.plan import PlanData
from optimizer.report.canvas import figure_of
from optimizer.report.fonts import drawable, option_name, place_name
from optimizer.report.numbers import persons
from optimizer.report.plan.layers import (
    are_points,
    build_layer,
    province_outlines,
    region_layer,
    shape_of_map,
)
from optimizer.report.plan.looks import looks_of, steps_to
from optimizer.report.plan.marks import moved_apart

LABELS = 14
POINT, POINTS = 260, 26_000
"""Area of the point of a region without boundaries, and of all of them at most: square points."""
BESIDE = ((7, -3, "left"), (-7, -3, "right"), (0, 7, "center"), (0, -13, "center"))
"""Where a label may stand, in points from its mark; the first that is free."""


def draw_map(plan: PlanData, path: Path, regions: geopandas.GeoDataFrame | None = None) -> None:
    """Draw how many young people stay and come by region, with a mark for each thing built.

    Parameters
    ----------
    plan : PlanData
        With boundaries, or with points in their place.
    path : Path
        PNG or SVG to write.
    regions : GeoDataFrame, optional
        As from `region_layer`, where that is at hand.
    """
    regions = region_layer(plan) if regions is None else regions
    with figure_of(path, 8.2, 8) as figure:
        axes = figure.add_subplot()
        _shade(regions, axes, figure)
        _outline(plan, regions, axes)
        build = build_layer(plan, regions).sort_values(["option_id", "region_id"], kind="stable")
        built = set(build["option_id"])
        looks = {option: look for option, look in looks_of(plan).items() if option in built}
        _legend(plan, build, looks, figure)
        figure.suptitle(_title(plan), x=0.01, ha="left", fontsize=11)
        axes.set_axis_off()
        axes.set_aspect(shape_of_map(regions))
        if len(build):
            # Only after the layout is it known where a place lies on the page.
            figure.draw_without_rendering()
            figure.set_layout_engine("none")
            marks = _mark(build, looks, axes)
            _label(plan, build, marks, axes)


def _title(plan: PlanData) -> str:
    base, horizon = plan.years
    currency = drawable(plan.currency, "")
    budget = "no budget" if plan.budget is None else f"budget {plan.budget:,.6g} {currency}".strip()
    name = drawable(plan.instance, "Plan")
    come = f", {persons(plan.arrived)} come" if plan.arrived >= 1 else ""
    return f"{name} {base}–{horizon}, {budget}: {persons(plan.retained)} young people stay{come}"


def _shade(regions: geopandas.GeoDataFrame, axes: Axes, figure: Figure) -> None:
    if regions.empty:
        return
    points = are_points(regions)
    size = {"markersize": min(POINT, POINTS / len(regions))} if points else {}
    edge = "#bbbbbb" if points else "white"
    regions.plot(ax=axes, color="#eeeeee", edgecolor=edge, linewidth=0.3, **size)
    people = regions.assign(people=regions["retained"] + regions["arrived"])
    if people["people"].max() < 1:
        return
    steps = steps_to(float(people["people"].max()))
    people = people[people["people"] >= steps[0]]
    shades = colormaps["YlGn"].resampled(len(steps) - 1)
    norm = BoundaryNorm(steps, shades.N)
    line = {"edgecolor": "white", "linewidth": 0.3}
    people.plot(ax=axes, column="people", cmap=shades, norm=norm, **line, **size)
    bar = figure.colorbar(axes.collections[-1], ax=axes, shrink=0.45, pad=0.01, ticks=steps)
    bar.ax.set_yticklabels([f"{step:,}" for step in steps])
    who = "who stay or come" if bool((regions["arrived"] > 0).any()) else "who stay"
    bar.set_label(f"young people {who}, persons (grey: fewer than {steps[0]:,})")


def _outline(plan: PlanData, regions: geopandas.GeoDataFrame, axes: Axes) -> None:
    if regions.empty or are_points(regions):
        return
    provinces = plan.regions.set_index("region_id")["province"]
    outlines = province_outlines(regions, provinces)
    outlines.boundary.plot(ax=axes, color="#888888", linewidth=0.6)


def _legend(
    plan: PlanData,
    build: geopandas.GeoDataFrame,
    looks: dict[str, tuple[str, str]],
    figure: Figure,
) -> None:
    """Name what the marks stand for, below the map, where it covers nothing."""
    if not looks:
        return
    numbers = build.groupby("option_id")["count"].sum()
    names = [option_name(plan, option) for option in looks]
    handles = [
        Line2D([], [], color=colour, marker=form, linestyle="", label=f"{name} ({numbers[option]})")
        for name, (option, (colour, form)) in zip(names, looks.items(), strict=True)
    ]
    columns = 3 if max(len(name) for name in names) <= 36 else 2
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=columns,
        fontsize=8,
        frameon=False,
        title="area: cost",
        title_fontsize=8,
    )


def _mark(
    build: geopandas.GeoDataFrame, looks: dict[str, tuple[str, str]], axes: Axes
) -> np.ndarray:
    """Draw a mark for each thing built, none over another; return where they are, (marks, 2)."""
    # The area of a mark shows its cost, so that large clusters stand out from hubs.
    areas = 14 + 110 * build["cost"].to_numpy() / max(float(build["cost"].max()), 1e-9)
    pixels = axes.figure.dpi / 72
    belong = axes.transData.transform(np.column_stack([build.geometry.x, build.geometry.y]))
    drawn = moved_apart(belong / pixels, np.sqrt(areas) / 2) * pixels
    at: np.ndarray = axes.transData.inverted().transform(drawn)
    for option, (colour, form) in looks.items():
        own = (build["option_id"] == option).to_numpy()
        axes.scatter(
            at[own, 0],
            at[own, 1],
            s=areas[own],
            c=colour,
            marker=form,
            edgecolors="white",
            linewidths=0.6,
            zorder=3,
        )
    return at


def _label(plan: PlanData, build: geopandas.GeoDataFrame, marks: np.ndarray, axes: Axes) -> None:
    """Name the regions in which most is spent, where there is room for the name."""
    taken = [Bbox.from_bounds(x - 3, y - 3, 6, 6) for x, y in axes.transData.transform(marks)]
    cost = build.groupby("region_id")["cost"].sum().nlargest(LABELS)
    for region in cost.index:
        own = marks[(build["region_id"] == region).to_numpy()]
        for x, y, side in BESIDE:
            text = _name(place_name(plan, str(region)), own, (x, y), side, axes)
            box = text.get_window_extent()
            if not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            text.remove()


def _name(
    name: str, marks: np.ndarray, aside: tuple[float, float], side: str, axes: Axes
) -> Annotation:
    """Write a name beside the outermost of a region's marks on that side."""
    x, y = marks.mean(axis=0)
    if aside[0]:
        x = marks[:, 0].max() if aside[0] > 0 else marks[:, 0].min()
    else:
        y = marks[:, 1].max() if aside[1] > 0 else marks[:, 1].min()
    return axes.annotate(
        name,
        (x, y),
        xytext=aside,
        textcoords="offset points",
        ha=side,
        fontsize=7,
        zorder=4,
        # An outline would turn the letters into shapes, which nobody can search for in an SVG.
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.65, "pad": 0.8},
    )
