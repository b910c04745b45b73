"""Reads an instance folder: every table and word checked, all problems reported together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.instance.checks import consistency
from optimizer.instance.checks.boundaries import check_boundaries
from optimizer.instance.checks.cohorts import check_cohorts
from optimizer.instance.checks.plausibility import implausible
from optimizer.instance.checks.sources import check_sources
from optimizer.instance.instance import Instance, hash_of
from optimizer.instance.problems import InputError, Problem, ProblemList, shown
from optimizer.instance.reading.files import read_text
from optimizer.instance.reading.folder import BOUNDARIES, find_tables
from optimizer.instance.reading.overrides import (
    Assignments,
    apply_scale,
    merge_assignments,
    merge_scenario,
)
from optimizer.instance.reading.shipped import find_folder, find_scenario
from optimizer.instance.reading.tables import check_references, count_filled, parse_table
from optimizer.instance.reading.toml_words import (
    HEAD,
    INSTANCE_FILE,
    Words,
    line_of,
    put_phases,
    read_sections,
    read_toml,
    validate,
)
from optimizer.instance.schema.columns import TABLES
from optimizer.instance.schema.culture_curve import curve_in_use
from optimizer.instance.schema.limits import Culture, Limits, Locked
from optimizer.instance.schema.phases import Phase, check_phases, read_phases
from optimizer.instance.schema.ranges import Range, all_ranges, merge_range
from optimizer.instance.schema.settings import SECTIONS, Settings

FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class _Head:
    """The keys above the first section of instance.toml."""

    name: str
    base_year: int
    horizon_year: int
    currency: str


@dataclass
class _Reading:
    """What has been read so far, and what is wrong with it."""

    folder: Path
    problems: ProblemList = field(default_factory=ProblemList)
    words: Words = field(default_factory=Words)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    filled: dict[str, dict[str, int]] = field(default_factory=dict)
    data_hash: str = ""


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
        A folder, or the name of a shipped instance ("korea", "tiny").
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
    reading = _Reading(find_folder(source))
    head = _read_words(reading)
    paths = [scenarios] if isinstance(scenarios, str | Path) else scenarios
    for scenario in paths:
        file = find_scenario(reading.folder, scenario, reading.problems)
        if file is not None:
            merge_scenario(reading.words, file, reading.problems)
    merge_assignments(reading.words, settings, reading.problems)
    _read_tables(reading, head)
    return _assemble(reading, head)


def _read_words(reading: _Reading) -> _Head:
    problems = reading.problems
    toml = read_toml(reading.folder / INSTANCE_FILE, INSTANCE_FILE, problems)
    if toml is None:
        return _Head(reading.folder.resolve().name, FIRST_YEAR, LAST_YEAR, "bn KRW")
    allowed = (*HEAD, *SECTIONS, "ranges", "phases")
    for section, key, value, origin in read_sections(toml, allowed, INSTANCE_FILE, problems):
        if section == "ranges":
            merge_range(reading.words, key, value, origin, problems)
        else:
            reading.words.put(section, key, value, origin)
    put_phases(reading.words, toml, INSTANCE_FILE)
    return _read_head(toml.content, toml.text, reading)


def _read_head(content: dict[str, Any], text: str, reading: _Reading) -> _Head:
    problems = reading.problems

    def refuse(key: str, message: str, remedy: str) -> None:
        row = line_of(text, "", key)
        problems.add(INSTANCE_FILE, message, row=row, column=key, remedy=remedy)

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
    for key, default in (("name", reading.folder.resolve().name), ("currency", "bn KRW")):
        value = content.get(key, default)
        if not isinstance(value, str) or not value.strip():
            refuse(key, f"{shown(value)} is not text.", "put a word in quotes.")
            value = default
        texts[key] = value.strip()
    return _Head(texts["name"], years["base_year"], years["horizon_year"], texts["currency"])


def _read_tables(reading: _Reading, head: _Head) -> None:
    problems = reading.problems
    for table, path in find_tables(reading.folder, problems).items():
        name = path.relative_to(reading.folder).as_posix()
        reading.files[table] = name
        own = ProblemList()
        text = read_text(path, name, own)
        frame = None if text is None else parse_table(text, TABLES[table], name, own)
        if frame is not None:
            reading.tables[table] = frame
            reading.filled[table] = count_filled(text) if text is not None else {}
        elif text is not None:
            # The first row is no header: what else was said of it is beside the point.
            own = ProblemList(list(own)[-1:])
        problems.extend(own)
    check_references(reading.tables, reading.files, problems)
    check_sources(reading.tables, reading.files, problems)
    if not len(problems):
        reading.data_hash = hash_of(head.name, head.base_year, head.horizon_year, reading.tables)
    apply_scale(reading.words, reading.tables, reading.files, problems)


def _assemble(reading: _Reading, head: _Head) -> Instance:
    problems, tables = reading.problems, reading.tables
    sections: dict[str, Any] = {
        section: validate(section, reading.words, problems) for section in SECTIONS
    }
    settings: Settings = sections["settings"]
    limits: Limits = sections["limits"]
    locked: Locked = sections["locked"]
    culture: Culture = curve_in_use(sections["culture"], settings.culture_only_share, reading.words)
    years = head.horizon_year - head.base_year
    consistency.check_rows(tables, reading.files, settings, limits, years, problems)
    check_cohorts(tables, reading.files, head.base_year, problems)
    consistency.check_words(tables, limits, locked, reading.words, problems)
    phases = _phases(reading, head)
    ranges: dict[str, Range] = all_ranges(reading.words, settings, tables, reading.files, problems)
    boundaries = reading.folder / BOUNDARIES
    notes = [] if len(problems) else implausible(tables, reading.files)
    if boundaries.is_file() and "regions" in tables:
        notes += check_boundaries(boundaries, tables["regions"], tables.get("nodes"), problems)
    problems.raise_if_any()
    return Instance(
        name=head.name,
        base_year=head.base_year,
        horizon_year=head.horizon_year,
        currency=head.currency,
        settings=settings,
        culture=culture,
        limits=limits,
        locked=locked,
        tables=tables,
        boundaries=boundaries if boundaries.is_file() else None,
        notes=(*consistency.unused(tables, settings, limits), *notes),
        scale=dict(reading.words.sections.get("scale", {})),
        data_hash=reading.data_hash,
        files=dict(reading.files),
        filled=reading.filled,
        ranges=ranges,
        phases=phases,
    )


def _phases(reading: _Reading, head: _Head) -> tuple[Phase, ...]:
    content = reading.words.sections.get("phases", {}).get("list")
    if content is None:
        return ()
    place = reading.words.origin("phases", "list")
    phases = read_phases(content, place.file, place.line, reading.problems)
    known = reading.tables.get("options", {"option_id": ()})
    options = [str(name) for name in known["option_id"]]
    check_phases(
        phases,
        head.base_year,
        head.horizon_year,
        options,
        (place.file, place.line),
        reading.problems,
    )
    return phases


__all__ = ["InputError", "Problem", "read_instance"]
