"""An instance in memory: checked tables, settings, limits and locks, and its hash."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from optimizer.arrays import Floats, Words
from optimizer.display import shorten
from optimizer.instance.names import Labels, labels_of
from optimizer.instance.notebook import instance_html
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.limits import Culture, Limits, Locked
from optimizer.instance.schema.phases import Phase
from optimizer.instance.schema.ranges import Range
from optimizer.instance.schema.settings import Settings
from optimizer.instance.tables import Tables

T = TypeVar("T")


@dataclass(frozen=True)
class Instance:
    """A problem to decide: facts about regions, what may be built, and the planner's rules.

    Use `optimizer.load` to make one from a folder. It is never changed afterwards: `with_table`
    returns another one.

    Attributes
    ----------
    name : str
        What the country is called: titles and plans have it.
    base_year, horizon_year : int
        Calendar years; effects are those of the horizon year.
    currency : str
        Unit of all money, such as "bn KRW".
    settings, culture, limits, locked
        See `rooted schema`.
    tables : mapping of table name to DataFrame
        Only tables that are present. Every defined column is there; the index is the row as a
        spreadsheet counts it; numbers without value and default are NaN, text is "".
        `optimizer.load` adds `travel` where the instance has a network instead. What is asked for
        is a copy: to write to it changes no instance.
    boundaries : Path, optional
        GeoPackage with a geometry for each region, for maps only.
    notes : tuple of str
        What the reader of a plan should know: tables without effect, unused stocks and the like.
    scale : mapping of "table.column" to factor
        Factors of a scenario, already applied to `tables`.
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
    given : mapping of table name to DataFrame
        Tables that `with_table` put in the place of those of the folder.
    change : callable, optional
        What `with_table` does; reading gives it.
    write : callable, optional
        What `save` does; loading gives it.
    name_local : str
        Name in the local language, for titles; "" for none.
    complete : callable, optional
        What `optimizer.load` does beyond reading: travel times from the network, further notes.
        Done again where a table is changed.
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
    files: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    source: str = ""
    laid_over: tuple[tuple[str, ...], Any] = ((), ())
    phases: tuple[Phase, ...] = ()
    given: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    change: Callable[[Instance, str, Any], Instance] | None = field(default=None, repr=False)
    write: Callable[..., Path] | None = field(default=None, repr=False)
    complete: Callable[[Instance], Instance] | None = field(default=None, repr=False)
    name_local: str = ""
    _kept: dict[Any, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.tables, Tables):
            object.__setattr__(self, "tables", Tables(self.tables))

    @property
    def facts(self) -> Tables:
        """The tables, with what was read of them before any scenario."""
        assert isinstance(self.tables, Tables)  # since __post_init__
        return self.tables

    @property
    def data_hash(self) -> str:
        """SHA-256 over name, years and tables as they are now, before any scenario."""
        return self.facts.hash(self.name, self.base_year, self.horizon_year)

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

    def numbers(self, table: str, column: str) -> Floats:
        """Return a column as numbers, not to be written to; empty where there is no such table."""
        return self.facts.numbers(table, column)

    def words(self, table: str, column: str) -> Words:
        """Return a column as text, not to be written to; empty where there is no such table."""
        return self.facts.words(table, column)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, empty with its defined columns where the instance has none."""
        if name in self.tables:
            return self.tables[name]
        columns = [column.name for column in TABLES[name].columns]
        return pd.DataFrame({column: [] for column in columns})

    def with_table(self, name: str, frame: pd.DataFrame) -> Instance:
        """Return the instance with a table in place of its own, checked as a file is.

        Parameters
        ----------
        name : str
            Of the table, which may be one that the instance lacks.
        frame : DataFrame
            What the table's file would hold: blank cells and absent columns take the defaults.
            In messages a row is called by the frame's index where that holds whole numbers, each
            once; else it is counted as a spreadsheet does, the header being row 1.

        Raises
        ------
        InputError
            With every problem: table, row, column, value, remedy. Also where a scenario has scaled
            the table: change the instance without it.

        Examples
        --------
        >>> tiny = load("tiny")
        >>> regions = tiny.regions
        >>> regions["land_ha"] = 2 * regions["land_ha"]
        >>> roomy = tiny.with_table("regions", regions)
        """
        if self.change is None:
            raise TypeError("only an instance that optimizer.load has read can change its tables")
        return self.change(self, name, frame)

    def save(self, folder: str | Path, *, xlsx: bool = False) -> Path:
        """Write the instance as a folder that reads as it does.

        Parameters
        ----------
        folder : str or Path
            Must not be there yet, or be empty. NAME.xlsx writes all of it as one workbook, with a
            sheet `settings`; boundaries have no place in it.
        xlsx : bool
            Write the tables as one workbook, tables.xlsx, with a sheet for each, instead of as CSV.

        Returns
        -------
        Path
            The folder, or the workbook.

        Raises
        ------
        InputError
            The folder holds something, there is such a workbook, it can't be written, or a table
            is longer than a sheet.

        Notes
        -----
        What scenarios and settings laid over it is written as if it had always been so; travel
        times that follow from a network are left out.
        """
        if self.write is None:
            raise TypeError("only an instance that optimizer.load has read can be saved")
        return self.write(self, Path(folder), xlsx=xlsx)

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


def _plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows: Any = frame.to_dict("records")
    return list(rows)


def _points(regions: pd.DataFrame, nodes: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["lon", "lat"]
    points = regions.set_index("region_id").reindex(columns=columns).astype(float)
    points = points[points.notna().all(axis=1)]
    if nodes is not None:
        seats = nodes[nodes["region_id"] != ""].groupby("region_id")[columns].mean()
        points = points.combine_first(seats)
    order = [region for region in regions["region_id"] if region in points.index]
    return points.loc[order, columns].rename_axis("region_id").reset_index()
