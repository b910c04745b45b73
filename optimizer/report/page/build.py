"""Assembles a page: one HTML file with its data, words, styles and scripts inside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from optimizer.instance import InputError, Instance, Problem
from optimizer.plan import PlanData, write_file
from optimizer.report.page.data import plan_page, sweep_page
from optimizer.report.page.words import words
from optimizer.sweep import SweepData

SCRIPTS = (
    "d3.min.js",
    "core.js",
    "lines.js",
    "map.js",
    "charts.js",
    "tables.js",
    "why.js",
    "card.js",
    "sweep.js",
    "page.js",
)
"""In the order in which a browser runs them."""
ALLOWED = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
"""What a page may load: nothing but itself."""


def write_plan_page(plan: PlanData, path: Path) -> None:
    """Write a plan's page.

    Raises
    ------
    InputError
        The file can't be written.
    """
    write_text(path, page_html(plan_page(plan)))


def write_sweep_page(
    sweep: SweepData, path: Path, draws: int = 0, seed: int = 0, instance: Instance | None = None
) -> None:
    """Write a sweep's page.

    Raises
    ------
    InputError
        No run has a plan, or the file can't be written.
    """
    data = sweep_page(sweep, draws=draws, seed=seed, instance=instance)
    if data is None:
        raise InputError([Problem(str(path), "no run has a plan, so there is nothing to draw.")])
    write_text(path, page_html(data))


def page_html(
    data: Mapping[str, Any],
    *,
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
    allowed: str = ALLOWED,
) -> str:
    """Return the page of data.

    Parameters
    ----------
    data : mapping
        As from `plan_page` or `sweep_page`.
    scripts, styles : sequence of str
        Code of further ones, run after the page's own and before it starts.
    allowed : str
        The page's content security policy.
    """
    codes = [asset(name) for name in SCRIPTS[:-1]] + [*scripts, asset(SCRIPTS[-1])]
    parts = {
        "TITLE": escape(str(data["instance"])),
        "ALLOWED": escape(allowed),
        "STYLE": "\n".join([asset("page.css"), *styles]),
        "DATA": in_script(data),
        "WORDS": in_script(words()),
        "SCRIPTS": "\n".join(f"<script>{code}</script>" for code in codes),
    }
    text = asset("page.html")
    for name, part in parts.items():
        before, mark, after = text.partition(f"<!--{name}-->")
        if not mark:
            raise ValueError(f"page.html has no place for {name}")
        text = f"{before}{part}{after}"
    return text


def in_script(content: Any) -> str:
    """Return JSON that may stand inside a script element: no name can end it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def asset(name: str) -> str:
    """Return a file of the page."""
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    InputError
        It can't be written.
    """
    write_file(path, lambda part: part.write_text(text, encoding="utf-8"))
