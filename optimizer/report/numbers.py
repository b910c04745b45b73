"""How the report writes: rounds what a plan reaches down, what none can exceed up; breaks lines."""

from __future__ import annotations

import math
from collections.abc import Callable
from textwrap import wrap

WIDTH = 100
"""Characters of a line of text."""
SAME = 1e-6
"""Relative; a bound that near is reached."""


def whole(value: float) -> int:
    """Return a number of persons, rounded down but for the solver's rounding."""
    return math.floor(value + SAME)


def persons(value: float) -> str:
    """Return a number of persons, rounded down, so that it never stands above its bound."""
    return f"{whole(value):,}"


def in_digits(value: float, to_whole: Callable[[float], float] = round) -> str:
    """Return a number with one digit after the point, more where it is small, never “-0”."""
    if abs(value) > 1e12:
        unit = 10.0 ** (math.floor(math.log10(abs(value))) - 5)
        return f"{to_whole(value / unit) * unit:.6g}"
    digits = 1 if abs(value) >= 10 or value == 0 else 3
    return f"{to_whole(value * 10**digits) / 10**digits + 0.0:,.{digits}f}"


def at_least(value: float) -> str:
    """Return what a plan reaches, rounded so that it reaches what is printed."""
    return in_digits(value, math.floor)


def at_most(bound: float) -> str:
    """Return a bound, rounded so that what is printed is a bound too."""
    return in_digits(bound, math.ceil)


def reached(value: float, bound: float) -> bool:
    """Return whether a plan reaches its bound, but for the solver's rounding."""
    return bound - value <= SAME * max(1.0, abs(value))


def broken(line: str, indent: int | None = None) -> str:
    """Return a line broken into lines of at most `WIDTH`, never within a word.

    Parameters
    ----------
    line : str
    indent : int, optional
        Of the further lines, in characters; by default as the first, and two more where that has
        any.
    """
    if len(line) <= WIDTH:
        return line
    first = len(line) - len(line.lstrip())
    further = " " * (indent if indent is not None else first + 2 * bool(first))
    lines = wrap(
        line.lstrip(),
        WIDTH,
        initial_indent=" " * first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)
