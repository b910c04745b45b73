"""How results show themselves in notebooks: short words, and HTML.

All text is escaped; there are no scripts, and no colours but those of the notebook, dark or light.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_CELL = "padding:.15em .7em;border:0;border-bottom:1px solid #8886;text-align:{}"


def card(title: str, *parts: str) -> str:
    """Return a title and parts that are HTML already, one below the other."""
    return f'<div style="max-width:60em"><p><b>{escape(title)}</b></p>\n{"".join(parts)}</div>'


def lines(sentences: Iterable[str]) -> str:
    """Return sentences of plain text, a line each."""
    return f"<p>{'<br>'.join(escape(sentence) for sentence in sentences)}</p>\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, text: int = 1) -> str:
    """Return a table of plain text, of which the first so many columns are words, not numbers.

    Parameters
    ----------
    headings : sequence of str
    rows : iterable of sequences of str
        As many cells as headings.
    text : int
        Columns that stand to the left.
    """

    def row(kind: str, cells: Sequence[str]) -> str:
        sides = ("left" if place < text else "right" for place in range(len(cells)))
        marked = (
            f'<{kind} style="{_CELL.format(side)}">{escape(cell)}</{kind}>'
            for side, cell in zip(sides, cells, strict=True)
        )
        return f"<tr>{''.join(marked)}</tr>"

    body = "\n".join([row("th", headings), *(row("td", cells) for cells in rows)])
    return f'<table style="border-collapse:collapse;background:none">\n{body}\n</table>\n'


def more(number: int, what: str) -> str:
    """Return that so many more are not shown; nothing where all are."""
    return lines([f"and {number:,} more {what}"]) if number > 0 else ""


def shorten(words: str, length: int) -> str:
    """Return words of at most so many characters, with … where some were left out."""
    return words if len(words) <= length else words[: length - 1] + "…"
