"""What a factor multiplies: a column of a table, or its rows of one sector or type of hub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from optimizer.instance.schema.columns import TABLES

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Target:
    """A column of numbers, or part of one.

    Parameters
    ----------
    table, column : str
    word : str
        A sector or a hub_type: only its rows; "" for all rows.
    """

    table: str
    column: str
    word: str = ""

    @property
    def whole(self) -> str:
        """The column without the word, as "table.column"."""
        return f"{self.table}.{self.column}"


def parse_target(name: str) -> Target:
    """Return what "table.column" or "table.column[word]" stands for, whether or not it exists."""
    table, _, rest = name.partition(".")
    column, bracket, word = rest.partition("[")
    inner = word[:-1].strip() if bracket and word.endswith("]") else ""
    return Target(table, column.strip(), inner) if inner else Target(table, rest)


def has_sectors(table: str) -> bool:
    """Return whether rows of a table belong to a sector."""
    return table in TABLES and TABLES[table].column("sector") is not None


def words_of(table: str, tables: Tables) -> list[str]:
    """Return the sectors of a table's rows; of options the types of hubs too."""
    frame = tables[table]
    if table != "options":
        found = frame["sector"]
    else:
        cluster = frame["kind"] == "cluster"
        found = pd.concat([frame.loc[cluster, "sector"], frame.loc[~cluster, "hub_type"]])
    return [str(word) for word in found.unique() if word != ""]


def rows_of(target: Target, tables: Tables) -> pd.Series:
    """Return which rows of its table a target means.

    Parameters
    ----------
    target : Target
    tables : mapping of table name to DataFrame

    Returns
    -------
    Series of bool
        A word of `options` that is both a sector and a hub_type means the sector.
    """
    frame = tables[target.table]
    if not target.word:
        return pd.Series(True, index=frame.index)
    if target.table != "options":
        return frame["sector"] == target.word
    cluster = frame["kind"] == "cluster"
    of_sector = cluster & (frame["sector"] == target.word)
    if of_sector.any():
        return of_sector
    return ~cluster & (frame["hub_type"] == target.word)


def multiplied(target: Target, tables: Tables, factor: float) -> pd.Series:
    """Return a target's column with the rows that it means times a factor."""
    cells = tables[target.table][target.column]
    if not target.word:
        return cells * factor
    return cells.where(~rows_of(target, tables), cells * factor)
