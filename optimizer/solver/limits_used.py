"""What a plan uses of each limit, and what one building more would take of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import Floats
from optimizer.model import RULES, Name, Rule
from optimizer.solver.highs.controls import Controls
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.standard_form import Matrix

ALSO = frozenset({"graduates_in_reach"})
"""Rules that a planner can't change, and yet limit what can be built."""
TOLERANCE = 1e-6
"""Relative to max(1, |limit|): what a limit is exceeded by only so little is within it."""


@dataclass(frozen=True)
class Use:
    """One limit, and what a building takes of it.

    Attributes
    ----------
    row : Name
        Family and index of the rule.
    rule : Rule or None
        None: a rule of a planner's own.
    amount : float
        What one building takes.
    limit, used : float
        What there is, and what the plan uses of it.
    users : tuple of Name
        What uses it in the plan, the most first.
    """

    row: Name
    rule: Rule | None
    amount: float
    limit: float
    used: float
    users: tuple[Name, ...]

    def exceeded_by(self, more: float) -> bool:
        """Return whether the plan and so many more buildings would exceed the limit."""
        slack = TOLERANCE * max(1.0, abs(self.limit))
        return self.used + more * self.amount > self.limit + slack


def columns_of(matrix: Matrix, decided: Mapping[Name, float], controls: Controls) -> Floats | None:
    """Return the value of every column of a plan; None where the decisions don't make one.

    Parameters
    ----------
    matrix : Matrix
    decided : mapping of Name to float
        What is built, measures, and seats; what is not named is 0.
    controls : Controls
    """
    column = matrix.position()
    seats = matrix.block("t")
    low, high = matrix.low.copy(), matrix.high.copy()
    values = np.zeros(len(matrix.cost))
    for name, value in decided.items():
        if name in column:
            values[column[name]] = value
    low[seats] = high[seats] = values[seats]
    found = bounded(replace(matrix, low=low, high=high).fixed(values), controls)
    return None if found is None else found.values


def uses_of(matrix: Matrix, values: Floats, names: Iterable[Name]) -> list[Use]:
    """Return every limit that a building counts in.

    Parameters
    ----------
    matrix : Matrix
    values : float array, shape (columns,)
        Of a plan.
    names : iterable of Name
        The building's columns, of which the first that the matrix has is meant.
    """
    column = matrix.position()
    place = next((column[name] for name in names if name in column), None)
    if place is None:
        return []
    entries = matrix.a[:, [place]].tocoo()
    found = (
        _use(matrix, values, int(row), float(factor), place)
        for row, factor in zip(entries.coords[0], entries.data, strict=True)
        if row < len(matrix.rows)
    )
    return [use for use in found if use is not None]


def _use(matrix: Matrix, values: Floats, row: int, factor: float, own: int) -> Use | None:
    name = matrix.rows[row]
    rule = RULES.get(name[0])
    if rule is not None and rule.kind != "planner" and rule.name not in ALSO:
        return None
    sign = 1.0 if factor > 0 else -1.0
    limit = float(matrix.row_high[row] if factor > 0 else -matrix.row_low[row])
    if not np.isfinite(limit):
        return None
    span = slice(matrix.a.indptr[row], matrix.a.indptr[row + 1])
    members = matrix.a.indices[span]
    taken = sign * matrix.a.data[span] * values[members]
    order = np.argsort(-taken, kind="stable")
    users = [
        matrix.columns[members[place]]
        for place in order
        if taken[place] > TOLERANCE and members[place] != own and matrix.whole[members[place]]
    ]
    known = tuple(user for user in users if not isinstance(user, int))
    return Use(name, rule, sign * factor, limit, float(taken.sum()), known)
