"""A map of what another plan changes: who gains and loses, and what enters and leaves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import SymLogNorm
from matplotlib.figure import Figure

from optimizer.plan import PlanData
from optimizer.report.canvas import LESS, MORE, figure_of, signed
from optimizer.report.fonts import drawable
from optimizer.report.plan.layers import (
    are_points,
    province_outlines,
    region_layer,
    shape_of_map,
)

COLOURS = "RdBu"
"""Red to blue: told apart by colour-blind readers too."""
MARKS = (("enters", "^", MORE), ("leaves", "v", LESS))
"""Word, mark and colour of what only one of the plans has."""


def draw_comparison(
    plans: Sequence[PlanData],
    by_region: pd.DataFrame,
    changes: tuple[pd.DataFrame, pd.DataFrame],
    names: tuple[str, str],
    path: Path,
) -> None:
    """Draw by region how many more or fewer stay or come, and where something enters or leaves.

    Parameters
    ----------
    plans : sequence of PlanData
        Of which one at least has boundaries.
    by_region : DataFrame
        region_id, province, difference (persons).
    changes : tuple of two DataFrames
        What enters, and what leaves: region_id.
    names : tuple of two str
        Of the plans.
    path : Path
        PNG or SVG to write.
    """
    regions = _shapes(plans).merge(by_region, on="region_id", how="inner")
    with figure_of(path, 8.2, 8) as figure:
        axes = figure.add_subplot()
        _shade(regions, axes, figure)
        province = by_region.set_index("region_id")["province"]
        if not are_points(regions):
            outlines = province_outlines(regions, province)
            outlines.boundary.plot(ax=axes, color="#888888", linewidth=0.6)
        _mark(regions, changes, axes)
        first, second = (drawable(name, which) for name, which in zip(names, "AB", strict=True))
        total = signed(float(by_region["difference"].sum()))
        axes.set_title(f"{second} beside {first}: {total} young people stay or come", fontsize=11)
        axes.set_axis_off()
        axes.set_aspect(shape_of_map(regions))


def _shapes(plans: Sequence[PlanData]) -> geopandas.GeoDataFrame:
    """Return a polygon for each region that any plan has one for; the last plan's comes first."""
    layers = [
        region_layer(plan)[["region_id", "geometry"]]
        for plan in reversed(plans)
        if plan.boundaries is not None
    ]
    first, *others = layers
    for other in others:
        placed = other if first.crs is None or other.crs is None else other.to_crs(first.crs)
        first = pd.concat([first, placed[~placed["region_id"].isin(first["region_id"])]])
    return geopandas.GeoDataFrame(first, geometry="geometry", crs=layers[0].crs)


def _shade(regions: geopandas.GeoDataFrame, axes: Axes, figure: Figure) -> None:
    regions.plot(ax=axes, color="#eeeeee", edgecolor="white", linewidth=0.3)
    most = float(regions["difference"].abs().max()) if len(regions) else 0.0
    if most < 1:
        return
    # Even steps would show only the region that changes most.
    norm = SymLogNorm(linthresh=1.0, vmin=-most, vmax=most)
    changed = regions[regions["difference"].abs() >= 0.5]
    changed.plot(
        ax=axes,
        column="difference",
        cmap=colormaps[COLOURS],
        norm=norm,
        edgecolor="white",
        linewidth=0.3,
    )
    bar = figure.colorbar(axes.collections[-1], ax=axes, shrink=0.45, pad=0.01)
    bar.ax.yaxis.set_major_formatter(lambda value, _: signed(value))
    bar.set_label("young people who stay or come, persons more or fewer (grey: as many)")


def _mark(
    regions: geopandas.GeoDataFrame, changes: tuple[pd.DataFrame, pd.DataFrame], axes: Axes
) -> None:
    """Draw a mark in each region where something enters or leaves, side by side where both do."""
    points = regions.set_index("region_id").geometry.representative_point()
    step = 0.008 * float(regions.total_bounds[3] - regions.total_bounds[1] or 1.0)
    for (word, mark, colour), frame, aside in zip(MARKS, changes, (-step, step), strict=True):
        count = frame["region_id"].value_counts()
        there = points[points.index.isin(count.index)]
        if there.empty:
            continue
        axes.scatter(
            there.x + aside,
            there.y,
            s=24 + 12 * (count.loc[there.index].to_numpy() - 1),
            c=colour,
            marker=mark,
            edgecolors="white",
            linewidths=0.6,
            zorder=3,
            label=f"{word} ({int(count.sum())})",
        )
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc="lower right", fontsize=8, frameon=False)
