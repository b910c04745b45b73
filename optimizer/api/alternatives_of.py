"""Plans nearly as good as a plan in memory, and unlike it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from optimizer.analysis import AlternativesData
from optimizer.analysis import alternatives as find_alternatives
from optimizer.api.answer import Answer
from optimizer.api.checked import made_again
from optimizer.api.options import NUMBER, WHOLE, check_options, check_types, refuse_unfit
from optimizer.coefficients import Coefficients
from optimizer.deadline import Deadline, deadline_of, remaining
from optimizer.instance import InputError, Problem
from optimizer.model import Rules, rules_if_given
from optimizer.plan import PlanData
from optimizer.solver import Controls, Solution, Watcher

SEARCH_GAP = 5e-3
"""Of each search, whose end proves nothing: any plan above the floor will do."""


class Alternatives(AlternativesData, Answer):
    """Plans nearly as good as a plan, and unlike it and each other.

    Its attributes are those of `optimizer.analysis.AlternativesData`. `save` writes
    alternatives.json, .txt and .csv, alternatives_must_have.csv and alternatives_free.csv.
    """

    _saved_as = "alternatives"
    _saved_tables: ClassVar = {"": "rows", "must_have": "must_have", "free": "free"}


def alternatives_of(
    plan: PlanData,
    kind: Callable[[PlanData], PlanData],
    *,
    n: int = 10,
    within: float = 0.01,
    apart: float = 0.3,
    rules: Rules | None = None,
    time_limit: float | Deadline | None = None,
    threads: int = 0,
    watcher: Watcher | None = None,
) -> Alternatives:
    """Return the alternatives of a plan that knows its `source`.

    Parameters
    ----------
    plan : PlanData
    kind : callable
        Makes each alternative of its data.
    n, within, apart, rules, time_limit, threads, watcher
        As for `optimizer.alternatives`.

    Raises
    ------
    InputError, CheckError, KeyboardInterrupt
        As for `optimizer.alternatives`.
    """
    check_types(
        n=(n, WHOLE, "a whole number"),
        within=(within, NUMBER, "a share such as 0.01"),
        apart=(apart, NUMBER, "a share such as 0.3"),
    )
    _refuse(n, within, apart)
    deadline = deadline_of(time_limit)
    check_options(SEARCH_GAP, deadline.seconds, plan.seed, threads)
    if plan.source is None:
        message = "the plan was read from a folder, and what it was made for is not known."
        raise InputError([Problem("plan", message, remedy="name its instance: instance=.")])

    def controls() -> Controls:
        return Controls(
            gap=SEARCH_GAP,
            time_limit=remaining(deadline),
            seed=plan.seed,
            threads=threads,
            watcher=watcher,
        )

    def made(coefficients: Coefficients, solution: Solution, accepted: float) -> PlanData:
        return kind(made_again(plan, coefficients, solution, accepted))

    own = rules_if_given(rules)
    return Alternatives.of(
        find_alternatives(plan, made, controls, n=n, within=within, apart=apart, rules=own)
    )


def _refuse(n: int, within: float, apart: float) -> None:
    """Refuse what can't be asked for.

    Raises
    ------
    InputError
    """
    expected = (
        ("--n", n, n >= 1, "a whole number of at least 1"),
        ("--within", within, 0 <= within < 1, "a share from 0 to below 1, such as 0.01"),
        ("--apart", apart, 0 < apart <= 1, "a share above 0, at most 1"),
    )
    refuse_unfit(expected)
