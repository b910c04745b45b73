"""Reads what somebody would build: a table with a row for each region and option."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from optimizer.instance.instance import Instance
from optimizer.instance.problems import InputError, Problem, ProblemList, nearest, shown
from optimizer.instance.reading.csv_text import read_csv
from optimizer.instance.reading.workbook import read_sheet

WORDS = {
    "region": ("region", "region_id", "region_name", "지역", "시군구"),
    "option": ("option", "option_id", "measure", "measure_id", "사업", "시설"),
    "count": ("count", "number", "개수", "수량"),
    "year": ("year", "phase", "연도"),
}
"""How the header may call each column."""
NEEDED = ("region", "option")


@dataclass(frozen=True)
class Build:
    """What somebody would build.

    Attributes
    ----------
    count : mapping of (region_id, option_id, year) to int
        Rows about the same thing are added up.
    taken : frozenset of (region_id, measure_id), or None
        Measures; None where the table names none, so that they are open.
    """

    count: Mapping[tuple[str, str, int], int]
    taken: frozenset[tuple[str, str]] | None = None


def read_build(source: str | Path | pd.DataFrame, instance: Instance) -> Build:
    """Return what a table says is built.

    Parameters
    ----------
    source : str, Path or DataFrame
        A CSV file, a workbook (.xlsx), or a frame. Columns: region (region_id, or the name in
        either language), option (option_id, or measure_id), count (1 where it is left out) and,
        beside phases, year (the first phase where it is left out). Other columns are let be.
    instance : Instance

    Raises
    ------
    InputError
        Naming every row that can't be understood.
    """
    problems = ProblemList()
    name = "the table" if isinstance(source, pd.DataFrame) else Path(source).name
    frame = _frame(source, name, problems)
    problems.raise_if_any()
    columns = _columns(frame, name)
    regions, words = _regions(instance), _words(instance)
    measures = set(instance.table("measures")["measure_id"])
    years = [phase.year for phase in instance.phases] or [instance.base_year]
    count: dict[tuple[str, str, int], int] = defaultdict(int)
    taken: set[tuple[str, str]] = set()
    for row, cells in frame.iterrows():
        told = {key: str(cells[column]).strip() for key, column in columns.items()}
        if not any(told.values()):
            continue
        place = (name, int(row) if isinstance(row, int) else 0)
        region = _region(told["region"], regions, place, problems)
        option = _word(told["option"], words, place, problems)
        number = _whole(told.get("count", ""), 1, "count", place, problems)
        year = _whole(told.get("year", ""), years[0], "year", place, problems)
        if number is not None and number < 0:
            _add(problems, place, "count", f"{number} does not fit; expected 0 or more.", "")
        elif year is not None and year not in years:
            listed = ", ".join(str(each) for each in years)
            _add(problems, place, "year", f"{year} is no phase; known: {listed}.", "")
        elif region and option and number and year is not None:
            if option in measures:
                taken.add((region, option))
            else:
                count[region, option, year] += number
    problems.raise_if_any()
    return Build(dict(count), frozenset(taken) if taken else None)


def _frame(source: str | Path | pd.DataFrame, name: str, problems: ProblemList) -> pd.DataFrame:
    """Return the cells as text; the index is the row as a spreadsheet counts it."""
    if isinstance(source, pd.DataFrame):
        frame = source.astype(object).where(source.notna(), "")
        return frame.set_axis(range(2, len(frame) + 2), axis="index")
    path = Path(source)
    try:
        if path.suffix.lower() == ".xlsx":
            frame = read_sheet(path)
            return frame.set_axis(range(2, len(frame) + 2), axis="index")
        found = read_csv(path.read_bytes(), name, problems)
        return pd.DataFrame() if found is None else found
    except OSError as error:
        reason = "there is no such file" if not path.exists() else error.strerror or "unreadable"
        problems.add(str(source), f"{reason}.")
    except ValueError as error:
        problems.add(name, f"{error}.")
    return pd.DataFrame()


def _columns(frame: pd.DataFrame, name: str) -> dict[str, str]:
    """Return the frame's column of each of our words.

    Raises
    ------
    InputError
    """
    plain = {str(column).strip().casefold(): str(column) for column in frame.columns}
    found = {
        key: plain[next(word for word in words if word in plain)]
        for key, words in WORDS.items()
        if any(word in plain for word in words)
    }
    missing = [
        Problem(
            name,
            f"there is no column {key}; the header has {', '.join(plain) or 'nothing'}.",
            1,
            remedy=f"call one of the columns {' or '.join(WORDS[key][:2])}.",
        )
        for key in NEEDED
        if key not in found
    ]
    if missing:
        raise InputError(missing)
    return found


def _regions(instance: Instance) -> dict[str, list[str]]:
    """Return the ids of the regions that a word may mean."""
    known: dict[str, list[str]] = defaultdict(list)
    table = instance.regions
    for column in ("region_id", "name", "name_local"):
        for word, region in zip(table[column], table["region_id"], strict=True):
            if str(word).strip() and region not in known[_plain(word)]:
                known[_plain(word)].append(str(region))
    return dict(known)


def _words(instance: Instance) -> dict[str, str]:
    ids = [*instance.options["option_id"], *instance.table("measures")["measure_id"]]
    return {_plain(word): str(word) for word in ids}


def _plain(word: object) -> str:
    return str(word).strip().casefold().replace(" ", "_").replace("-", "_").removesuffix(".0")


def _region(
    word: str, known: Mapping[str, list[str]], place: tuple[str, int], problems: ProblemList
) -> str | None:
    # Names of districts often go without what they are: Iksan for Iksan-si.
    plain = _plain(word)
    found = known.get(plain) or [
        region for end in ("_si", "_gun", "_gu") for region in known.get(plain + end, [])
    ]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(found)
        message = f"{shown(word)} may mean several regions: {listed}."
        _add(problems, place, "region", message, "write the region_id.")
    else:
        message = f"{shown(word)} is no region of the instance."
        _add(problems, place, "region", message, nearest(word, list(known)))
    return None


def _word(
    word: str, known: Mapping[str, str], place: tuple[str, int], problems: ProblemList
) -> str | None:
    if _plain(word) in known:
        return known[_plain(word)]
    message = f"{shown(word)} is no option or measure of the instance."
    _add(problems, place, "option", message, nearest(word, list(known.values())))
    return None


def _whole(
    cell: str, blank: int, column: str, place: tuple[str, int], problems: ProblemList
) -> int | None:
    if not cell:
        return blank
    try:
        number = float(cell)
    except ValueError:
        number = 0.5
    if number != int(number):
        _add(problems, place, column, f"{shown(cell)} is no whole number.", "")
        return None
    return int(number)


def _add(
    problems: ProblemList, place: tuple[str, int], column: str, message: str, remedy: str
) -> None:
    problems.add(place[0], message, row=place[1], column=column, remedy=remedy)
