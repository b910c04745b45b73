"""What the map's marks and shades look like, and the styles for QGIS with them."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.instance import Instance
from optimizer.plan import PlanData
from optimizer.report.canvas import COLOURS

SECTORS = ("#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9", "#8c564b")
SCALES = ("o", "s", "D", "^", "*")
HUB = "#CC79A7"
HUBS = ("P", "X", "v", "o", "s", "^", "D", "*")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
SERIES = (1, 2, 5)
SHADES = 8
"""At most; the shade changes at 1, 2, 5, 10, … persons, as even steps would show only the region
with most."""
Looks = dict[str, tuple[str, str]]
"""Colour and form of the mark of each option."""


def looks_of(plan: PlanData) -> Looks:
    """Return colour and form of the marks of each option that a plan builds.

    The colour of a cluster is that of its sector, its form that of its scale; hubs have a colour
    of their own, and a form each. Where the plan doesn't know its tables, or more sectors or
    scales than there are colours or forms, each option has the next free pair.
    """
    built = sorted({str(option) for option in plan.build["option_id"]})
    known = {} if plan.source is None else dict(_by_table(plan.source))
    own = {option: known[option] for option in known if option in built}
    if len(own) == len(built) == len(set(own.values())):
        return own
    return {
        option: (COLOURS[place % len(COLOURS)], MARKERS[place // len(COLOURS) % len(MARKERS)])
        for place, option in enumerate(built)
    }


def _by_table(source: Instance) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what each option of the table looks like, sector by sector, hubs last."""
    rows = source.options.to_dict("records")
    clusters = [row for row in rows if row["kind"] == "cluster"]
    sectors = list(dict.fromkeys(str(row["sector"]) for row in clusters))
    scales = list(dict.fromkeys(str(row["scale"]) for row in clusters))
    for row in sorted(clusters, key=lambda row: sectors.index(str(row["sector"]))):
        colour = SECTORS[sectors.index(str(row["sector"])) % len(SECTORS)]
        form = SCALES[scales.index(str(row["scale"])) % len(SCALES)]
        yield str(row["option_id"]), (colour, form)
    hubs = [str(row["option_id"]) for row in rows if row["kind"] != "cluster"]
    for place, option in enumerate(hubs):
        yield option, (HUB, HUBS[place % len(HUBS)])


def steps_to(most: float) -> list[int]:
    """Return the numbers of persons at which the shade changes, the last one at least `most`."""
    steps = [1]
    while steps[-1] < most or len(steps) < 2:
        steps.append(SERIES[len(steps) % 3] * 10 ** (len(steps) // 3))
    return steps[-SHADES - 1 :]
