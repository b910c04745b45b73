"""Reads which budgets and which variants of an instance a sweep is to try."""

from __future__ import annotations

import itertools
import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

from optimizer.instance import InputError, Problem, ProblemList, parse_assignment

BASE = "base"
"""The scenario that changes nothing."""
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
"""What may be one number with thousands separators."""
_POINTED = re.compile(r"[1-9]\d{0,2}\.\d{2}0")
"""Nobody writes 1.000 for 1."""
_POINTS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+,\d+")
"""The same as much of Europe writes it, with points and a decimal comma."""
ALIKE = 10
"""Levels that someone writes one after the other rise by less than so many times."""
MOST_LEVELS = 100_000

Grid = Mapping[str, Sequence[Any]]
Scenarios = Mapping[str, Any] | Iterable[str | Path]


@dataclass(frozen=True)
class Variant:
    """One scenario of a sweep: what is laid over the instance.

    Attributes
    ----------
    name : str
    files : tuple of Path
        Scenario files.
    changes : mapping of key to value
        Single settings, as `--set` takes them.
    """

    name: str
    files: tuple[Path, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)


def budget_levels(budgets: str | float | Iterable[float]) -> list[float]:
    """Return the budgets, each once, rising.

    Parameters
    ----------
    budgets : str, number or iterable of numbers
        As text: `1000:20000:1000` (first, last, step; the last is included), numbers, or both,
        with commas between them.

    Raises
    ------
    InputError
        A level is no number of at least 0, or there is none.
    """
    problems: list[Problem] = []
    levels: set[float] = set()
    if isinstance(budgets, str):
        _refuse_two_readings(budgets.strip())
    if isinstance(budgets, str):
        for part in budgets.split(","):
            levels.update(_part(part.strip(), problems))
    else:
        for value in budgets if isinstance(budgets, Iterable) else [budgets]:
            levels.update(_one(value, problems))
    if isinstance(budgets, str) and ";" in budgets:
        problems = [_unfit(budgets)]
    if not levels and not problems:
        problems.append(_unfit(budgets))
    if problems:
        raise InputError(problems)
    return sorted(levels)


def _refuse_two_readings(text: str) -> None:
    """Refuse what may be one number with thousands separators, or several budgets.

    Raises
    ------
    InputError
        The parts are no levels that someone would write one after the other: one begins with 0,
        is no more than the one before, or ten times as much.
    """
    if _POINTS.fullmatch(text):
        plain = text.replace(".", "").replace(",", ".")
        message = f"{text!r} may be the one budget {plain}, or several with commas between them."
        remedy = f"write {plain} for the one, spaces behind the commas for several."
        raise InputError([Problem("--budgets", message, remedy=remedy)])
    if _POINTED.fullmatch(text):
        plain = text.replace(".", "")
        remedy = f"write {plain} for it, {float(text):g} for the decimal number."
        message = f"{text!r} may be the budget {plain} with a thousands separator."
        raise InputError([Problem("--budgets", message, remedy=remedy)])
    if not _THOUSANDS.fullmatch(text):
        return
    parts = text.split(",")
    levels = [float(part) for part in parts]
    rising = all(low < high < ALIKE * low for low, high in pairwise(levels))
    if rising and not any(part.startswith("0") for part in parts):
        return
    apart = ", ".join(parts)
    message = (
        f"{text!r} may be the one budget {float(text.replace(',', '')):,.10g}, or the "
        f"{len(parts)} budgets {' and '.join(f'{level:,.10g}' for level in levels)}."
    )
    remedy = f'write {text.replace(",", "")} for the one, "{apart}" with spaces for the others.'
    raise InputError([Problem("--budgets", message, remedy=remedy)])


def _part(text: str, problems: list[Problem]) -> list[float]:
    numbers = text.split(":")
    if len(numbers) not in (1, 2, 3):
        problems.append(_unfit(text))
        return []
    try:
        # Decimal, so that 0:1:0.1 has eleven levels.
        first, last, *rest = [Decimal(number.strip()) for number in (numbers * 2)[:3]]
    except InvalidOperation:
        problems.append(_unfit(text))
        return []
    if len(numbers) == 1:
        return _one(float(first), problems)
    step = rest[0] if len(numbers) == 3 else Decimal(0)
    if not all(number.is_finite() for number in (first, last, step)) or step <= 0 or last < first:
        problems.append(_unfit(text))
        return []
    if last - first > step * MOST_LEVELS:
        message = f"{text!r} are more than {MOST_LEVELS:,} levels."
        problems.append(Problem("--budgets", message, remedy="a larger step."))
        return []
    count = int((last - first) / step) + 1
    found = [_one(float(first + place * step), problems) for place in range(count)]
    return [level for levels in found for level in levels]


def _one(value: Any, problems: list[Problem]) -> list[float]:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not 0 <= number < math.inf:
        problems.append(_unfit(value))
        return []
    return [number]


def _unfit(value: object) -> Problem:
    return Problem(
        "--budgets",
        f"{value!r} does not fit; expected numbers of at least 0.",
        remedy="write first:last:step, as 1000:20000:1000, or numbers with commas between them; no "
        "thousands separators.",
    )


def variants(scenarios: Scenarios = (), grid: Grid | Sequence[str] | None = None) -> list[Variant]:
    """Return every scenario, and each of them for every point of the grid.

    Parameters
    ----------
    scenarios : mapping or iterable
        TOML files, named by their stem; "base" for the instance as it is; or a mapping of names
        to such a file or to settings, `{"dear": {"scale.options.capital_cost": 1.2}}`.
    grid : mapping or sequence of str, optional
        Values of settings, every combination of which is tried: `{"additional_share": [0.25,
        0.5]}`, or as text `additional_share=0.25,0.5`.

    Raises
    ------
    InputError
        Two scenarios have the same name, or a grid can't be read.
    """
    problems = ProblemList()
    found = _named(scenarios) or [Variant(BASE)]
    axes = _axes(grid or {}, problems)
    problems.raise_if_any()
    if axes:
        found = [_at(variant, point) for variant in found for point in itertools.product(*axes)]
    names = [variant.name for variant in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add("--scenario", f"{name!r} is the name of two scenarios.", remedy="rename one.")
    problems.raise_if_any()
    return found


def _named(scenarios: Scenarios) -> list[Variant]:
    if isinstance(scenarios, str | Path):
        scenarios = [scenarios]
    if isinstance(scenarios, Mapping):
        return [_variant(str(name), content) for name, content in scenarios.items()]
    return [_variant(BASE if str(s) == BASE else Path(s).stem, s) for s in scenarios]


def _variant(name: str, content: Any) -> Variant:
    if isinstance(content, Mapping):
        return Variant(name, (), dict(content))
    if str(content) == BASE:
        return Variant(name)
    return Variant(name, (Path(content),))


def _axes(grid: Grid | Sequence[str], problems: ProblemList) -> list[list[tuple[str, Any]]]:
    if not isinstance(grid, Mapping):
        texts = [grid] if isinstance(grid, str) else grid
        read = (_axis(text, problems) for text in texts)
        grid = {key: values for key, values in read if key}
    axes: list[list[tuple[str, Any]]] = []
    for key, values in grid.items():
        several = [values] if isinstance(values, str | int | float) else list(values)
        if not several:
            problems.add("--grid", "there are no values.", column=key)
        axes.append([(key.removeprefix("settings."), value) for value in several])
    return axes


def _axis(text: str, problems: ProblemList) -> tuple[str, list[Any]]:
    """Read `key=0.25,0.5`; each value as `--set` reads it."""
    key, equals, values = text.partition("=")
    if not equals or not key.strip() or not values.strip():
        problems.add(
            "--grid", f"{text!r} is no grid.", remedy="write --grid additional_share=0.25,0.5."
        )
        return "", []
    try:
        # Lists and tables have commas of their own.
        return key.strip(), tomllib.loads(f"values = [{values}]")["values"]
    except (ValueError, RecursionError):
        read = [parse_assignment(f"{key}={value}", problems) for value in values.split(",")]
    return key.strip(), [pair[1] for pair in read if pair is not None]


def _at(variant: Variant, point: tuple[tuple[str, Any], ...]) -> Variant:
    words = [f"{key}={value}" for key, value in point]
    name = ", ".join([*([] if variant.name == BASE else [variant.name]), *words])
    return Variant(name, variant.files, {**variant.changes, **dict(point)})
