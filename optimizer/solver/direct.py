"""The solve as a recipe: export, tighten, maximise, settle ties for the cheapest, clean up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from optimizer.arrays import Floats
from optimizer.instance import has_second_stage, is_share
from optimizer.light_pyomo import InfeasibleConstraintException, pyo
from optimizer.model import Structure
from optimizer.solver.highs.controls import (
    EXACT_GAP,
    NO_RESTART,
    SEARCHING,
    Controls,
    Ending,
    OptionValue,
    RunStatus,
    gap_of,
)
from optimizer.solver.highs.interrupt import stopped_by_interrupt
from optimizer.solver.highs.run import Run
from optimizer.solver.infeasibility import NoPlanError, impossible_rules, why_infeasible
from optimizer.solver.known import KNOWN
from optimizer.solver.postsolve.least_cost import cheapest, linear
from optimizer.solver.relaxation.row_generation import Relaxation, maximise, relax
from optimizer.solver.relaxation.tangents import tangents_of
from optimizer.solver.solution import Solution, read_decisions
from optimizer.solver.standard_form import Matrix, SolverError, export

SHARE_KEPT = 5e-7
"""How far the worst province's share may fall while Σr is maximised; it is kept to 1e-6
(contract.md), of which the solver's own tolerance takes a part."""


@dataclass(frozen=True)
class Found:
    """What a search of a matrix ended with.

    Attributes
    ----------
    values : float array, shape (columns,)
    status : {"optimal", "time_limit", "interrupted"}
    bound, objective : float
        As of a `Solution`.
    """

    values: Floats
    status: Ending
    bound: float
    objective: float


def solve_model(
    model: pyo.ConcreteModel, controls: Controls, *, untouched: bool = False
) -> Solution:
    """Solve a model from `optimizer.model.build`, with or without further rules.

    Ctrl-C ends the search and keeps the best plan so far.

    Parameters
    ----------
    model : ConcreteModel
    controls : Controls
    untouched : bool
        The model is as it was built: only then may it be reduced.

    Returns
    -------
    Solution

    Raises
    ------
    NoPlanError
        No plan can exist (with the reasons), or none was found in time.
    """
    try:
        with stopped_by_interrupt(controls.stop):
            return _solve(Structure(model), controls, untouched)
    except SolverError as error:
        raise _gave_up(error) from error


def solve_matrix(
    structure: Structure, matrix: Matrix, controls: Controls, *, untouched: bool = True
) -> Solution | None:
    """Solve a model's matrix, perhaps with other limits; None: none can exist.

    Parameters
    ----------
    structure : Structure
    matrix : Matrix
    controls : Controls
    untouched : bool
        As for `solve_model`.

    Raises
    ------
    NoPlanError
        None was found in time.
    """
    try:
        with stopped_by_interrupt(controls.stop):
            return _solve_matrix(structure, matrix, controls, untouched=untouched)
    except SolverError as error:
        raise _gave_up(error) from error


def _gave_up(error: SolverError) -> NoPlanError:
    remedy = "very large beside very small numbers are the usual cause: check the units"
    return NoPlanError("time_limit", [], f"No plan was found: {error}; {remedy}.")


def _solve(structure: Structure, controls: Controls, untouched: bool) -> Solution:
    try:
        matrix = export(structure)
    except InfeasibleConstraintException as error:
        raise impossible_rules(structure, controls) from error
    found = _solve_matrix(structure, matrix, controls, untouched=untouched)
    if found is None:
        raise why_infeasible(structure, matrix, controls)
    return found


def _solve_matrix(
    structure: Structure, matrix: Matrix, controls: Controls, *, untouched: bool
) -> Solution | None:
    known = untouched and structure.has_only(KNOWN)
    found = searched(structure, matrix, controls, known=known)
    if found is None:
        return None
    decisions = read_decisions(structure, matrix, found.values, untouched=known)
    return Solution(decisions, found.status, found.bound, found.objective)


def searched(
    structure: Structure, matrix: Matrix, controls: Controls, *, known: bool
) -> Found | None:
    """Return the values of the best plan, the cheapest of equals; None: none can exist.

    Parameters
    ----------
    structure, matrix, controls
        As for `solve_matrix`.
    known : bool
        The model is as it was built and holds only what is in `KNOWN`.

    Raises
    ------
    NoPlanError
        None was found in time.
    """
    coefficients = structure.coefficients
    asked = controls.gap
    sharp = replace(controls, gap=asked if asked > 0 else EXACT_GAP / 10)
    start = relax(matrix, structure, sharp, known=known)
    start = start.with_tangents(tangents_of(start.matrix, structure), sharp)
    first, relaxation = _maximise(start, sharp, {} if coefficients.takers is None else NO_RESTART)
    if first.status == "infeasible":
        return None
    if first.values is None:
        raise nothing_found(first.status, controls)
    objective = coefficients.instance.settings.objective
    values = relaxation.settled(first.values)
    last: RunStatus = first.status
    if has_second_stage(objective):
        relaxation, values, last = _most_retained(relaxation, structure, first, sharp)
    exact = matrix.gap(first.objective, first.bound) <= EXACT_GAP
    values = cheapest(relaxation, structure, values, controls, exact=exact)
    reached = float(matrix.cost @ values) + matrix.offset
    # A share of 1 is all there is; a second stage gives up a little of it (`SHARE_KEPT`).
    share = is_share(objective)
    gap = gap_of(reached, first.bound) if share else matrix.gap(reached, first.bound)
    # HiGHS's own proof is relative to the objective, so that a small share is proven too.
    ended = first.status if first.status != "optimal" else last
    proved = gap <= max(asked, EXACT_GAP) * (1 + 1e-6) and ended == "optimal"
    return Found(values, "optimal" if proved else _unfinished(ended), first.bound, reached)


def _unfinished(status: RunStatus) -> Ending:
    return "interrupted" if status == "interrupted" else "time_limit"


def _maximise(
    relaxation: Relaxation, controls: Controls, options: dict[str, OptionValue]
) -> tuple[Run, Relaxation]:
    """Maximise; believe “infeasible” only if a run without presolve and another seed agrees."""
    found, cut = maximise(relaxation, controls, phase=SEARCHING, options=options)
    if found.status != "infeasible":
        return found, cut
    again = replace(controls, seed=controls.seed ^ 1)
    phase = "proving that no plan exists"
    return maximise(relaxation, again, phase=phase, options={"presolve": "off"})


def nothing_found(status: str, controls: Controls) -> NoPlanError:
    """Return the error for a search that ended without a plan: interrupted, or out of time."""
    if status == "interrupted":
        return NoPlanError("interrupted", [], "interrupted before a plan was found")
    limit = "" if controls.time_limit is None else f" in {controls.time_limit:g} seconds"
    return NoPlanError("time_limit", [], f"no plan was found{limit}; give it more time")


def _most_retained(
    relaxation: Relaxation, structure: Structure, first: Run, controls: Controls
) -> tuple[Relaxation, Floats, RunStatus]:
    """Keep the worst province's share and maximise Σ(r + arrived).

    Returns what keeps both, the plan, and how the search for it ended.
    """
    full = relaxation.full
    goal, offset = full.cost, full.offset
    kept = relaxation.keeping(goal, first.objective - offset - SHARE_KEPT)
    retained, constant = linear(full, structure, "people")
    second, cut = maximise(
        kept.with_goal(retained, constant),
        controls,
        phase="searching for the most who stay with that share",
        start=first.values,
    )
    values = second.values if second.values is not None else first.values
    assert values is not None
    reached = float(cut.project(retained) @ values)
    both = cut.keeping(retained, reached * (1 - 1e-9)).with_goal(goal, offset)
    return both, values, second.status if second.values is not None else "time_limit"
