"""What a solve hands on: the decisions as arrays, and what was proved about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients, People
from optimizer.model import built, flow_keys, offer_keys, recruit_keys, site_keys
from optimizer.solver.standard_form import Matrix


@dataclass(frozen=True)
class Decisions:
    """The decisions in the order of the coefficients.

    Attributes
    ----------
    count : int array, shape (sites,)
        Buildings of each site.
    flow : float array, shape (flows,)
        q, persons; empty under job_takers "catchment".
    people : People or None
        Who stays and comes at most, because a rule of a planner's own says so; None: all whom
        what is built makes possible. Under "best" kept is not read from it.
    recruits : float array, shape (recruits,)
        w, graduates a year.
    seats : float array, shape (supplies,)
        t, seats.
    taken : bool array, shape (offers,)
        z, measures taken.
    """

    count: Ints
    flow: Floats
    people: People | None
    recruits: Floats
    seats: Floats
    taken: NDArray[np.bool_]


@dataclass(frozen=True)
class Solution:
    """Decisions with their proof.

    Attributes
    ----------
    decisions : Decisions
    status : {"optimal", "time_limit", "interrupted"}
    bound : float
        Proven upper bound of the objective.
    objective : float
        The model's own objective for these decisions.
    notes : tuple of str
        What a reader of the plan should know of the solve.
    """

    decisions: Decisions
    status: Literal["optimal", "time_limit", "interrupted"]
    bound: float
    objective: float
    notes: tuple[str, ...] = ()


def read_decisions(
    model: pyo.ConcreteModel,
    coefficients: Coefficients,
    matrix: Matrix,
    values: Floats,
    *,
    untouched: bool,
) -> Decisions:
    """Return the decisions that the columns' values stand for.

    In an untouched model under job_takers "catchment" people follow from what is built.
    """
    column = matrix.position()

    def value(variable: pyo.Var) -> float:
        place = column.get(id(variable))
        # No column: the planner fixed it, or no rule mentions it, and then it is 0.
        return float(values[place]) if place is not None else float(variable.value or 0.0)

    force = coefficients.workforce
    supplies = zip(force.universities, force.supply_field, strict=True)

    def by_region(variables: pyo.Var) -> Floats:
        found = [value(variables[r]) if r in variables else 0.0 for r in coefficients.regions]
        return np.array(found, dtype=float)

    best = coefficients.takers is None
    kept = np.zeros(len(coefficients.regions)) if best else by_region(model.kept)
    people = People(kept, by_region(model.e), by_region(model.arrived))
    flows = flow_keys(coefficients)
    counts = [value(built(model, key)) for key in site_keys(coefficients)]
    return Decisions(
        count=np.round(np.array(counts, dtype=float)).astype(np.int64),
        flow=np.array([value(model.q[key]) for key in flows], dtype=float),
        people=people if best or not untouched else None,
        recruits=np.array([value(model.w[key]) for key in recruit_keys(coefficients)]),
        seats=np.array([value(model.t[key]) for key in supplies], dtype=float),
        taken=np.array([value(model.z[key]) for key in offer_keys(coefficients)]) > 0.5,
    )
