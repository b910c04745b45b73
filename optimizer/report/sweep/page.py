"""Writes a sweep as one page that stands alone: figure, frontier, what changes, what is chosen."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.instance import InputError, Problem, at_place
from optimizer.plan import check_dialect, put_file
from optimizer.report.sweep.chart import PAGES, check_file, draw_frontier
from optimizer.report.sweep.tables import TABLES, write_tables
from optimizer.sweep import SweepData, changes, chosen, enough, frontier

_STYLE = """
body { font: 15px/1.5 sans-serif; color: #222; max-width: 1000px; margin: 2em auto; padding: 0 1em }
img { max-width: 100% } h2 { margin-top: 2em } h3 { margin-bottom: .3em }
table { border-collapse: collapse; font-size: 13px; display: block; overflow-x: auto }
th, td { padding: .2em .7em; border-bottom: 1px solid #ddd; text-align: right; vertical-align: top }
th { background: #f4f4f4 } .text { text-align: left }
"""
_WORDS = ("enters", "more", "fewer", "leaves")
_COLUMNS = (
    ("budget", "budget", ",g"),
    ("retained", "who stay", ",.0f"),
    ("arrived", "who arrive", ",.0f"),
    ("retained_low", "80% range, from", ",.0f"),
    ("retained_high", "to", ",.0f"),
    ("bound", "bound", ",.6g"),
    ("gap", "gap", ".2%"),
    ("jobs", "jobs", ",.0f"),
    ("lifted", "regions lifted a class", ",.0f"),
    ("built", "built", ",.0f"),
    ("cost", "cost", ",.1f"),
    ("cost_per_stayer", "cost per stayer", ",.2f"),
    ("marginal", "marginal", "z.3f"),
    ("free_retained", "who stay without nesting", ",.0f"),
    ("price", "price of nesting", "z,.4g"),
)
"""Of the frontier: its name there, its heading here, and how it is written."""
_NOTES = (
    "bound: no plan for this budget can be worth more, in the objective's unit; gap: between that "
    "and the plan.",
    "marginal: how many more stay or arrive for each further unit of budget, up to the next level; "
    "cost per stayer: of each who stays or arrives.",
    "regions lifted a class: in a better class of extinction risk in the horizon year than with "
    "nothing done.",
    "cost: of all purses together; the budget is the centre's.",
)


def write_report(
    sweep: SweepData, path: Path, draws: int = 0, seed: int = 0, csv_dialect: str = "comma"
) -> None:
    """Write the frontier as a figure, page, table or workbook, by the file's ending.

    Raises
    ------
    InputError
        No run has a plan, or the file can't be written.
    """
    check_file(path)
    check_dialect(csv_dialect)
    if path.suffix.lower() in TABLES:
        write_tables(sweep, frontier(sweep, draws, seed), path, csv_dialect)
        return
    write = write_page if path.suffix.lower() in PAGES else draw_frontier
    write(sweep, frontier(sweep, draws, seed), path)


def write_page(sweep: SweepData, table: pd.DataFrame, path: Path) -> None:
    """Write the page.

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
    title = f"{sweep.instance}: who stays by budget"
    body = [
        f"<h1>{escape(title)}</h1>",
        f'<img alt="{escape(title)}" src="data:image/png;base64,{_figure(sweep, table)}">',
        f"<h2>The frontier, in {escape(sweep.currency)}</h2>",
        *_frontier(sweep, table),
        *(f"<p>{escape(note)}</p>" for note in (*_NOTES, sweep.rules_note()) if note),
        *_without_plan(sweep),
        "<h2>What enters and leaves from one budget to the next</h2>",
        *_changes(sweep),
        "<h2>How often each option is chosen in each region</h2>",
        _chosen(sweep),
    ]
    text = (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n" + "\n".join(body) + "\n</html>\n"
    )
    try:
        put_file(path, lambda part: part.write_text(text, encoding="utf-8"))
    except OSError as error:
        message = f"it can't be written ({error.strerror or error})."
        raise InputError([Problem(str(path), message)]) from error


def _figure(sweep: SweepData, table: pd.DataFrame) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frontier.png"
        draw_frontier(sweep, table, path)
        return base64.b64encode(path.read_bytes()).decode()


def _frontier(sweep: SweepData, table: pd.DataFrame) -> Iterable[str]:
    columns = [column for column in _COLUMNS if _told(table, column[0])]
    levels = enough(sweep)
    for scenario, rows in table.groupby("scenario", sort=False):
        yield f"<h3>{escape(str(scenario))}</h3>"
        lines = [
            [_cell(row[name], form) for name, _, form in columns] for _, row in rows.iterrows()
        ]
        yield _table([heading for _, heading, _ in columns], lines)
        level = levels[str(scenario)]
        told = (
            "The largest budget still gains: how much is enough lies beyond these levels."
            if level is None
            else f"Beyond {level:,g} nothing is gained within the gap."
        )
        yield f"<p>{told}</p>"


def _told(table: pd.DataFrame, name: str) -> bool:
    """Return whether a column says anything: where nobody arrives, that column does not."""
    cells = table[name]
    return bool((cells > 0).any() if name == "arrived" else cells.notna().any())


def _without_plan(sweep: SweepData) -> Iterable[str]:
    rows = [row for row in sweep.to_rows() if row["retained"] is None]
    if rows:
        yield "<h2>Runs without a plan</h2>"
        names = ("budget", "scenario", "status", "reason")
        yield _table(names, [[_cell(row[name], ",g") for name in names] for row in rows], text=3)


def _changes(sweep: SweepData) -> Iterable[str]:
    for scenario, rows in changes(sweep).groupby("scenario", sort=False):
        yield f"<h3>{escape(str(scenario))}</h3>"
        lines = [
            [_cell(budget, ",g"), *(_listed(sweep, own[own["change"] == word]) for word in _WORDS)]
            for budget, own in rows.groupby("budget", sort=False, dropna=False)
        ]
        yield _table(("budget", *_WORDS), lines, text=4)


def _listed(sweep: SweepData, rows: pd.DataFrame) -> str:
    columns = ("option_name", "region_id", "before", "after")
    entries = zip(*(rows[column] for column in columns), strict=True)
    return "; ".join(
        at_place(sweep.names.get(region) or region, option)
        + (f" ({before} → {after})" if max(before, after) > 1 else "")
        for option, region, before, after in entries
    )


def _chosen(sweep: SweepData) -> str:
    table = chosen(sweep)
    headings = ("region", "option", "plans", "share", "first budget", "count, where chosen")
    names = ("name", "option_name", "plans", "share", "first_budget", "mean_count")
    forms = ("", "", "d", ".0%", ",g", ".1f")
    lines = [
        [
            _cell(row[name] or row["region_id"], form)
            for name, form in zip(names, forms, strict=True)
        ]
        for _, row in table.iterrows()
    ]
    return _table(headings, lines, text=2, first=True)


def _table(
    headings: Sequence[str], lines: Iterable[Sequence[str]], *, text: int = 0, first: bool = False
) -> str:
    """Return a table, of which so many columns at the end, or at the beginning, are text."""
    places = range(len(headings))
    words = set(places[:text] if first else places[len(headings) - text :])

    def row(kind: str, cells: Sequence[str]) -> str:
        marked = (
            f"<{kind}{' class=text' if place in words else ''}>{escape(cell)}</{kind}>"
            for place, cell in enumerate(cells)
        )
        return f"<tr>{''.join(marked)}</tr>"

    return "\n".join(
        ["<table>", row("th", headings), *(row("td", line) for line in lines), "</table>"]
    )


def _cell(value: Any, form: str) -> str:
    if value is None or pd.isna(value):
        return "–"
    return value if isinstance(value, str) else format(value, form)
