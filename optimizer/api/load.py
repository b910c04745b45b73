"""Reads an instance, checks all of it, and says what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from optimizer.api.options import check_types
from optimizer.instance import Contents, Instance, check_local_jobs, read_instance, save_instance
from optimizer.instance import contents as contents_of
from optimizer.network import travel_notes, with_travel
from optimizer.projection import projection_notes

PLACE = "the path of a folder or workbook, or a shipped name such as 'korea'"


def load(
    source: str | Path,
    *,
    scenarios: Iterable[str | Path] | None = (),
    settings: Sequence[str] | Mapping[str, Any] | None = (),
) -> Instance:
    """Read an instance, check all of it, and work out travel times from its network if need be.

    Parameters
    ----------
    source : str or Path
        A folder, a workbook (.xlsx) that is a whole instance, or the name of a shipped one
        ("korea", "tiny").
    scenarios : iterable of paths or names, optional
        TOML files with [settings], [culture], [limits], [locked], [scale] or [ranges], or names of
        files in the instance's folder `scenarios`.
    settings : mapping or sequence of "key=value", optional
        Single settings, which take the place of all others.

    Raises
    ------
    InputError
        With every problem: file, row as a spreadsheet counts it, column, value, remedy.
    """
    check_types(
        source=(source, (str, PathLike), PLACE),
        scenarios=(scenarios, (str, PathLike, Iterable, type(None)), "names or paths of scenarios"),
        settings=(settings, (str, Mapping, Sequence, type(None)), 'a mapping, or ["key=value"]'),
    )
    scenarios = (scenarios,) if isinstance(scenarios, str | Path) else tuple(scenarios or ())
    settings = () if settings is None else settings
    instance = read_instance(source, scenarios=scenarios, settings=settings)
    laid_over = (tuple(str(path) for path in scenarios), settings)
    return _completed(replace(instance, source=str(source), laid_over=laid_over))


def _completed(instance: Instance) -> Instance:
    """Return an instance as read with travel times and the notes that need them."""
    instance = with_travel(instance)
    check_local_jobs(instance)
    notes = (*instance.notes, *travel_notes(instance), *projection_notes(instance))
    return replace(instance, notes=notes, complete=_completed, write=save_instance)


def contents(instance: Instance | str | Path) -> Contents:
    """Return every column and setting of an instance: figures, range, source, year, licence.

    Parameters
    ----------
    instance : Instance, str or Path

    Raises
    ------
    InputError
        The input is bad.

    Examples
    --------
    >>> held = contents("tiny")
    >>> print(held)
    >>> held.columns[held.columns["licence"] == "not stated"]
    """
    return contents_of(loaded(instance))


def loaded(problem: Instance | str | Path) -> Instance:
    """Return an instance, read first where only its place is given."""
    check_types(problem=(problem, (Instance, str, PathLike), f"an Instance, {PLACE}"))
    return problem if isinstance(problem, Instance) else load(problem)
