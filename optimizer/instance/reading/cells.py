"""Turns the text of one column into values, naming every cell that does not fit."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
import pandas as pd

from optimizer.arrays import Flags, Floats, Words
from optimizer.instance.problems import ProblemList, nearest, shown
from optimizer.instance.reading.decimals import refuse_grouped
from optimizer.instance.schema.definitions import Column

LARGEST = 1e14
"""Largest number that a cell may hold; solvers take larger ones for infinite."""
COUNTS = ("persons", "jobs", "dwellings", "graduates", "graduates/year", "places")
"""Units of what is counted: three decimals in every cell are thousands there, if anything."""
TRUE_WORDS = {"true": True, "1": True, "false": False, "0": False}
_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([,'’\s]\d{3})+(\.\d+)?|[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_PERCENT = re.compile(r"[+-]?[\d.]+\s*[%％]")
_SPREADSHEET_ERROR = re.compile(r"#[A-Z/0]+[!?]?|#+", re.IGNORECASE)
_ERROR_WORD = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NULL!|NUM!|SPILL!|CALC!)|#{2,}")
"""What spreadsheets show in place of text."""
MADE_NUMBERS = (
    "Excel has made numbers of codes; their last digits are lost.",
    "take the codes from the source anew, into cells formatted as text.",
)
MADE_DATES = (
    "a spreadsheet has made a date of a code.",
    "write the code anew, into a cell formatted as text.",
)
"""What a spreadsheet did to codes, and what mends it."""
_DATE_OF_CODE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]00:00:00)?|\d{1,2}월 ?\d{1,2}일"
    r"|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
"""What spreadsheets make of codes such as 3-1; Mar-01 may be a code, too."""
_DASH = re.compile(r"[-–—−]+")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d{1,2}")
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_DAY = re.compile(
    r"\d{4}-\d{2}-\d{2}(T[\d:.]+)?|\d{1,2}월 ?\d{1,2}일|[A-Za-z]{3}-\d{2}"
    r"|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,4}/\d{1,2}(/\d{1,4})?"
)
_SPAN = re.compile(r"(\d{1,3})(?: ?[-–~] ?(\d{1,3})|\+)")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?( [\d:]+)?|\d{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-\d{2}"
    r"|\d{1,2}월 ?\d{1,2}일"
)


def parse_column(
    text: pd.Series, column: Column, header: str, file: str, problems: ProblemList
) -> pd.Series:
    """Return a column's values; blank cells take the default.

    Parameters
    ----------
    text : Series of str
        Trimmed cells, or of a column of numbers these themselves (Parquet), NaN where blank; the
        index holds the rows as a spreadsheet counts them.
    column : Column
        The definition.
    header : str
        The header as written (differs from the definition's name for families).
    file : str
        Named in problems.
    problems : ProblemList
        Receives a problem for each cell that does not fit.
    """
    blank = _blank(text)
    if column.required and blank.any():
        problems.add_each(
            file,
            list(text.index[blank]),
            lambda row: (
                f"the cell is blank; expected {column.expected()}.",
                f"fill it in: {column.hint()}",
            ),
            column=header,
        )
    if column.kind in ("id", "text"):
        return _words(text, blank, column, header, file, problems)
    if column.kind == "flag":
        return _flags(text, blank, column, header, file, problems)
    if _is_numeric(text):
        # Numbers as they are: nothing is lost, or takes time, on the way through text.
        values = text.to_numpy(dtype=float, na_value=np.nan, copy=True)
        return _fitting(values, text, blank, column, header, file, problems)
    return _numbers(text, blank, column, header, file, problems)


def _is_numeric(cells: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)


def _blank(cells: pd.Series) -> Flags:
    found = cells.isna() if _is_numeric(cells) else cells == ""
    return np.asarray(found, dtype=bool)


def _words(
    text: pd.Series, blank: Flags, column: Column, header: str, file: str, problems: ProblemList
) -> pd.Series:
    # Each word is looked at once, and held in memory once.
    place, found = pd.factorize(text)
    words: Words = np.asarray(found, dtype=object)
    values = words[place]
    if column.kind == "id":
        lost = _matching(words, _SCIENTIFIC)[place]
        if lost.any():
            _refuse_codes(text[lost], *MADE_NUMBERS, header, file, problems)
            # What these codes were, nobody can tell: nothing else is said of them.
            values[lost], blank = "", blank | lost
            text = text.where(~lost, "")
    if column.kind == "id" and not column.choices:
        dates = _matching(words, _DATE_OF_CODE)[place]
        if dates.any():
            _refuse_codes(text[dates], *MADE_DATES, header, file, problems)
            values[dates], blank = "", blank | dates
    errors = _matching(words, _ERROR_WORD)[place]
    if errors.any():
        _report(text, errors, column, header, file, problems)
        text, blank = text.where(~errors, ""), blank | errors
    if column.choices:
        unknown = ~blank & ~np.asarray(text.isin(list(column.choices)), dtype=bool)
        _report(text, unknown, column, header, file, problems)
    lost = np.fromiter(("\ufffd" in word for word in words), bool, len(words))[place]
    lost &= ~blank
    if lost.any():
        problems.add_each(
            file,
            list(text.index[lost]),
            lambda row: (
                f"{shown(text[row])} holds the mark of a character lost in an earlier conversion.",
                "write the text anew.",
            ),
            column=header,
        )
    values[blank] = "" if column.default is None else column.default
    return pd.Series(values, index=text.index, dtype=object, name=text.name)


def _matching(words: Words, pattern: re.Pattern[str]) -> Flags:
    """Return which words are wholly of a pattern."""
    return np.fromiter((pattern.fullmatch(word) is not None for word in words), bool, len(words))


def _refuse_codes(
    cells: pd.Series, happened: str, remedy: str, header: str, file: str, problems: ProblemList
) -> None:
    """Name the first of some codes that a spreadsheet has changed, and count the others."""
    row = int(cells.index[0])
    more = f", and {len(cells) - 1:,} more cells like it" if len(cells) > 1 else ""
    message = f"{shown(cells[row])}{more}: {happened}"
    problems.add(file, message, row=row, column=header, remedy=remedy)


def _flags(
    text: pd.Series, blank: Flags, column: Column, header: str, file: str, problems: ProblemList
) -> pd.Series:
    values = text.str.lower().map(TRUE_WORDS)
    wrong = ~blank & np.asarray(values.isna(), dtype=bool)
    _report(text, wrong, column, header, file, problems)
    if column.default is None and not column.required:
        return values.astype(float)
    fallback = bool(column.default) if column.default is not None else False
    return values.where(values.notna(), fallback).astype(bool)


def _numbers(
    text: pd.Series, blank: Flags, column: Column, header: str, file: str, problems: ProblemList
) -> pd.Series:
    # Only plain decimals: pandas alone would also read 0x10, 1_000 or True.
    plain = np.asarray(text.str.fullmatch(_NUMBER), dtype=bool)
    if column.unit in COUNTS:
        refuse_grouped(text, header, file, problems)
    cells = text.to_numpy(dtype=object, copy=True)
    cells[~plain] = None
    values = np.asarray(pd.to_numeric(cells, errors="coerce"), dtype=float)
    return _fitting(values, text, blank, column, header, file, problems)


def _fitting(
    values: Floats,
    text: pd.Series,
    blank: Flags,
    column: Column,
    header: str,
    file: str,
    problems: ProblemList,
) -> pd.Series:
    """Return the numbers that a column allows; the rest is named, and NaN."""
    wrong = ~(np.abs(values) <= LARGEST)
    if column.kind == "integer":
        wrong |= values != np.floor(values)
    if column.low is not None:
        wrong |= values < column.low
    if column.high is not None:
        wrong |= values > column.high
    wrong &= ~blank
    if wrong.any():
        said = text[wrong].map(lambda cell: cell if isinstance(cell, str) else repr(float(cell)))
        _report(said, np.ones(len(said), dtype=bool), column, header, file, problems)
    values[wrong] = np.nan
    values[blank] = np.nan if column.default is None else float(column.default)
    return pd.Series(values, index=text.index, name=text.name)


def _report(
    text: pd.Series, wrong: Flags, column: Column, header: str, file: str, problems: ProblemList
) -> None:
    if not wrong.any():
        return
    problems.add_each(
        file,
        list(text.index[wrong]),
        lambda row: (
            f"{shown(text[row])} does not fit; expected {column.expected()}.",
            _remedy(str(text[row]), column),
        ),
        column=header,
    )


def _remedy(cell: str, column: Column) -> str:
    if _SPREADSHEET_ERROR.fullmatch(cell):
        return "mend the formula behind it; leave the cell blank if unknown."
    if column.choices:
        overlapped = _overlapped(cell, column.choices)
        if overlapped:
            return f"it overlaps {', '.join(overlapped)}: give its residents or rates by these."
        if _DATE.fullmatch(cell):
            return "Excel made a date of it: format the column as text and write it anew."
        return nearest(cell, list(column.choices))
    if column.kind == "flag":
        return "write true or false."
    if _TIME.fullmatch(cell):
        return "Excel made a time of it: format the cell as a number, in the unit of the column."
    if _DAY.fullmatch(cell):
        return "Excel made a date of it: format the cell as a number, and write it anew."
    if _DASH.fullmatch(cell):
        unknown = "" if column.required else "; blank would mean that none is stated"
        return f"spreadsheets show 0 as a dash: write 0 if that is meant{unknown}."
    if _PERCENT.fullmatch(cell):
        return "write a share (0.25), not a percentage (25%)."
    if _THOUSANDS.fullmatch(cell):
        marks = r"[,'’\s]" if cell.count(".") < 2 else r"\."
        plain = re.sub(marks, "", cell).replace(",", ".")
        return f"no thousands separators: {plain}; for decimals use a point."
    if cell.startswith("\u2212"):
        return f"write the minus sign of the keyboard: -{cell[1:]}."
    if cell.startswith("="):
        return "this is a formula: write what it gives."
    if _DECIMAL_COMMA.fullmatch(cell):
        return f"use a point for decimals: {cell.replace(',', '.')}."
    try:
        value = float(cell if cell.isascii() and "_" not in cell else "no number")
    except ValueError:
        return "write the number alone, without unit or symbol; leave the cell blank if unknown."
    if not np.isfinite(value):
        return "write a finite number; leave the cell blank if there is none."
    if abs(value) > LARGEST:
        return f"no figure of a region or an option is above {LARGEST:g}: check its unit."
    if column.kind == "integer" and value != np.floor(value):
        return "write a whole number."
    unit = f" (unit: {column.unit})" if column.unit else ""
    return f"check the value and its unit{unit}."


def _overlapped(cell: str, choices: Collection[str]) -> list[str]:
    """Return the age groups that a span of other ages overlaps; none where it is no such span."""
    span = _ages(cell)
    if span is None or span[0] >= span[1]:
        return []
    known = {word: _ages(word) for word in choices}
    return [
        word
        for word, ages in known.items()
        if ages and max(span[0], ages[0]) <= min(span[1], ages[1])
    ]


def _ages(word: str) -> tuple[float, float] | None:
    """Return first and last age of a span such as 20-24 or 85+."""
    found = _SPAN.fullmatch(word)
    if found is None:
        return None
    return float(found[1]), np.inf if found[2] is None else float(found[2])
