"""A plan to start from, and a bound, before HiGHS begins: next to a relaxation by region.

The relaxation knows which clusters fit into a region together (`relaxation/configuration.py`), so
that its optimum is nearly a plan. What it leaves open, and what loses least by moving, is searched
(RENS); HiGHS then has a plan to begin with, and mostly only the bound is left to be proven.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.solver.highs.controls import NO_RESTART, SEARCHING, Controls, OptionValue, Progress
from optimizer.solver.highs.run import Run
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.configuration import ConfigurationRelaxation
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.search.incumbent import proven, telling
from optimizer.solver.search.rens import rounded
from optimizer.solver.standard_form import Matrix, SolverError

CHANGES = (250, 1_000)
"""Columns that are free besides the fractional ones: more where there is no plan next to them."""
NEAR_ENOUGH = 0.005
"""For a gap below this, the first plan is not sought more closely: what is better, HiGHS finds."""
LITTLE: dict[str, OptionValue] = {"mip_max_nodes": 200}
"""A first plan is worth a small search; it ends at the same plan on every machine."""
ALMOST = 0.999
"""Part of the gap asked for within which a plan must be, since settling it may lose a little."""


@dataclass(frozen=True)
class Start:
    """Where a search begins.

    Attributes
    ----------
    plan : Run or None
        One value for each column of the plain matrix; None where none was found.
    bound : float
        No plan is better; infinite where the relaxation was not solved.
    """

    plan: Run | None
    bound: float


def first_plan(
    strong: ConfigurationRelaxation,
    plain: Matrix,
    budget: float,
    controls: Controls,
) -> Start:
    """Return a plan next to the relaxation at a budget, and the bound that it proves.

    Parameters
    ----------
    strong : ConfigurationRelaxation
    plain : Matrix
        The run's own: of its first rows and columns the relaxation is made.
    budget : float
        bn KRW.
    controls : Controls
    """
    columns = len(plain.cost)
    matrix = replace(
        strong.purse.limited(strong.matrix, budget),
        low=np.concatenate([plain.low, strong.matrix.low[columns:]]),
        high=np.concatenate([plain.high, strong.matrix.high[columns:]]),
    )
    cuts = floor_cuts(strong.purse, matrix, budget)
    matrix = matrix if cuts is None else matrix.with_rows(cuts)
    bound = bounded(matrix, controls)
    if bound is None:
        return Start(None, np.inf)
    _tell(controls, None, bound.value)
    closely = replace(controls, gap=max(controls.gap, NEAR_ENOUGH))
    for change in CHANGES:
        plan = rounded(strong, matrix, budget, bound, closely, cuts, change, LITTLE)
        if plan is not None and plan.values is not None:
            _tell(controls, plan.objective, bound.value)
            return Start(replace(plan, values=plan.values[:columns]), bound.value)
        if controls.stopped():
            break
    return Start(None, bound.value)


def searched_from(start: Start, matrix: Matrix, controls: Controls) -> Run:
    """Return the best plan that HiGHS finds from a start, with the better of both bounds.

    Parameters
    ----------
    start : Start
    matrix : Matrix
    controls : Controls

    Raises
    ------
    SolverError
        HiGHS says that there is no plan, although one is known.
    """
    plan, gap = start.plan, controls.gap
    if plan is not None and matrix.gap(plan.objective, start.bound) <= ALMOST * gap:
        return proven(plan, start.bound)
    if plan is not None and controls.stopped():
        bound = max(start.bound, plan.objective)
        return replace(plan, status=controls.why_stopped(), bound=bound)
    told = telling(controls, plan, bound=start.bound)
    values = None if plan is None else plan.values
    found = without_fixed(matrix, told, SEARCHING, start=values, options=NO_RESTART)
    if plan is None or (found.values is not None and found.objective >= plan.objective):
        return replace(found, bound=max(found.objective, min(found.bound, start.bound)))
    if found.status == "infeasible":
        raise SolverError("a plan is known, but HiGHS finds none")
    # It ended before it had taken up the plan.
    return replace(
        plan, status=found.status, bound=max(plan.objective, min(found.bound, start.bound))
    )


def _tell(controls: Controls, objective: float | None, bound: float) -> None:
    if controls.watcher is None:
        return
    left = controls.left()
    controls.watcher(
        Progress(
            SEARCHING,
            controls.seconds(),
            objective,
            bound,
            limit_left=left if np.isfinite(left) else None,
        )
    )
