"""Extinction-risk classes of all regions: today, with nothing done, and with the plan."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pandas as pd
from matplotlib.axes import Axes

from optimizer.plan import PlanData, Projection
from optimizer.report.canvas import figure_of, no_frame
from optimizer.report.fonts import drawable
from optimizer.report.plan.layers import are_points, province_outlines, shape_of_map

CLASSES = {
    1: ("very low: 1.5 and more", "#ffffd4"),
    2: ("low: 1.0 to 1.5", "#fed98e"),
    3: ("watch: 0.5 to 1.0", "#fe9929"),
    4: ("at risk: 0.2 to 0.5", "#d95f0e"),
    5: ("high risk: under 0.2", "#662506"),
}
"""Words and colour of each class; light to dark, so that it reads in grey too."""
LIFTED = "#0072B2"
FINE = 1500
"""Details smaller than this part of the map are below a pixel, so they are not drawn."""


def draw_risk(
    plan: PlanData, projection: Projection, regions: geopandas.GeoDataFrame | None, path: Path
) -> None:
    """Draw the classes as three maps with counts, or as counts alone where there is no boundary.

    Parameters
    ----------
    plan : PlanData
    projection : Projection
        The plan's.
    regions : GeoDataFrame, optional
        As from `region_layer`.
    path : Path
        PNG or SVG to write.
    """
    base, horizon = plan.years
    by = projection.regions.set_index(["variant", "year", "region_id"])["risk_class"].sort_index()
    panels = {
        f"{base}": by["nothing_done", base],
        f"{horizon}, nothing done": by["nothing_done", horizon],
        f"{horizon}, with the plan": by["plan", horizon],
    }
    lifted = projection.lifted()
    maps = regions is not None and not regions.empty
    with figure_of(path, 11, 5.9 if maps else 2.6) as figure:
        figure.suptitle(_title(plan, lifted), x=0.01, ha="left", fontsize=12)
        ratios = [4.2, 1] if maps else [1]
        grid = figure.subplots(len(ratios), 3, height_ratios=ratios, squeeze=False)
        shapes = _shapes(plan, regions) if maps else None
        for place, (title, classes) in enumerate(panels.items()):
            grid[0, place].set_title(title)
            if shapes is not None:
                _map(*shapes, classes, lifted if place == 2 else [], grid[0, place])
            _counts(classes, grid[-1, place], words=place == 0)


def _title(plan: PlanData, lifted: list[str]) -> str:
    what = {
        0: "no region is lifted into a better class",
        1: "1 region is lifted into a better class",
    }
    words = what.get(len(lifted), f"{len(lifted):,} regions are lifted into a better class")
    name = drawable(plan.instance, "Plan")
    return f"{name}: extinction risk, women aged 20–39 per resident of 65 or older; {words}"


def _shapes(
    plan: PlanData, regions: geopandas.GeoDataFrame
) -> tuple[geopandas.GeoDataFrame, geopandas.GeoSeries]:
    left, bottom, right, top = regions.total_bounds
    simple = regions.assign(geometry=regions.simplify(max(right - left, top - bottom) / FINE))
    provinces = plan.regions.set_index("region_id")["province"]
    return simple, province_outlines(regions, provinces).simplify((top - bottom) / FINE)


def _map(
    regions: geopandas.GeoDataFrame,
    provinces: geopandas.GeoSeries,
    classes: pd.Series,
    lifted: list[str],
    axes: Axes,
) -> None:
    colours = regions["region_id"].map(classes).map({key: c for key, (_, c) in CLASSES.items()})
    points = are_points(regions)
    regions.plot(ax=axes, color=list(colours), edgecolor="#999999", linewidth=0.2)
    if not points:
        provinces.boundary.plot(ax=axes, color="#444444", linewidth=0.5)
    axes.set_aspect(shape_of_map(regions))
    up = regions[regions["region_id"].isin(lifted)]
    if len(up) and points:
        up.plot(ax=axes, color="none", edgecolor=LIFTED, linewidth=1.1, zorder=3)
    elif len(up):
        up.boundary.plot(ax=axes, color=LIFTED, linewidth=1.1, zorder=3)
    axes.set_axis_off()


def _counts(classes: pd.Series, axes: Axes, *, words: bool) -> None:
    counts = classes.value_counts().reindex(list(CLASSES), fill_value=0)
    colours = [colour for _, colour in CLASSES.values()]
    axes.barh(range(5), counts, color=colours, edgecolor="#777777", linewidth=0.5)
    for place, count in enumerate(counts):
        axes.annotate(
            f"{count:,}",
            (count, place),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axes.set_yticks(range(5), [text for text, _ in CLASSES.values()] if words else [""] * 5)
    axes.set_ylim(4.6, -0.6)
    axes.set_xlim(0, max(len(classes), 1) * 1.15)
    axes.set_xticks([])
    axes.set_xlabel("regions")
    no_frame(axes)
