"""What planners call the options and measures of an instance: their names, else their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

BETWEEN = " · "
"""Stands between a place and what is there."""


@dataclass(frozen=True)
class Names:
    """What things are called.

    Attributes
    ----------
    english, local : mapping of code to name
        In English and in the local language; a thing without a name is not there.
    """

    english: Mapping[str, str] = field(default_factory=dict)
    local: Mapping[str, str] = field(default_factory=dict)

    def of(self, code: str) -> str:
        """Return a thing's name, else its code."""
        return self.english.get(code) or code


def names_of(frame: pd.DataFrame, key: str) -> Names:
    """Return the names in a table; several of one name bear their codes too.

    Parameters
    ----------
    frame : DataFrame
        With columns `name` and `name_local`, where it has names at all.
    key : str
        The column of codes.
    """
    found = {
        column: _told_apart(dict(zip(frame[key], frame[column], strict=True)))
        for column in ("name", "name_local")
        if column in frame.columns
    }
    return Names(found.get("name", {}), found.get("name_local", {}))


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    shared = pd.Series(list(names.values()), dtype="object").value_counts()
    return {
        str(code): name if shared[name] == 1 else f"{name} ({code})"
        for code, name in names.items()
        if name
    }


def at_place(place: str, what: str) -> str:
    """Return a thing and where it is, such as “Cheongju-si · AI cluster (hub)”."""
    return f"{place}{BETWEEN}{what}"
