"""Draws assumptions from their ranges, low, central and high, and keeps them possible."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from optimizer.coefficients.pairs import Floats
from optimizer.instance import InputError, Instance, Problem
from optimizer.instance.ranges import Range

ALONE, ADDED = "job_only_share", "culture_added_share"


def varied(instance: Instance) -> dict[str, Range]:
    """Return the ranges within which an assumption can lie in more than one place.

    Raises
    ------
    InputError
        The end of a column's range lets an option open after the horizon year.
    """
    ranges = {name: found for name, found in instance.ranges.items() if found.low < found.high}
    lead = ranges.get("options.lead_years")
    longest = float(instance.options["lead_years"].max()) if len(instance.options) else 0.0
    if lead is not None and longest * lead.high >= instance.years:
        message = (
            f"times {lead.high:g}, the longest lead is {longest * lead.high:g} years, but the "
            f"horizon is only {instance.years} years away: it would open too late."
        )
        remedy = "lower the high end."
        raise InputError(
            [Problem("instance.toml", message, column="ranges.options.lead_years", remedy=remedy)]
        )
    return ranges


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
