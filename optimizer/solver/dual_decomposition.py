"""A bound for two stages of many worlds, and first stages worth following.

Each world gets a copy of what is decided now, and prices λ for it that add up to nothing over the
worlds, so that a first stage is worth the same with them as without. Σ p·max(value + λ·x) then
bounds every first stage (dual decomposition; Carøe & Schultz 1999). Good prices make the worlds
agree. They are those at the optimum of the linear relaxations, which is found by optimality cuts
(the multicut L-shaped method; Birge & Louveaux 1988) at points halfway to the optimum of the
master problem (in-out separation; Ben-Ameur & Neto 2007).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import highspy
import numpy as np
from scipy import sparse

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients
from optimizer.model import Name
from optimizer.solver.built import built_at
from optimizer.solver.extensive_form import CLUSTERS
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import prepared
from optimizer.solver.infeasibility import NoPlanError
from optimizer.solver.relaxation.configuration import (
    ConfigurationRelaxation,
    strengthen,
    without_seats,
)
from optimizer.solver.relaxation.floor_cuts import floor_cuts
from optimizer.solver.relaxation.lp import Bound, bound_of
from optimizer.solver.search.first_plan import first_plan, searched_from
from optimizer.solver.standard_form import Matrix

LOG = logging.getLogger(__name__)
AT_ONCE = 2
"""Worlds solved at a time."""
CUT_ROUNDS = 30
"""Most rounds of cuts; on Korea the bound falls by less than a thousandth in the last ten."""
CLOSE = 0.25
"""Part of the gap asked for between the master problem and the best point at which cuts end."""
STEP = 0.5
"""How far from the best point towards the master problem's optimum cuts are made."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class Decomposed:
    """What the worlds, each with its prices, say together.

    Attributes
    ----------
    bound : float
        No first stage is worth more under the weights.
    stages : tuple of dict of Name to float
        First stages that worlds chose, the best by the linear relaxation first.
    """

    bound: float
    stages: tuple[dict[Name, float], ...]


@dataclass(frozen=True)
class Cut:
    """value of a world ≤ level + slope·x, by the duality of linear programming."""

    world: int
    slope: Floats
    level: float


class WorldRelaxation:
    """A world's model, and its relaxation, warm for many first stages.

    Parameters
    ----------
    strong, plain : ConfigurationRelaxation
        The tighter relaxation, and the model itself without seats.
    budget : float
    controls : Controls
    """

    def __init__(
        self,
        strong: ConfigurationRelaxation,
        plain: ConfigurationRelaxation,
        budget: float,
        controls: Controls,
    ):
        self.strong, self.plain, self.budget = strong, plain, budget
        self.matrix = with_floors(strong, strong.purse.limited(strong.matrix, budget), budget)
        found = {n: at for n, at in self.matrix.position().items() if n[0] in CLUSTERS}
        self.names = tuple(sorted(found, key=str))
        self.places: Ints = np.array([found[name] for name in self.names], dtype=np.int64)
        linear = replace(self.matrix, whole=np.zeros_like(self.matrix.whole))
        self._highs, self._scales = prepared(linear, controls)
        whole = self._run()
        if whole is None:
            raise NoPlanError("infeasible", [], "no plan can exist under these rules")
        self.whole: Bound = whole

    def at(self, stage: Floats) -> Bound | None:
        """Return the relaxation's optimum for a first stage; None where it has no plan."""
        values = np.ascontiguousarray(stage / self._scales.column[self.places])
        places = self.places.astype(np.int32)
        self._highs.changeColsBounds(len(places), places, values, values)
        return self._run()

    def _run(self) -> Bound | None:
        self._highs.run()
        optimal = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return bound_of(self._highs, self._scales) if optimal else None

    def best(self, prices: Floats, controls: Controls) -> tuple[float, Floats | None]:
        """Return a bound of value + prices·x, and the first stage of the best plan found."""
        strong = replace(
            self.strong,
            matrix=self._priced(self.strong.matrix, prices),
            plain=self._priced(self.strong.plain, prices),
        )
        model = self._priced(self.plain.plain, prices)
        model = self.plain.purse.limited(model, self.budget)
        start = first_plan(strong, model, self.budget, controls)
        found = searched_from(start, with_floors(self.plain, model, self.budget), controls)
        if found.status == "interrupted":
            raise KeyboardInterrupt
        chosen = None if found.values is None else np.round(found.values[self._of(model)])
        return min(found.bound, start.bound), chosen

    def _of(self, matrix: Matrix) -> Ints:
        column = matrix.position()
        return np.array([column[name] for name in self.names], dtype=np.int64)

    def _priced(self, matrix: Matrix, prices: Floats) -> Matrix:
        cost = matrix.cost.copy()
        cost[self._of(matrix)] += prices
        return replace(matrix, cost=cost)


def with_floors(relaxation: ConfigurationRelaxation, matrix: Matrix, budget: float) -> Matrix:
    """Return a matrix with the cuts of the budget's floors."""
    cuts = floor_cuts(relaxation.purse, matrix, budget)
    return matrix if cuts is None else matrix.with_rows(cuts)


def world_relaxation(
    effects: Coefficients, budget: float, controls: Controls
) -> WorldRelaxation | None:
    """Return a world's relaxation; None where the model holds what it does not know."""
    built = built_at(effects, budget, graduates=False)
    if built is None:
        return None
    strong = strengthen(built.matrix, built.structure, built.purse)
    plain = without_seats(built.matrix, built.structure, built.purse)
    if strong is None or plain is None:
        return None
    return WorldRelaxation(strong, plain, budget, controls)


class DualDecomposition:
    """Worlds of two stages, of which one is solved at a time.

    Parameters
    ----------
    rules : WorldRelaxation
        Of the central world: which first stages there are.
    worlds : sequence of WorldRelaxation
    controls : Controls
        Its gap is that of each world's solve.
    """

    def __init__(
        self, rules: WorldRelaxation, worlds: Sequence[WorldRelaxation], controls: Controls
    ):
        self._rules, self._worlds, self._controls = rules, worlds, controls
        self._cuts: list[Cut] = []

    def bound(self, weights: Floats, own: Floats) -> Decomposed:
        """Return a bound of Σ weights·value of every first stage, and first stages worth following.

        Parameters
        ----------
        weights : float array, shape (worlds,)
            Probabilities; a world without any is left out.
        own : float array, shape (worlds,)
            What no plan exceeds in each world.
        """
        used = [int(place) for place in np.flatnonzero(weights > 0)]
        prices = self._prices(weights, own, used)
        quiet = replace(self._controls, watcher=None, threads=1)

        def solved(place: int) -> tuple[float, Floats | None]:
            return self._worlds[place].best(prices[place], quiet)

        answers = self._each(solved, used)
        bound = sum(float(weights[p]) * answer[0] for p, answer in zip(used, answers, strict=True))
        chosen = [answer[1] for answer in answers if answer[1] is not None]
        bound = min(bound, float(weights @ own))
        LOG.info("Worlds with prices: no first stage is worth more than %.6g.", bound)
        return Decomposed(bound, tuple(self._ranked(chosen, weights, used)))

    def _prices(self, weights: Floats, own: Floats, used: Sequence[int]) -> dict[int, Floats]:
        """Return each world's prices λ / weight, from the cuts of the master problem's optimum."""
        wholes = [self._worlds[place].whole.values[self._worlds[place].places] for place in used]
        inside = np.average(wholes, axis=0, weights=weights[used])
        slopes: dict[int, Floats] = {}
        best, point = -np.inf, inside
        for number in range(CUT_ROUNDS):
            value = self._cut_at(point, weights, used)
            if value > best:
                best, inside = value, point
            most, outside, slopes = self._master(weights, own, used)
            LOG.info("Cuts %d: %.6g to %.6g.", number + 1, best, most)
            if most - best <= CLOSE * self._controls.gap * max(1.0, abs(best)):
                break
            point = inside + STEP * (outside - inside)
        together = np.sum(list(slopes.values()), axis=0)
        return {p: together - slopes[p] / weights[p] for p in used}

    def _cut_at(self, point: Floats, weights: Floats, used: Sequence[int]) -> float:
        """Add each world's cut at a point; return what the point is worth, −∞ without a plan."""
        found = self._each(lambda place: self._worlds[place].at(point), used)
        total = 0.0
        for place, bound in zip(used, found, strict=True):
            if bound is None:
                return -np.inf
            slope = bound.reduced[self._worlds[place].places]
            self._cuts.append(Cut(place, slope, bound.value - float(slope @ point)))
            total += float(weights[place]) * bound.value
        return total

    def _master(
        self, weights: Floats, own: Floats, used: Sequence[int]
    ) -> tuple[float, Floats, dict[int, Floats]]:
        """Return the master problem's optimum, its point, and the slope of each world there."""
        rules, count = self._rules.matrix, len(self._rules.matrix.cost)
        column = {place: count + number for number, place in enumerate(used)}
        cuts = [cut for cut in self._cuts if cut.world in column]
        body = np.zeros((len(cuts), count + len(used)))
        for row, cut in enumerate(cuts):
            body[row, self._rules.places] = -cut.slope
            body[row, column[cut.world]] = 1.0
        wide = sparse.hstack([rules.a, sparse.csr_array((rules.a.shape[0], len(used)))])
        levels = np.array([cut.level for cut in cuts])
        lowest = np.full(len(used), -np.inf)
        matrix = replace(
            rules,
            a=sparse.csr_array(wide),
            cost=np.concatenate([np.zeros(count), weights[used]]),
            offset=0.0,
            low=np.concatenate([rules.low, lowest]),
            high=np.concatenate([rules.high, own[used]]),
            whole=np.zeros(count + len(used), dtype=bool),
            columns=(),
            rows=(),
        ).with_rows((sparse.csr_array(body), np.full(len(cuts), -np.inf), levels))
        highs, scales = prepared(matrix, replace(self._controls, watcher=None))
        highs.run()
        found = bound_of(highs, scales)
        duals = np.asarray(highs.getSolution().row_dual, dtype=float) * scales.row / scales.goal
        slopes = {place: np.zeros(len(self._rules.places)) for place in used}
        for cut, dual in zip(cuts, duals[len(duals) - len(cuts) :], strict=True):
            slopes[cut.world] += dual * cut.slope
        return found.value, found.values[self._rules.places], slopes

    def _ranked(
        self, chosen: Sequence[Floats], weights: Floats, used: Sequence[int]
    ) -> Iterable[dict[Name, float]]:
        """Yield different first stages, the best by the linear relaxation first."""
        different = {stage.tobytes(): stage for stage in chosen}
        worth = [(self._cut_at(stage, weights, used), key) for key, stage in different.items()]
        for value, key in sorted(worth, key=lambda one: (-one[0], one[1])):
            if value > -np.inf:
                yield dict(zip(self._rules.names, different[key].tolist(), strict=True))

    def _each(self, work: Callable[[int], Row], used: Sequence[int]) -> list[Row]:
        """Return an answer for each world, several at a time."""
        pool = ThreadPoolExecutor(max_workers=AT_ONCE)
        try:
            return list(pool.map(work, used))
        except BaseException:  # Ctrl-C ends all of them, not one
            self._controls.stop.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def decomposed(
    central: Coefficients,
    worlds: Sequence[Coefficients],
    budget: float | None,
    controls: Controls,
) -> DualDecomposition | None:
    """Return the worlds, ready to be bounded; None where a model holds what is not known.

    Parameters
    ----------
    central : Coefficients
        Whose rules hold in all worlds.
    worlds : sequence of Coefficients
    budget : float or None
    controls : Controls
        Its gap is that of each world's solve.
    """
    if budget is None:
        return None
    single = replace(controls, watcher=None, threads=1)
    found: list[WorldRelaxation] = []
    for effects in (central, *worlds):
        relaxation = world_relaxation(effects, budget, single)
        if relaxation is None:
            return None
        found.append(relaxation)
    return DualDecomposition(found[0], found[1:], controls)
