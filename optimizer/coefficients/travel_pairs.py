"""Pairs of regions within reach of each other: for commuting, for culture, for recruiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizer.arrays import Flags, Floats, Ints
from optimizer.instance import Instance

Listed = tuple[Ints, Ints, Floats, Floats]
"""Origin, site, minutes and stay of pairs."""
LISTED = (("travel", "minutes"), ("travel", "stay"))
"""What of the listed pairs may change."""


@dataclass(frozen=True)
class Pairs:
    """Directed pairs of regions, from where people live (or study) to the site.

    Attributes
    ----------
    origin, site : int arrays, shape (pairs,)
        Positions in the table of regions; i,i is always among them.
    minutes : float array, shape (pairs,)
        Travel time; NaN where only `stay` is known.
    stay : float array, shape (pairs,)
        Share of people who would make this commute; 0 where none would.
    commutes, recruits : bool arrays, shape (pairs,)
        Within the commuting limit; within the recruiting limit.
    area : bool array, shape (pairs,)
        The pair belongs to the site's commuting area: `commutes`, and i,i always.
    decay : float array, shape (pairs,)
        d(τ), the decay of culture with travel time; 0 out of reach.
    """

    origin: Ints
    site: Ints
    minutes: Floats
    stay: Floats
    commutes: Flags
    recruits: Flags
    area: Flags
    decay: Floats


def find_pairs(instance: Instance) -> Pairs:
    """Return every pair that a limit lets through, sorted by site, then by origin.

    Notes
    -----
    stay(t) = 0.5 ** (t / stay_half_minutes) within commute_limit, 1 for "none", the column `stay`
    for "table"; d(t) = 0.5 ** (t / culture_half_minutes) within culture_limit. A pair without
    minutes passes the commuting and recruiting limits and carries no culture.
    """
    settings = instance.settings
    origin, site, minutes, table = instance.facts.once(
        "pairs in order", LISTED, lambda: _in_order(listed(instance))
    )
    own = origin == site
    unknown = np.isnan(minutes)
    within = _within(minutes, unknown)
    half = settings.stay_half_minutes
    if half == "table":
        stay = np.nan_to_num(table)
    elif half == "none":
        stay = np.ones(len(minutes))
    else:
        stay = 0.5 ** (np.nan_to_num(minutes) / float(half))
    commutes = within(settings.commute_limit)
    known = ~unknown & ((minutes <= settings.culture_limit) | own)
    decay = np.where(known, 0.5 ** (np.nan_to_num(minutes) / settings.culture_half_minutes), 0.0)
    pairs = Pairs(
        origin,
        site,
        minutes,
        np.where(commutes | own, stay, 0.0),
        commutes,
        within(settings.recruit_limit),
        commutes | own,
        decay,
    )
    kept = pairs.area | pairs.recruits | (pairs.decay > 0)
    return Pairs(*(getattr(pairs, name)[kept] for name in pairs.__dataclass_fields__))


def _in_order(pairs: Listed) -> Listed:
    """Return pairs sorted by site, then by origin."""
    origin, site, minutes, table = pairs
    order = np.lexsort((origin, site))
    return origin[order], site[order], minutes[order], table[order]


def listed(instance: Instance) -> Listed:
    """Return origin, site, minutes and stay of all pairs listed, and of i,i where it isn't."""
    position = {region: place for place, region in enumerate(instance.regions["region_id"])}
    count = len(position)
    travel = instance.table("travel")
    origin = _positions(travel["from_region"], position)
    site = _positions(travel["to_region"], position)
    minutes = travel["minutes"].to_numpy(dtype=float)
    table = travel["stay"].to_numpy(dtype=float)

    own_minutes, own_stay = np.zeros(count), np.ones(count)
    own = origin == site
    for place, time, share in zip(site[own], minutes[own], table[own], strict=True):
        # Cell by cell: what is not said of i,i keeps its default.
        own_minutes[place] = own_minutes[place] if np.isnan(time) else time
        own_stay[place] = own_stay[place] if np.isnan(share) else share
    everyone = np.arange(count)
    return (
        np.concatenate([everyone, origin[~own]]),
        np.concatenate([everyone, site[~own]]),
        np.concatenate([own_minutes, minutes[~own]]),
        np.concatenate([own_stay, table[~own]]),
    )


def _positions(ids: pd.Series, position: dict[str, int]) -> Ints:
    """Return the position of each region; categories are looked up once each."""
    if isinstance(ids.dtype, pd.CategoricalDtype):
        places = np.array([position[name] for name in ids.cat.categories], dtype=np.int64)
        return np.asarray(places[ids.cat.codes.to_numpy()])
    return np.asarray(ids.map(position).to_numpy(dtype=np.int64))


def _within(minutes: Floats, unknown: Flags) -> Callable[[float], Flags]:
    """Return a test of a limit in minutes, which pairs without minutes pass."""

    def test(limit: float) -> Flags:
        return np.asarray(unknown | (np.nan_to_num(minutes) <= limit))

    return test
