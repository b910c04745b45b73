"""What a notebook shows of an instance: its tables, what may be built, and what to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from optimizer.display import card, lines, more, table
from optimizer.instance.names import Names
from optimizer.instance.schema.columns import TABLES

SHOWN = 30
"""Options that are listed."""


def instance_html(
    title: str,
    facts: Iterable[str],
    tables: Mapping[str, pd.DataFrame],
    names: Names,
    currency: str,
    notes: Iterable[str],
) -> str:
    """Return an instance as HTML.

    Parameters
    ----------
    title : str
    facts : iterable of str
        Sentences on it.
    tables : mapping of name to DataFrame
    names : Names
        Of its options.
    currency : str
    notes : iterable of str
        What the reader should know.
    """
    options = tables["options"]
    columns = (options[name] for name in ("option_id", "kind", "capital_cost", "jobs"))
    rows = [
        (names.of(code), kind, f"{cost:,.1f}", f"{jobs:,.0f}")
        for code, kind, cost, jobs in zip(*columns, strict=True)
    ]
    sizes = [(name, f"{len(tables[name]):,}") for name in TABLES if name in tables]
    head = ("option", "kind", f"capital cost, {currency}", "jobs")
    return card(
        title,
        lines(facts),
        table(head, rows[:SHOWN], text=2),
        more(len(rows) - SHOWN, "options"),
        table(("table", "rows"), sizes),
        lines(notes),
    )
