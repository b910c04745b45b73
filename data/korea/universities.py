"""Graduates a year by campus and field, from the admission quotas of 2024."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import sources as raw
import units

FIELDS = {
    "engineering": ("공학계열",),
    "natural_science": ("자연계열",),
    "medicine": ("의약계열",),
    "social": ("사회계열",),
    "humanities": ("인문계열",),
    "arts": ("예체능계열",),
}
"""The fields of the quota table but education, whose graduates become teachers."""
KINDS = {
    "대학교": 0.82,
    "산업대학": 0.80,
    "각종대학": 0.80,
    "전문대학": 0.75,
    "기능대학": 0.75,
    "기술대학": 0.75,
}
"""Kinds of school that count, and the share of the quota that is filled and finishes (assumption;
graduate schools, teachers' colleges, distance and in-house colleges are left out)."""
HIREABLE = 0.25
HIREABLE_CAPITAL = 0.05
"""Assumption: share of graduates whom clusters outside the Capital Area can hire: a quarter of
those of the provinces (33-58% of them work in the region today, SOURCES.md [77]); of the Capital
Area's one in twenty (72.8% of job-seekers there avoid other regions, SOURCES.md [59b])."""
SEAT_SHARE = 0.10
"""Assumption: training seats can be added up to a tenth of a campus's graduates in a field."""
SEAT_FIELDS = ("engineering", "natural_science", "medicine", "arts")
SEAT_COST = 0.34
"""bn KRW for one more graduate a year: the talent budget of the Gwangju AI cluster, 10.2 a year
(SOURCES.md [2]), over about 300 trainees a year (assumption) for ten years."""


def cohort_factor(ages: pd.Series) -> float:
    """Mean size of the cohorts that will graduate until the horizon, relative to today's.

    Parameters
    ----------
    ages : Series
        National residents by five-year group, December 2024: index 5, 10 and 15.

    Notes
    -----
    Those who enter in 2024-36 are 7 to 19 years old now; places that stay empty are not filled.
    """
    return float(min(1.0, (ages[5] * 0.6 + ages[10] + ages[15]) / 2.6 / ages[15]))


def campuses(sources: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Quotas by campus and field with the region of the campus.

    Main campuses come joined to a district; branch campuses are placed by the alias list
    ``campuses.csv``; what is in neither is dropped and reported by :func:`lost_share`.
    """
    table = raw.read_csv(sources / "university" / "univ_quota_joined.csv")
    table = table[table["학교구분명"].isin(KINDS)].copy()
    alias = raw.read_csv(Path(__file__).parent / "campuses.csv")
    key = ["name", "province", "kind"]
    table["name"] = table["학교명"].str.strip()
    table["province"] = table["시도명"].map(units.short_province)
    table["kind"] = table["본분교구분명"].str.strip()
    table = table.merge(alias[[*key, "code", "seats"]], on=key, how="left")
    # Where a school has two branches in a province the alias says which by its quota.
    total = table["입학정원수(총계)"]
    fits = table["seats"].isna() | (table["seats"] == total)
    table = table[fits].reset_index(drop=True)
    table["code"] = table["u"].fillna(table["code"])
    return table


def lost_share(table: pd.DataFrame) -> float:
    """Share of the quota of the schools that count whose campus could not be placed."""
    quota = table["입학정원수(총계)"]
    return float(quota[table["code"].isna()].sum() / quota.sum())


def build(sources: Path, frame: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Return the rows of ``universities.csv``.

    Returns
    -------
    DataFrame
        university_id, field, name, region_id, graduates, hireable_share, max_seats, seat_cost.
    """
    table = campuses(sources, frame)
    table = table[table["code"].notna()].copy()
    table["code"] = table["code"].astype(int)
    capital = dict(zip(frame["code"], frame["capital"], strict=True))
    rate = table["학교구분명"].map(KINDS) * factor
    table = table.sort_values(["code", "name", "kind"], kind="stable")
    number = table.groupby("code").cumcount() + 1
    table["university_id"] = table["code"].astype(str) + "-" + number.map("{:02d}".format)
    rows = []
    for field, columns in FIELDS.items():
        graduates = sum(table[f"{c} 입학정원수"] for c in columns) * rate
        part = table[["university_id", "name", "code"]].assign(field=field, graduates=graduates)
        rows.append(part)
    out = pd.concat(rows)
    out["graduates"] = out["graduates"].round().astype(int)
    out = out[out["graduates"] > 0].copy()
    in_capital = out["code"].map(capital)
    out["hireable_share"] = in_capital.map({True: HIREABLE_CAPITAL, False: HIREABLE})
    seats = (out["graduates"] * SEAT_SHARE).astype(int)
    out["max_seats"] = seats.where(out["field"].isin(SEAT_FIELDS) & ~in_capital, 0)
    out["seat_cost"] = SEAT_COST
    out["region_id"] = out["code"].astype(str)
    order = {field: i for i, field in enumerate(FIELDS)}
    out = out.sort_values(["university_id", "field"], key=lambda c: c.map(order).fillna(c))
    columns = ["university_id", "field", "name", "region_id", "graduates", "hireable_share"]
    return out[[*columns, "max_seats", "seat_cost"]].reset_index(drop=True)
