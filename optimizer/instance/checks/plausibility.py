"""Figures that fit their columns but hardly the world: wrong units, totals, names in two spellings.

Nothing here is refused, since the world has odd places. Each warning names the figures that it
compared, so that whoever knows the data can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from optimizer.instance.checks.magnitudes import out_of_budget, out_of_range, out_of_scale
from optimizer.instance.checks.province_names import provinces_alike, provinces_without_row
from optimizer.instance.schema.settings import Settings

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
KOREAN_TOTALS = ("합계", "소계", "총계", "총합", "계", "전국", "전체", "평균", "기타")
TOTAL_WORDS = ("total", "subtotal", "sum", "average", "mean", "nationwide", *KOREAN_TOTALS)
"""Names that no place has."""
BOTH_WAYS = 5.0
"""A way hardly takes so many times as long as the way back."""


def implausible(
    tables: Tables, files: Mapping[str, str], settings: Settings | None = None
) -> list[str]:
    """Return a warning for each figure that is hardly meant as it stands.

    Parameters
    ----------
    tables : mapping of table name to DataFrame
    files : mapping of table name to file name
    settings : Settings, optional
    """
    found: list[str] = []
    if "regions" in tables:
        regions = tables["regions"]
        found += _called_totals(regions, files)
        found += _totals(regions, files)
        people = list(_persons(regions, tables.get("population"), files))
        found += people
        found += provinces_alike(regions, files["regions"])
        if "provinces" in tables:
            found += provinces_without_row(regions, tables["provinces"], files["provinces"])
        if "options" in tables:
            found += out_of_scale(tables, files, people_told=bool(people))
    if settings is not None:
        found += out_of_range(settings)
        if "options" in tables:
            found += out_of_budget(tables, files, settings.budget)
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
    return found + _unlike_ways_back(ways)


def _unlike_ways_back(ways: pd.DataFrame) -> list[str]:
    """Return a warning of a region whose ways out take much longer or less than those back."""
    there = ways.set_index(["from_region", "to_region"])["minutes"]
    back = there.swaplevel().reindex(there.index)
    much = (there > BOTH_WAYS * back) | (back > BOTH_WAYS * there)
    much &= (there > 0) & (back > 0)
    if not much.any():
        return []
    at = int(np.flatnonzero(much)[0])
    one, other = there.index[at]
    example = f"{one} to {other} {there.iloc[at]:,.4g} minutes, back {back.iloc[at]:,.4g}"
    return [
        f"travel: {int(much.sum()):,} of {len(there):,} ways take over {BOTH_WAYS:g} times as long "
        f"as the way back, or less than a fifth ({example}); are all in minutes?"
    ]


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


def _called_totals(regions: pd.DataFrame, files: Mapping[str, str]) -> Iterator[str]:
    """Warn of rows that are called as totals and averages are."""
    for row in regions.index:
        said = (regions.loc[row, name] for name in ("name", "region_id", "province"))
        word = next((word for word in said if str(word).casefold().strip() in TOTAL_WORDS), None)
        if word is not None:
            yield (
                f"{files['regions']}, row {row}: {word} is hardly a place; totals and averages "
                "don't belong in the table."
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
