"""Puts a table from Python in the place of an instance's own, checked as a file is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from optimizer.instance.instance import Instance
from optimizer.instance.problems import InputError, Problem, nearest
from optimizer.instance.reading.assemble import Head, Reading, Sections, assemble
from optimizer.instance.reading.csv_text import FIRST_ROW
from optimizer.instance.reading.files import tidied
from optimizer.instance.reading.tables import count_filled, parse_table
from optimizer.instance.reading.toml_words import Origin, Words
from optimizer.instance.schema.columns import TABLES


def replace_table(instance: Instance, name: str, frame: Any) -> Instance:
    """Return the instance with another table; see `Instance.with_table`.

    Raises
    ------
    InputError
        The table is wrong, by itself or beside the others; or a scenario has scaled it.
    """
    if not isinstance(frame, pd.DataFrame):
        message = f"with_table: frame is a {type(frame).__name__}; expected a pandas DataFrame"
        raise TypeError(message)
    if name not in TABLES:
        remedy = nearest(str(name), list(TABLES))
        raise InputError([Problem(str(name), "the table is unknown.", remedy=remedy)])
    scaled = [column for column in instance.scale if column.partition(".")[0] == name]
    if scaled:
        message = f"a scenario has scaled {', '.join(scaled)}."
        remedy = "change the table of the instance without that scenario, then solve or sweep."
        raise InputError([Problem(name, message, remedy=remedy)])
    return with_tables(instance, {name: frame})


def with_tables(instance: Instance, frames: dict[str, pd.DataFrame]) -> Instance:
    """Return the instance with tables as files would hold them; its scenario scales them, too."""
    reading = _read_of(instance)
    for name, frame in frames.items():
        reading.files[name] = name
        reading.tables.pop(name, None)
        text = tidied(_with_rows(frame), name, reading.problems)
        parsed = parse_table(text, TABLES[name], name, reading.problems)
        if parsed is not None:
            reading.tables[name] = parsed
            reading.filled[name] = count_filled(text)
    reading.tables = {name: reading.tables[name] for name in TABLES if name in reading.tables}
    head = Head(
        instance.name,
        instance.base_year,
        instance.horizon_year,
        instance.currency,
        instance.name_local,
    )
    sections = Sections(
        instance.settings, instance.culture, instance.limits, instance.locked, instance.phases
    )
    made = replace(
        assemble(reading, head, sections),
        source=instance.source,
        laid_over=instance.laid_over,
        change=instance.change,
        complete=instance.complete,
        given={**instance.given, **frames},
    )
    return made if made.complete is None else made.complete(made)


def _read_of(instance: Instance) -> Reading:
    """Return what was read when the instance was made."""
    words = Words()
    for name, found in instance.ranges.items():
        if found.stated:
            words.put("ranges", name, (found.low, found.high), words.origin("ranges", name))
    for column, factor in instance.scale.items():
        label = instance.files.get(column.partition(".")[0], "").partition("(scaled by ")[2]
        words.put("scale", column, factor, Origin(label.rstrip(")") or "the scenario"))
    files = {name: file.partition(" (scaled by ")[0] for name, file in instance.files.items()}
    filled = {name: dict(counts) for name, counts in instance.filled.items()}
    return Reading(
        instance.boundaries, words=words, tables=instance.facts.read, files=files, filled=filled
    )


def _with_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose index counts its rows, as messages call them."""
    index: Any = frame.index
    if pd.api.types.is_integer_dtype(index) and index.is_unique:
        return frame
    return frame.set_axis(pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(frame)), axis="index")
