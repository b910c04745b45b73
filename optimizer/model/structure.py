"""What the solver may know of a model: named columns, families of rows, limits, and two sums.

The solver reads a model through `Structure` alone. A column is known by its block and index, such
as ("x", ("51110", "ai_hub")), a row by its family and index, such as ("land", "51110"). What a
reduction, relaxation or cut relies on it says as `Known`; a model that holds anything else is
declined there, and solved as it is.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats
from optimizer.coefficients import Coefficients
from optimizer.light_pyomo import (
    InvalidConstraintError,
    LinearExpression,
    LinearStandardFormCompiler,
    generate_standard_repn,
    identify_variables,
    pyo,
)
from optimizer.model.build import changed_by_hand, coefficients_of, is_sealed
from optimizer.model.objective import goal

Name = tuple[str, Any]
"""Block or family, and index; the index of what has none is None."""


@dataclass(frozen=True)
class Known:
    """What a technique knows of a model.

    Attributes
    ----------
    blocks, families : frozenset of str
        Of columns and of rows.
    """

    blocks: frozenset[str]
    families: frozenset[str]


@dataclass(frozen=True)
class Compiled:
    """A model's matrix: maximise cost·x + offset subject to row_low ≤ A·x ≤ row_high.

    Attributes
    ----------
    a : csr_array, shape (rows, columns)
    cost : float array, shape (columns,)
        Objective coefficients, to be maximised.
    offset : float
    row_low, row_high : float arrays, shape (rows,)
    low, high : float arrays, shape (columns,)
        low ≤ x ≤ high.
    whole : bool array, shape (columns,)
        Columns that must be whole numbers.
    rows : tuple of Name
    columns : tuple of Name or int
        Columns that stand for no variable have a number in its place.
    """

    a: sparse.csr_array
    cost: Floats
    offset: float
    row_low: Floats
    row_high: Floats
    low: Floats
    high: Floats
    whole: Flags
    rows: tuple[Name, ...]
    columns: tuple[Name | int, ...]


class Structure:
    """A decision model as its solver sees it.

    Parameters
    ----------
    model : ConcreteModel
        From `build`, possibly with further rules.

    Attributes
    ----------
    coefficients : Coefficients
        That it was built from.
    """

    def __init__(self, model: pyo.ConcreteModel):
        self.coefficients: Coefficients = coefficients_of(model)
        self._model = model
        self._released: frozenset[str] | None = None

    def release_rows(self) -> None:
        """Let go of the model's rows, most of its memory; what they were called is kept.

        For a model that is not sealed and is exported: whoever asks for its rows again is told.
        """
        self._released = self._families()
        for family in list(self._model.component_objects(pyo.Constraint)):
            family.clear()

    def compiled(self) -> Compiled:
        """Return the matrix of all active constraints.

        Raises
        ------
        TypeError
            A rule is not linear, or another objective is active.
        RuntimeError
            The rows have been let go.
        """
        self._need_rows()
        model = self._model
        goals = list(model.component_data_objects(pyo.Objective, active=True))
        if goals != [model.objective]:
            raise TypeError(
                "the model's own objective must stay the only active one; "
                "choose another by the setting `objective`, or add a rule instead"
            )
        long = _long_rules(model)
        with _left_out(long):
            try:
                form = LinearStandardFormCompiler().write(
                    model, mixed_form=True, set_sense=pyo.maximize
                )
            except InvalidConstraintError as error:
                raise TypeError(f"a rule is not linear: {error}") from error
        return _with_long(_compiled(form), form.columns, long)

    def has_only(self, known: Known) -> bool:
        """Return whether the model holds nothing that a technique does not know.

        Neither a block of columns nor a family of rows, nothing changed since it was built, and no
        objective but the settings' own.
        """
        model = self._model
        if changed_by_hand(model):
            return False
        blocks = {v.name for v in model.component_objects(pyo.Var) if len(v)}
        if not (blocks <= known.blocks and self._families() <= known.families):
            return False
        if not is_sealed(model):
            return True
        return _terms(model.objective.expr) == _terms(goal(model, self.coefficients))

    def sum_of(self, name: Literal["cost", "people"]) -> tuple[Mapping[Name, float], float]:
        """Return a sum's coefficients by column, and its constant.

        Parameters
        ----------
        name : {"cost", "people"}
            Public outlay in the instance's currency; persons who stay or come.
        """
        model = self._model
        expression = model.cost if name == "cost" else model.total_retained + model.total_arrived
        return _terms(expression)

    def settled(self, name: Name) -> float:
        """Return the value of what is no column: fixed by a planner, or 0 where it isn't there."""
        block, index = name
        there = self._model.component(block)
        return float(there[index].value or 0.0) if index in there else 0.0

    def fixed_rows(self) -> list[tuple[Name, float, float, float]]:
        """Return active rows without any variable that don't hold: name, low, high, value."""
        found: list[tuple[Name, float, float, float]] = []
        for rule in self._active():
            if any(True for _ in identify_variables(rule.body, include_fixed=False)):
                continue
            value = float(pyo.value(rule.body))
            low = -np.inf if rule.lower is None else float(pyo.value(rule.lower))
            high = np.inf if rule.upper is None else float(pyo.value(rule.upper))
            if not low <= value <= high:
                found.append((_name_of(rule), low, high, value))
        return found

    @contextmanager
    def without(self, names: set[Name]) -> Iterator[Structure]:
        """Leave out some active rows for a while."""
        rules = [rule for rule in self._active() if _name_of(rule) in names]
        for rule in rules:
            rule.deactivate()
        try:
            yield self
        finally:
            for rule in rules:
                rule.activate()

    def _families(self) -> frozenset[str]:
        if self._released is not None:
            return self._released
        return frozenset(c.name for c in self._model.component_objects(pyo.Constraint) if len(c))

    def _need_rows(self) -> None:
        if self._released is not None:
            raise RuntimeError("the rows of this model have been let go (`release_rows`)")

    def _active(self) -> list[pyo.Constraint]:
        self._need_rows()
        return list(self._model.component_data_objects(pyo.Constraint, active=True))


def _compiled(form: Any) -> Compiled:
    """Return what Pyomo's compiler found."""
    a = sparse.csr_array(form.A)
    a.sort_indices()
    kind = np.array([entry.bound_type for entry in form.rows], dtype=int)
    right = np.asarray(form.rhs, dtype=float)
    return Compiled(
        a=a,
        cost=np.asarray(form.c.todense()).ravel().astype(float),
        offset=float(form.c_offset[0]),
        # bound_type: -1 is ≥, 0 is =, 1 is ≤.
        row_low=np.where(kind <= 0, right, -np.inf),
        row_high=np.where(kind >= 0, right, np.inf),
        low=_lows(form.columns),
        high=_highs(form.columns),
        whole=_whole(form.columns),
        rows=_names_of([entry.constraint for entry in form.rows]),
        columns=_names_of(form.columns),
    )


def _long_rules(model: pyo.ConcreteModel) -> list[Any]:
    """Return the active rules that are kept as lists (`weighted`) and hold no fixed decision.

    A compiler of expressions takes a hundred bytes and a microsecond for each of their terms.
    """
    fixed = {id(v) for v in model.component_data_objects(pyo.Var) if v.fixed}
    rules = model.component_data_objects(pyo.Constraint, active=True)
    long = [rule for rule in rules if rule.body.__class__ is LinearExpression]
    if not fixed:
        return long
    return [rule for rule in long if fixed.isdisjoint(map(id, rule.body.linear_vars))]


@contextmanager
def _left_out(rules: list[Any]) -> Iterator[None]:
    """Leave out some active rules for a while."""
    for rule in rules:
        rule.deactivate()
    try:
        yield
    finally:
        for rule in rules:
            rule.activate()


def _with_long(found: Compiled, variables: Sequence[Any], rules: list[Any]) -> Compiled:
    """Return a matrix with the rows of some rules below, and columns for what only these hold."""
    if not rules:
        return found
    column = {id(v): place for place, v in enumerate(variables)}
    new: list[Any] = []
    places, weights, counts = array("q"), array("d"), []
    low, high = np.empty(len(rules)), np.empty(len(rules))
    for row, rule in enumerate(rules):
        lower, body, upper = rule.to_bounded_expression()
        for v in body.linear_vars:
            if id(v) not in column:
                column[id(v)] = len(column)
                new.append(v)
        places.extend([column[id(v)] for v in body.linear_vars])
        weights.extend(body.linear_coefs)
        counts.append(len(body.linear_vars))
        low[row] = -np.inf if lower is None else pyo.value(lower) - body.constant
        high[row] = np.inf if upper is None else pyo.value(upper) - body.constant
    indices = np.frombuffer(places, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)])
    shape = (len(rules), len(column))
    long = sparse.csr_array((np.frombuffer(weights), indices, starts), shape=shape)
    long.sum_duplicates()
    return Compiled(
        a=sparse.csr_array(sparse.vstack([_wider(found.a, len(new)), long], format="csr")),
        cost=np.concatenate([found.cost, np.zeros(len(new))]),
        offset=found.offset,
        row_low=np.concatenate([found.row_low, low]),
        row_high=np.concatenate([found.row_high, high]),
        low=np.concatenate([found.low, _lows(new)]),
        high=np.concatenate([found.high, _highs(new)]),
        whole=np.concatenate([found.whole, _whole(new)]),
        rows=(*found.rows, *_names_of(rules)),
        columns=(*found.columns, *_names_of(new)),
    )


def _wider(a: sparse.csr_array, more: int) -> sparse.csr_array:
    """Return a matrix with empty columns to its right."""
    return sparse.csr_array((a.data, a.indices, a.indptr), shape=(a.shape[0], a.shape[1] + more))


def _lows(variables: Sequence[Any]) -> Floats:
    return np.array([-np.inf if v.lb is None else float(v.lb) for v in variables], dtype=float)


def _highs(variables: Sequence[Any]) -> Floats:
    return np.array([np.inf if v.ub is None else float(v.ub) for v in variables], dtype=float)


def _whole(variables: Sequence[Any]) -> Flags:
    return np.array([not v.is_continuous() for v in variables], dtype=bool)


def _terms(expression: Any) -> tuple[dict[Name, float], float]:
    """Return a linear expression's coefficients by column, and its constant."""
    repn = generate_standard_repn(expression, compute_values=True)
    terms: dict[Name, float] = {}
    for name, factor in zip(_names_of(repn.linear_vars), repn.linear_coefs, strict=True):
        terms[name] = terms.get(name, 0.0) + float(factor)
    return terms, float(repn.constant)


def _names_of(data: Sequence[Any]) -> tuple[Name, ...]:
    """Return the names of rows or columns; a family's are found all at once."""
    names: dict[int, Name] = {}
    for entry in data:
        if id(entry) not in names:
            family = entry.parent_component()
            name = str(family.name)
            names.update((id(member), (name, index)) for index, member in family.items())
    return tuple(names[id(entry)] for entry in data)


def _name_of(data: Any) -> Name:
    return str(data.parent_component().name), data.index()
