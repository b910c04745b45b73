"""What every solve may be told, checked in one place; and what the plan records of it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from os import PathLike
from typing import Any

import numpy as np

from optimizer.arrays import plain
from optimizer.instance import InputError, Instance, Problem, weighs_cost

LARGEST_SEED = 2**31 - 1
"""HiGHS takes no larger one."""


def versions() -> dict[str, str]:
    """Return the versions of the packages on which a plan depends."""
    found: dict[str, str] = {}
    for name in ("rooted", "highspy", "pyomo", "numpy", "scipy", "pandas"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def check_types(**given: tuple[Any, tuple[type, ...], str]) -> None:
    """Refuse arguments of the wrong type in Python's words.

    Parameters
    ----------
    **given
        By the argument's name: its value, the types that fit, and how they are called.

    Raises
    ------
    TypeError
        Naming the argument, the value and the type wanted.
    """
    for name, (value, types, wanted) in given.items():
        wrong = not isinstance(value, types) or (isinstance(value, bool) and bool not in types)
        if wrong:
            found = f"{value!r:.60} ({type(value).__name__})"
            raise TypeError(f"{name}={found} does not fit; expected {wanted}")


NUMBER = (int, float, np.integer, np.floating)
WHOLE = (int, np.integer)
PATH = (str, PathLike)
SECONDS = "a number of seconds, or None"


def check_options(gap: float, time_limit: float | None, seed: int, threads: int) -> None:
    """Refuse what no solve can do.

    Raises
    ------
    InputError
        Naming every option that does not fit.
    """
    check_types(
        gap=(gap, NUMBER, "a number such as 0.001"),
        time_limit=(time_limit, (*NUMBER, type(None)), SECONDS),
        seed=(seed, WHOLE, "a whole number"),
        threads=(threads, WHOLE, "a whole number"),
    )
    expected = (
        ("--gap", gap, 0 <= gap < 1, "a number from 0 to below 1"),
        ("--time-limit", time_limit, time_limit is None or time_limit >= 0, "seconds, at least 0"),
        ("--seed", seed, 0 <= seed <= LARGEST_SEED, f"a whole number from 0 to {LARGEST_SEED}"),
        ("--threads", threads, threads >= 0, "a whole number of at least 0"),
    )
    refuse_unfit(expected)


def refuse_unfit(options: Iterable[tuple[str, object, bool, str]]) -> None:
    """Refuse options that don't fit.

    Parameters
    ----------
    options : iterable of (name, value, whether it fits, what is expected)

    Raises
    ------
    InputError
        Naming every option that does not fit.
    """
    problems = [
        Problem(name, f"{value!r} does not fit; expected {words}.")
        for name, value, fits, words in options
        if not fits
    ]
    if problems:
        raise InputError(problems)


def budget_of(instance: Instance, budget: float | None) -> float | None:
    """Return the budget of a solve: the one asked for, else the instance's own; None: no limit.

    Raises
    ------
    InputError
        There is none, and the objective needs one; or it is no amount of money.
    """
    if instance.phases:
        return _budget_of_phases(instance, budget)
    if budget is None:
        budget = instance.settings.budget
    if budget is None and not weighs_cost(instance.settings.objective):
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
    return plain(budget)  # type: ignore[no-any-return]


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
    check_types(budget=(budget, NUMBER, "a number such as 5_000, in the currency of the instance"))
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
    return plain(budget)  # type: ignore[no-any-return]
