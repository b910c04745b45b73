"""The solve as a recipe: export, tighten, maximise, settle ties for the cheapest, clean up."""

from __future__ import annotations

from dataclasses import replace

import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException

from optimizer.coefficients.pairs import Floats
from optimizer.model import coefficients_of
from optimizer.solve.cheapest import cheapest, linear, with_row
from optimizer.solve.highs import (
    Controls,
    Ending,
    Run,
    RunStatus,
    gap_of,
    run,
    stopped_by_interrupt,
)
from optimizer.solve.matrix import Matrix, export
from optimizer.solve.reasons import NoPlanError, impossible_rules, why_infeasible
from optimizer.solve.solution import Solution, read_decisions
from optimizer.solve.tighten import link_flows

EXACT_GAP = 1e-6
"""What a gap of 0 means (model.md)."""
SHARE_KEPT = 5e-7
"""How far the worst province's share may fall while Σr is maximised; it is kept to 1e-6
(contract.md), of which the solver's own tolerance takes a part."""


def solve_model(model: pyo.ConcreteModel, controls: Controls) -> Solution:
    """Solve a model from `optimizer.model.build`, with or without further rules.

    Ctrl-C ends the search and keeps the best plan so far.

    Parameters
    ----------
    model : ConcreteModel
    controls : Controls

    Returns
    -------
    Solution

    Raises
    ------
    NoPlanError
        No plan can exist (with the reasons), or none was found in time.
    """
    with stopped_by_interrupt(controls.stop):
        return _solve(model, controls)


def _solve(model: pyo.ConcreteModel, controls: Controls) -> Solution:
    coefficients = coefficients_of(model)
    try:
        matrix = export(model)
    except InfeasibleConstraintException as error:
        raise impossible_rules(model, coefficients, controls) from error
    tight = link_flows(matrix, model, coefficients)
    asked = controls.gap
    first = _maximise(tight, replace(controls, gap=asked if asked > 0 else EXACT_GAP / 10))
    if first.status == "infeasible":
        raise why_infeasible(model, coefficients, matrix, controls)
    if first.values is None:
        raise _nothing_found(first.status, controls)
    values = first.values
    if coefficients.instance.settings.objective == "worst_province":
        tight, values = _most_retained(tight, model, first, controls)
    exact = gap_of(first.objective, first.bound) <= EXACT_GAP
    values = cheapest(tight, model, values, controls, exact=exact)
    decisions = read_decisions(model, coefficients, matrix, values)
    gap = gap_of(float(matrix.cost @ values) + matrix.offset, first.bound)
    proved = gap <= max(asked, EXACT_GAP) * (1 + 1e-6)
    status: Ending = "optimal" if proved else _unfinished(first.status)
    return Solution(decisions, status, first.bound)


def _unfinished(status: RunStatus) -> Ending:
    return "interrupted" if status == "interrupted" else "time_limit"


def _maximise(matrix: Matrix, controls: Controls) -> Run:
    """Maximise; believe “infeasible” only if a run without presolve and another seed agrees."""
    found = run(matrix, controls, phase="best plan")
    if found.status != "infeasible":
        return found
    again = replace(controls, seed=controls.seed ^ 1)
    return run(matrix, again, phase="checking that no plan exists", options={"presolve": "off"})


def _nothing_found(status: str, controls: Controls) -> NoPlanError:
    if status == "interrupted":
        return NoPlanError("interrupted", [], "interrupted before a plan was found")
    return NoPlanError(
        "time_limit",
        [],
        f"no plan was found in {controls.time_limit:g} seconds; give it more time",
    )


def _most_retained(
    matrix: Matrix, model: pyo.ConcreteModel, first: Run, controls: Controls
) -> tuple[Matrix, Floats]:
    """Keep the worst province's share and maximise Σr; return the matrix that keeps both."""
    assert first.values is not None
    kept = with_row(matrix, matrix.cost, first.objective - matrix.offset - SHARE_KEPT)
    retained, constant = linear(matrix, model.total_retained)
    goal = replace(kept, cost=retained, offset=constant)
    second = run(goal, controls, phase="most retained with that share", start=first.values)
    values = second.values if second.values is not None else first.values
    return with_row(kept, retained, float(retained @ values) * (1 - 1e-9)), values
