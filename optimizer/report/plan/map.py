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
from optimizer.report.canvas import COLOURS, figure_of
from optimizer.report.fonts import drawable, place_name
from optimizer.report.numbers import persons
from optimizer.report.plan.layers import build_layer, province_outlines, region_layer

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LABELS = 14
SERIES = (1, 2, 5)
SHADES = 8
"""At most; the shade changes at 1, 2, 5, 10, … persons, as even steps would show only the region
with most."""
BESIDE = ((7, -3, "left"), (-7, -3, "right"), (0, 7, "center"), (0, -13, "center"))
"""Where a label may stand, in points from its mark; the first that is free."""


def draw_map(plan: PlanData, path: Path, regions: geopandas.GeoDataFrame | None = None) -> None:
    """Draw how many young people stay and come by region, with a mark for each thing built.

    Parameters
    ----------
    plan : PlanData
        With boundaries.
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
        build = build_layer(plan, regions)
        marks = _mark(build, axes)
        axes.set_title(_title(plan), fontsize=11)
        axes.set_axis_off()
        axes.set_aspect("equal")
        _label(plan, build, marks, axes, figure)


def _title(plan: PlanData) -> str:
    base, horizon = plan.years
    currency = drawable(plan.currency, "")
    budget = "no budget" if plan.budget is None else f"budget {plan.budget:,.0f} {currency}".strip()
    name = drawable(plan.instance, "Plan")
    come = f", {persons(plan.arrived)} come" if plan.arrived >= 1 else ""
    return f"{name} {base}–{horizon}, {budget}: {persons(plan.retained)} young people stay{come}"


def _shade(regions: geopandas.GeoDataFrame, axes: Axes, figure: Figure) -> None:
    if regions.empty:
        return
    regions.plot(ax=axes, color="#eeeeee", edgecolor="white", linewidth=0.3)
    people = regions.assign(people=regions["retained"] + regions["arrived"])
    if people["people"].max() < 1:
        return
    steps = _steps(float(people["people"].max()))
    people = people[people["people"] >= steps[0]]
    shades = colormaps["YlGn"].resampled(len(steps) - 1)
    norm = BoundaryNorm(steps, shades.N)
    people.plot(ax=axes, column="people", cmap=shades, norm=norm, edgecolor="white", linewidth=0.3)
    bar = figure.colorbar(axes.collections[-1], ax=axes, shrink=0.45, pad=0.01, ticks=steps)
    bar.ax.set_yticklabels([f"{step:,}" for step in steps])
    who = "who stay or come" if bool((regions["arrived"] > 0).any()) else "who stay"
    bar.set_label(f"young people {who}, persons (grey: fewer than {steps[0]:,})")


def _steps(most: float) -> list[int]:
    """Return the numbers of persons at which the shade changes, the last one at least `most`."""
    steps = [1]
    while steps[-1] < most or len(steps) < 2:
        steps.append(SERIES[len(steps) % 3] * 10 ** (len(steps) // 3))
    return steps[-SHADES - 1 :]


def _outline(plan: PlanData, regions: geopandas.GeoDataFrame, axes: Axes) -> None:
    if regions.empty:
        return
    provinces = plan.regions.set_index("region_id")["province"]
    outlines = province_outlines(regions, provinces)
    outlines.boundary.plot(ax=axes, color="#888888", linewidth=0.6)


def _mark(build: geopandas.GeoDataFrame, axes: Axes) -> np.ndarray:
    """Draw a mark for each thing built; return where they are, (marks, 2)."""
    options = sorted(build["option_id"].unique())
    handles: list[Line2D] = []
    names: list[str] = []
    places = [np.zeros((0, 2))]
    dearest = max(float(build["cost"].max()), 1e-9) if len(build) else 1.0
    for place, option in enumerate(options):
        rows = build[build["option_id"] == option]
        colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place // len(COLOURS) % 8]
        # Several things in one region: each kind a little aside, so that none hides another.
        step = 0.012 * float(build.total_bounds[3] - build.total_bounds[1] or 1.0)
        aside = ((place % 4) - 1.5) * step
        up = ((place // 4 % 4) - 1.5) * step
        at = np.column_stack([rows.geometry.x + aside, rows.geometry.y + up])
        axes.scatter(
            at[:, 0],
            at[:, 1],
            # The area of a mark shows its cost, so that large clusters stand out from hubs.
            s=14 + 110 * rows["cost"] / dearest,
            c=colour,
            marker=marker,
            edgecolors="white",
            linewidths=0.6,
            zorder=3,
        )
        places.append(at)
        handles.append(Line2D([], [], color=colour, marker=marker, linestyle=""))
        name = drawable(option, f"option {place + 1}")
        names.append(f"{name} ({int(rows['count'].sum())})")
    if handles:
        axes.legend(
            handles, names, loc="lower right", fontsize=8, frameon=False, title="area: cost"
        )
    return np.vstack(places)


def _label(
    plan: PlanData, build: geopandas.GeoDataFrame, marks: np.ndarray, axes: Axes, figure: Figure
) -> None:
    """Name the regions in which most is spent, where there is room for the name."""
    if build.empty:
        return
    # Only after the layout is it known where a place lies on the picture.
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    taken = [Bbox.from_bounds(x - 3, y - 3, 6, 6) for x, y in axes.transData.transform(marks)]
    cost = build.groupby("region_id")["cost"].sum().nlargest(LABELS)
    for region in cost.index:
        own = marks[
            np.asarray(build.sort_values("option_id", kind="stable")["region_id"] == region)
        ]
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
