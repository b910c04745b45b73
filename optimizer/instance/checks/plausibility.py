"""Figures that fit their columns but hardly the world: wrong units, totals, names in two spellings.

Nothing here is refused, since the world has odd places. Each warning names the figures that it
compared, so that whoever knows the data can tell.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from optimizer.instance.checks.magnitudes import out_of_budget, out_of_range, out_of_scale
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
BY_SYLLABLES = ("특별자치도", "특별자치시", "특별시", "광역시", "도", "시")
"""Korean words for province and city behind its name."""


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
        found += _provinces(regions, tables.get("provinces"), files)
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

    In scripts of syllables the last one may be the word for province: 강원도, 강원특별자치도; and
    the short form of a long name its first and last: 경남, 경상남도.
    """
    one, other = _without_accents(one), _without_accents(other)
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if short.isascii():
        return len(short) >= 4 and (long.startswith(short) or _one_letter_less(long, short))
    stem = short[:-1] if len(short) > 2 else short
    return (len(stem) >= 2 and long.startswith(stem)) or _short_form(short) == _short_form(long)


def _without_accents(name: str) -> str:
    """Return a name in plain Latin letters; syllables stay whole."""
    parts = unicodedata.normalize("NFD", name)
    kept = "".join(part for part in parts if not unicodedata.combining(part))
    return unicodedata.normalize("NFC", kept)


def _one_letter_less(long: str, short: str) -> bool:
    """Return whether a name is another with one letter left out."""
    return len(long) == len(short) + 1 and any(
        long[:place] + long[place + 1 :] == short for place in range(len(long))
    )


def _short_form(name: str) -> str:
    """Return a Korean province's short form: 전라북도, 전북특별자치도 and 전북 are 전북."""
    behind = next((word for word in BY_SYLLABLES if name.endswith(word)), "")
    stem = name.removesuffix(behind) if len(name) - len(behind) >= 2 else name
    return stem[0] + stem[-1] if len(stem) == 3 and behind == "도" else stem
