"""Where an option cannot go, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd
import places
from culture import LOCAL_CAP
from options import HUBS, capacity

REMOTE = (37430, 23320)
"""Ulleung and Ongjin: only ships go there, nothing of more than a pilot."""

MIN_YOUTH = {
    "ai": {"pilot": 10_000, "hub": 50_000, "national": 200_000},
    "semiconductor": {"pilot": 10_000, "hub": 40_000, "national": 150_000},
    "biotech": {"pilot": 5_000, "hub": 30_000, "national": 150_000},
    "green_energy": {"pilot": 2_000, "hub": 10_000, "national": 50_000},
}
"""Assumption: young residents within an hour that a cluster needs around it."""
MIN_TOWN = {
    "ai": {"pilot": 12_000, "hub": 30_000, "national": 50_000},
    "semiconductor": {"pilot": 5_000, "hub": 15_000, "national": 20_000},
    "biotech": {"pilot": 5_000, "hub": 10_000, "national": 20_000},
    "green_energy": {"pilot": 5_000, "hub": 10_000, "national": 15_000},
}
"""Assumption: young residents of the region itself. AI firms seat themselves in towns; a plant can
stand in the country, but none of thousands of posts in the smallest counties."""

FIELDS = {
    "ai": ("engineering", "natural_science"),
    "semiconductor": ("engineering",),
    "biotech": ("natural_science", "medicine"),
    "green_energy": ("engineering",),
}
GRADUATE_MINUTES = {"ai": 45.0, "semiconductor": 60.0, "biotech": 45.0, "green_energy": 60.0}
AREA_MINUTES = 60.0
MIN_GRADUATES = {
    "ai": {"pilot": 500, "hub": 2_000, "national": 5_000},
    "semiconductor": {"pilot": 300, "hub": 1_500, "national": 3_000},
    "biotech": {"pilot": 200, "hub": 1_000, "national": 2_500},
    "green_energy": {"pilot": 200, "hub": 500, "national": 1_000},
}
"""Assumption: graduates a year of the sector's fields within GRADUATE_MINUTES, five to forty times
what the cluster takes in, for a quarter stays in the region and other firms want them too. A hub
beside an existing programme of its sector is excused, since that programme already recruits."""

MIN_DOCTORS = {"hub": 300, "national": 1_000}
"""Assumption: specialists within 45 minutes that clinical trials need; a thousand is about two
teaching hospitals."""

MIN_PARK_HA = {"hub": 300.0, "national": 600.0}
"""Assumption: industrial park area designated in the region. No table of substations and industrial
water by municipality was found; parks of this size have both, smaller ones seldom."""
FAB_MINUTES = {"pilot": 90.0, "hub": 40.0, "national": 30.0}
"""Assumption: way to the nearest plant or public laboratory for semiconductors; farther away there
are no suppliers or trained people, unless a programme of the sector is in the region itself."""
PORT_MINUTES = 40.0
"""Assumption: towers, blades and hydrogen for a hub leave or come by a trade port within this way,
unless an energy programme is in the region itself. Pilots (solar, onshore wind) go anywhere."""
MIN_STRENGTH = {"pilot": 0.90, "hub": 1.00, "national": 1.10}
"""Assumption: a pilot may try a sector a little below the mean, a hub stands where the sector is at
least average, a national cluster where it is clearly stronger."""
SCALES = ("pilot", "hub", "national")
NATIONAL_PROJECT = 0.15
"""Bonus in programmes.csv from which a programme is a named national project."""

HUB_MINUTES = 30.0
"""Assumption: whom a culture hub draws its staff and most of its visitors from: about a mean way to
work (31-33 minutes [66])."""
HUB_POSTS = 0.005
HUB_POSTS_TOWN = 0.01
"""Assumption: a hub's posts are at most one for 200 young residents within HUB_MINUTES, and one for
100 of the region itself."""


def table(frame, youth, minutes, graduates, park_ha, doctors, strength) -> pd.DataFrame:
    """Return the rows of ``suitability.csv``; only candidates are listed, one reason a row.

    A region with a named national project of a sector may have its pilot and its hub whatever the
    thresholds say: the project shows that it can stand there. What nature forbids (an island, short
    water) stays, and a national cluster is more than any of these projects is.

    Parameters
    ----------
    youth, park_ha, doctors : array (229,)
        Residents of 20-39, designated industrial parks in hectares, medical specialists.
    minutes : array (229, 229)
        Travel times, infinite where out of reach.
    graduates : DataFrame
        Graduates a year by region (row) and field (column).
    strength : DataFrame
        Strength by region (row) and sector (column).
    """
    facts = _facts(frame, np.asarray(youth, dtype=float), minutes, graduates)
    facts["park"] = np.asarray(park_ha, dtype=float)
    facts["doctors"] = (minutes <= GRADUATE_MINUTES["biotech"]).T @ np.asarray(doctors)
    rows = []
    for i in np.flatnonzero(~frame["capital"].to_numpy()):
        here = {name: values[i] for name, values in facts.items()}
        for sector in places.SECTORS:
            for scale in SCALES:
                reason = NATURE[sector](scale, here) if sector in NATURE else ""
                if not (here[f"national {sector}"] and scale != "national"):
                    reason = (
                        reason
                        or SITES[sector](scale, here)
                        or _people(sector, scale, here)
                        or _base(scale, strength[sector].iloc[i])
                    )
                if here["remote"] and scale != "pilot":
                    reason = "reached by ship only"
                if reason:
                    region = frame["region_id"].iloc[i]
                    rows.append((region, f"{sector}_{scale}", "false", reason))
        for name, least in hub_youth().items():
            if here["near"] < least:
                reason = f"fewer than {least:.0f} young residents within {HUB_MINUTES:.0f} minutes"
                rows.append((frame["region_id"].iloc[i], name, "false", reason))
            elif here["youth"] < (own := HUBS[name].jobs / HUB_POSTS_TOWN):
                reason = f"fewer than {own:.0f} young residents of its own"
                rows.append((frame["region_id"].iloc[i], name, "false", reason))
    return pd.DataFrame(rows, columns=["region_id", "option_id", "allowed", "reason"])


def hub_youth() -> dict[str, float]:
    """Return the young residents within HUB_MINUTES that each culture hub needs.

    The posts may be at most HUB_POSTS of them, and the young people whom the hub serves at most
    LOCAL_CAP of them, as with what exists (``culture.py``).
    """
    return {
        name: max(hub.jobs / HUB_POSTS, capacity(hub, hub.users.central) / LOCAL_CAP)
        for name, hub in HUBS.items()
    }


def _base(scale: str, strength: float) -> str:
    least = MIN_STRENGTH[scale]
    return f"no base of the sector: strength under {least:.2f}" if strength < least else ""


def _facts(frame, youth, minutes, graduates) -> dict:
    """Gather what the rules ask of each region, an array over the 229 regions each."""
    codes = frame["code"].to_numpy()
    programmes = places.programmes(codes)
    facts = {
        "youth": youth,
        "around": (minutes <= AREA_MINUTES).T @ youth,
        "near": (minutes <= HUB_MINUTES).T @ youth,
        "remote": np.isin(codes, REMOTE),
        "island": places.listed("island", codes),
        "dry": places.listed("dry", codes),
        "fab": places.minutes_to("fab", codes, minutes),
        "port": places.minutes_to("port", codes, minutes),
    }
    for sector, fields in FIELDS.items():
        near = (minutes <= GRADUATE_MINUTES[sector]).T
        facts[f"graduates {sector}"] = near @ graduates[list(fields)].sum(axis=1).to_numpy()
        named = programmes[programmes["sector"] == sector]
        facts[f"programme {sector}"] = np.isin(codes, named["code"])
        national = named.loc[named["bonus"] >= NATIONAL_PROJECT, "code"]
        facts[f"national {sector}"] = np.isin(codes, national)
    return facts


def _people(sector: str, scale: str, here: dict) -> str:
    """Too few young residents or graduates."""
    least = MIN_YOUTH[sector][scale]
    if here["around"] < least:
        return f"fewer than {least} young residents within an hour"
    least = MIN_TOWN[sector].get(scale, 0)
    if here["youth"] < least:
        return f"fewer than {least} young residents of its own"
    least = MIN_GRADUATES[sector].get(scale, 0)
    if scale == "hub" and here[f"programme {sector}"]:
        return ""
    if here[f"graduates {sector}"] < least:
        return (
            f"no university within reach: fewer than {least} graduates a year of the field "
            f"within {GRADUATE_MINUTES[sector]:.0f} minutes"
        )
    return ""


def _island(scale: str, here: dict) -> str:
    if here["island"] and scale == "national":
        return "island: no room for a national cluster"
    return ""


def _fab_nature(scale: str, here: dict) -> str:
    if here["island"]:
        return "island: no fab-grade power and water"
    if here["dry"] and scale != "pilot":
        return "no fab water: a single dam or pipe that runs short in droughts"
    return ""


NATURE = {"ai": _island, "semiconductor": _fab_nature, "biotech": _island}


def _no_more(scale: str, here: dict) -> str:
    return ""


def _semiconductor(scale: str, here: dict) -> str:
    if here["park"] < MIN_PARK_HA.get(scale, 0.0):
        return (
            f"under {MIN_PARK_HA[scale]:.0f} ha of industrial parks: no fab-grade power and water"
        )
    if here["fab"] > FAB_MINUTES[scale] and not here["programme semiconductor"]:
        return f"no semiconductor plant within {FAB_MINUTES[scale]:.0f} minutes and no programme"
    return ""


def _biotech(scale: str, here: dict) -> str:
    least = MIN_DOCTORS.get(scale, 0)
    if here["doctors"] < least:
        return f"no hospital base: fewer than {least} specialists within 45 minutes"
    return ""


def _green_energy(scale: str, here: dict) -> str:
    if scale != "pilot" and here["port"] > PORT_MINUTES and not here["programme green_energy"]:
        return f"no port for offshore wind within {PORT_MINUTES:.0f} minutes and no programme"
    return ""


SITES = {
    "ai": _no_more,
    "semiconductor": _semiconductor,
    "biotech": _biotech,
    "green_energy": _green_energy,
}
