"""Two plans side by side, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from optimizer.plan import PlanData

SHOWN = 20
"""Rows of a table that a notebook shows."""


@dataclass(frozen=True)
class ComparisonData:
    """Two plans side by side; `optimizer.Comparison` adds what may be asked of it.

    Attributes
    ----------
    plans : tuple of two PlanData
        Each difference is the second's number less the first's.
    names : tuple of two str
        What the plans are called.
    enters, leaves : DataFrame
        What only the second and what only the first has: kind ("option", "measure", "seats"),
        region_id (of seats: university_id), region, province, what, phase (year; blank without
        phases), count (persons a year of seats), cost, name (what it is called, else its code).
    by_region : DataFrame
        region_id, region, province, in_plans ("both" or the one plan's name); first, second
        (persons who stay or come) and their difference; of it by_jobs, by_culture, arrived; cost
        and objective (differences; blank where they can't be given by region). Training seats are
        a row of their own, without a region_id.
    by_province : DataFrame
        The same by province.
    parts : DataFrame
        of ("people", "cost", "objective"), part, first, second, difference: they add up.
    differences : mapping of str to float or None
        people, retained, retained_by_jobs, retained_by_culture, arrived, cost, objective. None:
        the two can't be subtracted.
    sentence : str
        All of it in a planner's words.
    notes : tuple of str
        What else differs between what the two were made for, and what the proofs leave open.
    """

    plans: tuple[PlanData, PlanData] = field(repr=False)
    names: tuple[str, str]
    enters: pd.DataFrame = field(repr=False)
    leaves: pd.DataFrame = field(repr=False)
    by_region: pd.DataFrame = field(repr=False)
    by_province: pd.DataFrame = field(repr=False)
    parts: pd.DataFrame = field(repr=False)
    differences: Mapping[str, float | None]
    sentence: str = ""
    notes: tuple[str, ...] = ()

    @property
    def difference(self) -> float:
        """Persons who stay or come with the second plan, less those with the first."""
        return float(self.differences["people"] or 0.0)

    @property
    def only_in(self) -> dict[str, list[str]]:
        """The regions that one plan alone knows, by the plan's name."""
        at = self.by_region
        return {
            name: [str(region) for region in at.loc[at["in_plans"] == name, "region_id"]]
            for name in self.names
        }

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain Python."""
        return {
            "first": self.names[0],
            "second": self.names[1],
            "sentence": self.sentence,
            "difference": self.difference,
            "differences": dict(self.differences),
            "enters": _rows(self.enters),
            "leaves": _rows(self.leaves),
            "by_region": _rows(self.by_region),
            "by_province": _rows(self.by_province),
            "parts": _rows(self.parts),
            "only_in": self.only_in,
            "notes": list(self.notes),
        }

    def _repr_html_(self) -> str:
        """Return the sentence and the tables as a notebook shows them."""
        tables = (
            ("Enters", self.enters),
            ("Leaves", self.leaves),
            ("By province", self.by_province),
            ("Parts", self.parts),
        )
        shown = [
            f"<h4>{title}</h4>{frame.to_html(index=False, max_rows=SHOWN, float_format=_short)}"
            for title, frame in tables
            if len(frame)
        ]
        notes = [f"<p>{escape(note)}</p>" for note in self.notes]
        return "".join([f"<p><b>{escape(self.sentence)}</b></p>", *notes, *shown])


def _short(value: float) -> str:
    return f"{value:,.1f}"


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]
