"""Draws a sweep's frontier: who stays by budget, and what the next unit of money brings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizer.instance import InputError, Problem
from optimizer.plan import write_file
from optimizer.report.sweep.tables import TABLES
from optimizer.sweep import SweepData, enough

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FIGURES = (".png", ".svg", ".pdf")
PAGES = (".html",)
WIDTH, HEIGHT = 8.0, 7.0
"""Inches."""


def check_file(path: Path, known: Sequence[str] = (*FIGURES, *PAGES, *TABLES)) -> None:
    """Check that a report could be written, before time is spent on what it tells of.

    Parameters
    ----------
    path : Path
    known : sequence of str
        The endings that fit.

    Raises
    ------
    InputError
        The ending is no figure's, page's or table's, or there can be no file of that name.
    """
    if path.suffix.lower() not in known:
        what = "page" if known == PAGES else "figure, page or table"
        message = f"{path.suffix!r} is the ending of no {what}; expected {', '.join(known)}."
        raise InputError([Problem(str(path), message)])
    folder = path.parent
    if not folder.is_dir():
        message, remedy = f"there is no folder {folder}.", "make it, or choose another place."
    elif path.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        message, remedy = "it can't be written.", "choose another place."
    else:
        return
    raise InputError([Problem(str(path), message, remedy=remedy)])


def draw_frontier(sweep: SweepData, table: pd.DataFrame, path: Path) -> None:
    """Draw the frontier and the marginal value, a line for each scenario.

    Parameters
    ----------
    sweep : SweepData
    table : DataFrame
        Its frontier, with or without the range of who stays.
    path : Path

    Raises
    ------
    InputError
        No run has a plan, or the file can't be written.
    """
    if table.empty:
        raise InputError([Problem(str(path), "no run has a plan, so there is nothing to draw.")])
    write_file(path, lambda part: _draw(sweep, table, part))


def _draw(sweep: SweepData, table: pd.DataFrame, path: Path) -> None:
    # Drawing libraries take a second to load, which a sweep without a figure need not wait for.
    from optimizer.report.canvas import COLOURS, figure_of, thousands
    from optimizer.report.fonts import drawable

    scenarios = table.groupby("scenario", sort=False)
    with figure_of(path, WIDTH, HEIGHT) as drawing:
        above, below = drawing.subplots(2, 1, sharex=True, height_ratios=(2, 1))
        for place, (scenario, rows) in enumerate(scenarios):
            colour = COLOURS[place % len(COLOURS)]
            name = drawable(str(scenario), f"scenario {place + 1}")
            _line(above, rows, name if len(scenarios) > 1 else "these plans", colour)
            _enough(above, enough(sweep)[str(scenario)], rows, colour, sweep.currency)
            steps = pd.concat([rows["marginal"].iloc[:-1], rows["marginal"].iloc[-2:-1]])
            below.step(rows["budget"].iloc[: len(steps)], steps, where="post", color=colour)
        above.set_ylabel("young people who stay")
        above.set_title(f"{drawable(sweep.instance, 'sweep')}: who stays by budget")
        above.legend(frameon=False, loc="lower right")
        below.set_xlabel(f"budget, {sweep.currency}")
        below.set_ylabel(f"{_more(table)}\nnext 1 {sweep.currency}")
        for axes in (above, below):
            axes.set_ylim(bottom=0)
            axes.grid(alpha=0.3)
            thousands(axes.xaxis)
            thousands(axes.yaxis)


def _more(table: pd.DataFrame) -> str:
    come = bool((table["arrived"] > 0).any())
    return "more who stay or arrive for the" if come else "more who stay for the"


def _line(axes: Axes, rows: pd.DataFrame, label: str, colour: str) -> None:
    """Draw a scenario's plans, what is possible at most, their range, and the free optimum."""
    budget, retained = rows["budget"], rows["retained"]
    if rows["retained_low"].notna().any():
        low, high = rows["retained_low"], rows["retained_high"]
        axes.fill_between(
            budget, low, high, alpha=0.15, color=colour, lw=0, label=f"{label}: 80% range"
        )
    axes.plot(budget, retained, marker="o", ms=4, color=colour, label=label)
    people = retained + rows["arrived"]
    if (rows["arrived"] > 0).any():
        axes.plot(budget, people, ls="-.", lw=1, color=colour, label=f"{label}, who arrive on top")
    most: Any = people * (1 + rows["gap"])
    axes.fill_between(budget, people, most, alpha=0.3, color=colour, lw=0)
    if rows["free_retained"].notna().any():
        label = f"{label}, without nesting"
        axes.plot(budget, rows["free_retained"], ls="--", lw=1, color=colour, label=label)


def _enough(
    axes: Axes, level: float | None, rows: pd.DataFrame, colour: str, currency: str
) -> None:
    """Mark the budget beyond which nothing is gained."""
    if level is None:
        return
    axes.axvline(level, color=colour, ls=":", lw=1)
    axes.annotate(
        f" beyond {level:,g} {currency}\n nothing is gained",
        (level, rows["retained"].max() / 2),
        color=colour,
        ha="left" if level < rows["budget"].mean() else "right",
    )
