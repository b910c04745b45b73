"""A plan that meets an aim: above a floor of the objective, and unlike plans that are known.

What is sought is any such plan, not the best one, so that the search may end at the first that is
found. A large matrix is searched next to its relaxation first, for the best objective: without the
floor as a row plans are found at once, and get better until one is above it. With it HiGHS may be
without any plan for minutes. That there is none is proven by HiGHS, twice.
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
from optimizer.solver.search.rens import NOT_TRIED, next_to
from optimizer.solver.solution import Solution
from optimizer.solver.standard_form import Matrix, SolverError

LARGE = 2_000
"""Columns from which a plan next to the relaxation is sought first, and the first one will do."""
NEAR = 300
"""Columns that are free next to a relaxation besides the fractional ones."""
AT_ONCE, SOON = 1, 300
"""Nodes of a search where plans are found at once or hardly ever, and of one elsewhere: it may take
seconds or minutes for nearly the same problem, so that another seed is tried before more nodes."""
SEEDS = 3
"""Seeds that are tried so."""
ABOVE = 1e-9
"""So far above the floor, relatively, a plan is when a search ends with it."""
FIRST: dict[str, OptionValue] = {"mip_max_improving_sols": 1}
Try = tuple[Matrix, int | None, int]
"""Whose relaxation is looked at, how many nodes are searched next to it at most, and what is added
to the seed."""
PHASE = "searching for another plan"
NOT_FOUND = "no such plan was found in time; give it more"
NONE = "no plan can exist that meets what is asked"


def meeting(aim: Aim, matrix: Matrix, floor_row: int, controls: Controls, thorough: bool) -> Run:
    """Return the values of a plan that meets an aim.

    Parameters
    ----------
    aim : Aim
    matrix : Matrix
        With the aim's rows.
    floor_row : int
        Place of the aim's floor among them.
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
        # With prices plans are more unlike the others, and soon there are none above the floor.
        tries: list[Try] = [(goal, AT_ONCE, 0)] if aim.price else []
        tries += [(matrix, SOON, seed) for seed in range(SEEDS if thorough else 1)]
        tries += [(matrix, None, 0)] if thorough else []
        near = _next_to_relaxation(tries, matrix, (floor_row, aim.floor), controls)
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


def _next_to_relaxation(
    tries: Sequence[Try], matrix: Matrix, floor: tuple[int, float], controls: Controls
) -> Run:
    """Return a plan above the floor next to a relaxation; "infeasible": a relaxation has none.

    Parameters
    ----------
    tries : sequence of Try
    matrix : Matrix
    floor : int and float
        Its row in the matrix, and the least objective.
    controls : Controls
    """
    row, least = floor
    low = matrix.row_low.copy()
    low[row] = -np.inf
    for goal, nodes, seed in tries:
        bound = bounded(goal, controls)
        if bound is None:
            return run(replace(goal, whole=np.zeros_like(goal.whole)), controls, phase=PHASE)
        near = replace(next_to(goal, bound, NEAR), cost=matrix.cost, row_low=low)
        until = replace(controls, gap=0.0, watcher=None, seed=controls.seed + seed)
        good = least + ABOVE * max(1.0, abs(least))
        options = NOT_TRIED | ({} if nodes is None else {"mip_max_nodes": nodes})
        found = without_fixed(near, until, PHASE, enough=least, good=good, options=options)
        if found.values is not None and found.objective >= least:
            return found
        if controls.stopped():
            break
    return replace(found, status="time_limit", values=None)


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
    floor_row = matrix.a.shape[0]
    try:
        with stopped_by_interrupt(controls.stop):
            found = meeting(aim, rows, floor_row, controls, thorough)
            while tangents is not None and found.values is not None:
                missed = tangents.missed(found.values)
                worth = float(matrix.cost @ tangents.settled(found.values)) + matrix.offset
                if missed is None or worth >= aim.floor:
                    break
                rows = rows.with_rows(missed)
                found = meeting(aim, rows, floor_row, controls, thorough)
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
