"""What a notebook shows of a sweep: a row for each run."""

from __future__ import annotations

from typing import Any

from optimizer.display import card, lines, more, table
from optimizer.sweep import SweepData, enough

SHOWN = 60
"""Runs that are listed."""
COLUMNS = (
    ("scenario", "scenario", ""),
    ("status", "status", ""),
    ("budget", "budget", ",g"),
    ("retained", "who stay", ",.0f"),
    ("arrived", "who arrive", ",.0f"),
    ("gap", "gap", ".2%"),
    ("cost", "cost", ",.1f"),
    ("marginal", "marginal", "z.3f"),
    ("built", "built", ",d"),
    ("price", "price of nesting", "z,.4g"),
    ("reason", "why no plan", ""),
)
"""Of the sweep's table: its name there, its heading here, and how it is written."""


def sweep_html(sweep: SweepData) -> str:
    """Return a sweep as HTML; `sweep.report` writes a page with figure and more tables."""
    rows = sweep.to_rows()
    told = [column for column in COLUMNS if _told(rows, column[0])]
    body = [[_cell(row[name], form) for name, _, form in told] for row in rows[:SHOWN]]
    words = sum(not form for _, _, form in told if _ != "why no plan")
    sentences = [
        f"{scenario}: beyond {level:,g} {sweep.currency} nothing is gained within the gap."
        for scenario, level in enough(sweep).items()
        if level is not None
    ]
    sentences.append("marginal: persons more per further unit of budget, up to the next level.")
    return card(
        f"Sweep of {sweep.instance}, budgets in {sweep.currency}",
        table([heading for _, heading, _ in told], body, text=words),
        more(len(rows) - SHOWN, "runs: sweep.to_frame()"),
        lines([*sentences, *filter(None, [sweep.rules_note()])]),
    )


def _told(rows: list[dict[str, Any]], name: str) -> bool:
    """Return whether a column says anything."""
    if name == "scenario":
        return len({row[name] for row in rows}) > 1
    if name == "status":
        return any(row[name] != "optimal" for row in rows)
    return any(row[name] not in (None, 0) for row in rows)


def _cell(value: Any, form: str) -> str:
    return "–" if value is None else format(value, form)
