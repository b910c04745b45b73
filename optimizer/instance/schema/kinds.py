"""Every kind of lever by name: what it is called and through which channels it works.

The one place that names them: whatever calls a kind by a word reads it from here. A further kind
of measure on channels that exist is one entry in `MEASURE_KINDS`
(docs/how-to/add-a-lever.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Channel = Literal["jobs", "saving", "retention", "graduates", "culture"]
"""How a lever reaches the plan: more jobs for the young (rule 5), a lower cost of clusters
(rule 1), more takers of jobs who stay (rule 6), more graduates (rule 4), more culture (rule 7)."""


@dataclass(frozen=True)
class Kind:
    """One kind of lever.

    Parameters
    ----------
    label : str
        What several of them are called, as in the list of instruments.
    meaning : str
        What it is, in a few words.
    channels : tuple of Channel
    page : str
        Its page in docs/levers, without suffix.
    """

    label: str
    meaning: str
    channels: tuple[Channel, ...]
    page: str


MEASURE_KINDS: dict[str, Kind] = {
    "zone": Kind("zones", "Regulation-free zone", ("jobs", "saving"), "zones"),
    "incentive": Kind("incentives", "Subsidy or tax relief", ("jobs", "saving"), "incentives"),
    "research": Kind("research support", "Support for research", ("jobs", "saving"), "incentives"),
    "housing": Kind("housing subsidies", "Subsidy of dwellings", ("retention",), "housing"),
}
"""Kinds of the table `measures`, by the word in its column `kind`."""

OTHER_KINDS: dict[str, Kind] = {
    "cluster": Kind("clusters", "Clusters that help each other", ("jobs",), "interactions"),
    "hub": Kind("hubs", "Culture hub", ("culture", "jobs"), "hubs"),
    "culture": Kind("culture", "Culture that grows from the place", ("culture",), "culture"),
    "seats": Kind("training seats", "Training seats", ("graduates",), "seats"),
}
"""Levers of other tables: options, interactions, universities."""

EFFECTS: dict[str, Channel] = {"uplift": "jobs", "saving": "saving", "retention": "retention"}
"""Columns of `measures` that hold an effect, and its channel."""

FOR_PEOPLE: frozenset[Channel] = frozenset({"retention"})
"""Channels that help the people of a region: bought also where no cluster stands."""

PEOPLE_EFFECTS = tuple(column for column, channel in EFFECTS.items() if channel in FOR_PEOPLE)
"""Columns of `measures` that hold an effect on the people of a region."""


def called(kind: str) -> str:
    """Return what the measures of a kind are called together; an unknown kind by its word."""
    return MEASURE_KINDS[kind].label if kind in MEASURE_KINDS else kind


def works_by(kind: str, channel: Channel) -> bool:
    """Return whether measures of a kind work through a channel."""
    return kind in MEASURE_KINDS and channel in MEASURE_KINDS[kind].channels
