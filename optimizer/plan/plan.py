"""A solved plan: what is built where, what it costs, who stays, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pandas as pd

Status = Literal["optimal", "time_limit", "interrupted"]

BUILD = (
    "region_id",
    "option_id",
    "count",
    "cost",
    "jobs",
    "youth_jobs",
    "uplift",
    "neighbour_jobs",
)
MEASURES = ("region_id", "measure_id", "cost", "youth_jobs", "saved")
SEATS = ("university_id", "field", "seats", "cost", "hired")
ADDED = ("uplift", "neighbour_jobs", "hired")
"""Columns that plans of earlier versions lack; they are 0 there."""
REGIONS = (
    "region_id",
    "leavers",
    "retained",
    "retained_by_jobs",
    "retained_by_culture",
    "culture_level",
    "province",
)
FLOWS = ("from_region", "to_region", "persons", "retained")
WORKFORCE = ("university_id", "field", "to_region", "graduates")
TEXT = {
    "region_id",
    "province",
    "option_id",
    "measure_id",
    "university_id",
    "field",
    "from_region",
    "to_region",
}
"""Columns of text; all others are numbers."""


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose columns are text or numbers, also where it has no rows."""
    kinds = {name: "str" if name in TEXT else "float64" for name in frame.columns}
    empty = {name: kind for name, kind in kinds.items() if frame.empty or kind == "str"}
    return frame.astype(empty | ({"count": "int64"} if "count" in frame.columns else {}))


@dataclass(frozen=True)
class Plan:
    """What to build, and what follows from it.

    Attributes
    ----------
    instance, instance_hash : str
        The instance's name and the hash of its facts.
    budget : float or None
        In the instance's currency (bn KRW); None: no budget was set.
    settings, limits, locked, culture, scale : mapping
        Everything the plan was made under, so that it can be checked and repeated.
    status : {"optimal", "time_limit", "interrupted"}
        `optimal`: within the gap asked for.
    retained : float
        Persons who stay, unweighted.
    objective, bound, gap : float
        The objective's value, its proven upper bound, and
        (bound − objective) / max(1, |objective|).
    cost : float
        Public outlay in the instance's currency.
    build : DataFrame
        region_id, option_id, count, cost (less what measures save), jobs (direct, as announced),
        youth_jobs (J·(1 + uplift), rule 5), uplift (share, from measures and neighbours),
        neighbour_jobs (of youth_jobs, those that would be lost without neighbours).
    measures : DataFrame
        region_id, measure_id, cost, youth_jobs (that would be lost without it), saved (of the
        clusters' cost).
    seats : DataFrame
        university_id, field, seats, cost, hired (graduates a year from there, with those seats).
    regions : DataFrame
        region_id, leavers, retained, retained_by_jobs, retained_by_culture (persons),
        culture_level (1 is full), province.
    flows : DataFrame
        from_region, to_region, persons (leavers who take a job there), retained (of those, who
        stay: persons × stay).
    workforce : DataFrame
        university_id, field, to_region, graduates a year: who recruits where.
    names, local_names : mapping
        Names of regions, for printing, in English and in the local language.
    seconds, versions : mapping
        Time by step; versions of what solved it.
    seed : int
    gap_asked : float
    notes : tuple of str
        What the reader should know.
    verified : bool
        Everything was recomputed from the tables, by this process; not part of plan.json.
    boundaries : Path, optional
        Boundaries of the regions, for maps.
    """

    instance: str
    instance_hash: str
    currency: str
    years: tuple[int, int]
    budget: float | None
    settings: Mapping[str, Any]
    limits: Mapping[str, Any]
    locked: Mapping[str, Any]
    culture: Mapping[str, Any]
    scale: Mapping[str, float]
    status: Status
    retained: float
    objective: float
    bound: float
    gap: float
    cost: float
    build: pd.DataFrame
    measures: pd.DataFrame
    seats: pd.DataFrame
    regions: pd.DataFrame
    flows: pd.DataFrame
    workforce: pd.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    local_names: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    gap_asked: float = 0.0
    notes: tuple[str, ...] = ()
    verified: bool = False
    boundaries: Path | None = None

    # The report lies further down the line than the plan; these three look ahead on purpose, so
    # that a planner can write `print(plan)` and `plan.save("out/")`.

    def summary(self) -> str:
        """Return what goes where, what it costs, how many stay and how sure that is."""
        from optimizer.report.summary import summary

        return summary(self)

    def __str__(self) -> str:
        return self.summary()

    def save(self, folder: str | Path) -> Path:
        """Write plan.json, its tables as CSV, plan.gpkg, map.png and summary.txt.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        from optimizer.report.save import save

        return save(self, Path(folder))
