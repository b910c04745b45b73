"""How well a sector does in a region: location quotients, graduates and existing programmes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import sources as raw
import units

LOW, HIGH = 0.5, 1.5
SHRINK = 1.0
"""A region's value added counts against this many times the national median of prior at the
national share, so that one plant does not make a small county a champion (assumption)."""
ACCESS_HALF_MINUTES = 30.0
WEIGHTS = {
    "ai": {"knowledge": 0.55, "engineering": 0.30, "companies": 0.15},
    "semiconductor": {"firms": 0.40, "engineering": 0.40, "manufacturing": 0.20},
    "biotech": {
        "life_science": 0.30,
        "health": 0.25,
        "knowledge": 0.15,
        "manufacturing": 0.15,
        "parks": 0.15,
    },
    "green_energy": {"renewable": 0.45, "sun": 0.25, "manufacturing": 0.15, "parks": 0.15},
}
"""Assumption. Each component is standardised over the regions, and strength is
1 + 0.4 tanh(1.2 weighted sum) + bonus, kept between 0.5 and 1.5. No value added of coal, nuclear
or gas plants enters: green energy goes by sun and by renewable plants already connected. Suppliers
of semiconductors are many small firms, so firms at work in parks count more than the value added
of a refinery or a steel works."""
SPREAD, STEEPNESS = 0.4, 1.2

STATION_PROVINCE = {
    105: 32,
    108: 11,
    112: 23,
    119: 31,
    127: 33,
    133: 25,
    136: 37,
    143: 22,
    146: 35,
    152: 26,
    156: 24,
    159: 21,
    168: 36,
    184: 39,
    192: 38,
    235: 34,
    239: 29,
}
"""Weather stations (Korea Meteorological Administration numbers) that stand for the provinces."""

KNOWLEDGE = (
    "information and communication",
    "professional, scientific and technical activities; business support facilities",
)


def quotient(value: pd.DataFrame, columns) -> np.ndarray:
    """Log location quotient of some industries' value added, shrunk for small regions."""
    total = value["total value added at basic prices"].to_numpy(dtype=float)
    own = value[list(columns)].fillna(0.0).sum(axis=1).to_numpy()
    national = own.sum() / total.sum()
    prior = SHRINK * np.median(total)
    return np.log((own + prior * national) / (total + prior) / national)


def _standard(values) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    return (values - values.mean()) / values.std()


def sunshine(sources: Path, frame: pd.DataFrame) -> np.ndarray:
    """Irradiance of 2024 in MJ/m² at the station of each region's province."""
    table = raw.read_csv(raw.find(sources / "energy", "지역별_합계_일사량.csv"))
    table["province"] = table.iloc[:, 0].astype(int).map(STATION_PROVINCE)
    sun = table.set_index("province").iloc[:, 3].astype(float)
    return frame["province_code"].map(sun).to_numpy()


def renewable(sources: Path, frame: pd.DataFrame, area_km2: np.ndarray) -> np.ndarray:
    """Solar capacity connected per km² of the province (MW/km²), Korea Energy Agency 2024."""
    table = pd.read_excel(raw.find(sources / "energy", "지역별_누적_설비용량.xlsx"), header=None)
    names = table.iloc[0, 1:].map(lambda t: units.KOREAN_TO_CODE.get(str(t).strip()))
    mw = table.iloc[1, 1:].map(lambda v: float(str(v).replace(",", "")))
    capacity = dict(zip(names, mw, strict=True))
    area = pd.Series(area_km2).groupby(frame["province_code"].to_numpy()).sum()
    people = frame["province_code"].map(lambda c: capacity[c] / area[c])
    return people.to_numpy()


def access(quantity: np.ndarray, minutes: np.ndarray) -> np.ndarray:
    """Quantity within reach, halved every 30 minutes of travel to the region."""
    return quantity @ np.where(np.isfinite(minutes), 0.5 ** (minutes / ACCESS_HALF_MINUTES), 0.0)


def scores(sources, census, frame, area_km2, parks, graduates, minutes) -> pd.DataFrame:
    """Strength by region (rows) and sector (columns).

    Parameters
    ----------
    graduates : DataFrame
        Graduates a year by region (row) and field (column), all 229 regions.
    minutes : array (229, 229)
        Travel times, infinite where out of reach.
    """
    value = raw.census_values(census, "economy", "grdp", frame["code"])
    companies = raw.census_values(census, "economy", "company", frame["code"])["total"]
    life = graduates["natural_science"] + graduates["medicine"]
    engineers = access(graduates["engineering"].to_numpy(), minutes)
    parts = {
        "knowledge": quotient(value, KNOWLEDGE),
        "manufacturing": quotient(value, ("manufacturing",)),
        "health": quotient(value, ("human health and social work activities",)),
        "companies": np.log(companies.to_numpy(dtype=float)),
        "engineering": np.log1p(engineers),
        "life_science": np.log1p(access(life.to_numpy(), minutes)),
        "parks": np.log1p(parks["soldArea"].to_numpy()),
        "firms": np.log1p(parks["operating"].to_numpy(dtype=float)),
        "renewable": np.log(renewable(sources, frame, area_km2)),
        "sun": sunshine(sources, frame),
    }
    parts = {name: _standard(values) for name, values in parts.items()}
    out = pd.DataFrame(index=frame["code"])
    for sector, weights in WEIGHTS.items():
        mean = sum(weight * parts[name] for name, weight in weights.items())
        out[sector] = 1 + SPREAD * np.tanh(STEEPNESS * mean)
    bonus = raw.read_csv(Path(__file__).parent / "programmes.csv")
    for row in bonus.itertuples():
        out.at[row.code, row.sector] += row.bonus
    return out.clip(LOW, HIGH).round(2)
