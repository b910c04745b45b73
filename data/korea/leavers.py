"""Who of the young of the horizon year would be living in the Capital Area: gross leavers.

Formula, reasons and what is in the figure: docs/korea/leavers.md.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import sources as raw

TARGETING = 1.5
"""As `targeting` of instance.toml: the share of all the young is that of graduates over this."""
COMMUTE_MINUTES = 60.0
"""As `commute_limit`: who moves to a Capital municipality so near can keep the job at home."""
RATIO = 24.0
"""Share of graduates who work in the Capital Area over the share of residents who move there in a
year: 20 to 28 in five of six areas of university (KEDI 2021; moves of 2025)."""
RATIO_OF = {"Jeju": 10.4}
"""Jeju's own ratio: its moves to and fro are mostly those of others than graduates (assumption)."""
MOVES_YEAR = 2025
YEARS = tuple(range(2019, 2026))
"""Years over which the dispersion of yearly moves is measured."""
DISPERSION = 10.5
"""Variance over mean of a region's moves about its own straight line, 2019-25: the median of the
163 regions (`dispersion`, printed by data/korea/validation/capital.py). Independent movers would
give 1; families move together, and estates are finished in one year."""

UNIVERSITY_AREAS = {
    "Gangwon": ("Gangwon",),
    "Chungcheong": ("Daejeon", "Sejong", "Chungbuk", "Chungnam"),
    "Daegu-Gyeongbuk": ("Daegu", "Gyeongbuk"),
    "Honam": ("Gwangju", "Jeonbuk", "Jeonnam"),
    "Busan-Ulsan-Gyeongnam": ("Busan", "Ulsan", "Gyeongnam"),
    "Jeju": ("Jeju",),
}
"""Provinces of the areas by which KEDI publishes where graduates work."""


def capital_moves(sources: Path, frame: pd.DataFrame, minutes: np.ndarray) -> pd.DataFrame:
    """Count moves out of each region outside the Capital Area.

    Parameters
    ----------
    frame : DataFrame
        Regions, as from `units.regions`.
    minutes : array (229, 229)
        Travel times from row to column, infinite where out of reach.

    Returns
    -------
    DataFrame
        Index region_id; persons. to_capital: moved to a municipality of the Capital Area in 2025;
        near: those of them who went no farther than `COMMUTE_MINUTES`; same_province: moved to
        another municipality of the province; out_2019 ... out_2025: moved to another municipality.
    """
    keys = {"from_region": str, "to_region": str, "region_id": str}
    table = raw.read_csv(sources / "migration" / f"od_{MOVES_YEAR}_229.csv", dtype=keys)
    matrix = table.pivot(index="from_region", columns="to_region", values="movers")
    ids = frame["region_id"]
    moved = matrix.reindex(index=ids, columns=ids).fillna(0.0).to_numpy()
    if moved.sum() != table["movers"].sum():
        raise ValueError(f"od_{MOVES_YEAR}_229.csv: a municipality is unknown")
    capital, province = frame["capital"].to_numpy(), frame["province"].to_numpy()
    out = pd.DataFrame(
        {
            "to_capital": (moved * capital).sum(axis=1),
            "near": (moved * (capital & (minutes <= COMMUTE_MINUTES))).sum(axis=1),
            "same_province": (moved * (province[:, None] == province)).sum(axis=1),
        },
        index=ids,
    )
    gross = raw.read_csv(sources / "migration" / "gross_inout_2008_2025_229.csv", dtype=keys)
    gross = gross.pivot(index="region_id", columns="year", values="gross_out").reindex(ids)
    for year in YEARS:
        out[f"out_{year}"] = gross[year]
    if out.isna().any(axis=None):
        raise ValueError("gross_inout_2008_2025_229.csv: a municipality or a year is missing")
    return out[~capital].astype(int)


def dispersion(moves: pd.DataFrame) -> float:
    """Median over the regions of variance over mean of their yearly moves.

    Expected moves of a year are a region's share of all years times the nation's moves of the
    year, along a straight line of the region's own.
    """
    seen = moves[[f"out_{year}" for year in YEARS]].to_numpy(dtype=float)
    expected = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    miss = (seen - expected) / np.sqrt(expected)
    years = np.arange(len(YEARS)) - (len(YEARS) - 1) / 2
    slope = miss @ years / (years @ years)
    rest = miss - slope[:, None] * years
    return float(np.median((rest**2).sum(axis=1) / (len(YEARS) - 2)))


def rates(
    moves: pd.DataFrame, residents: pd.Series, province: pd.Series, garrison: pd.Series
) -> pd.DataFrame:
    """Movers a year per resident to the Capital Area beyond the commute, shrunk to the province.

    Bühlmann-Straub credibility: rate = z·own + (1 − z)·province's, z = n / (n + k), n residents,
    k = dispersion / (province's rate × squared coefficient of variation between regions). The
    variation is estimated from all provinces together, by moments. A garrison town takes the
    province's rate, which is that of the others.

    Returns
    -------
    DataFrame
        Columns own, province, credibility (z) and rate, by region.
    """
    count, people = moves["to_capital"] - moves["near"], residents.loc[moves.index]
    home, posted = province.loc[moves.index], garrison.loc[moves.index]
    own = count / people
    mean = (count[~posted].groupby(home).sum() / people[~posted].groupby(home).sum()).loc[home]
    mean = mean.set_axis(moves.index)
    n, miss, expected = people[~posted], (own / mean - 1)[~posted], mean[~posted]
    groups = home[~posted]
    first = expected.groupby(groups).first()
    noise = ((groups.value_counts() - 1) * DISPERSION / first).sum()
    weight = n.groupby(groups).sum() - (n**2).groupby(groups).sum() / n.groupby(groups).sum()
    variation = max(((n * miss**2).sum() - noise) / weight.sum(), 0.0)
    z = (people * variation / (people * variation + DISPERSION / mean)).mask(posted, 0.0)
    return pd.DataFrame(
        {"own": own, "province": mean, "credibility": z, "rate": z * own + (1 - z) * mean}
    )


def shares(rate: pd.Series, province: pd.Series) -> pd.Series:
    """λ: the share of those who take a job who would otherwise live in the Capital Area."""
    ratio = province.loc[rate.index].map(RATIO_OF).fillna(RATIO)
    return np.minimum(ratio * rate, 1.0)


def leavers(share: pd.Series, young: pd.Series) -> pd.Series:
    """Young residents of the horizon year who would be there: λ·Y⁰ / targeting, 0 elsewhere."""
    return (share * young / TARGETING).reindex(young.index).fillna(0.0)
