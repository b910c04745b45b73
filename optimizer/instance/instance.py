"""An instance in memory: checked tables, settings, limits and locks, and its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from optimizer.display import shorten
from optimizer.instance.names import Labels, labels_of
from optimizer.instance.notebook import instance_html
from optimizer.instance.schema.columns import DOCUMENTATION, LABELS, TABLES
from optimizer.instance.schema.definitions import Column
from optimizer.instance.schema.limits import Culture, Limits, Locked
from optimizer.instance.schema.phases import Phase
from optimizer.instance.schema.ranges import Range
from optimizer.instance.schema.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True)
class Instance:
    """A problem to decide: facts about regions, what may be built, and the planner's rules.

    Use `optimizer.load` to make one from a folder; it is never changed afterwards.

    Attributes
    ----------
    name : str
    base_year, horizon_year : int
        Calendar years; effects are those of the horizon year.
    currency : str
        Unit of all money, such as "bn KRW".
    settings, culture, limits, locked
        See `rooted schema`.
    tables : mapping of table name to DataFrame
        Only tables that are present. Every defined column is there; the index is the row as a
        spreadsheet counts it; numbers without value and default are NaN, text is "".
        `optimizer.load` adds `travel` where the instance has a network instead.
    boundaries : Path, optional
        GeoPackage with a geometry for each region, for maps only.
    notes : tuple of str
        What the reader of a plan should know: tables without effect, unused stocks and the like.
    scale : mapping of "table.column" to factor
        Factors of a scenario, already applied to `tables`.
    data_hash : str
        SHA-256 over names, years and tables as loaded, before any scenario.
    files : mapping of table name to file name
        For messages.
    filled : mapping of table name to header to count
        Cells of each column of the file that are not blank.
    ranges : mapping of name to Range
        Low, central and high of each behavioural setting, and of the columns in [ranges].
    source : str
        The folder or shipped name that `optimizer.load` was given; "" where it was made otherwise.
    laid_over : tuple
        The scenario files and the single settings that were laid over it then.
    phases : tuple of Phase
        Years with budgets of their own; empty where all money is spent in the base year.
    """

    name: str
    base_year: int
    horizon_year: int
    currency: str
    settings: Settings
    culture: Culture
    limits: Limits
    locked: Locked
    tables: Mapping[str, pd.DataFrame]
    boundaries: Path | None = None
    notes: tuple[str, ...] = ()
    scale: Mapping[str, float] = field(default_factory=dict)
    data_hash: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    source: str = ""
    laid_over: tuple[tuple[str, ...], Any] = ((), ())
    phases: tuple[Phase, ...] = ()
    _kept: dict[Any, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    @property
    def years(self) -> int:
        """Years from the base year to the horizon year."""
        return self.horizon_year - self.base_year

    @property
    def regions(self) -> pd.DataFrame:
        """The table of regions."""
        return self.tables["regions"]

    @property
    def options(self) -> pd.DataFrame:
        """The table of options."""
        return self.tables["options"]

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, empty with its defined columns where the instance has none."""
        if name in self.tables:
            return self.tables[name]
        columns = [column.name for column in TABLES[name].columns]
        return pd.DataFrame({column: [] for column in columns})

    @cached_property
    def points(self) -> pd.DataFrame:
        """Where the regions lie, for maps without boundaries: region_id, lon, lat (WGS 84).

        From the columns lon and lat of `regions`; else the middle of the region's seats in
        `network/nodes`. Regions of which neither is known are left out.
        """
        return _points(self.regions, self.tables.get("nodes"))

    def records(self, name: str) -> list[dict[str, Any]]:
        """Return a table's rows as plain Python; made once, and not to be changed."""
        return self.once(("records", name), lambda: _plain_rows(self.table(name)))

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is made of the instance, made on first use and kept with it."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    @cached_property
    def region_names(self) -> dict[str, str]:
        """Names by region_id."""
        return dict(zip(self.regions["region_id"], self.regions["name"], strict=True))

    @cached_property
    def labels(self) -> Labels:
        """What options, measures, universities and instruments are called."""
        return labels_of(self.options, self.table("measures"), self.table("universities"))

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kept": {}}  # another process makes its own

    def _repr_html_(self) -> str:
        regions, budget = self.regions, self.settings.budget
        facts = [
            f"{len(regions):,} regions in {regions['province'].nunique():,} provinces; something "
            f"may be built in {int(regions['candidate'].sum()):,}.",
            f"{regions['leavers'].sum():,.0f} young people are lost by {self.horizon_year} if "
            "nothing is done.",
        ]
        if budget is not None:
            facts.append(f"Budget, where none is given: {budget:,.6g} {self.currency}.")
        title = f"Instance {self.name}, {self.base_year}–{self.horizon_year}"
        names = self.labels.options
        return instance_html(title, facts, self.tables, names, self.currency, self.notes)

    def __repr__(self) -> str:
        return (
            f"<Instance {shorten(self.name, 80)}: {len(self.regions)} regions, "
            f"{len(self.options)} options, {self.base_year}–{self.horizon_year}>"
        )


def hash_of(
    name: str, base_year: int, horizon_year: int, tables: Mapping[str, pd.DataFrame]
) -> str:
    """Return a SHA-256 over an instance's facts; the order of rows does not matter.

    Tables that only document others are left out, and names of options and measures, so that a
    corrected licence or name does not make every plan stale; so are columns that say nothing, so
    that a version of the package with more optional columns gives the same hash.
    """
    digest = hashlib.sha256(f"{name}\x1f{base_year}\x1f{horizon_year}".encode())
    for table in sorted(set(tables) - set(DOCUMENTATION)):
        frame = tables[table]
        keys = [key for key in TABLES[table].key if key in frame.columns]
        frame = frame.sort_values(keys or list(frame.columns), kind="stable")
        for column in sorted(frame.columns):
            cells = frame[column]
            if (table, column) in LABELS:
                continue
            if _says_nothing(cells, TABLES[table].column(column)):
                continue
            digest.update(f"\x1e{table}.{column}\x1f".encode())
            if pd.api.types.is_bool_dtype(cells):
                digest.update(cells.to_numpy(dtype=np.uint8).tobytes())
            elif pd.api.types.is_numeric_dtype(cells):
                values = cells.to_numpy(dtype="<f8") + 0.0  # one zero, not two
                digest.update(np.where(np.isnan(values), np.nan, values).tobytes())
            else:
                digest.update("\x1f".join(cells.astype(str)).encode())
    return digest.hexdigest()


def _points(regions: pd.DataFrame, nodes: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["lon", "lat"]
    points = regions.set_index("region_id").reindex(columns=columns).astype(float)
    points = points[points.notna().all(axis=1)]
    if nodes is not None:
        seats = nodes[nodes["region_id"] != ""].groupby("region_id")[columns].mean()
        points = points.combine_first(seats)
    order = [region for region in regions["region_id"] if region in points.index]
    return points.loc[order, columns].rename_axis("region_id").reset_index()


def _plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: Any = frame.to_dict("records")
    return list(rows)


def _says_nothing(cells: pd.Series, column: Column | None) -> bool:
    """Return whether an optional column holds its default alone, as an absent one would."""
    if column is None or column.required or column.name != cells.name:
        return False
    if column.kind not in ("id", "text") and column.default is None:
        return bool(cells.isna().all())
    default = "" if column.kind in ("id", "text") else column.default
    return bool((cells == default).all())
