"""A plan that meets an aim: above a floor of the objective, and unlike plans that are known.

What is sought is any such plan, not the best one, so that the search may end at the first that is
found. That there is none is proven by HiGHS, twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimizer.model import Structure
from optimizer.solver.direct import solve_matrix
from optimizer.solver.highs.controls import NO_RESTART, Controls, OptionValue
from optimizer.solver.highs.interrupt import stopped_by_interrupt
from optimizer.solver.highs.run import Run, run
from optimizer.solver.infeasibility import NoPlanError
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.relaxation.tangents import tangents_of
from optimizer.solver.search.aims import Aim
from optimizer.solver.search.rens import rens
from optimizer.solver.solution import Solution
from optimizer.solver.standard_form import Matrix, SolverError

LARGE = 2_000
"""Columns from which a plan next to the relaxation is sought first, and the first one will do."""
CHANGES = (100, 300, 800)
"""Columns that are free in that search besides the fractional ones: ever more, until one pays."""
ANY = 0.1
"""Gap of a search in which the first plans are good enough: all are above the floor."""
FIRST: dict[str, OptionValue] = {"mip_max_improving_sols": 1}
PHASE = "searching for another plan"
NOT_FOUND = "no such plan was found in time; give it more"
NONE = "no plan can exist that meets what is asked"


def meeting(aim: Aim, matrix: Matrix, controls: Controls, thorough: bool) -> Run:
    """Return the values of a plan that meets an aim.

    Parameters
    ----------
    aim : Aim
    matrix : Matrix
        With the aim's rows.
    controls : Controls
    thorough : bool
        Else a large matrix is only searched next to its relaxation.

    Raises
    ------
    NoPlanError
        None can exist, or none was found in time.
    """
    goal, large = aim.goal_on(matrix), len(matrix.cost) >= LARGE
    if large:
        near = _next_to_relaxation([goal, matrix, goal] if aim.price else [goal], controls)
        if near.values is not None:
            return near
        if near.status == "infeasible":
            raise NoPlanError("infeasible", [], NONE)
        if not thorough:
            raise NoPlanError("time_limit", [], NOT_FOUND)
    options = NO_RESTART | (FIRST if large else {})
    found = without_fixed(goal, controls, PHASE, options=options)
    if found.status == "infeasible":
        # As in a solve: believed only where another seed without presolve says so too.
        again = replace(controls, seed=controls.seed ^ 1)
        found = without_fixed(goal, again, PHASE, options=options | {"presolve": "off"})
    if found.values is not None:
        return found
    if found.status == "infeasible":
        raise NoPlanError("infeasible", [], NONE)
    ended = "interrupted" if controls.stop.is_set() else "time_limit"
    raise NoPlanError(ended, [], NOT_FOUND)


def _next_to_relaxation(goals: Sequence[Matrix], controls: Controls) -> Run:
    """Return a plan next to a relaxation; "infeasible" only where the relaxation has none."""
    gap = controls.gap
    for goal, change in zip(goals, CHANGES, strict=False):
        bound = bounded(goal, controls)
        if bound is None:
            return run(replace(goal, whole=np.zeros_like(goal.whole)), controls, phase=PHASE)
        # From the second on any plan will do.
        found = rens(goal, bound, replace(controls, gap=gap), change)
        gap = ANY
        if found.values is not None or controls.stopped():
            return found
    return replace(found, status="time_limit")


def settled_meeting(
    structure: Structure,
    matrix: Matrix,
    controls: Controls,
    aim: Aim,
    untouched: bool,
    thorough: bool,
) -> Solution:
    """Return a plan of a whole model that meets an aim, the rest decided for the objective.

    Parameters
    ----------
    structure : Structure
    matrix : Matrix
        With the run's limits, without the aim's rows.
    controls : Controls
    aim : Aim
    untouched : bool
        As for `optimizer.solver.direct.solve_matrix`.
    thorough : bool
        As for `meeting`.

    Raises
    ------
    NoPlanError
        None can exist, or none was found in time.
    """
    rows, tangents = aim.rows_on(matrix), tangents_of(matrix, structure)
    try:
        with stopped_by_interrupt(controls.stop):
            found = meeting(aim, rows, controls, thorough)
            while tangents is not None and found.values is not None:
                missed = tangents.missed(found.values)
                worth = float(matrix.cost @ tangents.settled(found.values)) + matrix.offset
                if missed is None or worth >= aim.floor:
                    break
                rows = rows.with_rows(missed)
                found = meeting(aim, rows, controls, thorough)
    except SolverError as error:
        raise NoPlanError("time_limit", [], f"no such plan was found: {error}") from error
    assert found.values is not None
    # The whole numbers stay, and the rest serves the objective, not the search.
    low, high = rows.low.copy(), rows.high.copy()
    low[rows.whole] = high[rows.whole] = np.round(found.values[rows.whole])
    settled = solve_matrix(
        structure, replace(rows, low=low, high=high), controls, untouched=untouched
    )
    if settled is None:
        raise NoPlanError("time_limit", [], "no such plan was found: HiGHS contradicts itself")
    return replace(settled, bound=np.inf)
