"""Makes an instance of tables and words that have been read, once they agree with each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from optimizer.instance.checks import consistency
from optimizer.instance.checks.boundaries import check_boundaries
from optimizer.instance.checks.cohorts import check_cohorts
from optimizer.instance.checks.plausibility import implausible
from optimizer.instance.checks.province_names import provinces_alike
from optimizer.instance.checks.sources import check_sources
from optimizer.instance.instance import Instance
from optimizer.instance.problems import ProblemList
from optimizer.instance.reading.overrides import apply_scale
from optimizer.instance.reading.tables import check_references
from optimizer.instance.reading.toml_words import Words
from optimizer.instance.schema.limits import Culture, Limits, Locked
from optimizer.instance.schema.phases import Phase, check_phases
from optimizer.instance.schema.ranges import Range, all_ranges
from optimizer.instance.schema.settings import Settings
from optimizer.instance.tables import Tables


class Head(NamedTuple):
    """The keys above the first section of instance.toml."""

    name: str
    base_year: int
    horizon_year: int
    currency: str


class Sections(NamedTuple):
    """The sections of instance.toml, each whole and allowed by itself."""

    settings: Settings
    culture: Culture
    limits: Limits
    locked: Locked
    phases: tuple[Phase, ...]


@dataclass
class Reading:
    """What has been read so far, and what is wrong with it."""

    boundaries: Path | None = None
    problems: ProblemList = field(default_factory=ProblemList)
    words: Words = field(default_factory=Words)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    filled: dict[str, dict[str, int]] = field(default_factory=dict)


def assemble(reading: Reading, head: Head, sections: Sections) -> Instance:
    """Return the instance of what was read.

    Parameters
    ----------
    reading : Reading
        Its tables as they were read, each right by itself; they come out scaled.
    head : Head
    sections : Sections

    Raises
    ------
    InputError
        With every problem, those that were found before too.
    """
    problems, tables, files, words = (
        reading.problems,
        reading.tables,
        reading.files,
        reading.words,
    )
    settings, limits = sections.settings, sections.limits
    as_read = dict(tables)
    check_references(tables, files, problems)
    check_sources(tables, files, problems)
    apply_scale(words, tables, files, problems)
    years = head.horizon_year - head.base_year
    consistency.check_rows(tables, files, settings, limits, years, problems)
    check_cohorts(tables, files, head.base_year, problems)
    consistency.check_words(tables, limits, sections.locked, words, problems)
    _check_phases(reading, head, sections.phases)
    ranges: dict[str, Range] = all_ranges(words, settings, tables, files, problems)
    notes = [] if len(problems) else implausible(tables, files, settings)
    if len(problems) and "regions" in tables:  # whatever names a province may fail for it
        for text in provinces_alike(tables["regions"], files["regions"]):
            file, _, message = text.partition(": ")
            problems.add(file, message, column="province")
    if reading.boundaries is not None and "regions" in tables:
        nodes = tables.get("nodes")
        notes += check_boundaries(reading.boundaries, tables["regions"], nodes, problems)
    problems.raise_if_any()
    return Instance(
        *head,
        settings=settings,
        culture=sections.culture,
        limits=limits,
        locked=sections.locked,
        tables=Tables(tables, as_read),
        boundaries=reading.boundaries,
        notes=(*consistency.unused(tables, settings, limits), *notes),
        scale=dict(words.sections.get("scale", {})),
        files=dict(files),
        filled=reading.filled,
        ranges=ranges,
        phases=sections.phases,
    )


def _check_phases(reading: Reading, head: Head, phases: tuple[Phase, ...]) -> None:
    place = reading.words.origin("phases", "list")
    known = reading.tables.get("options", {"option_id": ()})
    options = [str(name) for name in known["option_id"]]
    written = (place.file, place.line)
    check_phases(phases, head.base_year, head.horizon_year, options, written, reading.problems)
