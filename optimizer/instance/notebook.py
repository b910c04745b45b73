"""What a notebook shows of an instance: its tables, what may be built, and what to know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from optimizer.display import card, lines, more, table
from optimizer.instance.schema.columns import TABLES

if TYPE_CHECKING:
    from optimizer.instance.instance import Instance

SHOWN = 30
"""Options that are listed."""


def instance_html(instance: Instance) -> str:
    """Return an instance as HTML."""
    regions = instance.regions
    open_to_all = int(regions["candidate"].sum())
    leavers = float(regions["leavers"].sum())
    sentences = [
        f"{len(regions):,} regions in {regions['province'].nunique():,} provinces; something may "
        f"be built in {open_to_all:,}.",
        f"{leavers:,.0f} young people are lost by {instance.horizon_year} if nothing is done.",
    ]
    budget = instance.settings.budget
    if budget is not None:
        sentences.append(f"Budget, where none is given: {budget:,.6g} {instance.currency}.")
    options = instance.options
    rows = [
        (instance.labels.options.of(code), kind, f"{cost:,.1f}", f"{jobs:,.0f}")
        for code, kind, cost, jobs in zip(
            options["option_id"],
            options["kind"],
            options["capital_cost"],
            options["jobs"],
            strict=True,
        )
    ]
    title = f"Instance {instance.name}, {instance.base_year}–{instance.horizon_year}"
    return card(
        title,
        lines(sentences),
        table(
            ("option", "kind", f"capital cost, {instance.currency}", "jobs"), rows[:SHOWN], text=2
        ),
        more(len(rows) - SHOWN, "options"),
        table(("table", "rows"), _rows(instance.tables)),
        lines(instance.notes) if instance.notes else "",
    )


def _rows(tables: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(name, f"{len(tables[name]):,}") for name in TABLES if name in tables]  # type: ignore[arg-type]
