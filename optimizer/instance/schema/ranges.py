"""Low, central and high of what is uncertain: [ranges], and the settings' general ranges."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pydantic import ValidationError

from optimizer.arrays import plain
from optimizer.instance.problems import ProblemList, nearest, shown
from optimizer.instance.reading.tables import first_unfit, number_columns
from optimizer.instance.reading.toml_words import Origin, Words
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.settings import Settings, expected
from optimizer.instance.schema.targets import (
    Target,
    has_sectors,
    multiplied,
    parse_target,
    words_of,
)

Tables = Mapping[str, pd.DataFrame]
Ends = tuple[float, float]


@dataclass(frozen=True)
class Range:
    """The plausible range of one behavioural setting or one column.

    Parameters
    ----------
    name : str
        A setting, "table.column", or "table.column[word]" for the rows of one sector or, of
        options, one hub_type.
    low, central, high : float
        Central is the value in use: of a setting in its unit, of a column the factor 1.
    unit : str
        "factor" for a column.
    stated : bool
        Whether [ranges] says so; else it is the setting's general range, widened where the value
        in use lies outside it.
    """

    name: str
    low: float
    central: float
    high: float
    unit: str
    stated: bool


def behavioural() -> dict[str, tuple[float, float, str]]:
    """Return low, high and unit of each setting that says how people or projects behave."""
    found: dict[str, tuple[float, float, str]] = {}
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        low, high = extra.get("low"), extra.get("high")
        if isinstance(low, int | float) and isinstance(high, int | float):
            found[name] = (float(low), float(high), str(extra.get("unit", "")))
    return found


def merge_range(words: Words, key: str, value: Any, origin: Origin, problems: ProblemList) -> None:
    """Take in one key of [ranges]; a later file's takes the place of an earlier one's."""
    if isinstance(value, Mapping):
        # Written without quotes, options.multiplier is a table within a table to TOML.
        for inner, ends in value.items():
            merge_range(words, f"{key}.{inner}", ends, origin, problems)
        return
    ends = [_number(end) for end in value] if isinstance(value, list | tuple) else []
    numbers = [end for end in ends if end is not None]
    what = ""
    if len(ends) != 2 or len(numbers) != 2:
        what = "is not a range; expected two numbers, [low, high]"
    elif numbers[0] > numbers[1]:
        what = "is not a range, as the low end is above the high end"
    if what:
        problems.add(
            origin.file,
            f"{shown(value)} {what}.",
            row=origin.line,
            column=f"ranges.{key}",
            remedy=f"write {key if '.' not in key else shown(key)} = [low, high].",
        )
        return
    words.put("ranges", key, (numbers[0], numbers[1]), origin)


def _number(value: Any) -> float | None:
    number = plain(value)
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    return float(number) if abs(number) <= 1e100 and not math.isnan(number) else None


def all_ranges(
    words: Words,
    settings: Settings,
    tables: Tables,
    files: Mapping[str, str],
    problems: ProblemList,
) -> dict[str, Range]:
    """Return the range of each behavioural setting, and of each column named in [ranges].

    Parameters
    ----------
    words : Words
        With what `merge_range` took in.
    settings : Settings
        In use.
    tables, files : mapping of table name to DataFrame (scaled), and to the name in messages
    problems : ProblemList
        Receives unknown names, ends that don't fit, and ranges without the value in use.

    Notes
    -----
    A value that was laid over a range later, by a scenario or `--set`, is a question and no
    mistake: the range is widened to hold it, or dropped where the value is a word. The ranges of a
    column and of one sector's rows in it are two factors, which are multiplied.
    """
    ranges: dict[str, Range] = {}
    known = behavioural()
    # A setting that doesn't fit has been named; the default in its place is not what is in use.
    in_doubt = any((problem.column or "").startswith("settings") for problem in problems)
    for name, (low, high, unit) in known.items():
        value = getattr(settings, name)
        if not isinstance(value, str):
            ranges[name] = _holding(name, (low, high), float(value), unit, stated=False)
    for name, ends in words.sections.get("ranges", {}).items():
        if name in known and in_doubt:
            continue
        if name in known:
            found = _of_setting(name, ends, known[name][2], settings, words, problems)
        else:
            found = _of_column(name, ends, tables, files, words, problems)
        ranges.pop(name, None)
        if found is not None:
            ranges[name] = found
    return ranges


def _holding(name: str, ends: Ends, value: float, unit: str, *, stated: bool) -> Range:
    return Range(name, min(ends[0], value), value, max(ends[1], value), unit, stated)


def _refuse(words: Words, name: str, message: str, remedy: str, problems: ProblemList) -> None:
    origin = words.origin("ranges", name)
    problems.add(origin.file, message, row=origin.line, column=f"ranges.{name}", remedy=remedy)


def _of_setting(
    name: str, ends: Ends, unit: str, settings: Settings, words: Words, problems: ProblemList
) -> Range | None:
    for end in ends:
        reason = _unfit(name, end, settings)
        if reason:
            _refuse(words, name, reason, "use another end of the range.", problems)
            return None
    value = getattr(settings, name)
    laid_over = _written_later(words, name)
    if isinstance(value, str):
        if not laid_over:
            message = f"{name} is {shown(value)} in this instance, which has no range."
            _refuse(words, name, message, "take the range out.", problems)
        return None
    if not ends[0] <= value <= ends[1] and not laid_over:
        _refuse(
            words,
            name,
            f"[{ends[0]:g}, {ends[1]:g}] does not hold the value in use, {value:g}.",
            f"widen the range, or set settings.{name} within it.",
            problems,
        )
        return None
    return _holding(name, ends, float(value), unit, stated=True)


def _unfit(name: str, end: float, settings: Settings) -> str:
    """Return why an end can't be set while the other settings stay as they are; "" if it can."""
    try:
        Settings.model_validate(settings.model_dump() | {name: end})
    except ValidationError as error:
        items = error.errors()
        if any(item["loc"] for item in items):
            return f"{end:g} does not fit; expected {expected('settings', name)}."
        return f"at {end:g}, {str(items[0]['msg']).removeprefix('Value error, ')}."
    return ""


def _written_later(words: Words, name: str) -> bool:
    """Return whether a setting was written after its range, in another place."""
    order = list(words.origins)
    value, own = f"settings.{name}", f"ranges.{name}"
    if value not in words.origins:
        return False
    other = words.origins[value].file != words.origins[own].file
    return other and order.index(value) > order.index(own)


def _of_column(
    name: str,
    ends: Ends,
    tables: Tables,
    files: Mapping[str, str],
    words: Words,
    problems: ProblemList,
) -> Range | None:
    target = parse_target(name)
    column = TABLES[target.table].column(target.column) if target.table in TABLES else None
    if column is None or column.kind not in ("number", "integer"):
        what = "column of numbers" if "." in name else "behavioural setting"
        names = number_columns() if "." in name else list(behavioural())
        _refuse(words, name, f"this is no {what}.", nearest(target.whole, names), problems)
        return None
    if target.table not in tables or target.column not in tables[target.table]:
        # A table that can't be read has its own problem.
        if target.table not in files or target.table in tables:
            message = f"the instance has no {target.whole}."
            _refuse(words, name, message, "take the range out.", problems)
        return None
    if target.word and not _known_word(target, name, tables, words, problems):
        return None
    if not 0 <= ends[0] <= 1 <= ends[1]:
        _refuse(
            words,
            name,
            f"[{ends[0]:g}, {ends[1]:g}] does not hold 1, the factor in use.",
            "ranges of a column are factors: write [0.8, 1.2] for 20% less or more.",
            problems,
        )
        return None
    for factor in _factors(target, ends, words):
        scaled = multiplied(target, tables, factor)
        row = first_unfit(scaled, column)
        if row is not None:
            message = (
                f"times {factor:g}, row {row} of {files.get(target.table, target.table)} becomes "
                f"{scaled[row]:g}; expected {column.expected()}."
            )
            _refuse(words, name, message, "use another factor.", problems)
            return None
    return Range(name, ends[0], 1.0, ends[1], "factor", True)


def _known_word(
    target: Target, name: str, tables: Tables, words: Words, problems: ProblemList
) -> bool:
    """Return whether rows of the table bear the word in brackets; say so where none does."""
    if not has_sectors(target.table):
        message = f"rows of {target.table} belong to no sector."
        remedy = f"write {shown(target.whole)}, which is about all its rows."
        _refuse(words, name, message, remedy, problems)
        return False
    known = words_of(target.table, tables)
    if target.word in known:
        return True
    kinds = "sector or hub_type" if target.table == "options" else "sector"
    message = f"no row of {target.table} has the {kinds} {shown(target.word)}."
    _refuse(words, name, message, nearest(target.word, known), problems)
    return False


def _factors(target: Target, ends: Ends, words: Words) -> list[float]:
    """Return the extreme factors on a target's rows, with the range of the whole column on top."""
    whole: Ends = (1.0, 1.0)
    if target.word:
        whole = words.sections.get("ranges", {}).get(target.whole, whole)
    return [end * other for end in ends for other in dict.fromkeys(whole)]
