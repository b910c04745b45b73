"""Turns a table's text into checked, typed columns with every default filled in."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from optimizer.instance.problems import ProblemList, nearest, shown
from optimizer.instance.reading.cells import parse_column
from optimizer.instance.reading.files import INDEX
from optimizer.instance.schema.columns import REQUIRED_TABLES, TABLES
from optimizer.instance.schema.definitions import Column, Table

DISTINCT = 20
"""Strange words of a column that are each named; the rest are counted."""


def parse_table(
    text: pd.DataFrame, table: Table, file: str, problems: ProblemList
) -> pd.DataFrame | None:
    """Return a table with typed columns in the definition's order.

    Parameters
    ----------
    text : DataFrame
        Trimmed cells, indexed by the row as a spreadsheet counts it.
    table : Table
        The definition.
    file : str
        Named in problems.
    problems : ProblemList
        Receives unknown and missing columns, cells that don't fit, repeated keys.

    Returns
    -------
    DataFrame
        Every defined column; numbers without value and default are NaN, text is "". None where
        no column is known.
    """
    known = [column.name for column in table.columns]
    if not _refuse_unknown(text, table, file, problems):
        return None
    if text.empty:
        problems.add(
            file,
            "the table has a header but no rows.",
            remedy="add rows, or delete the file if there is nothing to say.",
        )
    parts: dict[str, pd.Series] = {}
    for column in table.columns:
        if column.name in text.columns:
            cells = as_text(text[column.name], column)
            parts[column.name] = parse_column(cells, column, column.name, file, problems)
            continue
        if column.required:
            problems.add(
                file,
                "the column is missing.",
                row=1,
                column=column.name,
                remedy=f"add it: {column.hint()}",
            )
        parts[column.name] = _absent(column, text.index)
    for header in text.columns:
        family = table.column(str(header))
        if str(header) not in known and family is not None:
            cells = as_text(text[header], family)
            parts[str(header)] = parse_column(cells, family, str(header), file, problems)
    frame = pd.DataFrame(parts, index=text.index)
    if table.key and all(key in text.columns or not _needed(table, key) for key in table.key):
        _refuse_repeated(frame, table, file, problems)
    return frame


def _refuse_unknown(text: pd.DataFrame, table: Table, file: str, problems: ProblemList) -> bool:
    """Name unknown columns; return whether any column is known."""
    headers, unknown = list(text.columns), _unknown(text, table)
    names = [column.name for column in (*table.columns, *table.families)]
    if headers and len(unknown) == len(headers) and len(headers) > 1:
        problems.add(
            file,
            f"no column is known; the first row begins with {shown(headers[0])}.",
            row=1,
            remedy=f"the first row must be the header: {', '.join(names)}.",
        )
        return False
    for header in unknown:
        left_over = header.startswith(("__index_level_", "Unnamed:")) or header == "index"
        remedy = INDEX if left_over else nearest(header, names)
        problems.add(file, "the column is unknown.", row=1, column=header, remedy=remedy)
    return True


def _unknown(text: pd.DataFrame, table: Table) -> list[str]:
    """Return the headers that are none of a table's columns."""
    return [str(header) for header in text.columns if table.column(str(header)) is None]


def _needed(table: Table, key: str) -> bool:
    column = table.column(key)
    return column is not None and column.required


def as_text(cells: pd.Series, column: Column) -> pd.Series:
    """Return cells as text, except numbers that stand for numbers (Parquet)."""
    if not pd.api.types.is_numeric_dtype(cells) or column.kind in ("number", "integer"):
        return cells
    return cells.map(_code).astype(object)


def count_filled(text: pd.DataFrame) -> dict[str, int]:
    """Return for each header of a file how many of its cells are not blank."""
    counts: dict[str, int] = {}
    for header in text.columns:
        cells = text[header]
        numbers = pd.api.types.is_numeric_dtype(cells)
        counts[str(header)] = int((cells.notna() if numbers else cells != "").sum())
    return counts


def _code(value: float) -> str:
    """Return a number that stands for a code: 11010.0, as spreadsheets store it, is 11010."""
    if math.isnan(value):
        return ""
    whole = math.isfinite(value) and value == int(value)
    return str(int(value)) if whole else str(value)


def first_unfit(cells: pd.Series, column: Column) -> int | None:
    """Return the first row whose number a column of numbers does not allow, None if all fit."""
    wrong = ~np.isfinite(cells) & cells.notna()
    if column.low is not None:
        wrong |= cells < column.low
    if column.high is not None:
        wrong |= cells > column.high
    if column.kind == "integer":
        wrong |= cells.notna() & (cells != np.floor(cells))
    return int(cells.index[wrong][0]) if wrong.any() else None


def number_columns() -> list[str]:
    """Return every defined column of numbers as table.column."""
    return [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if column.kind in ("number", "integer")
    ]


def _absent(column: Column, index: pd.Index) -> pd.Series:
    if column.kind in ("number", "integer"):
        value = np.nan if column.default is None else float(column.default)
        return pd.Series(value, index=index, dtype=float)
    if column.kind == "flag" and column.default is None and not column.required:
        return pd.Series(np.nan, index=index, dtype=float)
    if column.kind == "flag":
        return pd.Series(bool(column.default), index=index, dtype=bool)
    return pd.Series("", index=index, dtype=object)


def _refuse_repeated(frame: pd.DataFrame, table: Table, file: str, problems: ProblemList) -> None:
    keys = list(table.key)
    # A key with a blank required part has its own problem already.
    whole = pd.Series(True, index=frame.index)
    for key in keys:
        if _needed(table, key):
            whole &= frame[key] != ""
    frame = frame.loc[whole, keys]
    again = frame.duplicated(keep="first")
    if not again.any():
        return
    twice = frame[frame.duplicated(keep=False)].fillna({"year": -1} if "year" in keys else {})
    first = twice.index.to_series().groupby([twice[key] for key in keys]).transform("min")

    def say(row: int) -> tuple[str, str]:
        parts = [(key, frame[key][row]) for key in keys]
        text = ", ".join(
            f"{key} {shown(value)}" for key, value in parts if value != "" and value == value
        )
        return f"the key {text} stands already in row {first[row]}.", "keep one of the two rows."

    problems.add_each(file, list(frame.index[again]), say)


def check_references(
    tables: Mapping[str, pd.DataFrame], files: Mapping[str, str], problems: ProblemList
) -> None:
    """Name every cell that refers to a row which isn't there.

    Parameters
    ----------
    tables : mapping of table name to DataFrame
    files : mapping of table name to file name
    problems : ProblemList
    """
    names = region_names(tables.get("regions"))
    others = codes_elsewhere(tables)
    for name, frame in tables.items():
        missing: set[str] = set()
        for column in TABLES[name].columns:
            if not column.refers:
                continue
            places = [place.split(".") for place in column.refers.split(" or ")]
            target = places[0][0]
            if target not in tables:
                if target not in (*REQUIRED_TABLES, *files, *missing):
                    missing.add(target)
                    problems.add(
                        files[name],
                        f"it refers to {target}, which is absent.",
                        column=column.name,
                        remedy=f"add {target}.csv, or delete {files[name]}.",
                    )
                continue
            keys = [key for _, key in places]
            known = [str(w) for key in keys for w in tables[target][key].unique() if w != ""]
            if known:
                where = f"{target}, column {' or '.join(keys)}"
                called = names if target == "regions" and "region_id" in keys else {}
                elsewhere = others if called else {}
                check_words_occur(
                    frame[column.name], known, where, files[name], problems, called, elsewhere
                )


def check_words_occur(
    cells: pd.Series,
    known: list[str],
    where: str,
    file: str,
    problems: ProblemList,
    names: Mapping[str, list[str]] | None = None,
    others: Mapping[str, str] | None = None,
) -> None:
    """Name every cell of a column that is none of the known words; blank cells pass.

    Parameters
    ----------
    cells : Series of str
        Indexed by the row as a spreadsheet counts it; its name is the column.
    known : list of str
    where : str
        Where the known words stand, for the message.
    file : str
    problems : ProblemList
    names : mapping of name to codes, optional
        What known words are called, for whoever wrote a name where a code belongs.
    others : mapping of code to str, optional
        What codes mean that are used elsewhere, as a remedy.
    """
    strange = cells[(cells != "") & ~cells.isin(known)]
    rows = strange.index.to_series().groupby(strange.to_numpy(), sort=False).agg(["min", "size"])
    for cell, row, count in list(rows.itertuples(name=None))[:DISTINCT]:
        codes = (names or {}).get(str(cell).casefold())
        remedy = nearest(str(cell), known) if codes is None else _coded(codes)
        remedy = (others or {}).get(str(cell), remedy)
        also = f" ({count:,} rows)" if count > 1 else ""
        problems.add(
            file,
            f"{shown(cell)} does not occur in {where}{also}.",
            row=int(row),
            column=str(cells.name),
            remedy=remedy,
        )
    if len(rows) > DISTINCT:
        problems.add(file, f"and {len(rows) - DISTINCT:,} more such words.", column=str(cells.name))


def codes_elsewhere(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return what each of `other_codes` means, as a remedy for whoever wrote it here."""
    if not {"regions", "other_codes"} <= set(tables):
        return {}
    regions = tables["regions"].drop_duplicates("region_id").set_index("region_id")["name"]
    found: dict[str, str] = {}
    rows = tables["other_codes"][["code", "region_id", "system"]]
    for code, region, system in rows.itertuples(index=False, name=None):
        whose = f" ({system})" if system else ""
        found[str(code)] = (
            f"that is another code of {regions.get(region, region)}{whose}; here it is {region}."
        )
    return found


def _coded(codes: list[str]) -> str:
    if len(codes) == 1:
        return f"that is a name; its code is {codes[0]}."
    return (
        f"that is a name of several; write the code of the one that is meant: {'; '.join(codes)}."
    )


def region_names(regions: pd.DataFrame | None) -> dict[str, list[str]]:
    """Return the codes of the regions by name, in either language; of several with provinces."""
    if regions is None:
        return {}
    called: dict[str, dict[str, str]] = {}
    for column in ("name", "name_local"):
        for code, name, province in zip(
            regions["region_id"], regions[column], regions["province"], strict=True
        ):
            if name:
                called.setdefault(str(name).casefold(), {})[str(code)] = str(province)
    return {
        name: [*codes]
        if len(codes) == 1
        else [f"{code} ({place})" for code, place in codes.items()]
        for name, codes in called.items()
    }
