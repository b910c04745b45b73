"""Puts the decision model together: decisions, then rules 1 to 9, then the objective."""

from __future__ import annotations

from typing import Any

from optimizer.coefficients import Coefficients, fair_shares
from optimizer.light_pyomo import PauseGC, pyo
from optimizer.model.balance import add_balance
from optimizer.model.budget import add_budget
from optimizer.model.culture import add_culture
from optimizer.model.decisions import add_decisions
from optimizer.model.jobs import add_jobs
from optimizer.model.land import add_land
from optimizer.model.levers import add_levers
from optimizer.model.measures import add_measures
from optimizer.model.objective import add_objective
from optimizer.model.retained import add_retained
from optimizer.model.siting import add_siting
from optimizer.model.spending import add_fair_shares, add_spending_limits
from optimizer.model.uplift import add_uplift
from optimizer.model.workforce import add_reach_of_graduates, add_workforce

_COEFFICIENTS = "_optimizer_coefficients"
_RULES = "_optimizer_rules"
_SEAL = "_optimizer_seal"


class DecisionModel(pyo.ConcreteModel):  # type: ignore[misc]  # Pyomo has no types
    """The decision model; asked for flows that it does not have, it says why."""

    def __getattr__(self, name: str) -> Any:
        """Return a component; `q` is there under job_takers "best" only."""
        try:
            return super().__getattr__(name)
        except AttributeError:
            if name == "q":
                raise AttributeError(
                    'there are no flows q to decide: under job_takers = "catchment" who takes a '
                    "job follows from where people live. Use kept[region], or set "
                    'job_takers = "best".'
                ) from None
            raise


def build(
    coefficients: Coefficients,
    budget: float | None,
    *,
    graduates: bool = True,
    sealed: bool = True,
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
    sealed : bool
        Whether what is changed by hand will be told (`changed_by_hand`). A model that nobody but
        the engine holds needs no seal.

    Returns
    -------
    ConcreteModel
        Decisions are indexed by ids: `x[region, option]` (0/1, clusters), `y[region, option]`
        (whole number, hubs), `places[region]` (whom these can serve, persons),
        `w[university, region, field]`, `t[university, field]`, `c[region]`, `e[region]`,
        `kept[region]` (who stays for a job, persons), `arrived[region]` (persons),
        `takers[region]` (of additional jobs there, persons); only what is permitted has a
        variable. `v[region, option]` is an expression: culture at work. Under job_takers "best"
        `q[from_region, to_region]` takes the place of takers, kept and arrived. Beside several
        phases an option is there once for each of them, as `option@year`. With levers also
        `z[region, measure]` (0/1), `u[region, option]` (x times its uplift), `uv[region, option]`
        (v times it, an expression), and the products they are made of (`levers`, `uplift`,
        `measures`); with measures of housing `h[region, measure]` (persons helped to stay).
        Expressions: `cost` (bn KRW, both purses), `retained[region]` (persons), `total_retained`,
        `total_arrived`.
    """
    # Many small objects that all stay: no need to look for garbage among them.
    with PauseGC():
        model = _built(coefficients, budget, graduates)
        if sealed:
            setattr(model, _SEAL, _seal(model))
        return model


def _built(coefficients: Coefficients, budget: float | None, graduates: bool) -> pyo.ConcreteModel:
    model = DecisionModel(name=coefficients.instance.name)
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
    else:
        add_reach_of_graduates(model, coefficients)
    add_jobs(model, coefficients)
    add_culture(model, coefficients)
    add_retained(model, coefficients)
    add_balance(model, coefficients)
    add_spending_limits(model, coefficients, levers)
    add_fair_shares(model, coefficients, levers, fair_shares(coefficients, budget))
    add_objective(model, coefficients)
    setattr(model, _RULES, frozenset(rule.name for rule in model.component_objects(pyo.Constraint)))
    return model


def is_sealed(model: pyo.ConcreteModel) -> bool:
    """Return whether somebody but the engine may have changed a model since it was built."""
    return hasattr(model, _SEAL)


def changed_by_hand(model: pyo.ConcreteModel) -> tuple[str, ...]:
    """Return the parts of a model that are not as they were built, by name; () for none.

    Blocks of decisions that came, went, were fixed or have other limits; families of rules that
    came, went, don't hold any more or were written anew; the objective. None of a model without
    a seal (`build`).
    """
    if not is_sealed(model):
        return ()
    limits, rules = getattr(model, _SEAL)
    limits_now, rules_now = _seal(model)
    other = {name for name, found in limits_now.items() if limits.get(name) != found}
    # Expressions are compared by identity: whoever changes one puts another in its place.
    other |= {name for name, found in rules_now.items() if not _same(rules.get(name), found)}
    return tuple(sorted(other | (limits.keys() | rules.keys()) - (limits_now.keys() | rules_now)))


def _same(before: list[Any] | None, now: list[Any]) -> bool:
    pairs = zip(before or [], now, strict=False)
    return len(before or []) == len(now) and all(one is other for one, other in pairs)


def _seal(model: pyo.ConcreteModel) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the limits of decisions by block, and the expressions of what holds by family."""
    limits = {
        block.name: [(v.lb, v.ub, v.fixed, v.is_continuous()) for v in block.values()]
        for block in model.component_objects(pyo.Var)
    }
    rules = {
        family.name: [rule.expr if rule.active else None for rule in family.values()]
        for family in model.component_objects((pyo.Constraint, pyo.Objective))
    }
    return limits, rules


def own_constraints(model: pyo.ConcreteModel) -> list[str]:
    """Return the names of the active constraints that were added to a model after it was built."""
    known = getattr(model, _RULES)
    rules = model.component_objects(pyo.Constraint, active=True)
    return sorted(rule.name for rule in rules if rule.name not in known)


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
