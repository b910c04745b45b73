"""A plan and a bound before HiGHS begins: next to a relaxation by region.

The relaxation knows which clusters fit into a region together (`relaxation/configuration.py`), so
that its optimum is nearly a plan. What it leaves open, and what loses least by moving, is searched
(RENS). Where the gap asked for is wide, or time short, that is all; else HiGHS proves with the
model as it is, while provinces are planned anew beside it (`large_neighbourhood.py`), and ends as
soon as the best plan is near enough to one of the two bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import Flags, Ints
from optimizer.solver.highs.controls import NO_RESTART, SEARCHING, Controls, OptionValue
from optimizer.solver.highs.run import Run
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.configuration import ConfigurationRelaxation
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.relaxation.lp import KeptBasis
from optimizer.solver.relaxation.rows_left_out import bounded_by_parts, has_long_rows
from optimizer.solver.search.incumbent import proven, tell, telling
from optimizer.solver.search.large_neighbourhood import ONLY_PROVING, LargeNeighbourhoodSearch
from optimizer.solver.search.rens import neighbourhood, rounded
from optimizer.solver.standard_form import Matrix, Rows, SolverError

CHANGES = (100, 1_000)
"""Columns that are free besides the fractional ones: more where there is no plan next to them."""
CLOSER = 2_000
"""The same of models so large that HiGHS finds no better plan for minutes, as a second search."""
SHARP_IS_FASTER = 100_000
"""Columns from which that is so, and HiGHS is given the relaxation by region in place of the model
as it is, whose linear programme takes it four times as long."""
NEAR_ENOUGH = 0.02
"""For a gap below this, the first plan is not sought more closely: what is better, HiGHS finds."""
LITTLE: dict[str, OptionValue] = {"mip_max_nodes": 20}
"""A first plan is worth a small search; it ends at the same plan on every machine."""


@dataclass(frozen=True)
class Start:
    """What is known before HiGHS begins.

    Attributes
    ----------
    plan : Run or None
        One value for each column of the plain matrix; None where none was found.
    bound : float
        No plan is better; infinite where the relaxation was not solved.
    near : bool array, optional
        Columns of the plain matrix that are fractional in the relaxation, or lose least by moving.
    sharper : Matrix, optional
        The relaxation, where HiGHS searches it sooner than the model as it is.
    """

    plan: Run | None
    bound: float
    near: Flags | None = None
    sharper: Matrix | None = None


def first_plan(
    strong: ConfigurationRelaxation,
    plain: Matrix,
    budget: float,
    controls: Controls,
    basis: KeptBasis | None = None,
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
    basis : KeptBasis, optional
        Of the relaxation at other budgets and under other locks.
    """
    columns = len(plain.cost)
    matrix, cuts = tighter(strong, plain, budget)
    bound = bounded_by_parts(matrix, controls, basis)
    if bound is None:
        return Start(None, np.inf)
    tell(controls, None, bound.value)
    near = neighbourhood(plain, bound, CHANGES[-1])

    def found(change: int, controls: Controls) -> Run | None:
        run = rounded(strong, matrix, budget, bound, controls, cuts, change, LITTLE)
        if run is None or run.values is None:
            return None
        return replace(run, values=run.values[:columns])

    roughly = replace(controls, gap=max(controls.gap, NEAR_ENOUGH))
    plan: Run | None = None
    for change in CHANGES:
        plan = found(change, roughly)
        if plan is not None or controls.stopped():
            break
    if plan is not None:
        tell(controls, plan.objective, bound.value)
    if columns >= SHARP_IS_FASTER and not controls.stopped():
        proof = controls.gap * max(plain.least(), 0.0 if plan is None else abs(plan.objective))
        if plan is None or bound.value > plan.objective + proof:
            closer = found(CLOSER, controls)
            if closer is not None and (plan is None or closer.objective > plan.objective):
                plan = closer
                tell(controls, plan.objective, bound.value)
    return Start(plan, bound.value, near, matrix if columns >= SHARP_IS_FASTER else None)


def tighter(
    strong: ConfigurationRelaxation, plain: Matrix, budget: float
) -> tuple[Matrix, Rows | None]:
    """Return the relaxation by region with a run's limits of columns and the cuts of its floors.

    And these cuts alone; None where there are none.

    Parameters
    ----------
    strong, plain, budget
        As for `first_plan`.
    """
    columns = len(plain.cost)
    matrix = replace(
        strong.purse.limited(strong.matrix, budget),
        low=np.concatenate([plain.low, strong.matrix.low[columns:]]),
        high=np.concatenate([plain.high, strong.matrix.high[columns:]]),
    )
    cuts = floor_cuts(strong.purse, matrix, budget)
    return (matrix if cuts is None else matrix.with_rows(cuts)), cuts


def searched_from(
    start: Start, matrix: Matrix, controls: Controls, parts: Sequence[Ints] = ()
) -> Run:
    """Return the best plan found from a start on, with the better of both bounds.

    Where the plan of the start is not proven, provinces are planned anew while HiGHS seeks the
    proof (`large_neighbourhood.py`). Without a plan HiGHS searches by itself.

    Parameters
    ----------
    start : Start
    matrix : Matrix
    controls : Controls
    parts : sequence of int arrays
        Columns of the matrix that are planned anew together; () if none are.

    Raises
    ------
    SolverError
        HiGHS says that there is no plan, although one is known.
    """
    plan, gap = start.plan, controls.gap
    near = None
    enough = -np.inf
    if plan is not None:
        near = LargeNeighbourhoodSearch(plan, matrix, parts, controls)
        enough = near.enough()
        if start.bound <= enough:
            return proven(plan, start.bound)
        # HiGHS would take hours and twice the memory for nothing; the time left is for graduates.
        enormous = np.isfinite(controls.left()) and has_long_rows(matrix)
        if controls.stopped() or enormous:
            bound = max(start.bound, plan.objective)
            return replace(plan, status=controls.why_stopped(), bound=bound)
    found = _found(start, near, matrix, controls, enough)
    plan = None if near is None else near.plan
    if plan is None or found.objective >= plan.objective:
        best = found
    elif found.status == "infeasible":
        raise SolverError("a plan is known, but HiGHS finds none")
    else:
        best = plan
    bound = max(best.objective, min(found.bound, start.bound))
    if best.values is not None and matrix.gap(best.objective, bound) <= gap:
        return proven(best, bound)
    return replace(best, status=found.status, bound=bound)


def _found(
    start: Start,
    near: LargeNeighbourhoodSearch | None,
    matrix: Matrix,
    controls: Controls,
    enough: float,
) -> Run:
    """Return what HiGHS finds: a proof beside the search near the plan, or all by itself."""
    plan = start.plan
    told = telling(controls, plan, bound=start.bound)
    searched = matrix if start.sharper is None else start.sharper
    aided = near is not None and bool(near.parts)
    begin = plan.values if aided and plan is not None and start.sharper is None else None
    found = without_fixed(
        searched,
        told,
        SEARCHING,
        start=begin,
        enough=enough,
        companion=near if aided else None,
        options=NO_RESTART | (ONLY_PROVING if aided else {}),
    )
    if found.values is None:
        return found
    return replace(found, values=found.values[: len(matrix.cost)])
