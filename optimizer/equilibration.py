"""A change of units before HiGHS, with an exact way back: every factor is a power of two.

HiGHS's tolerances are absolute. So that a budget in billions or in single won, people or thousands
of them, and a small region beside a large one are all solved as exactly, each row is divided by
the largest of its terms, and each continuous column by how far it can go (equilibration; Curtis &
Reid 1972, Tomlin 1975). How far a column can go is read off the rows, by bound propagation: a
column that may go to 1 by its own limit, but only to 1e-9 by a rule, is measured in billionths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from optimizer.arrays import Flags, Floats

LARGEST_TERM = 10
"""Power of two that the largest term of a row, the reach of a column and what one column can add
to the objective are brought to: HiGHS's tolerances of 1e-6 then are 1e-9 of these."""
WELL = (-10, 20)
"""Powers of two between which a reach, or the largest term of a row, is left as it is; the tables
of a whole country lie there."""
WELL_WHOLE = (-1, 20)
"""The same for rows of whole numbers alone, such as a budget: what is too much must show."""
WELL_GOAL = (6, 24)
"""The same for the objective. Below, every column and row is measured anew, since small errors
then are large ones."""
LARGEST_FACTOR = 20
"""Power of two that no factor of a row exceeds by more than twice."""
LARGEST_POWER = 300
"""Of a factor; further out lie no numbers that tables can hold."""
TURNS = 3
"""Of propagation: what is built, the jobs or the culture it brings, the people they keep."""
NEARLY_WHOLE = 1e-6
NOTHING = 1e-14
"""Part of its own limit at which a column's reach is rounding."""
ROUNDING = 1e-13
"""Relative to the terms of a row: what is left below it is nothing."""

Limits = tuple[Floats, Floats]


@dataclass(frozen=True)
class Scales:
    """By what a programme was multiplied.

    Attributes
    ----------
    row : float array, shape (rows,)
    column : float array, shape (columns,)
        A column x is handed over as x / column; 1 for whole numbers.
    goal : float
        Factor on the objective.
    """

    row: Floats
    column: Floats
    goal: float

    def columns(self, values: Floats) -> Floats:
        """Return values of the columns as HiGHS has them."""
        return np.asarray(values / self.column)

    def values(self, columns: ArrayLike) -> Floats:
        """Return values of the columns from those of HiGHS."""
        return np.asarray(np.asarray(columns, dtype=float) * self.column)

    def reduced(self, costs: ArrayLike) -> Floats:
        """Return reduced costs from those of HiGHS."""
        return np.asarray(np.asarray(costs, dtype=float) / (self.column * self.goal))

    def objective(self, value: float) -> float:
        """Return an objective or bound from that of HiGHS."""
        return float(value) / self.goal

    def body(self, body: sparse.csr_array, rows: Floats) -> sparse.csr_array:
        """Return factors of rows, which are multiplied by `rows`, as HiGHS has them."""
        data = body.data * self.column[body.indices]
        data = data * np.repeat(rows, np.diff(body.indptr))
        return sparse.csr_array((data, body.indices, body.indptr), shape=body.shape)

    def rows_of(self, body: sparse.csr_array) -> Floats:
        """Return the factors of further rows."""
        terms = np.abs(body.data) * self.column[body.indices]
        return _factors(_largest(terms, body), WELL)


def power_of_two(sizes: Floats, target: int) -> Floats:
    """Return by which power of two each size comes between 2^target and twice that; 1 for 0."""
    known = np.isfinite(sizes) & (sizes > 0)
    _, power = np.frexp(np.where(known, sizes, 1.0))
    power = np.clip(target + 1 - power, -LARGEST_POWER, LARGEST_POWER)
    return np.asarray(np.where(known, np.ldexp(1.0, power), 1.0))


def scales_of(
    cost: Floats, body: sparse.csr_array, rows: Limits, columns: Limits, whole: Flags
) -> Scales:
    """Return the change of units for a programme.

    Parameters
    ----------
    cost : float array, shape (columns,)
    body : csr_array, shape (rows, columns)
    rows, columns : pairs of float arrays
        Lower and upper limits.
    whole : bool array, shape (columns,)
    """
    own = np.maximum(np.abs(columns[0]), np.abs(columns[1]))
    reach = reaches(body, rows, columns, whole)
    known = np.isfinite(reach)
    adds = float((np.abs(cost) * np.where(known, reach, 1.0)).max(initial=0.0))
    well = WELL if adds == 0 or _well(adds, WELL_GOAL) else None
    # What the rows hold at 0 is measured by its own limits.
    column = np.where(whole, 1.0, 1.0 / _factors(np.where(reach > 0, reach, own), well))
    reach = np.where(known, reach, column)
    adds = float(np.abs(cost * reach).max(initial=0.0))
    row = _row_factors(body, rows, reach, column, whole, well)
    return Scales(row, column, float(_factors(np.array(adds), WELL_GOAL)))


def _row_factors(
    body: sparse.csr_array,
    limits: Limits,
    reach: Floats,
    column: Floats,
    whole: Flags,
    well: tuple[int, int] | None,
) -> Floats:
    """Return by what each row is multiplied; rows of whole numbers have a range of their own."""
    terms = np.abs(body.data) * reach[body.indices]
    size = _sizes(terms, body)
    # Of a budget for many small things the budget is the size, where they can exceed it.
    place = np.repeat(np.arange(body.shape[0]), np.diff(body.indptr))
    together = np.bincount(place, weights=terms, minlength=body.shape[0])
    limit = np.minimum(*(np.where(np.isfinite(end), np.abs(end), np.inf) for end in limits))
    size = np.maximum(size, np.where(limit <= together, limit, 0.0))
    mixed = _largest((~whole[body.indices]).astype(float), body) > 0
    wanted = np.where(mixed, _factors(size, well), _factors(size, WELL_WHOLE))
    # What can't be had at all may be as dear as it likes, but HiGHS takes no factor above 1e15.
    most = _largest(np.abs(body.data) * column[body.indices], body)
    return np.minimum(wanted, power_of_two(most, LARGEST_FACTOR))


def _factors(sizes: Floats, well: tuple[int, int] | None) -> Floats:
    """Return the factors that bring sizes to the target, 1 where they are well already."""
    factors = power_of_two(sizes, LARGEST_TERM)
    return factors if well is None else np.where(_well(sizes, well), 1.0, factors)


def _well(sizes: Floats | float, powers: tuple[int, int]) -> Flags:
    return np.asarray((sizes >= 2.0 ** powers[0]) & (sizes <= 2.0 ** powers[1]))


def reaches(body: sparse.csr_array, rows: Limits, columns: Limits, whole: Flags) -> Floats:
    """Return how far from 0 each column can go, by its limits and those that the rows imply."""
    low, high = columns[0].astype(float), columns[1].astype(float)
    place = np.repeat(np.arange(body.shape[0]), np.diff(body.indptr))
    at, factor = body.indices, body.data
    used = factor != 0
    place, at, factor = place[used], at[used], factor[used]
    with np.errstate(all="ignore"):
        for _ in range(TURNS):
            for sign, limit in ((1.0, rows[1]), (-1.0, -rows[0])):
                _propagate(place, at, sign * factor, limit, low, high)
            high[whole] = np.floor(high[whole] + NEARLY_WHOLE)
            low[whole] = np.ceil(low[whole] - NEARLY_WHOLE)
            high, low = np.maximum(high, np.minimum(low, columns[1])), np.minimum(low, high)
    reach = np.maximum(np.abs(low), np.abs(high))
    own = np.maximum(np.abs(columns[0]), np.abs(columns[1]))
    return np.where(np.isfinite(own) & (reach < NOTHING * own), 0.0, reach)


def _propagate(
    place: np.ndarray, at: np.ndarray, factor: Floats, limit: Floats, low: Floats, high: Floats
) -> None:
    """Narrow low and high by rows Σ factor·x ≤ limit."""
    least = factor * np.where(factor > 0, low[at], high[at])
    sums = np.bincount(place, weights=least, minlength=len(limit))
    sizes = np.bincount(place, weights=np.abs(least), minlength=len(limit)) + np.abs(limit)
    left = limit - sums
    left[np.isfinite(left) & (np.abs(left) <= ROUNDING * sizes)] = 0.0
    room = left[place] / np.abs(factor)
    told = np.isfinite(room) & (room >= 0)
    up, down = told & (factor > 0), told & (factor < 0)
    new_high, new_low = low[at[up]] + room[up], high[at[down]] - room[down]
    np.minimum.at(high, at[up], new_high)
    np.maximum.at(low, at[down], new_low)


def _sizes(terms: Floats, body: sparse.csr_array) -> Floats:
    """Return the largest of each row's terms; where none can be other than 0, its least factor.

    Of what is too dear to be had at all the cheapest is nearest to the limit.
    """
    size = _largest(terms, body)
    least = np.where(body.data == 0, -np.inf, -np.abs(body.data))
    return np.where(size > 0, size, -_largest(least, body))


def _largest(terms: Floats, body: sparse.csr_array) -> Floats:
    """Return the largest of each row's terms; 0 for a row without any."""
    if not len(terms):
        return np.zeros(body.shape[0])
    filled = np.diff(body.indptr) > 0
    largest = np.zeros(body.shape[0])
    largest[filled] = np.maximum.reduceat(terms, body.indptr[:-1][filled])
    return largest
