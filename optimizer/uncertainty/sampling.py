"""Draws assumptions from their ranges, low, central and high, and keeps them possible."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from optimizer.arrays import Floats
from optimizer.instance import (
    InputError,
    Instance,
    Problem,
    Range,
    multiplied,
    parse_target,
    uncounted,
)

ALONE, ADDED = "job_only_share", "culture_added_share"
LEADS = "options.lead_years"


def varied(instance: Instance) -> dict[str, Range]:
    """Return the ranges within which an assumption that matters can lie in several places.

    Raises
    ------
    InputError
        The end of a column's range lets an option open after the horizon year.
    """
    ranges = {name: found for name, found in instance.ranges.items() if found.low < found.high}
    for name in idle(instance):
        ranges.pop(name, None)
    _check_leads(ranges, instance)
    return ranges


def idle(instance: Instance) -> dict[str, str]:
    """Return the settings that can do nothing in an instance, each with the reason."""
    if instance.settings.job_takers == "best":
        reason = 'job_takers is "best"'
        return dict.fromkeys(("arrival_share", "access_elasticity"), reason)
    found: dict[str, str] = {}
    if not uncounted(instance.regions).any():
        found["arrival_share"] = "every province has a candidate, so that nobody could come"
    if instance.regions["youth"].isna().any():
        found["access_elasticity"] = "youth is not known of every region"
    return found


def _check_leads(ranges: Mapping[str, Range], instance: Instance) -> None:
    """Refuse ranges of lead times under which an option could open too late to count."""
    tables = dict(instance.tables)
    here = {name: found for name, found in ranges.items() if parse_target(name).whole == LEADS}
    for name, found in here.items():
        leads = multiplied(parse_target(name), tables, found.high)
        tables["options"] = tables["options"].assign(lead_years=leads)
    leads = tables["options"]["lead_years"]
    if not here or leads.empty or leads.max() < instance.years:
        return
    last = next(reversed(here))
    high, longest = here[last].high, float(leads.max())
    message = (
        f"times {high:g}, the longest lead is {longest:g} years, but the horizon is only "
        f"{instance.years} years away: it would open too late."
    )
    remedy = "lower the high end."
    raise InputError([Problem("instance.toml", message, column=f"ranges.{last}", remedy=remedy)])


def draw(ranges: Mapping[str, Range], draws: int, seed: int) -> pd.DataFrame:
    """Return a row of drawn numbers for each draw, a column for each range.

    Notes
    -----
    Triangular between low and high with its peak at central, independently of each other
    (assumption: no source gives a shape or a dependence). Each range has a stream of random
    numbers of its own, from the seed and its name: a further range leaves the other numbers as
    they are, and so do further draws.
    """
    columns: dict[str, Floats] = {}
    for name, found in ranges.items():
        stream = np.random.default_rng([seed, zlib.crc32(name.encode())])
        columns[name] = stream.triangular(found.low, found.central, found.high, draws)
    return pd.DataFrame(columns, index=pd.RangeIndex(draws))


def possible(values: Mapping[str, float], instance: Instance) -> dict[str, float]:
    """Return assumptions with culture_added_share lowered to 1 − job_only_share where above it.

    A job can't keep more than one person.
    """
    found = dict(values)
    alone = found.get(ALONE, instance.settings.job_only_share)
    added = found.get(ADDED, instance.settings.culture_added_share)
    if alone + added > 1:
        found[ADDED] = 1.0 - alone
    return found
