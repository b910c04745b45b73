"""What a table and a column are: the terms in which the schema is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, Literal

CURRENCY = "bn KRW"
"""Of money in the schema; an instance may have its own."""
Kind = Literal["id", "text", "number", "integer", "flag"]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        The header. A name ending in `*` stands for a family (`stock_*`).
    kind : {"id", "text", "number", "integer", "flag"}
        An id is text that rows are joined by.
    meaning : str
        One sentence for planners.
    unit : str
        Unit of a number.
    required : bool
        Whether the column must be there with every cell filled.
    default : object
        What a blank cell or an absent column stands for; None: nothing is known.
    low, high : float, optional
        Inclusive range of a number.
    choices : collection of str
        Permitted words.
    refers : str
        `table.column` in which the value must occur.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False
    default: Any = None
    low: float | None = None
    high: float | None = None
    choices: Collection[str] = ()
    refers: str = ""

    def expected(self) -> str:
        """Return what a cell must hold, in a planner's words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.kind == "flag":
            return "true or false"
        if self.kind in ("id", "text"):
            return "text"
        noun = "a whole number" if self.kind == "integer" else "a number"
        if self.low is not None and self.high is not None:
            return f"{noun} from {self.low:g} to {self.high:g}"
        if self.low is not None:
            return f"{noun} of at least {self.low:g}"
        return noun

    def hint(self) -> str:
        """Return the meaning as the second half of a sentence."""
        return self.meaning[0].lower() + self.meaning[1:]


@dataclass(frozen=True)
class Table:
    """One table of an instance: its columns and the key that no two rows share."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    folder: str = ""
    families: tuple[Column, ...] = field(default=())

    def column(self, name: str) -> Column | None:
        """Return the definition of a header, or None where it is unknown."""
        for column in self.columns:
            if column.name == name:
                return column
        for family in self.families:
            prefix = family.name.rstrip("*")
            if name.startswith(prefix) and len(name) > len(prefix):
                return family
        return None

    def in_currency(self, currency: str) -> Table:
        """Return the table with its units, which are written for Korea, in another currency."""
        if currency == CURRENCY:
            return self
        columns, families = (
            tuple(replace(c, unit=c.unit.replace(CURRENCY, currency)) for c in part)
            for part in (self.columns, self.families)
        )
        return replace(self, columns=columns, families=families)


def id_column(name: str, meaning: str, refers: str = "", required: bool = True) -> Column:
    """Define a column of codes that rows are joined by."""
    return Column(name, "id", meaning, required=required, refers=refers)


def text_column(name: str, meaning: str, required: bool = False) -> Column:
    """Define a column of free text."""
    return Column(name, "text", meaning, required=required)


def number_column(name: str, meaning: str, unit: str, **more: Any) -> Column:
    """Define a column of numbers, not negative unless said otherwise."""
    return Column(name, "number", meaning, unit, **({"low": 0.0} | more))


def required_column(name: str, meaning: str, unit: str, **more: Any) -> Column:
    """Define a column of numbers in which every cell must be filled."""
    return number_column(name, meaning, unit, required=True, **more)


def whole_column(name: str, meaning: str, unit: str, **more: Any) -> Column:
    """Define a column of whole numbers, not negative unless said otherwise."""
    return Column(name, "integer", meaning, unit, **({"low": 0} | more))


def flag_column(
    name: str, meaning: str, default: bool | None = None, *, required: bool | None = None
) -> Column:
    """Define a column of true and false, required where it has no default.

    One that has no default and is not required holds 1, 0 or, where nothing is said, NaN.
    """
    needed = default is None if required is None else required
    return Column(name, "flag", meaning, default=default, required=needed)
