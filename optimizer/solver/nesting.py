"""Plans that nest: what must be there already, and what may be there at most."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from optimizer.coefficients import Coefficients
from optimizer.model import Key, Name, offer_keys, site_keys, site_names
from optimizer.solver.standard_form import Matrix


@dataclass(frozen=True)
class Held:
    """What another plan decides that counts for nesting; seats and graduates don't.

    Attributes
    ----------
    count : mapping of (region_id, option_id) to number
        Buildings over all phases; what is not named has none.
    taken : frozenset of (region_id, measure_id)
        Measures.
    """

    count: Mapping[Key, float]
    taken: frozenset[Key] = frozenset()


def all_but(
    coefficients: Coefficients, options: Collection[str], measures: Collection[str]
) -> Held:
    """Return what a plan may have at most that does without some options and measures."""
    named = coefficients.stages.named()
    keys = ((region, named[option]) for region, option in site_keys(coefficients))
    count = {key: math.inf for key in keys if key[1] not in options}
    offers = (key for key in offer_keys(coefficients) if key[1] not in measures)
    return Held(count, frozenset(offers))


def within(
    matrix: Matrix,
    coefficients: Coefficients,
    least: Held | None,
    most: Held | None,
) -> Matrix:
    """Return the matrix of plans that contain `least` and are contained in `most`.

    In several phases a building may be in another one than there, so that their sum is what
    counts: a row for each place that has any. Otherwise only the limits of columns change.
    """
    if least is None and most is None:
        return matrix
    column = matrix.position()
    low, high = matrix.low.copy(), matrix.high.copy()
    for key in offer_keys(coefficients):
        place = column.get(("z", key))
        if place is None:
            continue
        low[place] = max(low[place], least is not None and key in least.taken)
        high[place] = min(high[place], most is None or key in most.taken)
    groups = places_of(coefficients, column)
    summed: dict[Key, list[int]] = {}
    for key, places in groups.items():
        fewest = 0 if least is None else least.count.get(key, 0)
        largest = math.inf if most is None else most.count.get(key, 0)
        if coefficients.stages.several and (fewest > 0 or 0 < largest < math.inf):
            summed[key] = places
            continue
        low[places] = np.maximum(low[places], fewest)
        high[places] = np.minimum(high[places], largest)
    if summed:
        matrix = matrix.with_rows(_sums(summed, len(high), least, most))
    # A lock asks for more than the larger plan has: left to the solver to say so.
    return replace(matrix, low=np.minimum(low, matrix.high), high=np.maximum(high, matrix.low))


def held_at(matrix: Matrix, fixed: Mapping[Name, float] | None) -> Matrix:
    """Return the matrix of plans in which some columns have the given values.

    Columns that the matrix lacks are 0 there.
    """
    if not fixed:
        return matrix
    column = matrix.position()
    low, high = matrix.low.copy(), matrix.high.copy()
    for name, value in fixed.items():
        if name in column:
            low[column[name]] = high[column[name]] = value
    return replace(matrix, low=low, high=high)


def places_of(coefficients: Coefficients, column: Mapping[Name, int]) -> dict[Key, list[int]]:
    """Return the columns of each option in each region, one for each phase."""
    named = coefficients.stages.named()
    groups: dict[Key, list[int]] = defaultdict(list)
    for name in site_names(coefficients):
        if name in column:
            region, option = name[1]
            groups[region, named[option]].append(column[name])
    return dict(groups)


def _sums(
    groups: Mapping[Key, list[int]], columns: int, least: Held | None, most: Held | None
) -> tuple[sparse.csr_array, np.ndarray, np.ndarray]:
    """Return a row least ≤ Σ over the phases ≤ most for each option in each region."""
    low = np.array([0 if least is None else least.count.get(key, 0) for key in groups], float)
    high = np.array(
        [np.inf if most is None else most.count.get(key, 0) for key in groups], dtype=float
    )
    members = [place for places in groups.values() for place in places]
    starts = np.concatenate([[0], np.cumsum([len(places) for places in groups.values()])])
    body = sparse.csr_array((np.ones(len(members)), members, starts), shape=(len(groups), columns))
    return body, low, high
