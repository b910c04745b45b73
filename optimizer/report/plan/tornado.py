"""The tornado: how far each assumption alone moves the number of young people who stay."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from optimizer.plan import Uncertainty
from optimizer.report.canvas import COLOURS, GREY, figure_of, no_frame, thousands
from optimizer.report.fonts import drawable

SHOWN = 15
"""Assumptions that are drawn; the others move less."""
ENDS = ("low", "central", "high")
LOW, HIGH = COLOURS[5], COLOURS[0]


def draw_tornado(found: Uncertainty, path: Path) -> None:
    """Draw who stays at the low and the high end of each assumption, the widest swing first.

    Parameters
    ----------
    found : Uncertainty
    path : Path
        PNG or SVG to write.
    """
    rows = found.tornado[found.tornado["swing"] > 0].head(SHOWN)
    with figure_of(path, 10, 2.2 + 0.36 * max(len(rows), 1)) as figure:
        axes = figure.subplots()
        name = drawable(found.instance, "Plan")
        axes.set_title(f"{name}: young people who stay, one assumption at a time", fontsize=11)
        low, high = found.range()
        axes.axvspan(low, high, color="#eeeeee", zorder=0)
        _bars(rows, axes)
        rest = len(found.tornado) - len(rows)
        more = f"; {rest:,} more assumptions matter less or not at all" if rest else ""
        axes.set_xlabel(f"persons who stay, what is built fixed{more}")
        thousands(axes.xaxis)
        handles = [
            Patch(color=LOW, label="assumption at its low end"),
            Patch(color=HIGH, label="at its high end"),
            Patch(
                color="#eeeeee",
                label=f"80% range, all assumptions drawn at once: {low:,.0f} to {high:,.0f}",
            ),
        ]
        figure.legend(handles=handles, loc="outside lower left", ncols=3, fontsize=8, frameon=False)


def _bars(rows: pd.DataFrame, axes: Axes) -> None:
    numbers = rows[[*ENDS, *(f"retained_{end}" for end in ENDS)]].to_numpy(dtype=float)
    labels = []
    for place, (low, used, high, at_low, central, at_high) in enumerate(numbers):
        ends = ((at_low, low, LOW), (at_high, high, HIGH))
        same_side = (at_low - central) * (at_high - central) > 0
        for number, (value, setting, colour) in enumerate(ends):
            # Two ends on one side would hide each other.
            aside = (number - 0.5) * 0.38 if same_side else 0.0
            height = 0.36 if same_side else 0.72
            axes.barh(place + aside, value - central, left=central, height=height, color=colour)
            if value != central:
                right = value > central
                axes.annotate(
                    f"{setting:g}",
                    (value, place + aside),
                    xytext=(3 if right else -3, 0),
                    textcoords="offset points",
                    ha="left" if right else "right",
                    va="center",
                    fontsize=7,
                )
        name, unit = (drawable(str(rows[column].iloc[place]), "?") for column in ("name", "unit"))
        labels.append(f"{name} = {used:g} ({unit})")
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.margins(x=0.08)
    no_frame(axes)
    if len(rows):
        axes.axvline(float(rows["retained_central"].iloc[0]), color=GREY, linewidth=0.8)
