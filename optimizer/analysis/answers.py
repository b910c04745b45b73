"""How an answer about a plan is shown: tables as text, in a notebook, and as plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

SHOWN = 20
"""Rows of a table that a notebook shows."""


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as plain Python, with None for what is blank."""
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def text_table(frame: pd.DataFrame) -> str:
    """Return a table as text; blank where nothing is known."""
    return str(frame.to_string(index=False, na_rep="", float_format=_short))


def html_of(head: str, notes: Iterable[str], tables: Mapping[str, pd.DataFrame]) -> str:
    """Return a sentence, notes and tables as a notebook shows them."""
    first = [f"<p><b>{escape(head)}</b></p>"] if head else []
    told = [f"<p>{escape(note)}</p>" for note in notes]
    shown = [
        f"<h4>{escape(title)}</h4>"
        + frame.to_html(index=False, max_rows=SHOWN, na_rep="", float_format=_short)
        for title, frame in tables.items()
        if len(frame)
    ]
    return "".join([*first, *told, *shown])


def _short(value: float) -> str:
    return f"{value:,.3g}" if abs(value) < 10 else f"{value:,.1f}"
