"""Puts the decision model together: decisions, then rules 1 to 9, then the objective."""

from __future__ import annotations

import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.model.balance import add_balance
from optimizer.model.budget import add_budget
from optimizer.model.culture import add_culture
from optimizer.model.decisions import add_decisions
from optimizer.model.jobs import add_jobs, add_pool
from optimizer.model.land import add_land
from optimizer.model.levers import add_levers
from optimizer.model.measures import add_measures
from optimizer.model.objective import add_objective
from optimizer.model.retained import add_retained
from optimizer.model.siting import add_siting
from optimizer.model.spending import add_spending_limits
from optimizer.model.uplift import add_uplift
from optimizer.model.workforce import add_workforce

_COEFFICIENTS = "_optimizer_coefficients"
_RULES = "_optimizer_rules"


def build(
    coefficients: Coefficients, budget: float | None, *, graduates: bool = True
) -> pyo.ConcreteModel:
    """Return the full, unreduced model; rules of one's own may be added to it.

    Parameters
    ----------
    coefficients : Coefficients
    budget : float or None
        bn KRW of the central purse, over all phases; None: no budget rule.
    graduates : bool
        With rule 4 and its decisions w, most of all there are. The engine leaves them out where
        it finds them afterwards.

    Returns
    -------
    ConcreteModel
        Decisions are indexed by ids: `x[region, option]` (0/1, clusters), `y[region, option]`
        (whole number, hubs), `w[university, region, field]`, `t[university, field]`,
        `q[from_region, to_region]`, `v[region, option]`, `c[region]`, `e[region]`; only what is
        permitted has a variable. Beside several phases an option is there once for each of them,
        as `option@year`. With levers also `z[region, measure]` (0/1), `u[region, option]` (x times
        its uplift), `uv[region, option]` (v times it), and the products they are made of
        (`levers`, `uplift`, `measures`). Expressions: `cost` (bn KRW, both purses),
        `retained[region]`
        (persons), `total_retained`.
    """
    model = pyo.ConcreteModel(name=coefficients.instance.name)
    setattr(model, _COEFFICIENTS, coefficients)
    model.budget_given = budget
    add_decisions(model, coefficients, graduates=graduates)
    levers = add_levers(model, coefficients)
    add_uplift(model, coefficients, levers)
    add_measures(model, coefficients, levers)
    add_budget(model, coefficients, levers, budget)
    add_land(model, coefficients)
    add_siting(model, coefficients)
    if graduates:
        add_workforce(model, coefficients)
    add_jobs(model, coefficients)
    add_pool(model, coefficients)
    add_culture(model, coefficients)
    add_retained(model, coefficients)
    add_balance(model, coefficients)
    add_spending_limits(model, coefficients, levers)
    add_objective(model, coefficients)
    setattr(model, _RULES, frozenset(rule.name for rule in model.component_objects(pyo.Constraint)))
    return model


def own_rules_note(model: pyo.ConcreteModel) -> str:
    """Return a note that says which rules a planner has added to a model."""
    known = getattr(model, _RULES)
    rules = model.component_objects(pyo.Constraint, active=True)
    added = sorted(rule.name for rule in rules if rule.name not in known)
    named = f"with rules of its own ({', '.join(added)})" if added else "and possibly changed"
    return (
        f"Solved as a model from build_model, {named}: the bound holds for that model; the check "
        "covers the rules of the instance."
    )


def coefficients_of(model: pyo.ConcreteModel) -> Coefficients:
    """Return the coefficients that a model was built from.

    Raises
    ------
    TypeError
        The model doesn't come from `optimizer.build_model`.
    """
    coefficients = getattr(model, _COEFFICIENTS, None)
    if not isinstance(coefficients, Coefficients):
        raise TypeError("the model does not come from optimizer.build_model")
    return coefficients
