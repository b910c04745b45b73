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


class LimitsUsed:
    """What a plan uses of every limit, asked of many buildings.

    Parameters
    ----------
    matrix : Matrix
    values : float array, shape (columns,)
        Of a plan.
    """

    def __init__(self, matrix: Matrix, values: Floats):
        self._matrix, self._values = matrix, values
        self._column = matrix.position()
        self._by_column = matrix.a.tocsc()
        self._known: dict[tuple[int, bool], _Row | None] = {}

    def of(self, names: Iterable[Name]) -> list[Use]:
        """Return every limit that a building counts in.

        Parameters
        ----------
        names : iterable of Name
            The building's columns, of which the first that the matrix has is meant.
        """
        column = self._column
        place = next((column[name] for name in names if name in column), None)
        if place is None:
            return []
        a = self._by_column
        span = slice(a.indptr[place], a.indptr[place + 1])
        found: list[Use] = []
        for at, factor in zip(a.indices[span].tolist(), a.data[span].tolist(), strict=True):
            row = self._row(at, factor > 0) if at < len(self._matrix.rows) else None
            if row is not None:
                users = tuple(name for member, name in row.users if member != place)
                limit = (row.limit, row.used)
                found.append(Use(row.name, row.rule, abs(factor), *limit, users))
        return found

    def _row(self, at: int, above: bool) -> _Row | None:
        if (at, above) not in self._known:
            self._known[at, above] = self._asked(at, above)
        return self._known[at, above]

    def _asked(self, at: int, above: bool) -> _Row | None:
        matrix = self._matrix
        name = matrix.rows[at]
        rule = RULES.get(name[0])
        if rule is not None and rule.kind != "planner" and rule.name not in ALSO:
            return None
        limit = float(matrix.row_high[at] if above else -matrix.row_low[at])
        if not np.isfinite(limit):
            return None
        span = slice(matrix.a.indptr[at], matrix.a.indptr[at + 1])
        members = matrix.a.indices[span]
        taken = (1.0 if above else -1.0) * matrix.a.data[span] * self._values[members]
        order = np.argsort(-taken, kind="stable")
        users = [
            (int(members[place]), matrix.columns[members[place]])
            for place in order
            if taken[place] > TOLERANCE and matrix.whole[members[place]]
        ]
        known = tuple((member, user) for member, user in users if not isinstance(user, int))
        return _Row(name, rule, limit, float(taken.sum()), known)


@dataclass(frozen=True)
class _Row:
    """A limit, what is used of it, and by which columns."""

    name: Name
    rule: Rule | None
    limit: float
    used: float
    users: tuple[tuple[int, Name], ...]
