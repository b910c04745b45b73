"""Rules of one's own: the plain way, without reductions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import InfeasibleConstraintException, pyo
from optimizer.model import (
    Key,
    OwnRule,
    Structure,
    build,
    built,
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
from optimizer.solver.standard_form import export

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
