"""The price of balance as files: a table, a figure, and everything for programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.plan import Writer, add_files, csv_writer
from optimizer.report.answers import json_writer, words_writer

TABLE, FIGURE, CONTENT, WORDS = "balance.csv", "balance.png", "balance.json", "summary.txt"
WIDTH, HEIGHT = 7.5, 5.0
"""Inches."""


def save_balance(content: Mapping[str, Any], words: str, instance: str, folder: Path) -> Path:
    """Write balance.csv, balance.json, balance.png and summary.txt.

    Parameters
    ----------
    content : mapping
        most_possible (share) and points, the rows of `BalanceCurve.rows`.
    words : str
        The curve in words.
    instance : str
        Its name, for the figure's title.
    folder : Path
        Made if it isn't there; other files in it are left alone.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    rows = pd.DataFrame(content["points"])
    most = float(content["most_possible"])
    writers: dict[str, Writer] = {
        TABLE: csv_writer(rows),
        CONTENT: json_writer(content),
        WORDS: words_writer(words),
    }
    add_files(folder, writers)
    # Last, so that the numbers are there whatever drawing meets.
    add_files(folder, {FIGURE: lambda path: draw_balance(rows, most, instance, path)})
    return folder


def draw_balance(rows: pd.DataFrame, most: float, instance: str, path: Path) -> None:
    """Draw who stays or comes in all against what the worst-off province keeps.

    Parameters
    ----------
    rows : DataFrame
        Of `BalanceCurve.to_frame`.
    most : float
        Share that no plan exceeds in its worst-off province.
    instance : str
    path : Path
        PNG, SVG or PDF to write.
    """
    from optimizer.report.canvas import GREY, MORE, figure_of, thousands
    from optimizer.report.fonts import drawable

    share, people = rows["worst_share"] * 100, rows["retained"] + rows["arrived"]
    with figure_of(path, WIDTH, HEIGHT) as figure:
        axes = figure.add_subplot()
        axes.plot(share, people, marker="o", color=MORE, label="plans")
        bound = rows["bound"].astype(float)
        if bound.notna().any() and (bound >= people - 0.5).all():
            axes.fill_between(share, people, bound, color=MORE, alpha=0.2, lw=0, label="at most")
        axes.axvline(most * 100, color=GREY, ls=":", label="no plan keeps more there")
        for x, y, province in zip(share, people, rows["worst_province"], strict=True):
            axes.annotate(
                drawable(str(province), ""),
                (x, y),
                xytext=(0, -12),
                textcoords="offset points",
                ha="center",
                fontsize=7,
            )
        axes.set_xlabel("of its leavers the worst-off province keeps, %")
        axes.set_ylabel("young people who stay or come in all")
        axes.set_title(f"{drawable(instance, 'Plans')}: the price of balance")
        axes.set_ylim(bottom=0)
        thousands(axes.yaxis)
        axes.legend(frameon=False, loc="lower left")
