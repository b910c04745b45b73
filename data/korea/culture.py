"""Cultural level of today: what existing places give the young, shared by the E2SFCA method."""

from __future__ import annotations

from pathlib import Path

import boundaries
import numpy as np
import pandas as pd
import sources as raw

CULTURE_LIMIT = 90.0
HALF_MINUTES = 30.0
"""Settings culture_limit and culture_half_minutes of the instance, which must agree."""

FACILITIES_YEAR = 2023
"""Newest year of the full count in which all 229 regions are there. The panel of 2008-2025 holds
the same count for 2024, but of 198 regions only (2,900 facilities there in place of 2,864)."""

LIBRARIES_2023 = {
    11: 207,
    21: 52,
    22: 46,
    23: 60,
    24: 30,
    25: 26,
    26: 21,
    29: 16,
    31: 319,
    32: 65,
    33: 55,
    34: 62,
    35: 66,
    36: 74,
    37: 71,
    38: 79,
    39: 22,
}
"""Public libraries by province, national survey of public libraries 2024 (year 2023) [180]."""
LIBRARY_VISITS = 159_137.0
"""Visits to a public library in 2023, mean of all 1,271, the same survey [180]."""
OTHER_VISITS = 80e3
"""Visits a year to a museum, gallery, arts centre, cultural centre or culture house, plays aside:
assumption, half a public library's; no full count by kind was found."""
RESIDENT_SHARE = {"library": 1.0, "other": 0.5}
"""Share of visits by people of the area: assumption."""

TICKETS = 22.24e6
"""Tickets to performances in 2024; mean price 65,000 KRW (KOPIS report 2024 [181])."""
CAPITAL_TICKETS = 0.753
"""The Capital Area's share of them: KOPIS annual report 2024 (Korea Herald, February 2025)."""
SEOUL_TICKETS = CAPITAL_TICKETS * 0.651 / 0.790
"""By revenue Seoul has 65.1%, Gyeonggi 8.7% and Incheon 5.2% [181]: assumption that Seoul's part of
the Capital Area is the same for tickets."""
SOUTH_EAST_TICKETS = 0.146
"""Busan, Daegu, Ulsan, Gyeongbuk and Gyeongnam, first half of 2024 [182]."""
TICKETS_BY_FACILITIES = 0.5
"""Assumption: within each of the four areas half of the tickets go by facilities other than
libraries, which are everywhere, and half by young residents, since the halls of large towns are
larger."""
STAGE_YOUNG = 0.45
"""Assumption: share of tickets bought by residents of 20-39; of other visits they have their share
of the residents."""

VALUE = {"stage": 65.0, "other": 5.0, "library": 2.0}
"""Worth of a visit, thousand KRW: mean ticket of 2024 [181]; the others are assumptions."""
VALUE_PER_PLACE = 100.0
"""Worth of visits a year, thousand KRW, with which a young resident counts as fully served.
Assumption, set so that the mean young resident of Seoul stands at 0.9; the same number turns the
visits of a new hub into its culture_capacity."""


def _facilities(folder: Path, codes) -> np.ndarray:
    """Cultural facilities by region: libraries, museums, galleries, arts and cultural centres."""
    table = raw.read_csv(folder / "culture_facilities_2020_2023_229.csv")
    count = table[table["year"] == FACILITIES_YEAR].set_index("region_id")["facilities"]
    if missing := sorted(set(codes) - set(count.index)):
        raise ValueError(f"no facilities of {FACILITIES_YEAR} for {missing}")
    return count.reindex(codes).to_numpy(dtype=float)


def _libraries(folder: Path, outlines, province, facilities) -> np.ndarray:
    """Public libraries by region: the list's pattern, the survey's number in each province.

    The list has 1,234 of the 1,271; no region has more libraries than facilities.
    """
    listed = raw.read_csv(raw.find(folder, "전국도서관표준데이터.csv"))
    listed = listed[listed["도서관유형"] == "공공도서관"]
    lon, lat = (np.asarray(listed[name], dtype=float) for name in ("경도", "위도"))
    code = pd.Series(boundaries.locate(outlines, lon, lat))
    count = code.value_counts().reindex(outlines.index).fillna(0.0).to_numpy(dtype=float)
    in_province = pd.Series(count).groupby(province).transform("sum").to_numpy()
    known = np.array([LIBRARIES_2023[code] for code in province], dtype=float)
    return np.minimum(count * known / in_province, facilities)


def _tickets(others: np.ndarray, youth: np.ndarray, province: np.ndarray) -> np.ndarray:
    """Share out tickets to performances a year, from the shares of four areas."""
    seoul = province == 11
    ring = np.isin(province, (23, 31))
    south_east = np.isin(province, (21, 22, 26, 37, 38))
    areas = [
        (seoul, SEOUL_TICKETS),
        (ring, CAPITAL_TICKETS - SEOUL_TICKETS),
        (south_east, SOUTH_EAST_TICKETS),
        (~seoul & ~ring & ~south_east, 1 - CAPITAL_TICKETS - SOUTH_EAST_TICKETS),
    ]
    out = np.zeros(len(others))
    for area, share in areas:
        by_count = others[area] / others[area].sum()
        by_youth = youth[area] / youth[area].sum()
        mixed = TICKETS_BY_FACILITIES * by_count + (1 - TICKETS_BY_FACILITIES) * by_youth
        out[area] = TICKETS * share * mixed
    return out


def supply(sources: Path, outlines, youth, people, province) -> pd.DataFrame:
    """Worth of the visits a year by young residents (thousand KRW), by region and kind."""
    folder = sources / "culture"
    facilities = _facilities(folder, outlines.index)
    libraries = _libraries(folder, outlines, province, facilities)
    others = facilities - libraries
    visits = {"library": libraries * LIBRARY_VISITS, "other": others * OTHER_VISITS}
    out = {
        kind: count * RESIDENT_SHARE[kind] * youth / people * VALUE[kind]
        for kind, count in visits.items()
    }
    out["stage"] = _tickets(others, youth, province) * STAGE_YOUNG * VALUE["stage"]
    return pd.DataFrame(out, index=outlines.index)


LOCAL_CAP = 0.5
"""Assumption: a region's own places serve at most half of the young in reach of them: halls and
libraries of a lonely town offer no more choice for being uncrowded."""


def places(value: np.ndarray, youth: np.ndarray, minutes: np.ndarray) -> np.ndarray:
    """Young residents whom the places of each region can serve fully today."""
    return np.minimum(value / VALUE_PER_PLACE, LOCAL_CAP * (youth @ decay(minutes)))


def decay(minutes: np.ndarray) -> np.ndarray:
    """d(t) = 0.5 ** (t / 30) within 90 minutes, else 0."""
    return np.where(minutes <= CULTURE_LIMIT, 0.5 ** (minutes / HALF_MINUTES), 0.0)


def level(places: np.ndarray, youth: np.ndarray, minutes: np.ndarray) -> np.ndarray:
    """Places per young resident within reach, by the two-step method of the model, rule 7.

    Parameters
    ----------
    places : array (R,)
        Young residents whom the places of each region can serve fully.
    youth : array (R,)
    minutes : array (R, R)
        From resident to place; infinite where out of reach.

    Returns
    -------
    ndarray (R,)
        Not capped at 1.

    Notes
    -----
    D_j = sum_i youth_i d(t_ij); level_i = sum_j places_j d(t_ij) / D_j.
    """
    share = decay(minutes)
    return share @ (places / (youth @ share))
