"""A solved plan: what is built where, what it costs, who stays, and how sure that is."""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from optimizer.display import shorten
from optimizer.instance import Instance, Labels
from optimizer.model import OwnRule, tell_of_own_rules
from optimizer.plan.cost_per_stayer import cost_per_stayer
from optimizer.plan.projection import Projection
from optimizer.plan.reasons import Reasons
from optimizer.plan.uncertainty import Uncertainty

Status = Literal["optimal", "time_limit", "interrupted"]

BUILD = (
    "region_id",
    "option_id",
    "count",
    "cost",
    "jobs",
    "youth_jobs",
    "phase",
    "uplift",
    "neighbour_jobs",
)
MEASURES = ("region_id", "measure_id", "cost", "youth_jobs", "saved")
SEATS = ("university_id", "field", "seats", "cost", "hired")
ADDED = ("phase", "uplift", "neighbour_jobs", "hired", "arrived")
"""Columns that plans of earlier versions lack: 0 there, but for `phase`, the base year."""
REGIONS = (
    "region_id",
    "leavers",
    "retained",
    "retained_by_jobs",
    "retained_by_culture",
    "arrived",
    "culture_level",
    "province",
)
FLOWS = ("from_region", "to_region", "persons", "retained")
INSTRUMENTS = (
    "instrument",
    "cost",
    "retained_without",
    "gap_without",
    "adds",
    "adds_low",
    "adds_high",
    "cost_per_added",
)
WORKFORCE = ("university_id", "field", "to_region", "graduates")
PURSES = ("province", "cost", "own", "central", "own_budget")
FAIR_SHARE = ("province", "floor", "spent", "set_by")
PHASES = ("year", "budget", "central", "carried_over")
TEXT = {
    "instrument",
    "region_id",
    "province",
    "option_id",
    "measure_id",
    "university_id",
    "field",
    "from_region",
    "to_region",
    "set_by",
}
"""Columns of text; all others are numbers."""
MAY_BE_BLANK = {"own_budget", *INSTRUMENTS[2:]}
"""Columns of numbers that may be blank: no limit, or unknown."""


DECIDED = {
    "build": ("region_id", "option_id", "phase", "count"),
    "measures": ("region_id", "measure_id"),
    "seats": ("university_id", "field", "seats"),
}
"""Columns that say what a plan decides; all else follows from them."""
DIGITS = 6
"""Of training seats: below is the solver's rounding."""
ROUNDING = 1e-6
"""Persons; the solver's, where numbers of people are rounded down."""


def _decided(frame: pd.DataFrame, columns: tuple[str, ...]) -> tuple[Hashable, ...]:
    """Return rows that compare, whatever their order."""
    return tuple(sorted(frame[list(columns)].round(DIGITS).itertuples(index=False, name=None)))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose columns are text or numbers, also where it has no rows."""
    kinds = {name: "str" if name in TEXT else "float64" for name in frame.columns}
    empty = {name: kind for name, kind in kinds.items() if frame.empty or kind == "str"}
    whole = {name: "int64" for name in ("count", "phase", "year") if name in frame.columns}
    return frame.astype(empty | whole)


def empty(columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a table without rows."""
    return typed(pd.DataFrame(columns=list(columns)))


@dataclass(frozen=True, eq=False, repr=False)
class PlanData:
    """What to build, and what follows from it; `optimizer.Plan` adds what may be asked of it.

    Plans are equal where they decide the same for the same facts under the same rules, however long
    that took: what is built, bought and trained, instance hash, budget, settings, limits, locks,
    curve, scale and the names of rules of one's own.

    Attributes
    ----------
    instance, instance_hash : str
        The instance's name and the hash of its facts.
    budget : float or None
        Of the central purse over all phases, in the instance's currency (bn KRW); None: no
        budget was set.
    settings, limits, locked, culture, scale : mapping
        Everything the plan was made under, so that it can be checked and repeated.
    ranges : mapping of name to (low, high)
        Of each behavioural setting, and of columns as factors: `Instance.ranges`.
    status : {"optimal", "time_limit", "interrupted"}
        `optimal`: within the gap asked for.
    retained : float
        Persons who stay, unweighted.
    arrived : float
        Persons who come from provinces where nothing may be built.
    objective, bound, gap : float
        The objective's value, its proven upper bound, and
        `(bound − objective) / max(1, |objective|)`.
    cost : float
        Public outlay of all purses in the instance's currency.
    build : DataFrame
        region_id, option_id, count, cost (less what measures save), jobs (direct, as announced),
        youth_jobs (N·(1 + uplift), additional jobs for the young; under job_takers "best"
        J·(1 + uplift)), phase (year in which it is decided and paid; the base
        year where there are no phases), uplift (share, from measures and neighbours),
        neighbour_jobs (of youth_jobs, those that would be lost without neighbours).
    measures : DataFrame
        region_id, measure_id, cost, youth_jobs (that would be lost without it), saved (of the
        clusters' cost).
    seats : DataFrame
        university_id, field, seats, cost, hired (graduates a year from there, with those seats).
    regions : DataFrame
        region_id, leavers, retained, retained_by_jobs, retained_by_culture, arrived (persons),
        culture_level (1 is full), province.
    flows : DataFrame
        from_region, to_region, persons (leavers who take a job there; under job_takers
        "catchment" expected ones), retained (of those, who stay: persons × stay under "best").
    workforce : DataFrame
        university_id, field, to_region, graduates a year: who recruits where.
    instruments : DataFrame
        instrument, cost, retained_without, gap_without, adds, adds_low, adds_high,
        cost_per_added: what each is worth, from `optimizer.by_instrument`; empty until asked for.
    purses : DataFrame
        province, cost (of all in it), own (what it pays itself), central (what the centre pays),
        own_budget (NaN: no limit); no rows where the instance has no table `provinces`.
    fair_share : DataFrame
        province, floor (least that the centre must spend on what is built there), spent, set_by
        ("share": the province's part of the budget; "possible": the most that can be spent there;
        "nothing"); no rows without min_fair_share.
    phases : DataFrame
        year, budget, central (spent by the centre), carried_over; no rows without phases.
    names, local_names : mapping
        Names of regions, for printing, in English and in the local language.
    labels : Labels
        What options, measures, universities and instruments are called, in both languages.
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
    points : mapping of region_id to (lon, lat)
        Where the regions lie, WGS 84, for maps of an instance without boundaries; not part of
        plan.json.
    projection : Projection, optional
        Every region year by year: zero migration, nothing done, the plan. None where the instance
        lacks residents or rates.
    spread : Uncertainty, optional
        How sure the number of people is, from `uncertainty`; None until asked for.
    economy : mapping
        What it brings beside: additional jobs, value added, local tax, households, dwellings,
        births and women of 20-39, by `plan.economy.economy_of`; empty in plans of earlier
        versions.
    equity : mapping
        How evenly young people are kept, by `plan.equity.equity_of`: Gini, Theil and Kolm–Pollak
        equivalent, each before and after; empty where the tables lack young people.
    reasons : Reasons, optional
        What each line is worth, and why not what is not built, from `optimizer.explain`.
    others : mapping
        Plans nearly as good, as `optimizer.Alternatives.to_dict` has them, from
        `optimizer.explain`; empty until asked for.
    source : Instance, optional
        What it was made for, so that more can be asked of it; not part of plan.json.
    rules : tuple of callables
        The rules of one's own that it was solved with; not part of plan.json.
    changed : tuple of str, optional
        What had been changed by hand in the model from `build_model` that it was solved from;
        None: it was solved from an instance, or read from a folder. Not part of plan.json.
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
    purses: pd.DataFrame = field(default_factory=lambda: typed(pd.DataFrame(columns=list(PURSES))))
    fair_share: pd.DataFrame = field(
        default_factory=lambda: typed(pd.DataFrame(columns=list(FAIR_SHARE)))
    )
    arrived: float = 0.0
    phases: pd.DataFrame = field(default_factory=lambda: typed(pd.DataFrame(columns=list(PHASES))))
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    local_names: Mapping[str, str] = field(default_factory=dict)
    labels: Labels = field(default_factory=Labels)
    seconds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    gap_asked: float = 0.0
    notes: tuple[str, ...] = ()
    verified: bool = False
    boundaries: Path | None = None
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    projection: Projection | None = None
    instruments: pd.DataFrame = field(default_factory=lambda: empty(INSTRUMENTS))
    spread: Uncertainty | None = None
    source: Instance | None = field(default=None, repr=False, compare=False)
    rules: tuple[OwnRule, ...] = field(default=(), repr=False, compare=False)
    changed: tuple[str, ...] | None = field(default=None, repr=False, compare=False)
    economy: Mapping[str, Any] = field(default_factory=dict)
    equity: Mapping[str, Any] = field(default_factory=dict)
    reasons: Reasons | None = field(default=None, repr=False)
    others: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def cost_per_stayer(self) -> float | None:
        """Public outlay of all purses ÷ persons who stay or come; None for less than one."""
        return cost_per_stayer(self.cost, self.people)

    @property
    def _content(self) -> tuple[Hashable, ...]:
        """What makes a plan this one."""
        under = (self.settings, self.limits, self.locked, self.culture, self.scale)
        rules = tell_of_own_rules(self.notes)
        return (
            self.instance_hash,
            self.budget,
            json.dumps([under, rules], sort_keys=True, default=str),
            *(_decided(getattr(self, name), columns) for name, columns in DECIDED.items()),
        )

    def __eq__(self, other: object) -> bool:
        return self._content == other._content if isinstance(other, PlanData) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._content)

    def __repr__(self) -> str:
        come = f" + {math.floor(self.arrived + ROUNDING):,} come" if self.arrived >= 1 else ""
        purse = "no budget" if self.budget is None else f"{self.budget:,.6g} {self.currency}"
        return (
            f"Plan({shorten(self.instance, 60)}, {shorten(purse, 40)}: "
            f"{math.floor(self.retained + ROUNDING):,} stay{come}, {self.gap:.1%} gap, "
            f"{self.build['count'].sum():,} builds)"
        )

    @property
    def mapped(self) -> bool:
        """Whether there is a map: boundaries, or points in their place."""
        return self.boundaries is not None or bool(self.points)

    def place(self, region: str) -> str:
        """Return a region's name, else its code."""
        return self.names.get(region) or region

    @property
    def people(self) -> float:
        """Persons who stay or come, unweighted."""
        return self.retained + self.arrived
