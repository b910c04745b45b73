"""The solve as a recipe: export, tighten, maximise, settle ties for the cheapest, clean up."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException
from scipy import sparse

from optimizer.coefficients.pairs import Floats
from optimizer.model import coefficients_of
from optimizer.solve.highs import Controls, Run, RunStatus, gap_of, run
from optimizer.solve.matrix import Matrix, export
from optimizer.solve.reasons import NoPlanError, impossible_rule, why_infeasible
from optimizer.solve.solution import Solution, read_decisions
from optimizer.solve.tighten import link_flows

EXACT_GAP = 1e-6
"""What a gap of 0 means (model.md)."""
SHARE_KEPT = 1e-6
"""How far the worst province's share may fall while Σr is maximised (contract.md)."""
TIE_SECONDS = 5.0
TIE_NODES = 200
"""The “short while” for which the cheapest among equally good plans is sought: at most this, and
no longer than finding the plan took (but half a second in any case)."""


def solve_model(model: pyo.ConcreteModel, controls: Controls) -> Solution:
    """Solve a model from `optimizer.model.build`, with or without further rules.

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
    coefficients = coefficients_of(model)
    try:
        matrix = export(model)
    except InfeasibleConstraintException as error:
        raise impossible_rule(model, coefficients) from error
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
    values = _cheapest(tight, model, values, controls)
    decisions = read_decisions(model, coefficients, matrix, values)
    gap = gap_of(float(matrix.cost @ values) + matrix.offset, first.bound)
    proved = gap <= max(asked, EXACT_GAP) * (1 + 1e-6)
    status = "optimal" if proved else _unfinished(first.status)
    return Solution(decisions, status, first.bound)


def _unfinished(status: RunStatus) -> RunStatus:
    return "interrupted" if status == "interrupted" else "time_limit"


def _maximise(matrix: Matrix, controls: Controls) -> Run:
    """Maximise; believe “infeasible” only if a run without presolve and another seed agrees."""
    found = run(matrix, controls, phase="best plan")
    if found.status != "infeasible":
        return found
    again = replace(controls, seed=controls.seed + 1)
    return run(matrix, again, phase="checking that no plan exists", options={"presolve": "off"})


def _nothing_found(status: str, controls: Controls) -> NoPlanError:
    if status == "interrupted":
        return NoPlanError("interrupted", [], "interrupted before a plan was found")
    return NoPlanError(
        "time_limit",
        [],
        f"no plan was found in {controls.time_limit:g} seconds; give it more time",
    )


def _row(matrix: Matrix, coefficients: Floats, low: float) -> Matrix:
    """Return the matrix with Σ coefficients·x ≥ low."""
    return matrix.with_rows(
        sparse.csr_array(coefficients[None, :]), np.array([low]), np.array([np.inf])
    )


def _linear(matrix: Matrix, expression: object) -> tuple[Floats, float]:
    """Return an expression's coefficients on the matrix's columns, and its constant."""
    from pyomo.repn import generate_standard_repn

    repn = generate_standard_repn(expression, compute_values=True)
    column = matrix.position()
    coefficients = np.zeros(len(matrix.columns))
    for factor, variable in zip(repn.linear_coefs, repn.linear_vars, strict=True):
        coefficients[column[id(variable)]] += factor
    return coefficients, float(repn.constant)


def _most_retained(
    matrix: Matrix, model: pyo.ConcreteModel, first: Run, controls: Controls
) -> tuple[Matrix, Floats]:
    """Keep the worst province's share and maximise Σr; return the matrix that keeps both."""
    assert first.values is not None
    kept = _row(matrix, matrix.cost, first.objective - matrix.offset - SHARE_KEPT)
    retained, constant = _linear(matrix, model.total_retained)
    goal = replace(kept, cost=retained, offset=constant)
    second = run(goal, controls, phase="most retained with that share", start=first.values)
    values = second.values if second.values is not None else first.values
    return _row(kept, retained, float(retained @ values) * (1 - 1e-9)), values


def _cheapest(
    matrix: Matrix, model: pyo.ConcreteModel, values: Floats, controls: Controls
) -> Floats:
    """Return the cheapest plan found in a short while that keeps the objective.

    First by HiGHS over all decisions, then the whole numbers fixed and the rest solved again as
    a linear program, so that no rounding of a decision leaves a trace in the numbers of people.
    """
    taken = time.perf_counter() - controls.started
    cost, constant = _linear(matrix, model.cost)
    keep = float(matrix.cost @ values)
    slack = 1e-9 * max(1.0, abs(keep))
    if not controls.stop.is_set() and controls.left() > 0 and np.any(cost):
        goal = replace(_row(matrix, matrix.cost, keep - slack), cost=-cost, offset=-constant)
        cheaper = run(
            goal,
            replace(controls, gap=1e-6),
            phase="cheapest such plan",
            start=values,
            seconds=min(TIE_SECONDS, max(0.5, taken)),
            sign=-1.0,
            options={"mip_max_nodes": TIE_NODES},
        )
        if cheaper.values is not None and cheaper.objective >= -float(cost @ values) - constant:
            values = cheaper.values
    return _settle(matrix, cost, values, controls)


def _settle(matrix: Matrix, cost: Floats, values: Floats, controls: Controls) -> Floats:
    """Fix the whole numbers; maximise the objective, then spend the least on the rest."""
    quiet = replace(controls, watcher=None, time_limit=None, stop=type(controls.stop)())
    fixed = matrix.fixed(values)
    best = run(fixed, quiet, phase="settling")
    if best.values is None:
        return values
    free = ~matrix.whole & (cost != 0)
    if not free.any():
        return best.values
    kept = float(matrix.cost @ best.values)
    least = _row(fixed, matrix.cost, kept - 1e-9 * max(1.0, abs(kept)))
    cheapest = run(replace(least, cost=-cost, offset=0.0), quiet, phase="settling")
    return cheapest.values if cheapest.values is not None else best.values
