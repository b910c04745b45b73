"""How evenly young people are kept, without and with a plan: Gini, Theil, Kolm–Pollak.

What is distributed is a share, by region: of the young people who would live there if nobody had
left, those who do (after: with those whom the plan keeps). Regions count by these young people.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizer.arrays import Floats
from optimizer.instance import Instance
from optimizer.kolm_pollak import equivalent

AVERSION = (0.5, 1.0, 2.0)
"""Low, central and high aversion to inequality ε (assumption)."""


def gini(share: Floats, weight: Floats) -> float:
    """Return Gini's coefficient of weighted shares: 0 where all are the same, below 1.

    Σ_i Σ_j w_i·w_j·|s_i − s_j| / (2·mean), with weights that add up to 1.
    """
    order = np.argsort(share, kind="stable")
    s, w = share[order], weight[order] / weight.sum()
    mean = float(w @ s)
    if mean <= 0:
        return 0.0
    before = np.cumsum(w) - w
    # Σ_i Σ_j w_i·w_j·|s_i − s_j| = 2·Σ_i w_i·s_i·(weight below i − weight above i)
    return float(w @ (s * (2 * before + w - 1))) / mean


def theil(share: Floats, weight: Floats) -> float:
    """Return Theil's T of weighted shares, Σ w·(s/mean)·ln(s/mean); 0 where all are the same."""
    w = weight / weight.sum()
    mean = float(w @ share)
    if mean <= 0:
        return 0.0
    part = share / mean
    return float(w @ (part * np.log(np.where(part > 0, part, 1.0))))


def kolm_pollak(share: Floats, weight: Floats, aversion: float) -> float:
    """Return the equally distributed equivalent: the share that, had by all, would be as good.

    −(1/κ)·ln(Σ w·exp(−κ·s)), with κ = aversion·Σs / Σs² (weighted), so that the aversion has no
    unit (Sheriff & Maguire 2020, doi:10.1111/risa.13562; for cities Logan et al. 2021,
    doi:10.1016/j.compenvurbsys.2020.101590). It is the mean where all are the same, else below.

    Parameters
    ----------
    share, weight : float arrays, shape (regions,)
    aversion : float
        ε > 0.
    """
    w = weight / weight.sum()
    squares = float(w @ share**2)
    if squares <= 0:
        return 0.0
    kappa = aversion * float(w @ share) / squares
    return equivalent(share, w, kappa)


def shares_kept(regions: pd.DataFrame, instance: Instance) -> pd.DataFrame:
    """Return the share of young people that each region has, before and after a plan.

    Parameters
    ----------
    regions : DataFrame
        A plan's: region_id, province, leavers, retained.
    instance : Instance
        For youth_zero_migration, the young people there would be.

    Returns
    -------
    DataFrame
        region_id, province, weight (persons), before, after. Where nobody leaves nothing is kept,
        and where more leave than are there the share is none: such regions are left out.
    """
    table = instance.regions.set_index("region_id")
    young = regions["region_id"].map(table["youth_zero_migration"]).astype(float)
    frame = regions[["region_id", "province"]].assign(weight=young)
    leavers, kept = regions["leavers"], regions["retained"]
    frame["before"] = 1 - leavers / young.where(young > 0)
    frame["after"] = 1 - (leavers - kept) / young.where(young > 0)
    return frame[(leavers > 0) & (young >= leavers)].reset_index(drop=True)


def equity_of(instance: Instance, regions: pd.DataFrame) -> dict[str, Any]:
    """Return how evenly young people are kept; nothing where the tables lack young people.

    Returns
    -------
    dict
        gini, theil, kolm_pollak: [before, after]; aversion of the last.
    """
    frame = shares_kept(regions, instance)
    if frame.empty:
        return {}
    weight = frame["weight"].to_numpy(dtype=float)
    shares = [frame[when].to_numpy(dtype=float) for when in ("before", "after")]
    return {
        "gini": [gini(share, weight) for share in shares],
        "theil": [theil(share, weight) for share in shares],
        "kolm_pollak": [kolm_pollak(share, weight, AVERSION[1]) for share in shares],
        "aversion": AVERSION[1],
    }
