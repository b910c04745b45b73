"""How the lists of a plan are written: which ids make a record's key, which numbers it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

SET_BY = ("share", "possible", "nothing")
"""What may set the floor of a fair share: the share of the budget, or what can be built."""


@dataclass(frozen=True)
class Records:
    """How a list of records is written: which ids make its key, and which numbers it holds.

    `year` is a number that belongs to the key; `blank` numbers may be null; a list that is
    `later` may be missing, since plans of earlier versions have none. Numbers `added` by later
    versions may be missing; where they are given they are checked. Numbers that are `restated`,
    and a list that is, are in every plan of job_takers "catchment", and may be missing elsewhere.
    `words` are texts, each one of a few.
    """

    name: str
    ids: Mapping[str, str]
    numbers: tuple[str, ...]
    whole: tuple[str, ...] = ()
    lowest: Mapping[str, int] = field(default_factory=dict)
    year: str = ""
    blank: tuple[str, ...] = ()
    later: bool = False
    added: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()
    restated_list: bool = False
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def asked(self, catchment: bool) -> Records:
        """Return what is asked of a plan by who takes its jobs."""
        if not catchment:
            return replace(self, added=(*self.added, *self.restated))
        later = self.later and not self.restated_list
        return replace(self, numbers=(*self.numbers, *self.restated), later=later)


_REGION = {"region_id": "region"}
_COURSE = {"university_id": "university", "field": "field"}
RECORDS = (
    Records(
        "build",
        _REGION | {"option_id": "option"},
        ("count", "cost", "jobs", "youth_jobs", "phase"),
        whole=("count", "phase"),
        lowest={"count": 1},
        year="phase",
        added=("uplift", "neighbour_jobs"),
    ),
    Records("measures", _REGION | {"measure_id": "measure"}, ("cost", "youth_jobs", "saved")),
    Records("seats", _COURSE, ("seats", "cost"), added=("hired",)),
    Records(
        "regions",
        _REGION,
        ("leavers", "retained", "retained_by_jobs", "retained_by_culture", "culture_level"),
        restated=("arrived",),
    ),
    Records("flows", {"from_region": "region", "to_region": "region"}, ("persons", "retained")),
    Records("workforce", _COURSE | {"to_region": "region"}, ("graduates",)),
    Records(
        "purses",
        {"province": "province"},
        ("cost", "own", "central", "own_budget"),
        blank=("own_budget",),
        later=True,
    ),
    Records(
        "phases",
        {},
        ("year", "budget", "central", "carried_over"),
        whole=("year",),
        year="year",
        later=True,
    ),
    Records(
        "instruments",
        {"instrument": "instrument"},
        ("cost", "retained_without", "adds", "adds_low", "adds_high", "cost_per_added"),
        lowest=dict.fromkeys(("adds", "adds_low", "adds_high"), -(10**15)),
        blank=("retained_without", "adds", "adds_low", "adds_high", "cost_per_added"),
        later=True,
    ),
    Records(
        "fair_share",
        {"province": "province"},
        ("floor", "spent"),
        later=True,
        restated_list=True,
        words={"set_by": SET_BY},
    ),
)
