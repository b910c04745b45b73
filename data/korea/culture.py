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

# Visits a year that one place serves: assumptions of the right order, none by venue was found.
LIBRARY_VISITS_PER_SEAT = {"공공도서관": 600.0, "어린이도서관": 150.0, "작은도서관": 120.0}
LIBRARY_SEATS_CAP = 1500.0
MUSEUM_VISITS = {"국립": 300e3, "공립": 40e3, "사립": 20e3, "대학": 10e3}
RESIDENT_SHARE = {"library": 1.0, "museum": 0.5, "festival": 0.51}
"""Share of visits by people of the area: festivals 0.51 (outside visitors are 49%,
SOURCES.md [121]), museums assumption."""
FESTIVAL_VISITS = 40e3
FESTIVAL_CAP = 12
"""Some towns list every market day: no more than a dozen are counted (assumption)."""

TICKETS = 22.24e6
CAPITAL_TICKETS = 0.753
"""Performance tickets of 2024 and the Capital Area's share of them: Ministry of Culture, Sports and
Tourism, KOPIS annual report 2024 (Korea Herald, February 2025)."""
SEOUL_TICKETS = 0.59
"""Assumption from the same report's figure for revenue (Seoul about two thirds)."""
TICKETS_BY_HALLS = 0.35
"""Assumption: within each of the three areas a third of the tickets go by listed seats of halls,
the rest by young residents, because towns list their performances unevenly."""
STAGE_YOUNG = 0.45
"""Assumption: share of tickets bought by residents of 20-39; of other visits they have their share
of the residents."""
HALL_SEATS_DEFAULT, HALL_SEATS_CAP = 250.0, 2000.0
HALL_MIN_EVENTS = 2

VALUE = {"stage": 65.0, "festival": 10.0, "museum": 5.0, "library": 2.0}
"""Worth of a visit, thousand KRW: mean ticket of 2024 (KOPIS); the others are assumptions."""
VALUE_PER_PLACE = 100.0
"""Worth of visits a year, thousand KRW, with which a young resident counts as fully served.
Assumption, set so that the mean young resident of Seoul stands at 0.9; the same number turns the
visits of a new hub into its culture_capacity."""


def _by_region(outlines, lon, lat, visits) -> np.ndarray:
    code = boundaries.locate(outlines, np.asarray(lon, float), np.asarray(lat, float))
    sums = pd.Series(np.asarray(visits, float)).groupby(code).sum()
    return sums.reindex(outlines.index).fillna(0.0).to_numpy()


def _hall_seats(folder: Path, outlines) -> np.ndarray:
    """Seats of halls that list performances; a hall is a place where at least two were given."""
    shows = raw.read_csv(raw.find(folder, "전국공연행사정보표준데이터.csv"))
    shows = shows.dropna(subset=["위도", "경도"])
    shows["cell"] = shows["경도"].round(3).astype(str) + " " + shows["위도"].round(3).astype(str)
    shows["seats"] = pd.to_numeric(shows["객석수"], errors="coerce")
    shows.loc[shows["seats"] <= 0, "seats"] = np.nan
    hall = shows.groupby("cell").agg(
        lon=("경도", "first"), lat=("위도", "first"), seats=("seats", "median"), n=("cell", "size")
    )
    hall = hall[hall["n"] >= HALL_MIN_EVENTS]
    seats = hall["seats"].fillna(HALL_SEATS_DEFAULT).clip(upper=HALL_SEATS_CAP)
    return _by_region(outlines, hall["lon"], hall["lat"], seats)


def _tickets(seats: np.ndarray, youth: np.ndarray, province: np.ndarray) -> np.ndarray:
    """Share out performance tickets a year, from the shares of Seoul, the ring and the rest."""
    seoul = province == 11
    ring = np.isin(province, (23, 31))
    areas = [
        (seoul, SEOUL_TICKETS),
        (ring, CAPITAL_TICKETS - SEOUL_TICKETS),
        (~seoul & ~ring, 1 - CAPITAL_TICKETS),
    ]
    out = np.zeros(len(seats))
    for area, share in areas:
        by_halls = seats[area] / seats[area].sum()
        by_youth = youth[area] / youth[area].sum()
        mixed = TICKETS_BY_HALLS * by_halls + (1 - TICKETS_BY_HALLS) * by_youth
        out[area] = TICKETS * share * mixed
    return out


def supply(sources: Path, outlines, youth, people, province) -> pd.DataFrame:
    """Worth of the visits a year by young residents (thousand KRW), by region and kind."""
    folder = sources / "culture"
    visits = {}

    library = raw.read_csv(raw.find(folder, "전국도서관표준데이터.csv"))
    rate = library["도서관유형"].map(LIBRARY_VISITS_PER_SEAT).fillna(0.0)
    seats = library["열람좌석수"].fillna(0).clip(upper=LIBRARY_SEATS_CAP)
    visits["library"] = _by_region(outlines, library["경도"], library["위도"], rate * seats)

    museum = raw.read_csv(folder / "museums.csv")
    each = museum["ownership"].map(MUSEUM_VISITS).fillna(0.0)
    visits["museum"] = _by_region(outlines, museum["lon"], museum["lat"], each)

    festival = raw.read_csv(raw.find(folder, "전국문화축제표준데이터.csv"))
    festival = festival.dropna(subset=["위도", "경도"]).drop_duplicates("축제명")
    count = _by_region(outlines, festival["경도"], festival["위도"], np.ones(len(festival)))
    visits["festival"] = np.minimum(count, FESTIVAL_CAP) * FESTIVAL_VISITS

    out = {
        kind: count * RESIDENT_SHARE[kind] * youth / people * VALUE[kind]
        for kind, count in visits.items()
    }
    tickets = _tickets(_hall_seats(folder, outlines), youth, province)
    out["stage"] = tickets * STAGE_YOUNG * VALUE["stage"]
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
