"""How the report rounds: what a plan reaches down, what none can exceed up."""

from __future__ import annotations

import math
from collections.abc import Callable

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
