"""Plans nearly as good as a plan, as data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from optimizer.analysis.answers import html_of
from optimizer.plan import PlanData

ALTERNATIVES = ("number", "objective", "bound", "gap", "distance", "nearest", "people", "cost")
_LINE = ("kind", "region_id", "region", "province", "option_id")
MUST_HAVE = (*_LINE, "count", "proven")
FREE = (*_LINE, "least", "most", "plans")
Line = tuple[str, str, str]
"""Kind ("option" or "measure"), region_id, and option_id or measure_id."""
SHOWN = 20
"""Rows of a table that a notebook or a text shows."""


def lines(plan: PlanData) -> Counter[Line]:
    """Return how many of each line a plan has, over all phases."""
    found: Counter[Line] = Counter()
    build = plan.build
    for region, option, count in zip(
        build["region_id"], build["option_id"], build["count"], strict=True
    ):
        found["option", str(region), str(option)] += int(count)
    taken = plan.measures
    for region, measure in zip(taken["region_id"], taken["measure_id"], strict=True):
        found["measure", str(region), str(measure)] += 1
    return found


@dataclass(frozen=True)
class AlternativesData:
    """Plans nearly as good as a plan, and unlike it and each other.

    `optimizer.Alternatives` adds what may be asked of them.

    Attributes
    ----------
    plan : PlanData
        The one they are laid beside.
    plans : tuple of PlanData
        The alternatives, each verified.
    within : float
        Share of the plan's objective that each may lose at most.
    apart : float
        Least distance of any two of them, the plan among them.
    asked : int
        How many were sought.
    proven : bool
        There are fewer than were asked for, and proven: no further plan is as good and as far
        from all of these. Where there are fewer and it is not proven, time was up.
    rows : DataFrame
        number, objective, bound, gap (to the bound proven for the plan), distance (from the
        plan), nearest (the distance from the nearest of all others), people (who stay or come),
        cost.
    must_have : DataFrame
        What all of them have: kind ("option", "measure"), region_id, region, province, option_id
        (or measure_id), count, proven (no plan as good has less of it).
    free : DataFrame
        What only some have, or what a plan as good was found without: the same columns, least and
        most (how many in one of them), plans (in how many, the first plan among them).
    """

    plan: PlanData = field(repr=False)
    plans: tuple[PlanData, ...] = field(repr=False)
    within: float
    apart: float
    asked: int
    proven: bool
    rows: pd.DataFrame = field(repr=False)
    must_have: pd.DataFrame = field(repr=False)
    free: pd.DataFrame = field(repr=False)

    @property
    def sentence(self) -> str:
        """What was found, in a planner's words."""
        count, share = len(self.plans), f"{100 * self.within:.4g}%"
        head = (
            f"{count} other plan{'s' if count != 1 else ''} within {share} of the objective, at "
            f"least {self.apart:.0%} of the clusters' cost apart from the plan and each other"
        )
        if count == self.asked:
            return f"{head}."
        if self.proven:
            return f"{head}; proven: no further plan is as good and as far from all of these."
        return f"{head}; whether there are more was not settled in the time given."

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain Python."""
        built = [
            [
                {"region_id": region, "option_id": what, "count": count}
                for (kind, region, what), count in lines(plan).items()
                if kind == "option"
            ]
            for plan in self.plans
        ]
        measures = [
            [
                {"region_id": region, "measure_id": what}
                for kind, region, what in lines(plan)
                if kind == "measure"
            ]
            for plan in self.plans
        ]
        rows = [
            {**row, "number": int(row["number"]), "build": build, "measures": taken}
            for row, build, taken in zip(_records(self.rows), built, measures, strict=True)
        ]
        return {
            "sentence": self.sentence,
            "objective": self.plan.objective,
            "within": self.within,
            "apart": self.apart,
            "asked": self.asked,
            "found": len(self.plans),
            "no_more_exist": self.proven,
            "rows": rows,
            "must_have": _records(self.must_have),
            "free": _records(self.free),
        }

    def _repr_html_(self) -> str:
        """Return the sentence and the tables as a notebook shows them."""
        tables = {
            "Alternatives": self.rows,
            "In all of them": self.must_have,
            "Free to choose": self.free,
        }
        return html_of(self.sentence, (), tables)

    def __str__(self) -> str:
        """Return the sentence, and the tables as text."""
        currency = self.plan.currency
        parts = [self.sentence]
        if len(self.rows):
            lines_ = [f"{'':>3} {'objective':>12} {'apart':>7} {'people':>10} {'cost':>12}"]
            for row in self.rows.to_dict("records"):
                lines_.append(
                    f"{int(row['number']):>3} {row['objective']:>12,.4f} {row['distance']:>7.0%} "
                    f"{row['people']:>10,.1f} {row['cost']:>12,.1f} {currency}"
                )
            parts.append("\n".join(lines_))
        must = self.must_have
        parts.append(_listed("In all of them (*: proven, none as good does without)", must))
        parts.append(_listed("Free to choose", self.free))
        return "\n\n".join(part for part in parts if part)


def _listed(head: str, frame: pd.DataFrame) -> str:
    if frame.empty:
        return ""
    rows = frame.head(SHOWN).to_dict("records")
    text = [
        f"  {row['option_id']} in {row['region']}{' *' if row.get('proven') else ''}"
        for row in rows
    ]
    more = len(frame) - len(rows)
    return "\n".join([f"{head}:", *text, *([f"  and {more} more."] if more > 0 else [])])


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]
