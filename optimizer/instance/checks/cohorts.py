"""Checks of the tables of residents and rates: every cohort is there, and none of them twice."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from optimizer.instance.problems import KEPT_PER_CHECK, Problem, ProblemList, shown
from optimizer.instance.schema.cohort_columns import AGE_GROUPS, BIRTH

COHORT_TABLES = ("population", "fertility", "survival", "migration")
CELL = ["region_id", "sex", "age_group"]
KEY_COLUMNS = (None, "region_id", "province", "sex", "age_group", "year")

Tables = Mapping[str, pd.DataFrame]
Files = Mapping[str, str]


def check_cohorts(tables: Tables, files: Files, base_year: int, problems: ProblemList) -> None:
    """Check places, sexes, ages and years of the tables that a projection takes.

    Parameters
    ----------
    tables, files : mapping of table name to DataFrame, and to file name
    base_year : int
        Residents are needed for the end of this year.
    problems : ProblemList
    """
    for name in COHORT_TABLES:
        if name not in tables:
            continue
        file = files.get(name, f"{name}.csv")
        _check_places(tables, name, file, problems)
        if name == "fertility":
            _check_mothers(tables[name], file, problems)
        # Cells that don't fit have been named: what they leave out isn't missing as well.
        near = (file, files.get("regions"))
        in_doubt = any(
            p.column == "base_year" or (p.file in near and p.column in KEY_COLUMNS)
            for p in problems
        )
        if "regions" in tables and not in_doubt:
            cells = cells_of(name, tables[name], tables["regions"], base_year)
            _check_once(cells, file, problems)
            _check_complete(cells, name, tables["regions"], file, base_year, problems)


def cells_of(name: str, frame: pd.DataFrame, regions: pd.DataFrame, base_year: int) -> pd.DataFrame:
    """Return a table's rows by region: those of a province for each region without rows of its own.

    Parameters
    ----------
    name : str
        Table; of `population` only rows of the base year, or without a year, are kept.
    frame, regions : DataFrame
    base_year : int

    Returns
    -------
    DataFrame
        Columns region_id, sex, age_group, year (NaN: every year), value and row.
    """
    cells = frame[["region_id", "province", "sex", "age_group", "year", "value"]].copy()
    cells["row"] = frame.index
    cells = cells.reset_index(drop=True)
    if name == "population":
        cells = cells[cells["year"].isna() | (cells["year"] == base_year)]
    if name == "fertility":
        cells["sex"] = "female"
    own = cells[cells["region_id"] != ""].drop(columns="province")
    shared = cells[(cells["region_id"] == "") & (cells["province"] != "")]
    if shared.empty:
        return own.reset_index(drop=True)
    homes = regions[["region_id", "province"]].drop_duplicates("region_id")
    shared = shared.drop(columns="region_id").merge(homes, on="province")[list(own.columns)]
    listed = pd.MultiIndex.from_frame(own[CELL])
    shared = shared[~pd.MultiIndex.from_frame(shared[CELL]).isin(listed)]
    return (
        shared.reset_index(drop=True) if own.empty else pd.concat([own, shared], ignore_index=True)
    )


def _check_places(tables: Tables, name: str, file: str, problems: ProblemList) -> None:
    frame = tables[name]
    by_region, by_province = frame["region_id"] != "", frame["province"] != ""
    problems.add_each(
        file,
        list(frame.index[~by_region & ~by_province]),
        lambda row: ("neither region_id nor province is given.", "fill in one of the two."),
        column="region_id",
    )
    if "regions" not in tables:
        return
    homes = tables["regions"].drop_duplicates("region_id").set_index("region_id")["province"]
    lies = frame["region_id"].map(homes)
    wrong = by_region & by_province & lies.notna() & (lies != frame["province"])
    problems.add_each(
        file,
        list(frame.index[wrong]),
        lambda row: (
            f"{shown(frame.at[row, 'region_id'])} lies in {shown(lies[row])}, not in "
            f"{shown(frame.at[row, 'province'])}.",
            "clear one of the two cells.",
        ),
        column="province",
    )
    if name == "population":
        _check_undivided(frame, homes, file, problems)


def _check_undivided(
    frame: pd.DataFrame, homes: pd.Series, file: str, problems: ProblemList
) -> None:
    """Refuse residents of a province of several regions: rates may be shared, people can't."""
    sizes = homes.value_counts()
    whole = (frame["region_id"] == "") & frame["province"].isin(sizes.index[sizes > 1])
    problems.add_each(
        file,
        list(frame.index[whole]),
        lambda row: (
            f"residents of {shown(frame.at[row, 'province'])} as a whole: they would count twice "
            "or not at all in its regions.",
            "give a row for each region instead.",
        ),
        column="province",
    )


def _check_mothers(frame: pd.DataFrame, file: str, problems: ProblemList) -> None:
    problems.add_each(
        file,
        list(frame.index[frame["sex"] == "male"]),
        lambda row: ("'male', but births are counted by the mother's age.", "delete the row."),
        column="sex",
    )


def _check_once(cells: pd.DataFrame, file: str, problems: ProblemList) -> None:
    """Refuse a cohort that is given twice for a year, or for all years and for one of them too."""
    groups = cells.groupby(CELL, sort=False)
    cells = cells.assign(
        first=groups["row"].transform("min"),
        dated=cells["year"].notna(),
        again=cells.fillna({"year": -1}).duplicated([*CELL, "year"], keep="first"),
    )
    mixed = cells.groupby(CELL, sort=False)["dated"].transform("nunique") > 1
    wrong = cells[(cells["again"] | mixed) & (cells["row"] != cells["first"])]
    # Rows with the very same key were refused when the table was read.
    named = {problem.row for problem in problems if problem.file == file}
    wrong = wrong[~wrong["row"].isin(named)].drop_duplicates("row").set_index("row")
    for row, line in list(wrong.iterrows())[:KEPT_PER_CHECK]:
        who = f"{shown(line['region_id'])}, {line['sex']}, {line['age_group']}"
        problems.add(
            file,
            f"{who} stands already in row {line['first']}.",
            row=int(str(row)),
            column="age_group",
            remedy="keep one of the two rows, or give each a year of its own.",
        )
    _count_rest(len(wrong) - KEPT_PER_CHECK, file, problems)


def _count_rest(rest: int, file: str, problems: ProblemList) -> None:
    if rest > 0:
        more = Problem(file, f"and {rest:,} more like these.", column="age_group", count=rest)
        problems.extend([more])


def _check_complete(
    cells: pd.DataFrame,
    name: str,
    regions: pd.DataFrame,
    file: str,
    base_year: int,
    problems: ProblemList,
) -> None:
    """Name every cohort without a row; of fertility, every region without any."""
    places = list(dict.fromkeys(regions["region_id"]))
    ages = (BIRTH, *AGE_GROUPS) if name == "survival" else AGE_GROUPS
    found = set(cells[CELL].itertuples(index=False, name=None))
    in_year = f" for the base year {base_year}" if name == "population" else ""
    missing: list[tuple[str, str]] = []
    if name == "fertility":
        have = set(cells["region_id"])
        missing = [
            (f"no row for region {shown(place)} or its province{in_year}.", "add its births.")
            for place in places
            if place not in have
        ]
    else:
        for place in places:
            for sex in ("female", "male"):
                lack = [age for age in ages if (place, sex, age) not in found]
                if lack:
                    which = "every age group" if len(lack) == len(ages) else ", ".join(lack)
                    words = f"no row for {shown(place)}, {sex}, {which}{in_year}."
                    missing.append((words, "add the rows; 0 says that there is nobody."))
    for words, remedy in missing[:KEPT_PER_CHECK]:
        problems.add(file, words, column="age_group", remedy=remedy)
    _count_rest(len(missing) - KEPT_PER_CHECK, file, problems)
