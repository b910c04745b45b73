"""What all answers about plans have in common: made of data, saved under one name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar

from optimizer.report import save_answer

T = TypeVar("T")


def made_of(kind: type[T], data: Any) -> T:
    """Return what a dataclass holds as a class that extends it."""
    return kind(**{field.name: getattr(data, field.name) for field in fields(data)})


class SavedAnswer(ABC):
    """An answer that can be saved: everything for programs, words for people, tables.

    A class of answers names the dataclass that holds its data before this one.
    """

    _saved_as: ClassVar[str]
    """What its files are called after."""
    _saved_tables: ClassVar[Mapping[str, str]]
    """Attributes that are tables, by what their files' names end with; "" for nothing."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain Python, for programs."""

    def save(self, folder: str | Path) -> Path:
        """Write the answer as JSON and as text, and its tables as CSV.

        The files are called after what was asked: why.json, why.txt, why_takes.csv.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        tables = {end: getattr(self, name) for end, name in self._saved_tables.items()}
        return save_answer(self._saved_as, self.to_dict(), tables, str(self), Path(folder))


class Answer(SavedAnswer):
    """A saved answer that is made of its data by `of`."""

    @classmethod
    def of(cls, data: Any) -> Self:
        """Return an answer's data with all that may be asked of it."""
        return made_of(cls, data)
