"""What a solve hands on: the decisions as arrays, and what was proved about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray

from optimizer.coefficients import Coefficients
from optimizer.coefficients.pairs import Floats, Ints
from optimizer.model.decisions import built, flow_keys, recruit_keys, site_keys
from optimizer.model.levers import offer_keys
from optimizer.solve.matrix import Matrix


@dataclass(frozen=True)
class Decisions:
    """The decisions in the order of the coefficients.

    Attributes
    ----------
    count : int array, shape (sites,)
        Buildings of each site.
    flow : float array, shape (flows,)
        q, persons.
    by_culture : float array, shape (regions,)
        e, persons.
    recruits : float array, shape (recruits,)
        w, graduates a year.
    seats : float array, shape (supplies,)
        t, seats.
    taken : bool array, shape (offers,)
        z, measures taken.
    """

    count: Ints
    flow: Floats
    by_culture: Floats
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
    """

    decisions: Decisions
    status: Literal["optimal", "time_limit", "interrupted"]
    bound: float


def read_decisions(
    model: pyo.ConcreteModel, coefficients: Coefficients, matrix: Matrix, values: Floats
) -> Decisions:
    """Return the decisions that the columns' values stand for."""
    column = matrix.position()

    def value(variable: pyo.Var) -> float:
        place = column.get(id(variable))
        # No column: the planner fixed it, or no rule mentions it, and then it is 0.
        return float(values[place]) if place is not None else float(variable.value or 0.0)

    force = coefficients.workforce
    supplies = zip(force.universities, force.supply_field, strict=True)
    by_culture = np.zeros(len(coefficients.regions))
    for place, region in enumerate(coefficients.regions):
        if region in model.e:
            by_culture[place] = value(model.e[region])
    counts = [value(built(model, key)) for key in site_keys(coefficients)]
    return Decisions(
        count=np.round(np.array(counts, dtype=float)).astype(np.int64),
        flow=np.array([value(model.q[key]) for key in flow_keys(coefficients)], dtype=float),
        by_culture=by_culture,
        recruits=np.array([value(model.w[key]) for key in recruit_keys(coefficients)]),
        seats=np.array([value(model.t[key]) for key in supplies], dtype=float),
        taken=np.array([value(model.z[key]) for key in offer_keys(coefficients)]) > 0.5,
    )
