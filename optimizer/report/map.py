"""A map of a plan as PNG: who stays, and what stands where."""

from __future__ import annotations

from pathlib import Path

import geopandas
import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from optimizer.plan import Plan
from optimizer.report.layers import build_layer, province_outlines, region_layer

KOREAN_FONTS = ("Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "Malgun Gothic", "AppleGothic")
# Okabe & Ito's palette: told apart by colour-blind readers too.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#F0E442")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
LABELS = 14
DPI = 160


def draw_map(plan: Plan, path: Path) -> None:
    """Draw the share of leavers retained by region, with a mark for each thing built.

    Parameters
    ----------
    plan : Plan
        With boundaries.
    path : Path
        PNG to write.
    """
    regions = region_layer(plan)
    figure = Figure(figsize=(8.2, 9.4), layout="constrained")
    FigureCanvasAgg(figure)
    with matplotlib.rc_context({"font.family": _fonts()}):
        axes = figure.add_subplot()
        _shade(regions, axes, figure)
        _outline(plan, regions, axes)
        build = build_layer(plan, regions)
        _mark(build, axes)
        _label(plan, build, axes)
        axes.set_title(_title(plan), fontsize=11, parse_math=False)
        axes.set_axis_off()
        axes.set_aspect("equal")
        figure.savefig(path, dpi=DPI, metadata={"Software": None})


def _title(plan: Plan) -> str:
    base, horizon = plan.years
    currency = _drawable(plan.currency, "")
    budget = "no budget" if plan.budget is None else f"budget {plan.budget:,.0f} {currency}".strip()
    name = _drawable(plan.instance, "Plan")
    return f"{name} {base}–{horizon}, {budget}: {plan.retained:,.0f} young people stay"


def _fonts() -> list[str]:
    """Return fonts to draw with: one that has Korean letters where the machine has any."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return [*(name for name in KOREAN_FONTS if name in known), "DejaVu Sans"]


def _drawable(text: str, otherwise: str) -> str:
    """Return a text if the machine's fonts have all its letters, else another in its place."""
    letters = {ord(letter) for letter in text}
    for name in _fonts():
        path = font_manager.findfont(name)
        letters -= set(font_manager.get_font(path).get_charmap())
    return otherwise if letters else text


def _shade(regions: geopandas.GeoDataFrame, axes: Axes, figure: Figure) -> None:
    counted = regions[regions["retained_share"].notna()]
    if not regions.empty:
        regions.plot(ax=axes, color="#eeeeee", edgecolor="white", linewidth=0.3)
    if counted.empty:
        return
    share = counted["retained_share"] * 100
    counted.assign(share=share).plot(
        ax=axes,
        column="share",
        cmap="YlGn",
        vmin=0,
        vmax=max(float(share.max()), 0.1),
        edgecolor="white",
        linewidth=0.3,
    )
    bar = figure.colorbar(axes.collections[-1], ax=axes, shrink=0.45, pad=0.01)
    bar.set_label("leavers who stay, % (grey: not counted)")


def _outline(plan: Plan, regions: geopandas.GeoDataFrame, axes: Axes) -> None:
    if regions.empty:
        return
    provinces = plan.regions.set_index("region_id")["province"]
    outlines = province_outlines(regions, provinces)
    outlines.boundary.plot(ax=axes, color="#888888", linewidth=0.6)


def _mark(build: geopandas.GeoDataFrame, axes: Axes) -> None:
    options = sorted(build["option_id"].unique())
    handles: list[Line2D] = []
    names: list[str] = []
    dearest = max(float(build["cost"].max()), 1e-9) if len(build) else 1.0
    for place, option in enumerate(options):
        rows = build[build["option_id"] == option]
        colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place // len(COLOURS) % 8]
        # Several things in one region: each kind a little aside, so that none hides another.
        step = 0.012 * float(build.total_bounds[3] - build.total_bounds[1] or 1.0)
        aside = ((place % 4) - 1.5) * step
        up = ((place // 4 % 4) - 1.5) * step
        axes.scatter(
            rows.geometry.x + aside,
            rows.geometry.y + up,
            # The area of a mark shows its cost, so that large clusters stand out from hubs.
            s=14 + 110 * rows["cost"] / dearest,
            c=colour,
            marker=marker,
            edgecolors="white",
            linewidths=0.6,
            zorder=3,
        )
        handles.append(Line2D([], [], color=colour, marker=marker, linestyle=""))
        name = _drawable(option, f"option {place + 1}")
        names.append(f"{name} ({int(rows['count'].sum())})")
    if handles:
        legend = axes.legend(
            handles, names, loc="lower right", fontsize=8, frameon=False, title="area: cost"
        )
        for text in legend.get_texts():
            text.set_parse_math(False)


def _label(plan: Plan, build: geopandas.GeoDataFrame, axes: Axes) -> None:
    if build.empty:
        return
    cost = build.groupby("region_id")["cost"].sum().nlargest(LABELS)
    for region in cost.index:
        point = build.loc[build["region_id"] == region, "geometry"].iloc[0]
        identifier = _drawable(str(region), "")
        axes.annotate(
            _drawable(plan.names.get(str(region), identifier), identifier),
            (point.x, point.y),
            xytext=(6, -9),
            textcoords="offset points",
            fontsize=7,
            zorder=4,
            parse_math=False,
            path_effects=[withStroke(linewidth=2, foreground="white")],
        )
