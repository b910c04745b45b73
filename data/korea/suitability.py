"""Where an option cannot go, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd

SEA_ISLANDS = {
    "37430": "Ulleung",
    "36480": "Sinan",
    "36460": "Wando",
    "36470": "Jindo",
    "39010": "Jeju",
    "39020": "Seogwipo",
    "38350": "Namhae",
    "23320": "Ongjin",
    "23310": "Ganghwa",
}
"""Regions made of islands, whose water comes from local reservoirs or a single pipe and whose power
crosses the sea: no site for a plant that takes tens of thousands of tonnes of water a day."""
BRIDGED_SHIPYARD = {"38090": "Geoje"}
"""Geoje has bridges, shipyards and mainland power, but draws its water by pipe from the Namgang
dam: no national fab there; smaller plants can be."""
REMOTE = ("37430", "23320")
"""Only ships go there: nothing of more than a pilot."""

MIN_YOUTH = {
    "ai": {"pilot": 10_000, "hub": 50_000, "national": 200_000},
    "semiconductor": {"pilot": 10_000, "hub": 40_000, "national": 150_000},
    "biotech": {"pilot": 5_000, "hub": 30_000, "national": 150_000},
    "green_energy": {"pilot": 2_000, "hub": 10_000, "national": 50_000},
}
"""Assumption: young residents within an hour that a cluster needs around it."""
YOUTH_MINUTES = 60.0
MIN_TOWN = {
    "ai": {"pilot": 12_000, "hub": 25_000, "national": 40_000},
    "semiconductor": {"pilot": 10_000, "hub": 15_000, "national": 20_000},
    "biotech": {"pilot": 5_000, "hub": 12_000, "national": 20_000},
    "green_energy": {"hub": 5_000, "national": 8_000},
}
"""Assumption: young residents of the region itself. AI firms seat themselves in towns; a plant can
stand in the country, but none of thousands of posts in the smallest counties."""
NATIONAL_FIELD = {
    "ai": "engineering",
    "semiconductor": "engineering",
    "biotech": "natural_science",
    "green_energy": "engineering",
}
MIN_GRADUATES = 1000
"""Assumption: graduates a year of the field within an hour that a national cluster needs."""
SCALES = ("pilot", "hub", "national")
SECTORS = ("ai", "semiconductor", "biotech", "green_energy")


def table(frame, youth, minutes, graduates) -> pd.DataFrame:
    """Return the rows of ``suitability.csv``; only candidates are listed, one reason a row.

    Parameters
    ----------
    youth : array (229,)
    minutes : array (229, 229)
        Travel times, infinite where out of reach.
    graduates : DataFrame
        Graduates a year by region (row) and field (column).
    """
    near = minutes <= YOUTH_MINUTES
    young = near.T.astype(float) @ np.asarray(youth, dtype=float)
    reach = {f: near.T.astype(float) @ graduates[f].to_numpy() for f in graduates.columns}
    rows = []
    for i, region in enumerate(frame["region_id"]):
        if frame["capital"].iloc[i]:
            continue
        for sector in SECTORS:
            for scale in SCALES:
                field = reach[NATIONAL_FIELD[sector]][i]
                reason = _reason(region, sector, scale, young[i], youth[i], field)
                if reason:
                    rows.append((region, f"{sector}_{scale}", "false", reason))
    return pd.DataFrame(rows, columns=["region_id", "option_id", "allowed", "reason"])


def _reason(region, sector, scale, around, own, graduates) -> str:
    if sector == "semiconductor" and region in SEA_ISLANDS:
        return "island: no fab-grade power and water"
    if sector == "semiconductor" and scale == "national" and region in BRIDGED_SHIPYARD:
        return "island: water for a national fab is not to be had"
    if scale != "pilot" and region in REMOTE:
        return "reached by ship only"
    if scale == "national" and region in SEA_ISLANDS and sector != "green_energy":
        return "island: no room for a national cluster"
    least = MIN_YOUTH[sector][scale]
    if around < least:
        return f"fewer than {least} young residents within an hour"
    least = MIN_TOWN[sector].get(scale, 0)
    if own < least:
        return f"fewer than {least} young residents of its own"
    if scale == "national" and graduates < MIN_GRADUATES:
        return f"fewer than {MIN_GRADUATES} graduates of the field a year within an hour"
    return ""
