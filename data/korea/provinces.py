"""Public finance: fiscal independence, watch areas, and what provinces pay themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import sources as raw
from units import METROPOLITAN

WATCH = 2
"""Code of watch areas in the source; 1 are the depopulation areas."""

PUBLISHED = {
    "Seoul": 0.806,
    "Sejong": 0.640,
    "Gyeonggi": 0.637,
    "Incheon": 0.561,
    "Ulsan": 0.544,
    "Jeju": 0.387,
    "Chungnam": 0.344,
    "Jeonnam": 0.270,
}
"""Fiscal independence of whole provinces, 2020: the ministry's yearbook 2021 (SOURCES.md [154]) and
Chungnam's own figures [155]. Of the other provinces no figure was found."""
NATIONAL = 0.487
"""The same of all local governments together [154]."""
LOWEST = 0.270
"""Jeonnam is the lowest of all [154], so no estimate may lie below it."""
WHOLE_OVER_PARTS = {"metropolitan": 1.8, "province": 1.2}
"""Derived: published values over the means of municipalities are 1.72-1.94 in Ulsan and Incheon,
1.12-1.40 in Chungnam, Jeonnam and Gyeonggi; a metropolitan city keeps most taxes from its
districts."""

BASE_MATCH = 0.5
"""Half and half, as in Culture City, hydrogen city and the decline pilot [90][39][89c]."""
MATCH_STEPS = (
    (0.60, -0.20),
    (0.75, -0.15),
    (0.90, -0.10),
    (1.10, 0.00),
    (1.25, 0.10),
    (1.40, 0.15),
    (np.inf, 0.20),
)
"""Up to this ratio of a province's fiscal independence to the national one, it pays so much more or
less than half. Steps of 0.20, 0.15 and 0.10 as in the Subsidy Act's decree (from memory); the
thresholds were not found: assumption."""

LOCAL_BUDGETS = 326_000.0
LOCAL_INDEPENDENCE = 0.486
"""All local budgets of 2025, bn KRW, and the share that is own revenue [89]."""
OWN_SHARE = 0.05
"""Assumption: a province and its municipalities give a twentieth of their own revenue, rather less
than what local governments spend on culture, tourism, industry and energy (about 8%, from memory).
With a hundredth, nothing is gained beyond some 5,000 of the centre (docs/korea/levers.md)."""
OWN_YEARS = 5
"""As many years as the central budget of instance.toml stands for."""


def fiscal_table(sources: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Return fiscal independence (share) and watch areas, a row a region in the order of ``frame``.

    The source has 228 rows for 229 regions: Jeju is one row, whose value both of its cities take,
    and Sejong stands under its province's code.
    """
    table = raw.read_csv(sources / "fiscal" / "FI_2020.csv")
    code = table["CODE"].astype(int)
    table = table.assign(code=code.where(code >= 1000, code * 1000) // 10 * 10).set_index("code")
    own = frame["code"].map(table["FI"])
    own = own.fillna(frame["code"].map(lambda unit: table["FI"].get(unit // 1000 * 1000)))
    if own.isna().any() or not own.between(0, 100).all():
        raise ValueError("a region has no fiscal independence in percent")
    watch = set(table.index[table["INTEREST"] == WATCH])
    if not watch <= set(frame["code"]):
        raise ValueError("a watch area is no region")
    return pd.DataFrame(
        {"watch_area": frame["code"].isin(watch), "fiscal_independence": (own / 100).round(3)}
    )


def independence(frame: pd.DataFrame, own: pd.Series, people: np.ndarray) -> pd.Series:
    """Return fiscal independence by province: as published, else from its municipalities.

    Estimated: mean of the municipalities weighted by residents, times WHOLE_OVER_PARTS, at least
    LOWEST.
    """
    rows = pd.DataFrame(
        {"province": frame["province"], "people": people, "own": own * people}
    ).groupby("province", sort=False)
    sums = rows.sum()
    metropolitan = frame.groupby("province", sort=False)["province_code"].first().isin(METROPOLITAN)
    factor = metropolitan.map(
        {True: WHOLE_OVER_PARTS["metropolitan"], False: WHOLE_OVER_PARTS["province"]}
    )
    estimate = (sums["own"] / sums["people"] * factor).clip(lower=LOWEST)
    return pd.Series(PUBLISHED).reindex(estimate.index).fillna(estimate)


def match_share(own: pd.Series) -> pd.Series:
    """Return the share of costs that provinces of this fiscal independence pay themselves."""
    limits = np.array([limit for limit, _ in MATCH_STEPS])
    steps = np.array([step for _, step in MATCH_STEPS])
    return BASE_MATCH + pd.Series(steps[np.searchsorted(limits, own / NATIONAL)], own.index)


def provinces_table(frame: pd.DataFrame, own: pd.Series, people: np.ndarray) -> pd.DataFrame:
    """Return the rows of ``provinces.csv``.

    Parameters
    ----------
    frame : DataFrame
        As from ``units.regions``.
    own : Series
        Fiscal independence by region, as from :func:`fiscal_table`.
    people : array
        Residents by region.

    Notes
    -----
    own_budget = OWN_YEARS x OWN_SHARE x residents x own revenue a head of the nation x fiscal
    independence relative to the nation. Check: for Chungnam the formula gives about 4,700 bn KRW
    of own revenue a year; it recorded 4,372 in 2020 [155].
    """
    whole = independence(frame, own, people)
    residents = pd.Series(people).groupby(frame["province"], sort=False).sum()
    a_head = LOCAL_BUDGETS * LOCAL_INDEPENDENCE / people.sum()
    revenue = residents * a_head * whole / NATIONAL
    return pd.DataFrame(
        {
            "province": whole.index,
            "match_share": match_share(whole).round(2).to_numpy(),
            "own_budget": (OWN_YEARS * OWN_SHARE * revenue).round().astype(int).to_numpy(),
        }
    )
