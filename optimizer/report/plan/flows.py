"""From universities to clusters: who trains for whom, province by province."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Curve

from optimizer.plan import PlanData
from optimizer.report.canvas import COLOURS, GREY, figure_of
from optimizer.report.fonts import drawable

LEAST = 0.5
"""Graduates a year; thinner flows are not drawn."""
BETWEEN = 0.016
"""Room between two bands, of the figure's height."""
THIN = 0.026
"""Height that a name needs."""


def flow_table(plan: PlanData) -> pd.DataFrame:
    """Return graduates a year by province of the university and of the cluster.

    Returns
    -------
    DataFrame
        from, to (provinces), graduates; the largest first. Empty where the plan does not know its
        tables: a plan's folder does not say where universities are.
    """
    if plan.source is None or plan.workforce.empty:
        return pd.DataFrame({"from": [], "to": [], "graduates": []})
    table = plan.source.table("universities").drop_duplicates("university_id")
    seat = table.set_index("university_id")["region_id"]
    province = plan.source.regions.set_index("region_id")["province"]
    rows = plan.workforce.assign(
        **{
            "from": plan.workforce["university_id"].map(seat).map(province),
            "to": plan.workforce["to_region"].map(province),
        }
    )
    found = rows.groupby(["from", "to"])["graduates"].sum().reset_index()
    found = found[found["graduates"] >= LEAST]
    return found.sort_values("graduates", ascending=False, ignore_index=True)


def draw_flows(plan: PlanData, flows: pd.DataFrame, path: Path) -> None:
    """Draw a band for each pair of provinces, as wide as the graduates hired there.

    Parameters
    ----------
    plan : PlanData
    flows : DataFrame
        As from `flow_table`, with rows.
    path : Path
        PNG, SVG or PDF to write.
    """
    with figure_of(path, 7.6, 6.4) as figure:
        figure.set_layout_engine("none")  # the names stand inside the axes
        axes = figure.add_axes((0.01, 0.01, 0.98, 0.91))
        axes.set_axis_off()
        axes.set_xlim(-0.34, 1.34)
        sides = {side: flows.groupby(side)["graduates"].sum() for side in ("from", "to")}
        sides = {side: sums.sort_values(ascending=False) for side, sums in sides.items()}
        scale = 1.0 / float(flows["graduates"].sum())
        places = {side: _stacked(sums, scale) for side, sums in sides.items()}
        colours = {name: COLOURS[at % 6] for at, name in enumerate(sides["to"].index)}
        _bands(flows, places, scale, colours, axes)
        for side, sums in sides.items():
            _names(sums, places[side], scale, side, axes, colours)
        lowest = min(min(found.values()) for found in places.values())
        axes.set_ylim(lowest - 0.03, 1.06)
        axes.text(0, 1.03, "university in", ha="right", color=GREY)
        axes.text(1, 1.03, "cluster in", ha="left", color=GREY)
        name = drawable(plan.instance, "Plan")
        total = float(flows["graduates"].sum())
        figure.suptitle(
            f"{name}: {total:,.0f} graduates a year from universities to what is built",
            x=0.01,
            ha="left",
            fontsize=11,
        )


def _stacked(sums: pd.Series, scale: float) -> dict[str, float]:
    """Return the upper end of each province's band, from above."""
    at, found = 1.0, {}
    for name, value in sums.items():
        found[str(name)] = at
        at -= max(float(value) * scale, THIN) + BETWEEN
    return found


def _bands(
    flows: pd.DataFrame,
    places: dict[str, dict[str, float]],
    scale: float,
    colours: dict[str, str],
    axes: Axes,
) -> None:
    used = {side: dict.fromkeys(found, 0.0) for side, found in places.items()}
    order = np.lexsort(
        [
            [-places["to"][name] for name in flows["to"]],
            [-places["from"][name] for name in flows["from"]],
        ]
    )
    for row in flows.iloc[order].to_dict("records"):
        one, other, wide = row["from"], row["to"], row["graduates"] * scale
        left = places["from"][one] - used["from"][one]
        right = places["to"][other] - used["to"][other]
        used["from"][one] += wide
        used["to"][other] += wide
        corners = [(0.0, left), (0.5, left), (0.5, right), (1.0, right), (1.0, right - wide)]
        corners += [(0.5, right - wide), (0.5, left - wide), (0.0, left - wide), (0.0, left)]
        codes = [Curve.MOVETO, *[Curve.CURVE4] * 3, Curve.LINETO, *[Curve.CURVE4] * 3]
        shape = Curve(corners, [*codes, Curve.CLOSEPOLY])
        axes.add_patch(PathPatch(shape, facecolor=colours[other], alpha=0.5, linewidth=0))


def _names(
    sums: pd.Series,
    places: dict[str, float],
    scale: float,
    side: str,
    axes: Axes,
    colours: dict[str, str],
) -> None:
    x, anchor = (0.0, "right") if side == "from" else (1.0, "left")
    for name, value in sums.items():
        top, high = places[str(name)], float(value) * scale
        colour = GREY if side == "from" else colours[str(name)]
        edge = x - 0.012 if side == "from" else x
        axes.add_patch(Rectangle((edge, top - high), 0.012, high, facecolor=colour, linewidth=0))
        beside = x - 0.02 if side == "from" else x + 0.02
        words = f"{drawable(str(name), '?')} {value:,.0f}"
        axes.text(beside, top - max(high, THIN) / 2, words, ha=anchor, va="center", fontsize=8)
