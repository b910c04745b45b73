"""Reads what a plan claims: its words, numbers and records, or plain failures where unreadable."""

from __future__ import annotations

import math
import numbers
import reprlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from optimizer.instance import UNSAID, Culture, Limits, Locked, Settings
from optimizer.verify.records import RECORDS, Records
from optimizer.verify.result import TOLERANCE, Findings, Rule, called

STATUSES = ("optimal", "time_limit", "interrupted")
FIGURES = ("retained", "objective", "bound", "gap", "cost", "gap_asked")

LAST_YEAR = 9999
Key = tuple[str, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Row:
    """One record of a plan: what it is about, its numbers, and how to call it in a message."""

    key: Key
    place: str
    values: Mapping[str, Fraction]
    words: Mapping[str, str] = field(default_factory=dict)

    def decided(self, name: str) -> Fraction:
        """Return a number that the plan decides; 0 where it could not be read."""
        return self.values.get(name, Fraction(0))


@dataclass(frozen=True)
class Known:
    """The ids of an instance, to tell a plan's ids from misprints."""

    regions: Mapping[str, str]
    options: Collection[str]
    courses: Collection[Key]
    provinces: Collection[str] = ()
    measures: Collection[str] = ()

    def region(self, region_id: str) -> str:
        """Return a region's name and id, for messages."""
        return called(region_id, self.regions)


@dataclass(frozen=True)
class Claims:
    """A plan's content that could be read.

    Attributes
    ----------
    settings, limits, locked : Settings, Limits, Locked
    curve : tuple of pairs, or None
        Points of g.
    budget : Fraction or None
    figures : mapping
        `FIGURES` that could be read.
    build, measures, seats, regions, flows, workforce, purses, phases, instruments : mapping
        Of key to Row.
        The last part of a key of `build`, and the key of `phases`, is a year.
    fair_share : mapping
        Of province to Row, with the word `set_by`.
    written : collection of str
        Keys that the plan has.
    """

    settings: Settings
    limits: Limits
    locked: Locked
    curve: tuple[tuple[float, float], ...] | None
    budget: Fraction | None
    status: str
    figures: Mapping[str, Fraction]
    build: Mapping[Key, Row]
    measures: Mapping[Key, Row]
    seats: Mapping[Key, Row]
    regions: Mapping[Key, Row]
    flows: Mapping[Key, Row]
    workforce: Mapping[Key, Row]
    purses: Mapping[Key, Row]
    phases: Mapping[Key, Row]
    instruments: Mapping[Key, Row]
    fair_share: Mapping[Key, Row]
    written: Collection[str] = ()

    @property
    def catchment(self) -> bool:
        """Whether takers of a job follow from where young people live."""
        return self.settings.job_takers == "catchment"


_MAKING: tuple[tuple[str, type, str], ...] = (
    ("seconds", Mapping, "a table of keys and values"),
    ("versions", Mapping, "a table of keys and values"),
    ("seed", numbers.Integral, "a whole number"),
    ("notes", Sequence, "a list"),
)
_ASKED_FOR = ("reasons", "alternatives", "uncertainty")
"""Null, or a table of keys and values."""


def read_claims(plan: Mapping[str, Any], known: Known, findings: Findings) -> Claims | None:
    """Read a plan; None where its settings, limits, locks or curve can't be read.

    Parameters
    ----------
    plan : mapping
        The content of plan.json.
    known : Known
        Ids of the instance.
    findings : Findings
        Receives a failure for every key that is missing or does not fit.
    """
    settings = _model(plan, "settings", Settings, findings)
    limits = _model(plan, "limits", Limits, findings)
    locked = _model(plan, "locked", Locked, findings)
    culture = _model(plan, "culture", Culture, findings)
    figures = {
        name: value
        for name in FIGURES
        if (value := _number(plan, name, name, findings)) is not None
    }
    catchment = settings is not None and settings.job_takers == "catchment"
    if catchment or "arrived" in plan:
        arrived = _number(plan, "arrived", "arrived", findings)
        figures |= {} if arrived is None else {"arrived": arrived}
    if figures.get("gap_asked", Fraction(0)) < 0:
        findings.add(Rule.FORM, "gap_asked", "a number of at least 0", str(plan["gap_asked"]))
    status = plan.get("status")
    if status not in STATUSES:
        findings.add(Rule.FORM, "status", "one of " + ", ".join(STATUSES), _shown(status))
    budget = None
    if plan.get("budget", 0) is not None:
        budget = _number(plan, "budget", "budget", findings)
        if budget is not None and budget < 0:
            findings.add(Rule.FORM, "budget", "a number of at least 0", str(plan["budget"]))
    _check_making(plan, findings)
    rows = {
        records.name: _rows(plan, records.asked(catchment), known, findings) for records in RECORDS
    }
    for region in known.regions:
        if (region,) not in rows["regions"]:
            place = f"regions, {known.region(region)}"
            findings.add(Rule.FORM, place, "a record of every region", "none")
    if settings is None or limits is None or locked is None or culture is None:
        return None
    return Claims(
        settings,
        limits,
        locked,
        culture.curve,
        budget,
        str(status),
        figures,
        **rows,
        written=frozenset(plan),
    )


def _check_making(plan: Mapping[str, Any], findings: Findings) -> None:
    """Check the form of what says how a plan was made; its content proves nothing."""
    for key, kind, needs in _MAKING:
        value = plan.get(key)
        if not isinstance(value, kind) or isinstance(value, bool | str):
            findings.add(Rule.FORM, key, needs, _shown(value))
    for key in _ASKED_FOR:
        if not isinstance(plan.get(key), Mapping | None):
            needs = "null, or a table of keys and values"
            findings.add(Rule.FORM, key, needs, _shown(plan.get(key)))
    others = plan.get("alternatives")
    rows = others.get("rows") if isinstance(others, Mapping) else ()
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        findings.add(Rule.FORM, "alternatives.rows", "a list of records", _shown(rows))
    notes = plan.get("notes")
    if isinstance(notes, list | tuple) and not all(isinstance(note, str) for note in notes):
        findings.add(Rule.FORM, "notes", "a list of text", _shown(notes))
    ranges = plan.get("ranges", {})
    if not isinstance(ranges, Mapping) or not all(map(_is_range, ranges.values())):
        findings.add(Rule.FORM, "ranges", "two numbers by name, low and high", _shown(ranges))


def _is_range(value: object) -> bool:
    """Return whether a value is two numbers that rise."""
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        return False
    low, high = value
    numeric = isinstance(low, numbers.Real) and isinstance(high, numbers.Real)
    return numeric and float(low) <= float(high)


def _model(
    plan: Mapping[str, Any], name: str, model: type[Model], findings: Findings
) -> Model | None:
    content = plan.get(name)
    if not isinstance(content, Mapping):
        findings.add(Rule.FORM, name, "a table of keys and values", _shown(content))
        return None
    if _earlier(plan):
        content = {**UNSAID.get(name, {}), **content}
    for key in sorted({info.alias or key for key, info in model.model_fields.items()}):
        if key not in content:
            findings.add(Rule.FORM, f"{name}.{key}", "a value", "none")
    if name == "culture" and not _only_numbers(content.get("curve")):
        findings.add(Rule.FORM, "culture.curve", "pairs of numbers", _shown(content["curve"]))
        return None
    try:
        # Strict, since "0.5" for 0.5 is a corrupted plan, not another way of writing it.
        return model.model_validate(
            {str(key): _tuples(value) for key, value in content.items()}, strict=True
        )
    except ValidationError as error:
        for item in error.errors():
            place = ".".join([name, *(str(part) for part in item["loc"])])
            message = str(item["msg"]).removeprefix("Value error, ")
            message = message.replace("Input should be ", "")
            if item["type"] == "extra_forbidden":
                message = "a known key"
            findings.add(Rule.FORM, place, message, _shown(item.get("input")))
        return None


def _earlier(plan: Mapping[str, Any]) -> bool:
    """Return whether a plan comes from before there was a word on who takes a job."""
    settings = plan.get("settings")
    return isinstance(settings, Mapping) and "job_takers" not in settings


def _only_numbers(curve: Any) -> bool:
    if curve is None:
        return True
    if not isinstance(curve, list | tuple):
        return False
    if not all(isinstance(point, list | tuple) for point in curve):
        return False
    cells = [cell for point in curve for cell in point]
    return all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)


def _tuples(value: Any) -> Any:
    """Return JSON's lists as the tuples that they were before."""
    if isinstance(value, list | tuple):
        return tuple(_tuples(item) for item in value)
    return value


def _rows(
    plan: Mapping[str, Any], records: Records, known: Known, findings: Findings
) -> dict[Key, Row]:
    content = plan.get(records.name, () if records.later else None)
    if not isinstance(content, Sequence) or isinstance(content, str | bytes):
        findings.add(Rule.FORM, records.name, "a list of records", _shown(content))
        return {}
    rows: dict[Key, Row] = {}
    for position, record in enumerate(content, start=1):
        place = f"{records.name}, record {position}"
        if not isinstance(record, Mapping):
            findings.add(Rule.FORM, place, "a record of keys and values", _shown(record))
            continue
        if records.year == "phase" and "phase" not in record:
            record = {**record, "phase": plan.get("base_year")}
        key = _key(record, records, known, place, findings)
        if key is None:
            continue
        place = f"{records.name}, {_called(key, records, known) or record.get(records.year)}"
        values = _values(record, records, place, findings)
        words = _words(record, records, place, findings)
        if records.year:
            if not 0 < values.get(records.year, 0) <= LAST_YEAR:
                if records.year in values:
                    needs = f"a year up to {LAST_YEAR}"
                    place = f"{place}, {records.year}"
                    findings.add(Rule.FORM, place, needs, _shown(record[records.year]))
                continue
            key = (*key, str(values[records.year]))
        if key in rows:
            findings.add(Rule.FORM, place, "one record", "a further one")
            continue
        rows[key] = Row(key, place, values, words)
    return rows


def _called(key: Key, records: Records, known: Known) -> str:
    kinds = records.ids.values()
    words = [known.region(i) if kind == "region" else i for i, kind in zip(key, kinds, strict=True)]
    return " → ".join(words) if records.name == "flows" else " ".join(words)


def _key(
    record: Mapping[str, Any], records: Records, known: Known, place: str, findings: Findings
) -> Key | None:
    known_ids: dict[str, Collection[str]] = {
        "region": known.regions,
        "option": known.options,
        "province": known.provinces,
        "measure": known.measures,
    }
    fits = True
    for name, kind in records.ids.items():
        value = record.get(name)
        if not isinstance(value, str):
            findings.add(Rule.FORM, f"{place}, {name}", "an id (text)", _shown(value))
            fits = False
        elif kind in known_ids and value not in known_ids[kind]:
            needs = f"{'an' if kind == 'option' else 'a'} {kind} of the instance"
            findings.add(Rule.FORM, f"{place}, {name}", needs, _shown(value))
            fits = False
    if not fits:
        return None
    key = tuple(str(record[name]) for name in records.ids)
    if "university" in records.ids.values() and key[:2] not in known.courses:
        needs = "a university and field of the instance"
        findings.add(Rule.FORM, place, needs, " ".join(key[:2]))
        return None
    return key


def _values(
    record: Mapping[str, Any], records: Records, place: str, findings: Findings
) -> dict[str, Fraction]:
    values: dict[str, Fraction] = {}
    given = [name for name in records.added if name in record]
    for name in (*records.numbers, *given):
        if name in records.blank and record.get(name, 0) is None:
            continue
        value = _number(record, name, f"{place}, {name}", findings)
        if value is None:
            continue
        if name in records.whole and value.denominator != 1:
            findings.add(Rule.FORM, f"{place}, {name}", "a whole number", _shown(record[name]))
            continue
        low = records.lowest.get(name, 0)
        # A solver's zero may be a hair below zero.
        if value < (low if name in records.whole else low - TOLERANCE):
            findings.add(
                Rule.FORM, f"{place}, {name}", f"a number of at least {low}", _shown(record[name])
            )
            continue
        values[name] = value
    return values


def _words(
    record: Mapping[str, Any], records: Records, place: str, findings: Findings
) -> dict[str, str]:
    words: dict[str, str] = {}
    for name, allowed in records.words.items():
        word = record.get(name)
        if isinstance(word, str) and word in allowed:
            words[name] = word
        else:
            needs = "one of " + ", ".join(allowed)
            findings.add(Rule.FORM, f"{place}, {name}", needs, _shown(word))
    return words


def _number(
    content: Mapping[str, Any], name: str, place: str, findings: Findings
) -> Fraction | None:
    if name not in content:
        findings.add(Rule.FORM, place, "a number", "none")
        return None
    value = content[name]
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, numbers.Integral):
        return Fraction(int(value))
    if isinstance(value, numbers.Real) and math.isfinite(value):
        return Fraction(float(value))
    findings.add(Rule.FORM, place, "a finite number", _shown(value))
    return None


def _shown(value: Any) -> str:
    """Return a value as a planner may recognise it, shortened."""
    if value is None:
        return "none"
    if isinstance(value, numbers.Integral) and abs(int(value)) > 10**30:
        return "a number beyond 1e30"
    return reprlib.repr(value)
