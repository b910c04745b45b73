"""Travel times beside lengths: speeds that nobody travels at, and minutes that are kilometres."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from optimizer.arrays import Floats

EARTH_KM = 6371.0
"""Mean radius of the Earth."""
STRAIGHT_KM_H = (4.0, 300.0)
"""Between these is the median speed between regions in a straight line; Korea: 54 km/h."""
LINK_KM_H = (2.0, 400.0)
"""Between these is the median speed on the links of a network; Korea: 39 km/h."""
FEWEST = 20
"""Of fewer ways or links nothing is said: they may be an example made by hand."""
SAME_SHARE = 0.9
"""From this part on, links whose minutes are their kilometres are no chance."""


def unlikely_speeds(travel: pd.DataFrame, points: pd.DataFrame) -> Iterator[str]:
    """Yield a warning where ways between regions are hardly in minutes, by their length.

    Parameters
    ----------
    travel : DataFrame
        from_region, to_region, minutes.
    points : DataFrame
        region_id, lon, lat (WGS 84).
    """
    place = points.set_index("region_id")
    ways = travel[(travel["from_region"] != travel["to_region"]) & (travel["minutes"] > 0)]
    ways = ways[ways["from_region"].isin(place.index) & ways["to_region"].isin(place.index)]
    if len(ways) < FEWEST:
        return
    start, end = (place.loc[ways[name], ["lon", "lat"]] for name in ("from_region", "to_region"))
    km = _straight_km(start.to_numpy(dtype=float), end.to_numpy(dtype=float))
    speed = float(np.median(km / (ways["minutes"].to_numpy(dtype=float) / 60)))
    if 0 < speed < STRAIGHT_KM_H[0] or speed > STRAIGHT_KM_H[1]:
        yield (
            f"travel: the median way is {np.median(km):,.3g} km in a straight line and takes "
            f"{ways['minutes'].median():,.3g} minutes, {speed:,.3g} km/h; are the minutes, and the "
            "places' lon and lat, right?"
        )


def unlikely_links(edges: pd.DataFrame, file: str) -> Iterator[str]:
    """Yield a warning where a network's minutes and kilometres don't go together.

    Parameters
    ----------
    edges : DataFrame
        With minutes, and km where it is known.
    file : str
    """
    known = edges[(edges["km"] > 0) & (edges["minutes"] > 0)] if "km" in edges else edges.iloc[:0]
    if len(known) < FEWEST:
        return
    same = np.isclose(known["minutes"], known["km"], rtol=1e-6)
    if same.mean() >= SAME_SHARE:
        yield (
            f"{file}: minutes are the kilometres in {int(same.sum()):,} of {len(known):,} rows; "
            "the column minutes wants the time."
        )
        return
    speed = float((known["km"] / (known["minutes"] / 60)).median())
    if not LINK_KM_H[0] <= speed <= LINK_KM_H[1]:
        yield (
            f"{file}: the median link is {known['km'].median():,.3g} km long and takes "
            f"{known['minutes'].median():,.3g} minutes, {speed:,.3g} km/h; are the minutes in "
            "seconds or hours, or the kilometres in metres?"
        )


def _straight_km(start: Floats, end: Floats) -> Floats:
    """Return the length of great circles (haversine), from longitudes and latitudes in degrees."""
    one, other = np.radians(start), np.radians(end)
    across, along = ((other - one) / 2).T
    part = np.sin(along) ** 2 + np.cos(one[:, 1]) * np.cos(other[:, 1]) * np.sin(across) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(part, 0.0, 1.0))))
