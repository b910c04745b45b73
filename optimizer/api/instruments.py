"""What each instrument of a plan is worth."""

from __future__ import annotations

from optimizer.analysis import by_instrument as solved_without
from optimizer.api.checked import made_again
from optimizer.api.options import check_options, check_types
from optimizer.api.plan import Plan
from optimizer.coefficients import Coefficients
from optimizer.deadline import Deadline
from optimizer.model import Rules, rules_if_given
from optimizer.plan import PlanData
from optimizer.solver import Controls, Solution, Watcher


def by_instrument(
    plan: Plan,
    *,
    rules: Rules | None = None,
    gap: float = 1e-3,
    time_limit: float | Deadline | None = None,
    threads: int = 0,
    watcher: Watcher | None = None,
) -> Plan:
    """Return a plan with what each instrument is worth: each left out in turn, and solved again.

    Parameters
    ----------
    plan : Plan
        As `solve` returns it.
    rules : callable or sequence of callables, optional
        Rules of one's own, as for `solve`. Those of a plan that was solved with `rules=` are kept
        without being given again. Given here, they must be those that the plan was made under;
        `()` says that it was made under none.
    gap, time_limit, threads, watcher
        As for `solve`, for each of the solves; a `Deadline` is for all of them together.

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
    InputError
        The plan was solved from a model that was changed by hand, or read from a folder and made
        with rules of one's own, and `rules` are not given; or those given are not its own.

    Examples
    --------
    >>> plan = by_instrument(solve("tiny"))
    >>> plan.instruments[["instrument", "adds", "cost_per_added"]]
    """
    check_types(plan=(plan, (PlanData,), "a Plan; read a folder with optimizer.load_plan"))
    seconds = time_limit.seconds if isinstance(time_limit, Deadline) else time_limit
    check_options(gap, seconds, plan.seed, threads)

    def controls() -> Controls:
        left = time_limit.for_search() if isinstance(time_limit, Deadline) else time_limit
        return Controls(gap=gap, time_limit=left, seed=plan.seed, threads=threads, watcher=watcher)

    def made(coefficients: Coefficients, solution: Solution) -> Plan:
        return Plan.of(made_again(plan, coefficients, solution, gap))

    return solved_without(plan, made, controls, rules_if_given(rules))
