"""A sweep in words: a table a planner can read."""

from __future__ import annotations

from textwrap import fill
from typing import Any

from optimizer.sweep import SweepData, enough

WIDTH = 100
"""Characters of a line of text."""


def summary(sweep: SweepData) -> str:
    """Return the sweep's table, a line a run, and why runs have no plan."""
    rows = sweep.to_rows()
    nested = any(row["price"] is not None for row in rows)
    come = any(row["arrived"] for row in rows)
    lines = [f"Sweep of {sweep.instance}, budgets in {sweep.currency}", ""]
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        own = [row for row in rows if row["scenario"] == scenario]
        lines += _block(scenario, own, nested=nested, come=come)
    for scenario, level in enough(sweep).items():
        if level is not None:
            lines.append(f"{scenario}: beyond {level:,g} nothing is gained within the gap.")
    who = "who stay or arrive" if come else "retained"
    lines.append(f"marginal: persons {who} per further unit of budget, up to the next level.")
    if nested:
        lines.append(
            "price: how much better, in the objective's unit, the plan without nesting is."
        )
    if told := sweep.rules_note():
        lines.append(fill(told, WIDTH))
    return "\n".join(lines)


def _block(scenario: str, rows: list[dict[str, Any]], *, nested: bool, come: bool) -> list[str]:
    chain = next((row["nesting"] for row in rows if row["nesting"]), "")
    title = f"{scenario}, nested ({chain})" if chain else scenario
    head = f"{'budget':>10} {'retained':>10}" + (f" {'arrived':>9}" if come else "")
    head += f" {'bound':>12} {'gap':>7} {'cost':>10} {'marginal':>9}"
    head += f" {'built':>6}" + (f" {'price':>9}" if nested else "") + f" {'seconds':>8}  status"
    lines = [title, head, "-" * len(head)]
    for row in rows:
        cells = [
            _cell(row["budget"], 10, ",g"),
            _cell(row["retained"], 10, ",.0f"),
            *([_cell(row["arrived"], 9, ",.0f")] if come else []),
            _cell(row["bound"], 12, ",.6g" if (row["bound"] or 0) < 1000 else ",.1f"),
            _cell(row["gap"], 7, ".2%"),
            _cell(row["cost"], 10, ",.1f"),
            _cell(row["marginal"], 9, "z.3f"),
            _cell(row["built"], 6, "d"),
            *([_cell(row["price"], 9, "z,.4g")] if nested else []),
            _cell(row["seconds"], 8, ".1f"),
        ]
        reason = "" if row["reason"] is None else f": {row['reason']}"
        lines.append(f"{' '.join(cells)}  {row['status']}{reason}")
    return [*lines, ""]


def _cell(value: Any, width: int, form: str) -> str:
    return f"{'–' if value is None else format(value, form):>{width}}"
