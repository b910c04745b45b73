"""A map of what would be lost without what each region has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure

from optimizer.instance import has_second_stage
from optimizer.plan import REQUIRED, SEARCH, PlanData, Reasons, unit_in_words
from optimizer.report.canvas import figure_of
from optimizer.report.fonts import drawable, option_name, place_name
from optimizer.report.plan.layers import are_points, province_outlines, region_layer, shape_of_map
from optimizer.report.plan.looks import steps_to

SHOWN = 12
"""Lines that are numbered on the map and named beside it."""


def draw_importance(
    plan: PlanData, reasons: Reasons, path: Path, regions: geopandas.GeoDataFrame | None = None
) -> None:
    """Draw by region what would be lost without its lines, and number the most important ones.

    Parameters
    ----------
    plan : PlanData
        With boundaries, or with points in their place.
    reasons : Reasons
        The plan's.
    path : Path
        PNG, SVG or PDF to write.
    regions : GeoDataFrame, optional
        As from `region_layer`, where that is at hand.
    """
    regions = region_layer(plan) if regions is None else regions
    lines = reasons.lines.assign(loss=loss_of(reasons.lines))
    with figure_of(path, 9.6, 7.6) as figure:
        axes, beside = figure.subplots(1, 2, width_ratios=[2.1, 1])
        _shade(regions, lines, plan, axes, figure)
        axes.set_axis_off()
        axes.set_aspect(shape_of_map(regions))
        _number(regions, lines.head(SHOWN), axes)
        _list(plan, lines.head(SHOWN), beside)
        searched = len(lines) and (lines["known_by"] == SEARCH).all()
        how = "middle of the proven interval" if searched else "of the linear relaxation"
        name = drawable(plan.instance, "Plan")
        title = f"{name}: what would be lost without each line ({unit_in_words(plan)}; {how})"
        figure.suptitle(title, x=0.01, ha="left", fontsize=11)


def loss_of(lines: pd.DataFrame) -> pd.Series:
    """Return what is lost without each line: the middle of a proven interval, else as relaxed."""
    middle = (lines["loss_low"] + lines["loss_high"]) / 2
    loss: pd.Series = middle.where(lines["loss_high"].notna(), lines["relaxed_loss"])
    return loss.astype(float)


def _shade(
    regions: geopandas.GeoDataFrame,
    lines: pd.DataFrame,
    plan: PlanData,
    axes: Axes,
    figure: Figure,
) -> None:
    if regions.empty:
        return
    size = {"markersize": 90} if are_points(regions) else {}
    regions.plot(ax=axes, color="#eeeeee", edgecolor="white", linewidth=0.3, **size)
    if not are_points(regions):
        provinces = plan.regions.set_index("region_id")["province"]
        province_outlines(regions, provinces).boundary.plot(ax=axes, color="#888888", linewidth=0.6)
    total = lines.groupby("region_id")["loss"].sum()
    objective = plan.settings.get("objective")
    scale = 100.0 if objective is not None and has_second_stage(objective) else 1.0
    found = regions.assign(loss=regions["region_id"].map(total).fillna(0.0) * scale)
    steps = steps_to(float(found["loss"].max()))
    found = found[found["loss"] >= steps[0]]
    if found.empty:
        return
    shades = colormaps["Purples"].resampled(len(steps) + 1)
    colours = shades(range(2, len(steps) + 1))
    norm = BoundaryNorm(steps, len(steps) - 1)
    line = {"edgecolor": "white", "linewidth": 0.3}
    found.plot(ax=axes, column="loss", cmap=ListedColormap(colours), norm=norm, **line, **size)
    bar = figure.colorbar(
        axes.collections[-1], ax=axes, location="bottom", shrink=0.6, pad=0.01, ticks=steps
    )
    bar.ax.set_xticklabels([f"{step:,}" for step in steps])
    bar.set_label(f"lost without what the region has (grey: less than {steps[0]:,})")


def _number(regions: geopandas.GeoDataFrame, lines: pd.DataFrame, axes: Axes) -> None:
    """Write the ranks of each region's lines at its place."""
    places = regions.set_index("region_id").geometry.representative_point()
    for region, rows in lines.groupby("region_id", sort=False):
        if region not in places.index:
            continue
        at = places[region]
        axes.annotate(
            ", ".join(str(rank) for rank in rows["rank"]),
            (at.x, at.y),
            ha="center",
            va="center",
            fontsize=7,
            bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "#4c2862"},
        )


def _list(plan: PlanData, lines: pd.DataFrame, axes: Axes) -> None:
    """Name the lines beside the map, the most important first."""
    axes.set_axis_off()
    for place, row in enumerate(lines.to_dict("records")):
        y = 1 - (place + 0.5) / (SHOWN + 1)
        what = option_name(plan, str(row["option_id"]))
        where = place_name(plan, str(row["region_id"]))
        given: dict[str, Any] = {"transform": axes.transAxes, "va": "center", "in_layout": False}
        axes.text(0.0, y, f"{row['rank']}", color="#4c2862", **given)
        axes.text(0.09, y, f"{where}\n{what}", fontsize=8, linespacing=1.3, **given)
        axes.text(1.0, y, _worth(row), ha="right", **given)


def _worth(row: dict[Any, Any]) -> str:
    low, high, relaxed = (row[name] for name in ("loss_low", "loss_high", "relaxed_loss"))
    if row["status"] == REQUIRED:
        return "required"
    if isinstance(high, float) and high == high:
        return f"{low:,.1f}–{high:,.1f}"
    return f"{relaxed:,.1f}"
