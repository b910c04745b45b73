"""Rules of one's own: the plain way, without reductions; and what was changed by hand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException

from optimizer.coefficients import Coefficients
from optimizer.model import (
    Key,
    OwnRule,
    Structure,
    build,
    built,
    coefficients_of,
    limits_changed,
    offer_keys,
    rules_told,
    site_keys,
    with_rules,
)
from optimizer.solver.direct import solve_matrix, solve_model
from optimizer.solver.highs.controls import Controls
from optimizer.solver.infeasibility import NoPlanError
from optimizer.solver.nesting import Held
from optimizer.solver.solution import Solution
from optimizer.solver.standard_form import Matrix, export

CANT_NEST = "no plan can exist that nests with the neighbouring budget's plan"


def solve_with_rules(
    coefficients: Coefficients,
    budget: float | None,
    rules: Sequence[OwnRule],
    controls: Controls,
    *,
    least: Held | None = None,
    most: Held | None = None,
) -> Solution:
    """Build the whole model, apply the rules to it, and solve it as it is.

    Parameters
    ----------
    coefficients : Coefficients
    budget : float or None
        bn KRW of the central purse, over all phases; None: no budget rule.
    rules : sequence of callables
    controls : Controls
    least, most : Held, optional
        The plan must contain `least`, or be contained in `most`.

    Raises
    ------
    NoPlanError
        No plan can exist (with the reasons), or none was found in time.
    """
    model = with_rules(build(coefficients, budget), rules)
    note = rules_told(model, rules)
    if least is None and most is None:
        found: Solution | None = solve_model(model, controls)
    else:
        found = None
        _hold(model, coefficients, least, most)
        with suppress(InfeasibleConstraintException):
            structure = Structure(model)
            found = solve_matrix(structure, export(structure), controls, untouched=False)
    if found is None:
        raise NoPlanError("infeasible", [], CANT_NEST)
    return replace(found, notes=(*found.notes, note))


def _hold(
    model: pyo.ConcreteModel, coefficients: Coefficients, least: Held | None, most: Held | None
) -> None:
    """Add least ≤ Σ over the phases ≤ most for what is built in each region, and for measures.

    As rules of the model, not as bounds of columns: what a rule of one's own demands or fixes
    against it then leaves no plan, instead of winning in silence.
    """
    named = coefficients.stages.named()
    places: dict[Key, list[pyo.Var]] = defaultdict(list)
    for key in site_keys(coefficients):
        places[key[0], named[key[1]]].append(built(model, key))
    held: list[tuple[pyo.Expression, float, float]] = []
    for key, members in places.items():
        fewest = 0.0 if least is None else least.count.get(key, 0)
        largest = math.inf if most is None else most.count.get(key, 0)
        held.append((pyo.quicksum(members), fewest, largest))
    for key in offer_keys(coefficients):
        fewest = float(least is not None and key in least.taken)
        largest = float(most is None or key in most.taken)
        held.append((model.z[key], fewest, math.inf if largest else 0.0))
    model.held_least = pyo.ConstraintList()
    model.held_most = pyo.ConstraintList()
    for body, fewest, largest in held:
        if fewest > 0:
            model.held_least.add((fewest, body, None))
        if largest < math.inf:
            model.held_most.add((None, body, largest))


def changed_by_hand(model: pyo.ConcreteModel) -> tuple[str, ...]:
    """Return which parts of a model from `build_model` are not as they were built; () for none.

    Parameters
    ----------
    model : ConcreteModel
        One that could be solved.
    """
    changed = limits_changed(model)
    if changed:
        return tuple(changed)
    # What is left are other terms of rules and of the objective: built again to compare them.
    now = export(Structure(model))
    before = export(Structure(build(coefficients_of(model), model.budget_given)))
    return tuple(sorted(_columns_changed(before, now) or _rows_changed(before, now)))


def _columns_changed(before: Matrix, now: Matrix) -> set[str]:
    """Return the variables that came, went, were fixed, or have other bounds or worth."""
    old, new = _columns(before), _columns(now)
    return {
        block
        for block, at in old.keys() | new.keys()
        if old.get((block, at)) != new.get((block, at))
    }


def _columns(matrix: Matrix) -> dict[Any, tuple[float, ...]]:
    """Return bounds, integrality and objective coefficient of each variable, by its name."""
    limits = zip(matrix.low, matrix.high, matrix.whole, matrix.cost, strict=True)
    return {
        name: tuple(float(value) for value in values)
        for name, values in zip(matrix.columns, limits, strict=True)
    }


def _rows_changed(before: Matrix, now: Matrix) -> set[str]:
    """Return the rules that came, went or read otherwise; the columns are the same."""
    place = now.position()
    body = now.a[:, [place[name] for name in before.position()]]
    rows = {name: at for at, name in enumerate(now.rows)}
    found = set()
    for at, name in enumerate(before.rows):
        here = rows.pop(name, None)
        if here is None or not (
            before.row_low[at] == now.row_low[here]
            and before.row_high[at] == now.row_high[here]
            and np.all((before.a[[at]] - body[[here]]).data == 0)
        ):
            found.add(name[0])
    return found | {family for family, _ in rows}
