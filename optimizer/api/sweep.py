"""Many budgets and scenarios: the sweep, and all that may be asked of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from optimizer.api.load import load, loaded
from optimizer.api.options import (
    NUMBER,
    PATH,
    SECONDS,
    WHOLE,
    budget_of,
    check_options,
    check_types,
    refuse_unfit,
    versions,
)
from optimizer.api.plan import Plan
from optimizer.api.progress import followed
from optimizer.arrays import plain
from optimizer.deadline import Deadline, deadline_of
from optimizer.instance import Instance
from optimizer.model import Rules, own_rules
from optimizer.report import sweep_html, sweep_summary, write_report
from optimizer.sweep import (
    Asked,
    Grid,
    Nested,
    Scenarios,
    Show,
    Store,
    SweepData,
    budget_levels,
    instances_of,
    run_sweep,
    variants,
)
from optimizer.sweep import changes as changes_of
from optimizer.sweep import chosen as chosen_of
from optimizer.sweep import enough as enough_of
from optimizer.sweep import frontier as frontier_of
from optimizer.sweep import open_sweep as read_sweep


class Sweep(SweepData):
    """Plans for a range of budgets and scenarios.

    Its attributes are those of `optimizer.sweep.SweepData`.
    """

    @classmethod
    def of(cls, data: SweepData) -> Sweep:
        """Return a sweep's data with all that may be asked of it."""
        return cls(**{field.name: getattr(data, field.name) for field in fields(SweepData)})

    def __getitem__(self, at: tuple[float, str] | float) -> Plan:
        """Return the plan of a budget and a scenario; of the only scenario where none is named.

        Raises
        ------
        KeyError
            There is no such run, or it has no plan; the message says which.
        DamagedRecordError
        """
        return Plan.of(super().__getitem__(at))

    def plans(self) -> Iterator[tuple[float | None, str, Plan]]:
        """Return budget, scenario and plan of every run that has one, one at a time."""
        for budget, scenario, plan in super().plans():
            yield budget, scenario, Plan.of(plan)

    def frontier(self, draws: int = 0, seed: int = 0) -> pd.DataFrame:
        """Return retained, bound, gap, jobs, regions lifted, cost per stayer and marginal value.

        Parameters
        ----------
        draws, seed : int
            Of the assumptions, for the 80% range of who stays with each plan; 0: no range.

        Raises
        ------
        InputError
            Draws are asked for of a sweep that `open_sweep` read: it lacks the instance.
        """
        return frontier_of(self, draws, seed)

    def enough(self) -> dict[str, float | None]:
        """Return the budget of each scenario beyond which nothing is gained; None: not reached."""
        return enough_of(self)

    def changes(self) -> pd.DataFrame:
        """Return what enters and what leaves from each budget to the next."""
        return changes_of(self)

    def chosen(self) -> pd.DataFrame:
        """Return how often each option is chosen in each region across the sweep."""
        return chosen_of(self)

    def report(
        self,
        path: str | Path,
        draws: int = 0,
        seed: int = 0,
        instance: Instance | str | Path | None = None,
        csv_dialect: str = "comma",
    ) -> Path:
        """Write the frontier as figure or table, or every plan as a page with a budget slider.

        Parameters
        ----------
        path : str or Path
            Ending in .png, .svg or .pdf; in .html, for a page that stands alone; in .csv, for the
            table of the frontier; or in .xlsx, for a workbook of all tables.
        draws, seed : int
            As for `frontier`: with draws the range of who stays is shown too.
        instance : Instance, str or Path, optional
            What the sweep was made for, where `open_sweep` read it: for map and names of a page.
        csv_dialect : {"comma", "semicolon", "tab"}
            Of a .csv; the second with decimal commas.

        Raises
        ------
        InputError
            No run has a plan, the file can't be written, or another dialect.
        """
        source = None if instance is None else loaded(instance)
        write_report(self, Path(path), draws, seed, source, csv_dialect)
        return Path(path)

    def summary(self) -> str:
        """Return the table in words, with what the reader should know."""
        return sweep_summary(self)

    def __str__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        return sweep_html(self)


def sweep(
    problem: Instance | str | Path,
    *,
    budgets: str | float | Iterable[float] | None = None,
    scenarios: Scenarios = (),
    grid: Grid | Sequence[str] | None = None,
    store: str | Path | Store | None = None,
    nested: Nested | None = None,
    rules: Rules | None = None,
    gap: float = 1e-3,
    time_limit: float | None = None,
    total_time_limit: float | Deadline | None = None,
    seed: int = 0,
    workers: int | None = None,
    dask: Any = None,
    show: Show | None = None,
    progress: bool = False,
) -> Sweep:
    """Find the best plan for every budget under every scenario; what the store has is not redone.

    Parameters
    ----------
    problem : Instance, str or Path
    budgets : str, number or iterable of numbers, optional
        bn KRW; as text `1000:20000:1000` (the last included) or `1000,2500,5000`. Else
        settings.budget.
    scenarios : mapping or iterable
        TOML files, "base" for the instance as it is, or a mapping of names to either or to
        settings. None: the instance as it is.
    grid : mapping, optional
        Values of settings, every combination of which is tried under every scenario:
        `{"additional_share": [0.25, 0.5, 0.8]}`.
    store : str, Path or Store, optional
        A folder or any address that fsspec knows; made if it isn't there. None: kept in memory.
    nested : {"up", "down", "best"}, optional
        Each plan contains that of the next smaller budget; what that costs stands beside the
        free optimum. "up" begins with the smallest budget, "down" with the largest, "best" is
        the best of both and of one that begins in the middle.
    rules : callable or sequence of callables, optional
        Rules of one's own, as for `solve`; every run keeps them, nested ones too. In a store a run
        is found again only under the same rules: the same source, defaults and values that they
        use. Worker processes must be able to import them; where they can't, and `workers` is not
        given, all runs are done in this process.
    gap, seed
        Of each run, as for `solve`.
    time_limit : float, optional
        Seconds for the search of each run.
    total_time_limit : float or Deadline, optional
        Seconds for the whole sweep, from the call. What is searched for then ends with the best
        plan so far, and what was not begun is a row with status "time_limit" and the reason; the
        next sweep with the same store does both.
    workers : int, optional
        Processes on this machine, one thread each; 1: in this process. Else one for each
        processor.
    dask : str or distributed.Client, optional
        A cluster to use instead: its address or client.
    show : Show, optional
        Receives what is done and how far the runs are.
    progress : bool
        Whether to show how far the sweep is: a bar at a terminal, a line a run in a notebook.

    Returns
    -------
    Sweep
        A run that fails or finds no plan is a row with its reason.

    Raises
    ------
    InputError
        The input is bad; or a rule of one's own can't be sent to the workers asked for, or its
        source can't be had for the store's keys.

    Examples
    --------
    >>> runs = sweep("korea", budgets=range(1_000, 20_001, 1_000), store="runs/")
    >>> runs.to_frame()
    >>> print(runs[5_000])
    """
    check_options(gap, time_limit, seed, 1)
    check_types(
        workers=(workers, (*WHOLE, type(None)), "a whole number, or None"),
        store=(store, (*PATH, Store, type(None)), "a folder, an address or a Store"),
        scenarios=(scenarios, (str, PathLike, Iterable, type(None)), "scenarios"),
        grid=(grid, (Iterable, type(None)), 'a mapping such as {"additional_share": [0.25, 0.5]}'),
    )
    until = _until(total_time_limit)
    instance = loaded(problem)
    levels = [budget_of(instance, None)] if budgets is None else budget_levels(budgets)
    known = tuple(level for level in levels if level is not None)
    asked = Asked(
        plain(gap), plain(time_limit), plain(seed), versions(), known, own_rules(rules), until=until
    )
    instances = instances_of(instance, variants(scenarios, grid), load)
    for scenario in instances.values():
        for level in levels:
            budget_of(scenario, level)
    found = run_sweep(
        instances,
        levels,
        asked,
        store=store,
        nested=nested,
        workers=workers,
        dask=dask,
        show=followed(progress, show),
    )
    return Sweep.of(found)


def _until(limit: float | Deadline | None) -> float | None:
    """Return when a limit that began now, or before, is over, as the clock of the day counts.

    Raises
    ------
    InputError, TypeError
        These are no seconds.
    """
    deadline = deadline_of(limit)
    seconds = deadline.seconds
    if seconds is None:
        return None
    check_types(total_time_limit=(seconds, NUMBER, SECONDS))
    refuse_unfit([("--total-time-limit", seconds, seconds >= 0, "seconds, at least 0")])
    return time.time() + deadline.left()


def open_sweep(place: str | Path | Store, options: Mapping[str, Any] | None = None) -> Sweep:
    """Return the latest sweep of a store, with all that has been run of it so far.

    Parameters
    ----------
    place : str, Path or Store
        As for `Store`.
    options : mapping, optional
        For fsspec.

    Raises
    ------
    InputError
        There is no sweep in the store.
    """
    check_types(place=(place, (*PATH, Store), "a folder, an address or a Store"))
    return Sweep.of(read_sweep(place, options))
