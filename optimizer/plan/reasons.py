"""Why a plan has what it has, and not what it has not: the quick answers that its report carries.

`optimizer.analysis.reasons` finds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

LINES = (
    "rank",
    "region_id",
    "option_id",
    "count",
    "status",
    "relaxed_loss",
    "loss_low",
    "loss_high",
    "known_by",
)
SITES = (
    "region_id",
    "sector",
    "option_id",
    "status",
    "relaxed_count",
    "relaxed_loss",
    "loss_low",
    "cheaper_by",
    "in_the_way",
)
WAY = ("rule", "what", "place", "needs", "left", "unit", "taken_by")
BOUNDED, REQUIRED = "bounded", "required"
NOT_CHOSEN, NOT_PERMITTED, IMPOSSIBLE = "not chosen", "not permitted", "impossible"
REDUCED_COST, RELAXATION, SEARCH = "reduced cost", "relaxation", "search"


@dataclass(frozen=True)
class Reasons:
    """What would be lost without each line of a plan, and why not what it has not.

    Losses are in the unit of the plan's objective. What is `relaxed` is of the linear relaxation,
    in which buildings may be fractions; what is `low` is proven of whole buildings.

    Attributes
    ----------
    lines : DataFrame
        A row for each region and option of the plan, the most important first: rank, region_id,
        option_id, count (over all phases), status ("bounded"; "required": without it no plan can
        exist), relaxed_loss (what the relaxation loses without it: at least this much where
        known_by is "reduced cost"), loss_low (what is lost at least), loss_high (at most; NaN: not
        asked), known_by ("reduced cost", "relaxation", or "search": from `importance`).
    sites : DataFrame
        A row for each region and sector ("hub": all hubs) of which the region gets nothing:
        region_id, sector, option_id (of those permitted what the relaxation builds most of, else
        the first of the table),
        status ("not chosen", "not permitted", "impossible": no plan can exist with it),
        relaxed_count (what the relaxation builds of it), relaxed_loss (what the relaxation loses
        at least where one is forced in), loss_low, cheaper_by (by how much of the budget it would
        have to be cheaper at least to enter the relaxation; NaN: the budget has no price, or
        relaxed_loss is 0), in_the_way (rows of `WAY`: each limit that one more would break while
        all else stays; of what is not permitted, `what` is the reason).
    budget_price : float or None
        What the relaxation gains for each unit of budget more; None: without a budget.
    without_culture : mapping
        retained, arrived: who stays and comes with this plan if culture does nothing; empty where
        the plan's instance has no culture.
    """

    lines: pd.DataFrame
    sites: pd.DataFrame
    budget_price: float | None = None
    without_culture: Mapping[str, float] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """Return everything as plain Python, as plan.json holds it."""
        return {
            "lines": _rows(self.lines),
            "sites": _rows(self.sites),
            "budget_price": self.budget_price,
            "without_culture": dict(self.without_culture),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Reasons:
        """Return what `record` gave."""
        return cls(
            lines=pd.DataFrame(record["lines"], columns=list(LINES)),
            sites=pd.DataFrame(record["sites"], columns=list(SITES)),
            budget_price=record["budget_price"],
            without_culture=record["without_culture"],
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables for spreadsheets, with what is in the way in words."""
        told = [["; ".join(way_in_words(way) for way in ways)] for ways in self.sites["in_the_way"]]
        words = pd.DataFrame(told, columns=["in_the_way"], index=self.sites.index)
        sites = self.sites.drop(columns="in_the_way").join(words)
        return {"line_importance": self.lines, "why_not": sites}


def way_in_words(way: Mapping[str, Any]) -> str:
    """Return what is in the way in a planner's words."""
    place = f" in {way['place']}" if way["place"] else ""
    if way["needs"] is None:
        return f"{way['what']}{place}"
    numbers = f"needs {way['needs']:,.4g} {way['unit']}".strip()
    left = "" if way["left"] is None else f", {way['left']:,.4g} left"
    users = f", taken by {', '.join(way['taken_by'])}" if way["taken_by"] else ""
    return f"{way['what']}{place} ({numbers}{left}{users})"


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if _blank(cell) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def _blank(cell: object) -> bool:
    return isinstance(cell, float) and not abs(cell) < float("inf")
