"""What the map's marks and shades look like, and the styles for QGIS with them."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.report.canvas import COLOURS

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
SERIES = (1, 2, 5)
SHADES = 8
"""At most; the shade changes at 1, 2, 5, 10, … persons, as even steps would show only the region
with most."""


def looks_of(options: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return colour and form of the marks of each option, in the order of their ids."""
    known = sorted({str(option) for option in options})
    return {
        option: (COLOURS[place % len(COLOURS)], MARKERS[place // len(COLOURS) % len(MARKERS)])
        for place, option in enumerate(known)
    }


def steps_to(most: float) -> list[int]:
    """Return the numbers of persons at which the shade changes, the last one at least `most`."""
    steps = [1]
    while steps[-1] < most or len(steps) < 2:
        steps.append(SERIES[len(steps) % 3] * 10 ** (len(steps) // 3))
    return steps[-SHADES - 1 :]
