"""Whom others are missing: those who stay, or come, are taken from where they would have lived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats

Reach: TypeAlias = "Flags | sparse.csr_array"
"""Regions (R,); or all but those near, by who it is, which a sparse array (R, R) holds."""
Stages: TypeAlias = "Sequence[tuple[Reach, Floats | None]]"
"""Where people may be missing, in order, and the weight of each region; None: its room. Nobody is
missing in the own region."""
ROUNDING = 1e-12
"""Part of a sum that is nothing but rounding."""


@dataclass(frozen=True)
class Places:
    """Where people are missing. R regions.

    Attributes
    ----------
    near : csr_array (R, R)
        1 where j lies in the living area of i, and at i, i: nobody leaves i for it.
    destination : bool array (R,)
        Where whoever stays elsewhere is missing; none: among the net gains of the path.
    uncounted : bool array (R,)
        Where those who come have left.
    """

    near: sparse.csr_array
    destination: Flags
    uncounted: Flags


@dataclass(frozen=True)
class Cells:
    """Who lives where in one step, by the age group at its end, (R, 2, A) each.

    Attributes
    ----------
    residents : ndarray
        Those of the path without a plan: the fewer of the step's start and end.
    gains : ndarray
        Net gains of that path.
    room : ndarray
        How many may still be missing before a cohort is empty; lowered by `placed`.
    """

    residents: Floats
    gains: Floats
    room: Floats


def net_of(staying: Floats, coming: Floats, places: Places, cells: Cells) -> Floats:
    """Return those who stay and come, less as many where they are missing, (R, 2, A).

    Parameters
    ----------
    staying, coming : ndarray (R, 2, A)
        Persons of a year who don't leave, and who come, by age group at the end of the step.
    places : Places
    cells : Cells
        Its `room` is lowered by those who are missing.

    Notes
    -----
    No cohort is emptied below zero: who can't be missing where the rule says is missing in the
    first of the following places that has room for it, and in the last resort where he or she
    is, so that the nation's sum holds in any case.
    """
    everywhere = np.ones(len(places.destination), dtype=bool)
    if places.destination.any():
        to = places.destination
        stages: Stages = [(to, cells.residents), (to, None), (everywhere, None)]
    else:
        stages = [(places.near, cells.gains), (everywhere, cells.gains), (everywhere, None)]
    net = staying - _missing(staying, stages, cells.room)
    home = places.uncounted
    stages = [(home, cells.residents), (home, None), (everywhere, None)]
    come: Floats = coming - _missing(coming, stages, cells.room)
    return net + come


def _missing(people: Floats, stages: Stages, room: Floats) -> Floats:
    """Return where people are missing, (R, 2, A); `room` is lowered in place."""
    missing = np.zeros_like(people)
    cohorts = people.any(axis=0)
    if not cohorts.any():
        return missing
    left, free = people[:, cohorts], room[:, cohorts]
    placed = np.zeros_like(left)
    for reach, weights in stages:
        weight = free if weights is None else weights[:, cohorts]
        there, left = _share_out(left, reach, weight, free)
        placed += there
        free = np.maximum(free - there, 0.0)
        if not left.any():
            break
    # Nobody lives elsewhere whose place they could take: they are those who live here anyway.
    missing[:, cohorts] = placed + left
    room[:, cohorts] = free
    return missing


def _share_out(people: Floats, reach: Reach, weight: Floats, room: Floats) -> tuple[Floats, Floats]:
    """Return who is missing where in proportion to the weights, and those for whom no room was."""
    total = _of_others(reach, weight)
    share = np.divide(people, total, out=np.zeros_like(people), where=total > 0)
    if isinstance(reach, np.ndarray):
        asked = (share.sum(axis=0) - share) * weight * reach[:, None]
    else:
        asked = _rest(share, reach.T @ share) * weight
    # One who is missing by rounding alone has room.
    granted = np.where(asked <= room * (1 + 1e-12), asked, room)
    if (granted == asked).all():
        return asked, np.where(total > 0, 0.0, people)
    part = np.divide(granted, asked, out=np.ones_like(asked), where=asked > 0)
    left = people - share * _of_others(reach, weight * part)
    return granted, np.maximum(left, 0.0)


def _of_others(reach: Reach, weight: Floats) -> Floats:
    """Return the weight of all regions in reach of each but its own, (R, cohorts)."""
    if isinstance(reach, np.ndarray):
        there = weight * reach[:, None]
        return np.asarray(np.maximum(there.sum(axis=0) - there, 0.0))
    return _rest(weight, reach @ weight)


def _rest(values: Floats, near: Floats) -> Floats:
    """Return the sum of all regions' values without those near, (R, cohorts)."""
    whole = values.sum(axis=0)
    rest = whole - near
    return np.asarray(np.where(rest > ROUNDING * np.abs(whole), rest, 0.0))
