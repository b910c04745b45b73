"""Who stays and who comes once it is decided what is built (job_takers "catchment"): rules 5 to 9.

Nobody is assigned: who takes a job follows from where people live, so that people follow from
buildings in closed form.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import Floats, Ints


@dataclass(frozen=True)
class People:
    """Who stays and who comes by region, persons; float arrays, shape (regions,).

    Attributes
    ----------
    kept : float array
        Who stays for a job.
    by_culture : float array
        e, who stays for culture alone.
    arrived : float array
        Who comes from a province where nothing may be built.
    """

    kept: Floats
    by_culture: Floats
    arrived: Floats

    @property
    def retained(self) -> Floats:
        """r, who stays."""
        return self.kept + self.by_culture


@dataclass(frozen=True)
class Room:
    """How many may stay, at most; float arrays, shape (regions,), unless said otherwise.

    Attributes
    ----------
    kept : float array
        For a job: λ_i·Σ_j P_ij·takers_j, and job_motive_share·L_i (rules 5 and 6).
    by_culture : float array
        For culture alone (rule 8).
    arrived : float array
    leavers : float array
        L.
    province : int array
        Number of each region's province.
    ceiling : float array, shape (provinces,)
        Σ r that counts, at most (rule 9); infinite where there is no ceiling.
    weight : float array
        Of a person in the objective.
    """

    kept: Floats
    by_culture: Floats
    arrived: Floats
    leavers: Floats
    province: Ints
    ceiling: Floats
    weight: Floats


def stayers(room: Room) -> People:
    """Return the people of the best use of the room.

    Notes
    -----
    More is never worse, so everybody stays who can, for a job first. Under a ceiling those
    with the largest weight count first, then those of the regions listed first.
    """
    kept = np.minimum(room.kept, room.leavers)
    culture = np.minimum(room.by_culture, room.leavers - kept)
    retained = kept + culture
    total = np.bincount(room.province, weights=retained, minlength=len(room.ceiling))
    for number in np.flatnonzero(total > room.ceiling):
        members = np.flatnonzero(room.province == number)
        order = members[np.argsort(-room.weight[members], kind="stable")]
        before = np.cumsum(retained[order]) - retained[order]
        allowed = np.clip(room.ceiling[number] - before, 0.0, retained[order])
        kept[order] = np.minimum(kept[order], allowed)
        culture[order] = allowed - kept[order]
    return People(kept, culture, room.arrived)
