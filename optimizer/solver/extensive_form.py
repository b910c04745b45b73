"""All worlds as one programme: what is decided now is shared, what follows is each world's own.

The deterministic equivalent in extensive form (Birge & Louveaux 2011, section 2.4): one block of
columns and rows for each world, in which the columns of the first stage are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags, Floats, Ints
from optimizer.coefficients import Coefficients
from optimizer.model import Name, Structure, build
from optimizer.solver.built import built_at
from optimizer.solver.highs.controls import SEARCHING, Controls, Ending, OptionValue
from optimizer.solver.highs.interrupt import stopped_by_interrupt
from optimizer.solver.infeasibility import NoPlanError
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.standard_form import Matrix, export

CLUSTERS = frozenset({"x"})
"""Blocks of the columns that are decided now in two stages. All others follow."""
ALL_DECISIONS = frozenset({"x", "y", "z"})
"""The same in one stage; seats and graduates follow of what is built, and are the same anyway."""
ALIKE = frozenset({"t", "z_at_work", "z_saving", "near", "there"})
"""Blocks that follow of ALL_DECISIONS in the same way in every world."""


@dataclass(frozen=True)
class RiskMeasure:
    """What values over worlds are worth: the least p·(value − less) over probabilities p ≤ most.

    The dual form of a coherent risk measure (Artzner et al. 1999): the mean (most = 1 / worlds),
    the CVaR (most = 1 / (level · worlds)), and less the largest regret (most = 1, less = best).

    Attributes
    ----------
    most : float
        Of the probability of a world.
    less : float array, shape (worlds,)
    """

    most: float
    less: Floats


@dataclass(frozen=True)
class FirstStage:
    """What is decided now, and what is proven of it.

    Attributes
    ----------
    fixed : mapping of Name to float
        Every column of the first stage; none where a limit of the search (`options`) ended it
        before a plan was found.
    value, bound : float
        What it is worth at least, and what no first stage exceeds.
    status : {"optimal", "time_limit", "interrupted"}
    """

    fixed: Mapping[Name, float]
    value: float
    bound: float
    status: Ending


def world_matrices(
    worlds: Sequence[Coefficients], budget: float | None, *, graduates: bool = True
) -> list[Matrix]:
    """Return the matrix of each world's model, with or without graduates."""
    return [
        export(Structure(build(world, budget, graduates=graduates, sealed=False)))
        for world in worlds
    ]


def without_graduates(effects: Coefficients, budget: float | None) -> Matrix:
    """Return the matrix of a world's model without graduates, with the cuts of its floors.

    Where they are found for the plan afterwards, its bound holds with them too.
    """
    built = None if budget is None else built_at(effects, budget, graduates=False)
    if budget is None or built is None:
        return world_matrices([effects], budget, graduates=False)[0]
    return built.tightened(budget)


def extensive_form(
    worlds: Sequence[Matrix],
    measure: RiskMeasure,
    controls: Controls,
    also: Sequence[Matrix] = (),
    now: frozenset[str] = CLUSTERS,
    options: dict[str, OptionValue] | None = None,
    start: Mapping[Name, float] | None = None,
) -> FirstStage:
    """Find the first stage that is worth most once every world is followed at its best.

    Parameters
    ----------
    worlds : sequence of Matrix
        Each world's model; the columns of the first stage have the same names in all of them.
    measure : RiskMeasure
    controls : Controls
    also : sequence of Matrix
        Models in which the first stage must have a plan too, but that count for nothing.
    now : frozenset of str
        Blocks of the first stage: CLUSTERS or ALL_DECISIONS.
    options : dict, optional
        Further HiGHS options, by HiGHS's names.
    start : mapping of Name to float, optional
        A first stage to start from; columns that it does not name are 0 there.

    Raises
    ------
    NoPlanError
        No plan can exist ("infeasible"), or none was found in time.
    """
    shared = sorted({name for matrix in (*worlds, *also) for name in _first(matrix, now)}, key=str)
    matrix = _joined(worlds, also, shared, _alike(worlds, now), measure)
    with stopped_by_interrupt(controls.stop):
        begin = None if start is None else _followed(matrix, shared, start, controls)
        found = without_fixed(matrix, controls, SEARCHING, start=begin, options=options)
    if found.values is None and found.status == "time_limit" and not controls.stopped():
        return FirstStage({}, -np.inf, found.bound, "time_limit")
    if found.values is None:
        infeasible = found.status == "infeasible"
        words = "no plan can exist under these rules" if infeasible else "no plan was found"
        raise NoPlanError(found.status, [], words)
    fixed = {name: float(round(found.values[place])) for place, name in enumerate(shared)}
    status: Ending = "time_limit" if found.status == "infeasible" else found.status
    return FirstStage(fixed, found.objective, found.bound, status)


def _followed(
    matrix: Matrix, shared: Sequence[Name], start: Mapping[Name, float], controls: Controls
) -> Floats | None:
    """Return the joint columns at a first stage with the best that follows; None without any."""
    values = np.zeros(len(matrix.cost))
    values[: len(shared)] = [start.get(name, 0.0) for name in shared]
    best = bounded(matrix.fixed(values), controls)
    return None if best is None else best.values


def _first(matrix: Matrix, now: frozenset[str]) -> dict[Name, int]:
    """Return the columns of the first stage by name."""
    return {name: at for name, at in matrix.position().items() if name[0] in now}


def _alike(worlds: Sequence[Matrix], now: frozenset[str]) -> list[Name]:
    """Return the columns that follow of the first stage in the same way in every world."""
    if not now >= ALL_DECISIONS:
        return []
    return sorted({name for matrix in worlds for name in _first(matrix, ALIKE)}, key=str)


@dataclass(frozen=True)
class _Block:
    """A world's part of the joint matrix: its columns' places there."""

    matrix: Matrix
    places: Ints


def _joined(
    worlds: Sequence[Matrix],
    also: Sequence[Matrix],
    shared: Sequence[Name],
    alike: Sequence[Name],
    measure: RiskMeasure,
) -> Matrix:
    """Return all worlds as one matrix: the shared columns, each world's own, then η and s."""
    place = {name: at for at, name in enumerate((*shared, *alike))}
    blocks, count = [], len(place)
    for matrix in (*worlds, *also):
        places = np.full(len(matrix.columns), -1)
        for name, at in matrix.position().items():
            places[at] = place.get(name, -1)
        own = np.flatnonzero(places < 0)
        places[own] = count + np.arange(len(own))
        count += len(own)
        blocks.append(_Block(matrix, places))
    low, high, whole = _columns(blocks, count, len(shared))
    joint = Matrix(
        a=sparse.csr_array(sparse.vstack([_spread(b, count) for b in blocks], format="csr")),
        cost=np.zeros(count),
        offset=0.0,
        row_low=np.concatenate([block.matrix.row_low for block in blocks]),
        row_high=np.concatenate([block.matrix.row_high for block in blocks]),
        low=low,
        high=high,
        whole=whole,
        rows=(),
        columns=(),
    )
    return _worth(_once(joint, len(place)), blocks[: len(worlds)], measure)


def _once(joint: Matrix, shared: int) -> Matrix:
    """Return the matrix with each row on shared columns once, though every world has it."""
    joint.a.sort_indices()
    starts = joint.a.indptr
    last = np.append(joint.a.indices, 0)[np.maximum(starts[1:] - 1, 0)]
    known, kept = set(), np.ones(joint.a.shape[0], dtype=bool)
    for row in np.flatnonzero((last < shared) & (np.diff(starts) > 0)).tolist():
        span = slice(starts[row], starts[row + 1])
        numbers = [joint.a.data[span], joint.row_low[row], joint.row_high[row]]
        key = (joint.a.indices[span].tobytes(), *(np.asarray(n).tobytes() for n in numbers))
        kept[row] = key not in known
        known.add(key)
    return joint.only(np.flatnonzero(kept))


def _columns(blocks: Sequence[_Block], count: int, shared: int) -> tuple[Floats, Floats, Flags]:
    """Return limits of the joint columns, and which are whole."""
    low, high = np.full(count, -np.inf), np.full(count, np.inf)
    whole = np.zeros(count, dtype=bool)
    whole[:shared] = True
    for block in blocks:
        low[block.places] = np.maximum(low[block.places], block.matrix.low)
        high[block.places] = np.minimum(high[block.places], block.matrix.high)
        whole[block.places] |= block.matrix.whole
    return low, high, whole


def _spread(block: _Block, count: int) -> sparse.csr_array:
    """Return a block's rows on the joint columns."""
    body = sparse.coo_array(block.matrix.a)
    row, column = body.coords
    shape = (body.shape[0], count)
    return sparse.csr_array((body.data, (row, block.places[column])), shape=shape)


def _span(joint: Matrix, values: Floats) -> tuple[Floats, Floats]:
    """Return the least and the most of each world's value that the columns' own limits allow."""
    most, least = np.zeros(len(values)), np.zeros(len(values))
    for number, value in enumerate(values):
        used = np.flatnonzero(value)
        ends = np.array([value[used] * joint.low[used], value[used] * joint.high[used]])
        least[number], most[number] = ends.min(axis=0).sum(), ends.max(axis=0).sum()
    return least, most


def _worth(joint: Matrix, blocks: Sequence[_Block], measure: RiskMeasure) -> Matrix:
    """Return the joint matrix with the risk measure as its objective.

    max η − most·Σ s with s_w ≥ η − (value_w − less_w) and s ≥ 0 is the least p·(value − less)
    over p ≤ most (Rockafellar & Uryasev 2000); where most is 1 / worlds it is the mean.
    """
    worlds, count = len(blocks), len(joint.cost)
    values = np.zeros((worlds, count))
    for number, block in enumerate(blocks):
        values[number, block.places] = block.matrix.cost
    offsets = np.array([block.matrix.offset for block in blocks]) - measure.less
    if measure.most * worlds <= 1.0:
        return replace(joint, cost=values.mean(axis=0), offset=float(offsets.mean()))
    shortfall = sparse.hstack(
        [sparse.csr_array(values), -np.ones((worlds, 1)), sparse.eye_array(worlds)]
    )
    more = sparse.csr_array((joint.a.shape[0], 1 + worlds))
    wide = sparse.hstack([joint.a, more])
    least, highest = _span(joint, values)
    # η is a value of some world; HiGHS searches far better where that is said.
    low, high = float((offsets + least).min()), float((offsets + highest).max())
    return replace(
        joint,
        a=sparse.csr_array(sparse.vstack([wide, shortfall], format="csr")),
        cost=np.concatenate([np.zeros(count), [1.0], np.full(worlds, -measure.most)]),
        row_low=np.concatenate([joint.row_low, -offsets]),
        row_high=np.concatenate([joint.row_high, np.full(worlds, np.inf)]),
        low=np.concatenate([joint.low, [low], np.zeros(worlds)]),
        high=np.concatenate([joint.high, [high], np.full(worlds, high - low)]),
        whole=np.concatenate([joint.whole, np.zeros(1 + worlds, dtype=bool)]),
    )
