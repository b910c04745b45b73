"""What planners call the options, measures and universities of an instance: names, else codes."""

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


@dataclass(frozen=True)
class Labels:
    """What everything but regions is called.

    Attributes
    ----------
    options, measures, universities : Names
    instruments : Names
        Of sectors and types of hub; one that has a single option is called as that is.
    """

    options: Names = field(default_factory=Names)
    measures: Names = field(default_factory=Names)
    universities: Names = field(default_factory=Names)
    instruments: Names = field(default_factory=Names)


def labels_of(options: pd.DataFrame, measures: pd.DataFrame, universities: pd.DataFrame) -> Labels:
    """Return what the rows of these tables are called."""
    called = names_of(options, "option_id")
    return Labels(
        called,
        names_of(measures, "measure_id"),
        names_of(universities, "university_id"),
        _instruments(options, called),
    )


def _instruments(options: pd.DataFrame, called: Names) -> Names:
    group = options["sector"].where(options["kind"] == "cluster", options["hub_type"])
    english, local = {}, {}
    for word, codes in options["option_id"].groupby(group.astype(str)):
        only = str(codes.iloc[0]) if len(codes) == 1 else ""
        english[str(word)] = called.english.get(only) or str(word).replace("_", " ")
        if only in called.local:
            local[str(word)] = called.local[only]
    return Names(english, local)


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
        column: _told_apart(
            {str(code): name for code, name in zip(frame[key], frame[column], strict=True) if name}
        )
        for column in ("name", "name_local")
        if column in frame.columns
    }
    return Names(found.get("name", {}), found.get("name_local", {}))


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    shared = pd.Series(list(names.values()), dtype="object").value_counts()
    return {code: name if shared[name] == 1 else f"{name} ({code})" for code, name in names.items()}


def at_place(place: str, what: str) -> str:
    """Return a thing and where it is, such as “Cheongju-si · AI cluster (hub)”."""
    return f"{place}{BETWEEN}{what}"
