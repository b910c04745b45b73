"""Reads an instance folder: every table and word checked, all problems reported together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.instance.instance import Instance
from optimizer.instance.problems import ProblemList, shown
from optimizer.instance.reading.assemble import Head, Reading, Sections, assemble
from optimizer.instance.reading.files import read_text
from optimizer.instance.reading.folder import BOUNDARIES, Place, find_sheets, find_tables
from optimizer.instance.reading.overrides import (
    Assignments,
    merge_assignments,
    merge_scenario,
)
from optimizer.instance.reading.replace_table import replace_table
from optimizer.instance.reading.settings_sheet import label_of, read_settings
from optimizer.instance.reading.shipped import find_folder, find_scenario
from optimizer.instance.reading.tables import count_filled, parse_table
from optimizer.instance.reading.toml_words import (
    HEAD,
    INSTANCE_FILE,
    TomlFile,
    line_of,
    put_phases,
    read_sections,
    read_toml,
    validate,
)
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.culture_curve import curve_in_use
from optimizer.instance.schema.definitions import CURRENCY, Table
from optimizer.instance.schema.limits import Culture
from optimizer.instance.schema.phases import Phase, read_phases
from optimizer.instance.schema.ranges import merge_range
from optimizer.instance.schema.settings import SECTIONS, Settings

FIRST_YEAR, LAST_YEAR = 1900, 2200


def read_instance(
    source: str | Path,
    *,
    scenarios: Iterable[str | Path] = (),
    settings: Assignments = (),
) -> Instance:
    """Read an instance and check its tables and words (`optimizer.load` adds travel times).

    Parameters
    ----------
    source : str or Path
        A folder, a workbook (.xlsx) that is a whole instance, or the name of a shipped one
        ("korea", "tiny").
    scenarios : iterable of paths or names
        TOML files, or names of files in the instance's folder `scenarios`, with [settings],
        [culture], [limits], [locked], [scale] or [ranges]; a later file's keys take the place of
        an earlier one's, and all of those of instance.toml. Factors of [scale] on one column are
        multiplied.
    settings : mapping or sequence of "key=value"
        Single settings, which take the place of all others; `limits.KEY`, `locked.KEY`,
        `culture.curve`, `scale.TABLE.COLUMN` and `ranges.NAME` reach the other sections.

    Returns
    -------
    Instance

    Raises
    ------
    InputError
        With every problem: file, row as a spreadsheet counts it, column, value, remedy.
    """
    folder = find_folder(source)
    boundaries = folder / BOUNDARIES  # beside a workbook there are none
    reading = Reading(boundaries if boundaries.is_file() else None)
    head = _read_words(reading, folder)
    paths = [scenarios] if isinstance(scenarios, str | Path) else scenarios
    for scenario in paths:
        file = find_scenario(folder, scenario, reading.problems)
        if file is not None:
            merge_scenario(reading.words, file, reading.problems)
    merge_assignments(reading.words, settings, reading.problems)
    _read_tables(reading, folder, head.currency)
    return replace(assemble(reading, head, _sections(reading)), change=replace_table)


def _read_words(reading: Reading, folder: Path) -> Head:
    problems = reading.problems
    if folder.is_file():
        file, called = label_of(folder), folder.stem
        toml = read_settings(folder, problems)
    else:
        file, called = INSTANCE_FILE, folder.resolve().name
        toml = read_toml(folder / INSTANCE_FILE, INSTANCE_FILE, problems)
    if toml is None:
        return Head(called, FIRST_YEAR, LAST_YEAR, CURRENCY)
    allowed = (*HEAD, *SECTIONS, "ranges", "phases")
    for section, key, value, origin in read_sections(toml, allowed, file, problems):
        if section == "ranges":
            merge_range(reading.words, key, value, origin, problems)
        else:
            reading.words.put(section, key, value, origin)
    put_phases(reading.words, toml, file)
    return _read_head(toml, called, file, reading.problems)


def _read_head(toml: TomlFile, called: str, file: str, problems: ProblemList) -> Head:
    content, text = toml

    def refuse(key: str, message: str, remedy: str) -> None:
        row = line_of(text, "", key)
        problems.add(file, message, row=row, column=key, remedy=remedy)

    years: dict[str, int] = {}
    for key, example in (("base_year", 2024), ("horizon_year", 2040)):
        value = content.get(key)
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and FIRST_YEAR <= int(value or 0) <= LAST_YEAR:
            years[key] = int(value or 0)
            continue
        refuse(
            key,
            f"{shown(value)} is not a year from {FIRST_YEAR} to {LAST_YEAR}."
            if key in content
            else "the key is missing.",
            f"write {key} = {example} or the like, above the first [section].",
        )
    if len(years) == 2 and years["horizon_year"] <= years["base_year"]:
        refuse(
            "horizon_year",
            f"the horizon year {years['horizon_year']} is not after the base year "
            f"{years['base_year']}.",
            "choose a later year.",
        )
        years = {}
    if len(years) < 2:
        # No check of a lead time may follow from a year that is itself in doubt.
        years = {"base_year": FIRST_YEAR, "horizon_year": LAST_YEAR}
    texts: dict[str, str] = {}
    for key, default in (("name", called), ("currency", CURRENCY)):
        value = content.get(key, default)
        if not isinstance(value, str) or not value.strip():
            refuse(key, f"{shown(value)} is not text.", "put a word in quotes.")
            value = default
        texts[key] = value.strip()
    local = content.get("name_local", "")
    if not isinstance(local, str):
        refuse("name_local", f"{shown(local)} is not text.", "put the name in quotes.")
        local = ""
    return Head(
        texts["name"],
        years["base_year"],
        years["horizon_year"],
        texts["currency"],
        local.strip(),
    )


def _read_tables(reading: Reading, folder: Path, currency: str) -> None:
    find = find_sheets if folder.is_file() else find_tables
    for table, place in find(folder, reading.problems).items():
        reading.files[table] = place.name
        frame, filled, problems = read_table(place, TABLES[table].in_currency(currency))
        if frame is not None:
            reading.tables[table], reading.filled[table] = frame, filled
        reading.problems.extend(problems)


def read_table(
    place: Place, table: Table
) -> tuple[pd.DataFrame | None, dict[str, int], ProblemList]:
    """Return a table as it stands in its file, its filled cells by header, and its problems."""
    problems = ProblemList()
    text = read_text(place.path, place.name, table, problems, place.sheet)
    if text is None:
        return None, {}, problems
    frame = parse_table(text, table, place.name, problems)
    if frame is None:
        # The first row is no header: what else was said of it is beside the point.
        return None, {}, ProblemList(list(problems)[-1:])
    return frame, count_filled(text), problems


def _sections(reading: Reading) -> Sections:
    """Return the sections of instance.toml, scenarios laid over."""
    problems, words = reading.problems, reading.words
    found: dict[str, Any] = {section: validate(section, words, problems) for section in SECTIONS}
    settings: Settings = found["settings"]
    culture: Culture = curve_in_use(found["culture"], settings.culture_only_share, words)
    return Sections(settings, culture, found["limits"], found["locked"], _phases(reading))


def _phases(reading: Reading) -> tuple[Phase, ...]:
    content = reading.words.sections.get("phases", {}).get("list")
    if content is None:
        return ()
    place = reading.words.origin("phases", "list")
    return read_phases(content, place.file, place.line, reading.problems)
