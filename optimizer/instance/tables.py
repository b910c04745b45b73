"""The tables of an instance: never changed, hashed as they were read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from optimizer.arrays import Floats, Words
from optimizer.instance.schema.columns import DOCUMENTATION, LABELS, TABLES
from optimizer.instance.schema.definitions import Column

T = TypeVar("T")
Place = tuple[str, str]
"""A table and a column of it."""


class Tables(Mapping[str, pd.DataFrame]):
    """Tables by name that nobody can change: whoever asks for one gets a copy of his own.

    The copies share their memory until one of them is written to (pandas 3).

    Parameters
    ----------
    tables : mapping of name to DataFrame
    read : mapping of name to DataFrame, optional
        The same before a scenario scaled them, and without what was worked out from others; these
        are hashed. Else the tables themselves.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], read: Mapping[str, pd.DataFrame] | None = None
    ) -> None:
        self._tables: Mapping[str, pd.DataFrame]
        self._tables = {name: _own(frame) for name, frame in tables.items()}
        self._read: Mapping[str, pd.DataFrame] = (
            self._tables if read is None else {name: _own(frame) for name, frame in read.items()}
        )
        self._hashes: dict[tuple[str, int, int], str] = {}
        self._kept: dict[Hashable, Any] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        return _own(self._tables[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __contains__(self, name: object) -> bool:
        return name in self._tables

    def numbers(self, table: str, column: str) -> Floats:
        """Return a column as numbers, not to be written to; empty where there is no such table."""
        found: Floats = self.keep(
            ("numbers", table, column), lambda: self._cells(table, column, float)
        )
        return found

    def words(self, table: str, column: str) -> Words:
        """Return a column as text, not to be written to; empty where there is no such table."""
        found: Words = self.keep(
            ("words", table, column), lambda: self._cells(table, column, object)
        )
        return found

    def _cells(self, table: str, column: str, kind: type) -> Any:
        def make() -> Any:
            if table not in self._tables:
                return np.zeros(0, dtype=kind)
            cells = np.asarray(self._tables[table][column].to_numpy(dtype=kind)).view()
            cells.flags.writeable = False
            return cells

        return self.keep((table, column, kind), make)

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what follows from the tables, made on first use and kept with them."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: T = self._kept[key]
        return kept

    def once(self, key: Hashable, of: Collection[Place], make: Callable[[], T]) -> T:
        """Return what follows from some columns: of tables with others changed it is made once.

        Parameters
        ----------
        key : hashable
        of : collection of (table, column)
            All that may be `altered` and that it follows from.
        make : callable
        """
        return make()

    def altered(self, columns: Mapping[Place, Floats]) -> Tables:
        """Return tables with the numbers of some columns changed."""
        return _Altered(self, columns)

    def alters(self, table: str) -> bool:
        """Return whether numbers of a table were changed by `altered`."""
        return False

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kept": {}}  # another process makes its own

    @property
    def read(self) -> dict[str, pd.DataFrame]:
        """The tables before any scenario, without what was worked out from others."""
        return {name: _own(frame) for name, frame in self._read.items()}

    @classmethod
    def _holding(
        cls, tables: Mapping[str, pd.DataFrame], read: Mapping[str, pd.DataFrame] | None = None
    ) -> Tables:
        """Return tables that are nobody else's already, without copying them."""
        found = cls({})
        found._tables, found._read = tables, tables if read is None else read
        return found

    def with_derived(self, derived: Mapping[str, pd.DataFrame]) -> Tables:
        """Return the tables with some that follow from them; what was read stays what it was."""
        own = {name: _own(frame) for name, frame in derived.items()}
        return self._holding({**self._tables, **own}, self._read)

    def replaced(self, tables: Mapping[str, pd.DataFrame]) -> Tables:
        """Return tables with some in place of those of their names; the hash follows."""
        own = {name: _own(frame) for name, frame in tables.items()}
        return self._holding({**self._tables, **own})

    def sharing(self, known: Tables) -> Tables:
        """Return the same tables; those that equal a known one are held in memory once."""
        return Tables(
            _shared(self._tables, known._tables),  # of its own kind
            _shared(self._read, known._read),
        )

    def hash(self, name: str, base_year: int, horizon_year: int) -> str:
        """Return the hash of an instance of this name and these years; see `hash_of`."""
        key = (name, base_year, horizon_year)
        if key not in self._hashes:
            self._hashes[key] = hash_of(*key, self._read)
        return self._hashes[key]


class _Altered(Tables):
    """Tables with the numbers of some columns changed.

    Parameters
    ----------
    base : Tables
    columns : mapping of (table, column) to array
    """

    def __init__(self, base: Tables, columns: Mapping[Place, Floats]) -> None:
        self._base, self._columns = base, dict(columns)
        self._tables = self._read = _Frames(base, self._columns)
        self._hashes = {}
        self._kept = {}

    def numbers(self, table: str, column: str) -> Floats:
        """Return a column as numbers, as changed."""
        changed = self._columns.get((table, column))
        return self._base.numbers(table, column) if changed is None else changed

    def words(self, table: str, column: str) -> Words:
        """Return a column as text, which is never changed."""
        return self._base.words(table, column)

    def once(self, key: Hashable, of: Collection[Place], make: Callable[[], T]) -> T:
        """Return what follows from some columns, as of the base where none of them is changed."""
        if any(place in self._columns for place in of):
            return make()
        return self._base.keep(key, make)

    def alters(self, table: str) -> bool:
        """Return whether numbers of a table were changed."""
        return any(place[0] == table for place in self._columns)

    def altered(self, columns: Mapping[Place, Floats]) -> Tables:
        """Return tables with the numbers of more columns changed."""
        return _Altered(self._base, {**self._columns, **columns})


class _Frames(Mapping[str, pd.DataFrame]):
    """Tables with some columns changed, each made when it is first asked for."""

    def __init__(self, base: Tables, columns: Mapping[Place, Floats]) -> None:
        self._base, self._columns = base, columns
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            cells = {place[1]: new for place, new in self._columns.items() if place[0] == name}
            self._made[name] = self._base[name].assign(**cells)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._base

    def __iter__(self) -> Iterator[str]:
        return iter(self._base)

    def __len__(self) -> int:
        return len(self._base)


def _own(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.copy(deep=False)


def _shared(
    tables: Mapping[str, pd.DataFrame], known: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    return {
        name: known[name] if name in known and frame.equals(known[name]) else frame
        for name, frame in tables.items()
    }


def share_memory(one: pd.DataFrame | None, other: pd.DataFrame | None, column: str) -> bool:
    """Return whether two tables are copies that share a column, or are both absent."""
    if one is None or other is None:
        return one is other
    ours, theirs = one[column].to_numpy(), other[column].to_numpy()
    return len(ours) == len(theirs) and np.may_share_memory(ours, theirs)


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
                digest.update("\x1f".join(map(str, cells.to_numpy(dtype=object))).encode())
    return digest.hexdigest()


def _says_nothing(cells: pd.Series, column: Column | None) -> bool:
    """Return whether an optional column holds its default alone, as an absent one would."""
    if column is None or column.required or column.name != cells.name:
        return False
    if column.kind not in ("id", "text") and column.default is None:
        return bool(cells.isna().all())
    default = "" if column.kind in ("id", "text") else column.default
    return bool((cells == default).all())
