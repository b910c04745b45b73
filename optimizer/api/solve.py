"""One plan: the line that data flows along from tables to a checked plan."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from optimizer.api.checked import CheckError, check_plan
from optimizer.api.clock import Clock
from optimizer.api.in_time import out_of_time, solved_in_time
from optimizer.api.load import loaded
from optimizer.api.options import budget_of, check_options, versions
from optimizer.api.plan import Plan
from optimizer.api.progress import watched
from optimizer.coefficients import Coefficients, compute
from optimizer.deadline import Deadline, deadline_of
from optimizer.instance import Instance
from optimizer.light_pyomo import pyo, with_plugins
from optimizer.model import (
    OwnRule,
    Rules,
    build,
    changed_by_hand,
    coefficients_of,
    own_rules,
    own_rules_note,
)
from optimizer.plan import make_plan
from optimizer.solver import (
    NOTHING_BUILT,
    Controls,
    NoPlanError,
    Progress,
    Solution,
    Watcher,
    nothing_built,
    solve_alone,
    solve_model,
)


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
    instance = loaded(instance)
    return with_plugins(build(compute(instance), budget_of(instance, budget)))


def solve(
    problem: Instance | str | Path | pyo.ConcreteModel,
    *,
    budget: float | None = None,
    rules: Rules | None = None,
    gap: float = 1e-3,
    time_limit: float | Deadline | None = None,
    seed: int = 0,
    threads: int = 0,
    watcher: Watcher | None = None,
    progress: bool = False,
    stop: Event | None = None,
) -> Plan:
    """Find the best plan, prove how good it is, and check it without the solver.

    Parameters
    ----------
    problem : Instance, str, Path or ConcreteModel
        An instance, its folder or shipped name, or a model from `build_model`.
    budget : float, optional
        bn KRW of the central purse, as for `build_model`. A model has its budget already.
    rules : callable or sequence of callables, optional
        Rules of one's own: each is called with the Pyomo model right after it was built, and may
        add constraints and variables or change bounds. The plan is the one of `build_model`, the
        rules, and `solve` of that model. What a rule returns is ignored.
    gap : float
        Accepted optimality gap, `(bound − objective) / max(1, |objective|)`; 0 means 1e-6.
    time_limit : float or Deadline, optional
        Seconds from now for everything: reading, building, solving in all its phases, the check.
        A `Deadline` began before. Where time ends without a plan, one that builds nothing is
        returned if limits, locks and rules allow it, as its notes say; a limit of 0 asks for none.
    seed : int
        Of HiGHS.
    threads : int
        0: HiGHS decides; never more than there are processors.
    watcher : callable, optional
        Receives `Progress` while the solve runs. What it raises ends the solve.
    progress : bool
        Whether to show how far the solve is: a bar at a terminal, lines in a notebook.
    stop : threading.Event, optional
        Set by another thread to end the search as Ctrl-C does: the best plan so far is kept.

    Returns
    -------
    Plan
        With status "optimal", "time_limit" or (after Ctrl-C or `stop`) "interrupted".

    Raises
    ------
    InputError
        The input is bad.
    NoPlanError
        No plan can exist (with the reasons), or none was found in time.
    CheckError
        The plan fails its check; it is never returned.

    Notes
    -----
    With rules of one's own the model is solved as it is, without the reductions of the engine,
    and takes longer. The bound holds for the model with them; the check covers the rules of the
    instance only, as the plan's notes say.

    Examples
    --------
    >>> def one_factory(model):
    ...     reuse = [key for key in model.y if key[1] == "factory_reuse"]
    ...     model.one_factory = pyo.Constraint(expr=sum(model.y[key] for key in reuse) <= 1)
    >>> plan = solve("tiny", budget=500, rules=one_factory)
    """
    deadline = deadline_of(time_limit)
    check_options(gap, deadline.seconds, seed, threads)
    with watched(progress, watcher, gap) as watching:
        controls = Controls(gap=gap, seed=seed, threads=threads, watcher=watching)
        if stop is not None:
            controls.stop = stop
        return solved(problem, budget, rules, controls, deadline)


Solve = Callable[[Coefficients, float | None, Controls, Sequence[OwnRule]], Solution]
"""Solves an instance at a budget, under rules of one's own."""


def solved(
    problem: Instance | str | Path | pyo.ConcreteModel,
    budget: float | None,
    rules: Rules | None,
    controls: Controls,
    deadline: Deadline,
    alone: Solve = solve_alone,
) -> Plan:
    """Return the checked plan of an instance or of a model.

    Parameters
    ----------
    problem, budget, rules
        As for `solve`.
    controls : Controls
        Without a time limit.
    deadline : Deadline
    alone : callable
        Solves the instance; not used for a model.
    """
    seconds: dict[str, float] = {"read": 0.0}
    clock = Clock(seconds)
    added = own_rules(rules)
    changed: tuple[str, ...] | None = None
    if isinstance(problem, pyo.ConcreteModel):
        _refuse_for_model(budget, rules)
        coefficients = coefficients_of(problem)
        given: float | None = problem.budget_given
        clock.lap("build")
        limited = _limited(controls, deadline)
        solution = solved_in_time(lambda within: solve_model(problem, within), limited, deadline)
        changed = changed_by_hand(problem)
        solution = replace(solution, notes=(*solution.notes, own_rules_note(problem)))
    else:
        instance = loaded(problem)
        clock.lap("read")
        _tell(controls, "building")
        given, coefficients = budget_of(instance, budget), compute(instance)
        clock.lap("build")
        limited = _limited(controls, deadline)
        solution = _solution(coefficients, given, added, limited, deadline, alone)
    clock.lap("solve")
    _tell(controls, "checking", solution)
    plan = made_plan(coefficients, solution, given, controls.gap, controls.seed)
    try:
        check_plan(plan, coefficients.given)
    except CheckError:
        if NOTHING_BUILT in solution.notes:  # limits, locks or rules ask for more
            raise out_of_time(deadline) from None
        raise
    clock.lap("verify")
    return replace(plan, seconds=seconds, verified=True, rules=added, changed=changed)


def _solution(
    coefficients: Coefficients,
    budget: float | None,
    rules: Sequence[OwnRule],
    controls: Controls,
    deadline: Deadline,
    alone: Solve,
) -> Solution:
    """Return the best plan found in time; where there is none, the one that builds nothing.

    Raises
    ------
    NoPlanError
        No plan can exist; or none was found in time, and rules of one's own, which the check does
        not know, or a limit of 0 leave nothing to fall back on.
    """
    try:
        return solved_in_time(
            lambda within: alone(coefficients, budget, within, rules), controls, deadline
        )
    except NoPlanError as error:
        if error.status != "time_limit" or controls.left() > 0:
            raise
        if deadline.seconds == 0 or rules:
            raise out_of_time(deadline) from None
    return nothing_built(coefficients)


def _limited(controls: Controls, deadline: Deadline) -> Controls:
    """Return controls for a search that begins now and leaves time for what follows."""
    search = deadline.for_search()
    gone = time.perf_counter() - controls.started
    return replace(controls, time_limit=None if search is None else gone + search)


def _tell(controls: Controls, phase: str, solution: Solution | None = None) -> None:
    """Tell the watcher of a step beside the search."""
    if controls.watcher is None:
        return
    known = (None, None) if solution is None else (solution.objective, solution.bound)
    seconds = time.perf_counter() - controls.started
    controls.watcher(Progress(phase, seconds, *known))


def _refuse_for_model(budget: float | None, rules: Rules | None) -> None:
    """Refuse what a model from `build_model` has already.

    Raises
    ------
    ValueError
    """
    if budget is not None:
        raise ValueError("the model has its budget already: give it to build_model")
    if rules is not None:
        raise ValueError("the model is built already: apply the rules to it, or solve the instance")


def made_plan(
    coefficients: Coefficients, solution: Solution, budget: float | None, gap: float, seed: int
) -> Plan:
    """Return the plan of a solution, not yet checked."""
    return Plan.of(
        make_plan(
            coefficients, solution, budget=budget, gap_asked=gap, versions=versions(), seed=seed
        )
    )
