"""One plan for many worlds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from optimizer.analysis import Asked, Criterion, RobustData, Ways
from optimizer.analysis import robust as find_robust
from optimizer.api.answer import Answer
from optimizer.api.checked import CheckError, check_plan
from optimizer.api.in_time import out_of_time
from optimizer.api.load import loaded
from optimizer.api.options import NUMBER, budget_of, check_options, check_types
from optimizer.api.plan import Plan
from optimizer.api.solve import made_plan
from optimizer.coefficients import Coefficients
from optimizer.deadline import Deadline, deadline_of
from optimizer.instance import Instance
from optimizer.plan import PlanData, to_record
from optimizer.report import save_robust
from optimizer.solver import Controls, NoPlanError, Solution, Watcher

CENTRAL_WORLD = "What follows is the plan as it does in the central world."


class Robust(RobustData[Plan], Answer):
    """One plan for many worlds: how it does in each, against each world's own best.

    Its attributes are those of `optimizer.analysis.RobustData`.
    """

    def to_dict(self) -> dict[str, Any]:
        """Return plan.json's content, and beside it robust, worlds, price, evpi and vss."""
        return {**to_record(self.plan), **self.content()}

    def __str__(self) -> str:
        """Return how the plan does over the worlds, then the plan's summary."""
        return "\n".join([*self.sentences(), CENTRAL_WORLD, "", self.plan.summary()])

    def save(self, folder: str | Path) -> Path:
        """Write the plan, and beside it robust.json, robust.txt and robust_*.csv.

        The summary begins with how the plan does over the worlds.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        self.plan.save(folder)
        tables = {"worlds": self.worlds, "plans": self.plans}
        if self.following is not None:
            tables["following"] = self.following
        words = "\n".join(self.sentences())
        return save_robust(self.content(), tables, words, str(self), Path(folder))


def robust(
    instance: Instance | str | Path,
    *,
    worlds: int = 50,
    seed: int = 0,
    criterion: Criterion = "mean",
    level: float = 0.2,
    budget: float | None = None,
    gap: float = 5e-3,
    two_stage: bool = False,
    time_limit: float | Deadline | None = None,
    threads: int = 0,
    watcher: Watcher | None = None,
) -> Robust:
    """Find one plan for many worlds drawn from the ranges, and prove how good it is.

    Parameters
    ----------
    instance : Instance, str or Path
        With job_takers "catchment".
    worlds : int
        Draws of all assumptions, as `Plan.uncertainty` draws them.
    seed : int
        Of the draws and of HiGHS: same seed, same worlds.
    criterion : {"mean", "regret", "cvar"}
        The best mean of the objective, the smallest largest regret against the best plan found
        for each world, or the best mean of the worst worlds.
    level : float
        Part of the worlds that are the worst, for the CVaR.
    budget : float, optional
        As for `solve`.
    gap : float
        Accepted gap of the criterion; of the largest regret in parts of the mean of the worlds'
        best values (`gap_of_best`), as half a percent of a regret is next to nothing.
    two_stage : bool
        Clusters are decided now; hubs, measures and seats follow once the world is known.
    time_limit : float or Deadline, optional
        Seconds for all of it, from the call. With less time fewer worlds are solved by themselves
        and averaged less often: the bound is further off, as notes say. Half of it is for the
        central world, whose plan is the first that is known.
    threads, watcher
        As for `solve`, for each of the solves.

    Returns
    -------
    Robust
        `plan`, and how it does: `worlds`, `plans`, `value`, `bound`, `gap`, `gap_of_best`, `price`,
        `evpi`, `vss`, and with two stages `following` and `flexibility`. By the regret the plan is
        no worse than the central one, nor than the one found as if culture did nothing: both are
        among those that it is chosen from.

    Raises
    ------
    InputError, NoPlanError, CheckError
        As for `solve`; or worlds, criterion or level don't fit.
    KeyboardInterrupt
        Ctrl-C.

    Notes
    -----
    What is built is decided before the world is known, by the costs and limits of the central
    world. With `two_stage` that holds of the clusters alone: `following` says what follows of them
    in each world, and every plan that follows is checked. The plan's own objective, bound and gap
    are of the central world.

    Examples
    --------
    >>> found = robust("tiny", worlds=10, criterion="regret")
    >>> found.worlds[["world", "own_best", "this_plan", "regret"]]
    """
    deadline = deadline_of(time_limit)
    check_options(gap, deadline.seconds, seed, threads)
    check_types(level=(level, NUMBER, "a number such as 0.2"))
    known = loaded(instance)
    purse = budget_of(known, budget)

    def controls(asked: float, part: float = 1.0) -> Controls:
        left = deadline.for_search()
        limit = None if left is None else part * left
        return Controls(gap=asked, time_limit=limit, seed=seed, threads=threads, watcher=watcher)

    def made(coefficients: Coefficients, solution: Solution, asked: float) -> PlanData:
        return made_plan(coefficients, solution, purse, asked, seed)

    def holds(plan: PlanData) -> bool:
        try:
            check_plan(plan, known)
        except CheckError:
            return False
        return True

    asked = Asked(purse, worlds, seed, criterion, level, gap, two_stage)
    try:
        found = find_robust(known, asked, Ways(controls, made, holds, check_plan))
    except NoPlanError as error:
        if error.status == "time_limit" and deadline.seconds is not None:
            raise out_of_time(deadline) from error
        raise
    check_plan(found.plan, known)
    return Robust.of(replace(found, plan=replace(found.plan, verified=True)))
