"""The line that data flows along: load, coefficients, model, solve, plan, check."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pyomo.environ as pyo

from optimizer import model as models
from optimizer.analysis import BalanceCurve
from optimizer.analysis import balance_curve as curve_of_balance
from optimizer.analysis import instrument_value as studies
from optimizer.coefficients import Coefficients, compute
from optimizer.instance import (
    Contents,
    InputError,
    Instance,
    Problem,
    check_local_jobs,
    read_instance,
)
from optimizer.instance import contents as contents_of
from optimizer.network import travel_notes, with_travel
from optimizer.plan import Plan, make_plan, to_record
from optimizer.projection import projection_notes
from optimizer.solver import Controls, Solution, Watcher, solve_alone, solve_model
from optimizer.sweep import (
    Asked,
    Grid,
    Nested,
    Scenarios,
    Show,
    Store,
    Sweep,
    budget_levels,
    instances_of,
    run_sweep,
    variants,
)
from optimizer.verify import Verification
from optimizer.verify import verify as verify_record

LARGEST_SEED = 2**31 - 1
"""HiGHS takes no larger one."""


class CheckError(Exception):
    """A plan does not hold when everything is recomputed from the tables.

    Attributes
    ----------
    verification : Verification
    """

    def __init__(self, verification: Verification):
        self.verification = verification
        super().__init__(str(verification))


def load(
    source: str | Path,
    *,
    scenarios: Iterable[str | Path] = (),
    settings: Sequence[str] | Mapping[str, Any] = (),
) -> Instance:
    """Read an instance, check all of it, and work out travel times from its network if need be.

    Parameters
    ----------
    source : str or Path
        A folder, or the name of a shipped instance ("korea", "tiny").
    scenarios : iterable of paths or names
        TOML files with [settings], [culture], [limits], [locked], [scale] or [ranges], or names of
        files in the instance's folder `scenarios`.
    settings : mapping or sequence of "key=value"
        Single settings, which take the place of all others.

    Raises
    ------
    InputError
        With every problem: file, row as a spreadsheet counts it, column, value, remedy.
    """
    scenarios = (scenarios,) if isinstance(scenarios, str | Path) else tuple(scenarios)
    instance = with_travel(read_instance(source, scenarios=scenarios, settings=settings))
    check_local_jobs(instance)
    return replace(
        instance,
        notes=(*instance.notes, *travel_notes(instance), *projection_notes(instance)),
        source=str(source),
        laid_over=(tuple(str(path) for path in scenarios), settings),
    )


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
    return contents_of(_loaded(instance))


def build_model(
    instance: Instance | str | Path, *, budget: float | None = None
) -> pyo.ConcreteModel:
    """Return the full decision model as a plain Pyomo model, for rules of one's own.

    Parameters
    ----------
    instance : Instance, str or Path
    budget : float, optional
        bn KRW of the central purse; else settings.budget. Beside phases: the total to which
        their budgets are scaled; else their own.

    Raises
    ------
    InputError
        No budget is given, and the objective needs one.

    Examples
    --------
    >>> model = build_model("tiny")
    >>> model.north = pyo.Constraint(expr=model.x["n1", "ai_hub"] + model.x["n2", "ai_hub"] <= 1)
    >>> plan = solve(model)
    """
    instance = _loaded(instance)
    return models.build(compute(instance), _budget(instance, budget))


def solve(
    problem: Instance | str | Path | pyo.ConcreteModel,
    *,
    budget: float | None = None,
    gap: float = 1e-3,
    time_limit: float | None = None,
    seed: int = 0,
    threads: int = 0,
    watcher: Watcher | None = None,
) -> Plan:
    """Find the best plan, prove how good it is, and check it without the solver.

    Parameters
    ----------
    problem : Instance, str, Path or ConcreteModel
        An instance, its folder or shipped name, or a model from `build_model`.
    budget : float, optional
        bn KRW of the central purse, as for `build_model`. A model has its budget already.
    gap : float
        Accepted optimality gap, (bound − objective) / max(1, |objective|); 0 means 1e-6.
    time_limit : float, optional
        Seconds, for the solve in all its phases.
    seed : int
        Of HiGHS.
    threads : int
        0: HiGHS decides; never more than there are processors.
    watcher : callable, optional
        Receives `Progress` while the solve runs. What it raises ends the solve.

    Returns
    -------
    Plan
        With status "optimal", "time_limit" or (after Ctrl-C) "interrupted".

    Raises
    ------
    InputError
        The input is bad.
    NoPlanError
        No plan can exist (with the reasons), or none was found in time.
    CheckError
        The plan fails its check; it is never returned.
    """
    _check_controls(gap, time_limit, seed, threads)
    seconds: dict[str, float] = {"read": 0.0}
    clock = _Clock(seconds)
    controls = Controls(gap=gap, time_limit=time_limit, seed=seed, threads=threads, watcher=watcher)
    if isinstance(problem, pyo.ConcreteModel):
        if budget is not None:
            raise ValueError("the model has its budget already: give it to build_model")
        coefficients = models.coefficients_of(problem)
        given: float | None = problem.budget_given
        clock.lap("build")
        solution = solve_model(problem, controls)
    else:
        instance = _loaded(problem)
        clock.lap("read")
        given, coefficients = _budget(instance, budget), compute(instance)
        clock.lap("build")
        solution = solve_alone(coefficients, given, controls)
    clock.lap("solve")
    plan = _made(coefficients, solution, given, gap, seed)
    if isinstance(problem, pyo.ConcreteModel):
        plan = replace(plan, notes=(*plan.notes, models.own_rules_note(problem)))
    _check(plan, coefficients.given)
    clock.lap("verify")
    return replace(plan, seconds=seconds, verified=True)


def sweep(
    problem: Instance | str | Path,
    *,
    budgets: str | float | Iterable[float] | None = None,
    scenarios: Scenarios = (),
    grid: Grid | Sequence[str] | None = None,
    store: str | Path | Store | None = None,
    nested: Nested | None = None,
    gap: float = 1e-3,
    time_limit: float | None = None,
    seed: int = 0,
    workers: int | None = None,
    dask: Any = None,
    show: Show | None = None,
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
    gap, time_limit, seed
        Of each run, as for `solve`.
    workers : int, optional
        Processes on this machine, one thread each; 1: in this process. Else one for each
        processor.
    dask : str or distributed.Client, optional
        A cluster to use instead: its address or client.
    show : Show, optional
        Receives what is done and how far the runs are.

    Returns
    -------
    Sweep
        A run that fails or finds no plan is a row with its reason.

    Raises
    ------
    InputError
        The input is bad.

    Examples
    --------
    >>> runs = sweep("korea", budgets=range(1_000, 20_001, 1_000), store="runs/")
    >>> runs.to_frame()
    >>> print(runs[5_000])
    """
    _check_controls(gap, time_limit, seed, 1)
    instance = _loaded(problem)
    levels = [_budget(instance, None)] if budgets is None else budget_levels(budgets)
    known = tuple(level for level in levels if level is not None)
    asked = Asked(gap, time_limit, seed, versions(), known)
    instances = instances_of(instance, variants(scenarios, grid), load)
    for scenario in instances.values():
        for level in levels:
            _budget(scenario, level)
    return run_sweep(
        instances,
        levels,
        asked,
        store=store,
        nested=nested,
        workers=workers,
        dask=dask,
        show=show,
    )


def _made(
    coefficients: Coefficients, solution: Solution, budget: float | None, gap: float, seed: int
) -> Plan:
    return make_plan(
        coefficients, solution, budget=budget, gap_asked=gap, versions=versions(), seed=seed
    )


def _check(plan: Plan, instance: Instance) -> None:
    checked = verify(plan, instance)
    if not checked.ok:
        raise CheckError(checked)


def by_instrument(
    plan: Plan,
    *,
    gap: float = 1e-3,
    time_limit: float | None = None,
    threads: int = 0,
    watcher: Watcher | None = None,
) -> Plan:
    """Return a plan with what each instrument is worth: each left out in turn, and solved again.

    Parameters
    ----------
    plan : Plan
        As `solve` returns it.
    gap, time_limit, threads, watcher
        As for `solve`, for each of the solves.

    Returns
    -------
    Plan
        With `instruments`, and with the price by instrument in `projection.cost_per_stayer`. Of
        what lies below the gaps of the two solves no price is given.

    Raises
    ------
    KeyboardInterrupt
        Ctrl-C; the plan that was given remains as it was.
    CheckError
        A plan without an instrument fails its check.

    Examples
    --------
    >>> plan = by_instrument(solve("tiny"))
    >>> plan.instruments[["instrument", "adds", "cost_per_added"]]
    """
    _check_controls(gap, time_limit, plan.seed, threads)

    def controls() -> Controls:
        return Controls(
            gap=gap, time_limit=time_limit, seed=plan.seed, threads=threads, watcher=watcher
        )

    def made(coefficients: Coefficients, solution: Solution) -> Plan:
        other = _made(coefficients, solution, plan.budget, gap, plan.seed)
        _check(other, coefficients.given)
        return other

    return studies.by_instrument(plan, made, controls)


def verify(plan: Plan, instance: Instance) -> Verification:
    """Recompute every rule, cost and figure of a plan from the tables, without the solver.

    Parameters
    ----------
    plan : Plan
    instance : Instance
        The one that the plan was made for, with the same scenario scale.
    """
    return verify_record(to_record(plan), instance)


def balance_curve(
    instance: Instance | str | Path,
    *,
    budget: float | None = None,
    points: int = 5,
    gap: float = 1e-3,
    time_limit: float | None = None,
    seed: int = 0,
    threads: int = 0,
    watcher: Watcher | None = None,
) -> BalanceCurve:
    """Return the price of balance: all who stay against the worst-off province, as plans.

    Parameters
    ----------
    instance : Instance, str or Path
        Its objective is set aside; its weights and limits hold.
    budget : float, optional
        As for `solve`.
    points : int
        Plans on the curve, at least 2.
    gap, time_limit, seed, threads, watcher
        As for `solve`, for each plan by itself.

    Returns
    -------
    BalanceCurve
        `.to_frame()` has a row for each plan; each was verified.

    Raises
    ------
    InputError, NoPlanError, CheckError
        As for `solve`.

    Examples
    --------
    >>> curve = balance_curve("tiny", points=3)
    >>> print(curve)
    >>> curve.to_frame()[["worst_share", "retained", "price"]]
    """

    def solved(variant: Instance) -> Plan:
        plan = solve(
            variant,
            budget=budget,
            gap=gap,
            time_limit=time_limit,
            seed=seed,
            threads=threads,
            watcher=watcher,
        )
        if plan.status == "interrupted":
            raise KeyboardInterrupt  # Ctrl-C ends the whole curve, not one of its plans
        return plan

    return curve_of_balance(_loaded(instance), solved, points)


def versions() -> dict[str, str]:
    """Return the versions of the packages on which a plan depends."""
    found: dict[str, str] = {}
    for name in ("rooted", "highspy", "pyomo", "numpy", "scipy", "pandas"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _loaded(problem: Instance | str | Path) -> Instance:
    return problem if isinstance(problem, Instance) else load(problem)


def _check_controls(gap: float, time_limit: float | None, seed: int, threads: int) -> None:
    expected = (
        ("--gap", gap, 0 <= gap < 1, "a number from 0 to below 1"),
        ("--time-limit", time_limit, time_limit is None or time_limit >= 0, "seconds, at least 0"),
        ("--seed", seed, 0 <= seed <= LARGEST_SEED, f"a whole number from 0 to {LARGEST_SEED}"),
        ("--threads", threads, threads >= 0, "a whole number of at least 0"),
    )
    problems = [
        Problem(name, f"{value!r} does not fit; expected {words}.")
        for name, value, fits, words in expected
        if not fits
    ]
    if problems:
        raise InputError(problems)


def _budget(instance: Instance, budget: float | None) -> float | None:
    if instance.phases:
        return _budget_of_phases(instance, budget)
    if budget is None:
        budget = instance.settings.budget
    if budget is None and instance.settings.objective != "net_benefit":
        raise InputError(
            [
                Problem(
                    "instance.toml",
                    f'no budget is given, but the objective "{instance.settings.objective}" '
                    "needs one.",
                    column="settings.budget",
                    remedy=f"give --budget, in {instance.currency}, or set it there.",
                )
            ]
        )
    if budget is None:
        _refuse_fair_shares(instance)
    else:
        _check_budget(budget)
    return budget


def _refuse_fair_shares(instance: Instance) -> None:
    """Refuse shares of a budget where there is none; a floor of 0 asks for nothing.

    Raises
    ------
    InputError
        Naming each limit.
    """
    limits = instance.limits
    asked = {"min_fair_share": limits.min_fair_share or None}
    asked |= {"max_fair_share": limits.max_fair_share}
    problems = [
        Problem(
            "instance.toml",
            f"{share:g} of a province's part of the budget, but no budget is given.",
            column=f"limits.{name}",
            remedy=f"give --budget, in {instance.currency}, or drop the limit.",
        )
        for name, share in asked.items()
        if share is not None
    ]
    if problems:
        raise InputError(problems)


def _check_budget(budget: float) -> None:
    if not 0 <= budget < float("inf"):
        raise InputError(
            [Problem("--budget", f"{budget!r} does not fit; expected a number of at least 0.")]
        )


def _budget_of_phases(instance: Instance, budget: float | None) -> float:
    """Return the phases' budgets together, or the total asked for, to which they are scaled."""
    total = math.fsum(phase.budget for phase in instance.phases)
    if budget is None:
        return total
    _check_budget(budget)
    if total == 0 and budget > 0:
        message = "the phases' budgets are all 0 and can't be scaled to it."
        remedy = "write budgets in [[phases]]."
        raise InputError([Problem("--budget", message, remedy=remedy)])
    return budget


class _Clock:
    """Notes the seconds between laps."""

    def __init__(self, seconds: dict[str, float]):
        self._seconds = seconds
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._seconds[name] = round(now - self._last, 3)
        self._last = now
