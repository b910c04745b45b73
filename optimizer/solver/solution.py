"""What a solve hands on: the decisions as arrays, and what was proved about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients import People
from optimizer.model import Name, Structure, flow_keys, offer_keys, recruit_keys, site_names
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
    taken: Flags


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
    structure: Structure, matrix: Matrix, values: Floats, *, untouched: bool
) -> Decisions:
    """Return the decisions that the columns' values stand for.

    In an untouched model under job_takers "catchment" people follow from what is built.
    """
    column, coefficients = matrix.position(), structure.coefficients

    def value(name: Name) -> float:
        place = column.get(name)
        # No column: the planner fixed it, or no rule mentions it or it is not there: then it is 0.
        return float(values[place]) if place is not None else structure.settled(name)

    def of(block: str, keys: Iterable[Any]) -> Floats:
        return np.array([value((block, key)) for key in keys], dtype=float)

    force = coefficients.workforce
    best = coefficients.takers is None
    regions = coefficients.regions
    kept = np.zeros(len(regions)) if best else of("kept", regions)
    people = People(kept, of("e", regions), of("arrived", regions))
    counts = np.array([value(name) for name in site_names(coefficients)], dtype=float)
    return Decisions(
        count=np.round(counts).astype(np.int64),
        flow=of("q", flow_keys(coefficients)) if best else np.zeros(0),
        people=people if best or not untouched else None,
        recruits=of("w", recruit_keys(coefficients)),
        seats=of("t", zip(force.universities, force.supply_field, strict=True)),
        taken=of("z", offer_keys(coefficients)) > 0.5,
    )
