"""Figures that fit their columns but hardly the world: wrong units, totals, names in two spellings.

Nothing here is refused, since the world has odd places. Each warning names the figures that it
compared, so that whoever knows the data can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

Tables = Mapping[str, pd.DataFrame]
NEAREST_MINUTES = (3.0, 240.0)
"""Between these is the median way to the nearest other region, in any country with roads."""
ZERO_SHARE = 0.01
"""More ways of 0 minutes between regions than this are hardly meant."""
YOUNG = ("20-24", "25-29", "30-34", "35-39")
YOUTH_RATIO = (0.5, 2.0)
"""Between these is youth as a share of the residents aged 20 to 39, whom it should be."""
TOTAL_WITHIN = 0.005
"""A row is taken for a total if it is the sum of the others to this part."""
TOTALS = ("youth", "leavers", "land_ha", "local_jobs")
"""Columns of regions that add up over the nation."""


def implausible(tables: Tables, files: Mapping[str, str]) -> list[str]:
    """Return a warning for each figure that is hardly meant as it stands.

    Parameters
    ----------
    tables : mapping of table name to DataFrame
    files : mapping of table name to file name
    """
    found: list[str] = []
    if "regions" in tables:
        regions = tables["regions"]
        found += _totals(regions, files)
        found += _persons(regions, tables.get("population"), files)
        found += _provinces(regions, tables.get("provinces"), files)
    return found


def implausible_travel(travel: pd.DataFrame) -> list[str]:
    """Return warnings on travel times, given or worked out from a network.

    Parameters
    ----------
    travel : DataFrame
        from_region, to_region, minutes.
    """
    ways = travel[(travel["from_region"] != travel["to_region"]) & travel["minutes"].notna()]
    if ways.empty:
        return []
    found = []
    zero = int((ways["minutes"] == 0).sum())
    if zero > ZERO_SHARE * len(ways):
        found.append(
            f"travel: {zero:,} of {len(ways):,} pairs of different regions are 0 minutes apart; "
            "a pair without a way is left out."
        )
    nearest = ways[ways["minutes"] > 0].groupby("from_region")["minutes"].min()
    low, high = NEAREST_MINUTES
    median = float(nearest.median()) if len(nearest) else low
    if not low <= median <= high:
        unit = "hours" if median < low else "seconds"
        found.append(
            f"travel: the median way to the nearest other region is {median:,.3g} minutes; are "
            f"these {unit}? The column wants minutes."
        )
    return found


def _persons(
    regions: pd.DataFrame, population: pd.DataFrame | None, files: Mapping[str, str]
) -> Iterator[str]:
    if population is None:
        return
    young = population[population["age_group"].isin(YOUNG)]
    residents, youth = float(young["value"].sum()), float(regions["youth"].sum())
    low, high = YOUTH_RATIO
    if residents > 0 and youth > 0 and not low <= youth / residents <= high:
        yield (
            f"{files['regions']} and {files['population']}: youth is {youth:,.0f} in all, but the "
            f"population of 20 to 39 is {residents:,.0f}; is one of them in thousands, or of "
            "other ages?"
        )


def _totals(regions: pd.DataFrame, files: Mapping[str, str]) -> Iterator[str]:
    """Warn of rows that are the sum of all others, or of the others of their province."""
    columns = [name for name in TOTALS if name in regions.columns]
    numbers = regions[columns].fillna(0.0).reset_index(drop=True)
    everywhere = numbers.sum().to_numpy()
    provinces = numbers.groupby(regions["province"].to_numpy())
    by_province = provinces.transform("sum").to_numpy(dtype=float)
    # A province of two regions may well have two alike.
    large = regions.groupby("province")["region_id"].transform("size").to_numpy() > 3
    for place, row in enumerate(numbers.to_numpy(dtype=float)):
        filled = row > 0
        if len(regions) < 3 or filled.sum() < 2:
            continue
        for sums, others, enough in (
            (everywhere, "all others", True),
            (by_province[place], "the others of its province", large[place]),
        ):
            rest = sums - row
            near = filled & (np.abs(row - rest) <= TOTAL_WITHIN * np.maximum(rest, 1e-12))
            if not enough or near.sum() <= 0.5 * filled.sum():
                continue
            column = int(np.flatnonzero(near)[0])
            called = regions["name"].iloc[place] or regions["region_id"].iloc[place]
            yield (
                f"{files['regions']}, row {regions.index[place]}: {called} is the sum of {others} "
                f"({columns[column]} {row[column]:,.0f} beside {rest[column]:,.0f}); is it a "
                "total? Totals don't belong in the table."
            )
            break


def _provinces(
    regions: pd.DataFrame, provinces: pd.DataFrame | None, files: Mapping[str, str]
) -> Iterator[str]:
    names = [name for name in dict.fromkeys(regions["province"]) if name]
    plain = {name: "".join(c for c in str(name).casefold() if c.isalnum()) for name in names}
    for one, other in combinations(names, 2):
        if _alike(plain[one], plain[other]):
            yield (
                f"{files['regions']}: the provinces {one} and {other} are spelled nearly alike "
                f"({(regions['province'] == one).sum()} and "
                f"{(regions['province'] == other).sum()} regions); are they one?"
            )
    if provinces is None:
        return
    absent = [str(name) for name in names if name not in set(provinces["province"])]
    there = regions[regions["candidate"].astype(bool)]["province"]
    absent = [name for name in absent if name in set(there)]
    if absent:
        yield (
            f"{files['provinces']} has no row for {', '.join(absent)}: the centre pays all there, "
            "without a limit of the province's own."
        )


def _alike(one: str, other: str) -> bool:
    """Return whether two names are one, or one is the other with a word behind it.

    In scripts of syllables the last one may be the word for province: 강원도, 강원특별자치도.
    """
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if short.isascii():
        return len(short) >= 4 and long.startswith(short)
    stem = short[:-1] if len(short) > 2 else short
    return len(stem) >= 2 and long.startswith(stem)
