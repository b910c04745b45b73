"""Figures that fit their columns but hardly the world: wrong units, totals, names in two spellings.

Nothing here is refused, since the world has odd places. Each warning names the figures that it
compared, so that whoever knows the data can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    columns = [name for name in TOTALS if name in regions.columns]
    numbers = regions[columns].fillna(0.0).to_numpy(dtype=float)
    sums = numbers.sum(axis=0)
    counted = sums > 0
    if len(regions) < 3 or counted.sum() < 2:
        return
    rest = sums - numbers
    near = np.abs(numbers - rest) <= TOTAL_WITHIN * np.maximum(rest, 1e-12)
    for place in np.flatnonzero(near[:, counted].mean(axis=1) > 0.5):
        row, shown = regions.iloc[place], columns[int(np.flatnonzero(near[place] & counted)[0])]
        column = columns.index(shown)
        called = row["name"] or row["region_id"]
        yield (
            f"{files['regions']}, row {regions.index[int(place)]}: {called} is the sum of all "
            f"others ({shown} {numbers[place, column]:,.0f} beside "
            f"{rest[place, column]:,.0f}); is it a total? Totals don't belong in the table."
        )


def _provinces(
    regions: pd.DataFrame, provinces: pd.DataFrame | None, files: Mapping[str, str]
) -> Iterator[str]:
    names = [name for name in dict.fromkeys(regions["province"]) if name]
    spelled: dict[str, list[str]] = {}
    for name in names:
        plain = "".join(letter for letter in str(name).casefold() if letter.isalnum())
        spelled.setdefault(plain, []).append(str(name))
    for several in spelled.values():
        if len(several) > 1:
            yield (
                f"{files['regions']}: the provinces {' and '.join(several)} are spelled nearly "
                "alike; are they one?"
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
