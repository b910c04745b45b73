"""What all figures share: size, letters, colours, and the same bytes for the same plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from optimizer.report.fonts import fonts

FORMATS = ("png", "svg", "pdf")
# Okabe & Ito's palette: told apart by colour-blind readers too.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#F0E442")
MORE, LESS, GREY = "#0072B2", "#D55E00", "#777777"
VARIANTS = {
    "zero_migration": ("if nobody moved", GREY, (0, (4, 2))),
    "nothing_done": ("nothing done", LESS, "solid"),
    "plan": ("with the plan", MORE, "solid"),
}
"""Words, colour and line of each variant of a projection."""
DPI = 160
DATED = {".png": ("Software",), ".svg": ("Date", "Creator"), ".pdf": ("CreationDate", "Creator")}
"""What a file of each kind would say of when and with what it was made."""


@contextmanager
def figure_of(path: Path, width: float, height: float) -> Iterator[Figure]:
    """Give a figure to draw on, in inches, and write it to a PNG, SVG or PDF file.

    No name is taken for a formula. SVG keeps its text as text, so that it can be searched and
    edited; what a file holds doesn't depend on when it was written.
    """
    style: Any = {
        "font.family": fonts(),
        "font.size": 9,
        "text.parse_math": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "axes.titlelocation": "left",
        "svg.fonttype": "none",
        "svg.hashsalt": "rooted",
        "pdf.fonttype": 42,  # letters that can be searched and edited
    }
    dated: dict[str, None] = dict.fromkeys(DATED[path.suffix.lower()])
    with matplotlib.rc_context(style):
        # Without a canvas of its own: GeoPandas would have that drawn anew for every layer.
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure
        figure.savefig(path, dpi=DPI, metadata=dated)


def thousands(axis: Any, *, sign: bool = False, absolute: bool = False) -> None:
    """Write an axis' numbers of persons with separators, with a sign, or without any."""

    def words(value: float, _: int) -> str:
        if absolute:
            value = abs(value)
        return signed(value) if sign else f"{value:,.10g}"

    axis.set_major_formatter(FuncFormatter(words))


def signed(value: float, digits: int = 0) -> str:
    """Return a number with its sign, except 0."""
    text = f"{abs(value):,.{digits}f}"
    if not any(letter in "123456789" for letter in text):
        return text
    return ("+" if value > 0 else "−") + text


def no_frame(axes: Axes) -> None:
    """Take away the frame and ticks where bars carry their numbers."""
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
