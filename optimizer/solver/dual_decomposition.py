"""A bound for two stages of many worlds, and first stages worth following.

Each world gets a copy of what is decided now, and prices λ for it that add up to nothing over the
worlds, so that a first stage is worth the same with them as without. Σ p·max(value + λ·x) then
bounds every first stage (dual decomposition; Carøe & Schultz 1999). Good prices make the worlds
agree. They are those at the optimum of the linear relaxations, which is found by optimality cuts
(`master_problem`) at points halfway to the optimum of the master problem (in-out separation;
Ben-Ameur & Neto 2007). Whole first stages come from the same cuts, with further ones at each.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import Floats
from optimizer.model import Name
from optimizer.solver.at_once import each
from optimizer.solver.highs.controls import Controls
from optimizer.solver.infeasibility import NoPlanError
from optimizer.solver.master_problem import Cut, MasterProblem
from optimizer.solver.parametric import ParametricSolver
from optimizer.solver.world_relaxation import WorldMatrices, WorldRelaxation, world_matrices_at

LOG = logging.getLogger(__name__)
CUT_ROUNDS = 16
"""Most rounds of cuts; on Korea the bound falls by less than a thousandth in ten more."""
CLOSE = 0.15
"""Part of the gap asked for between the master problem and the best point at which cuts end."""
STEP = 0.5
"""How far from the best point towards the master problem's optimum cuts are made."""
STAGE_ROUNDS = 5
"""Most whole first stages that are looked at."""
IN_VAIN = 2
"""So many of them in a row that are no better end the search."""
CHANGES = 6
"""Clusters by which the next first stage may differ from the best so far."""
STAGE_GAP = 0.2
"""Part of the gap asked for to which the master problem is solved for whole first stages."""


@dataclass(frozen=True)
class Stage:
    """A whole first stage, and what the relaxations say that it is worth under some weights."""

    chosen: dict[Name, float]
    at_most: float


class DualDecomposition:
    """Worlds of two stages, of which one is solved at a time.

    Parameters
    ----------
    rules : WorldMatrices
        Of the central world: which first stages there are.
    worlds : sequence of WorldRelaxation
    controls : Controls
        Its gap is that asked for.
    """

    def __init__(self, rules: WorldMatrices, worlds: Sequence[WorldRelaxation], controls: Controls):
        self._master, self._worlds, self._controls = MasterProblem(rules), worlds, controls

    def prices(self, weights: Floats, own: Floats) -> dict[int, Floats]:
        """Return each world's prices λ / weight, from the cuts of the master problem's optimum.

        Parameters
        ----------
        weights : float array, shape (worlds,)
            Probabilities; a world without any is left out.
        own : float array, shape (worlds,)
            What no plan exceeds in each world.
        """
        used = _used(weights)
        wholes = [self._worlds[place].whole.values[self._worlds[place].places] for place in used]
        inside = np.average(wholes, axis=0, weights=weights[used])
        slopes: dict[int, Floats] = {}
        best, point = -np.inf, inside
        for number in range(CUT_ROUNDS):
            value = self._cut_at(point, weights)
            if value > best:
                best, inside = value, point
            most, outside, slopes = self._master.relaxed(weights, own, self._controls)
            LOG.info("Cuts %d: %.6g to %.6g.", number + 1, best, most)
            near = most - best <= CLOSE * self._controls.gap * max(1.0, abs(best))
            if near or self._controls.stopped():
                break
            point = inside + STEP * (outside - inside)
        together = np.sum(list(slopes.values()), axis=0)
        return {place: together - slopes[place] / weights[place] for place in used}

    def stages(
        self, weights: Floats, own: Floats, first: Sequence[dict[Name, float]] = ()
    ) -> list[Stage]:
        """Return different whole first stages, the best by the relaxations first.

        Parameters
        ----------
        weights, own
            As for `prices`.
        first : sequence of dict of Name to float
            First stages that are known.

        Raises
        ------
        KeyboardInterrupt
        """
        names = self._master.rules.names
        points = [np.array([stage.get(name, 0.0) for name in names]) for stage in first]
        known = {point.tobytes(): point for point in points}
        found = {key: (point, self._cut_at(point, weights)) for key, point in known.items()}
        if found:
            most = max(value for _, value in found.values())
            LOG.info("Clusters that are known: worth %.6g at most.", most)
        controls = replace(self._controls, gap=STAGE_GAP * self._controls.gap, watcher=None)
        in_vain = 0
        for number in range(STAGE_ROUNDS):
            if controls.stopped() or in_vain == IN_VAIN:
                break
            best = max(found.values(), key=lambda one: one[1], default=None)
            around = None if best is None or best[1] == -np.inf else (best[0], CHANGES)
            point = self._next(weights, own, controls, around)
            if point is None or point.tobytes() in found:
                break
            value = self._cut_at(point, weights)
            found[point.tobytes()] = (point, value)
            in_vain = 0 if best is None or value > best[1] else in_vain + 1
            LOG.info("Clusters %d: worth %.6g at most.", number + 1, value)
        ranked = sorted(found.values(), key=lambda one: (-one[1], one[0].tobytes()))
        return [
            Stage(dict(zip(names, point.tolist(), strict=True)), value)
            for point, value in ranked
            if value > -np.inf
        ]

    def bound(
        self, weights: Floats, own: Floats, prices: dict[int, Floats], controls: Controls
    ) -> float:
        """Return what no first stage's Σ weights·value exceeds.

        Parameters
        ----------
        weights, own
            As for `prices`.
        prices : dict of int to float array
            Of each world that counts.
        controls : Controls
            Where their time is up, the bound is that of the worlds' own.

        Raises
        ------
        KeyboardInterrupt
        """
        quiet = replace(controls, watcher=None, threads=1)

        def most(place: int) -> float:
            if quiet.stopped():
                return np.inf
            found = self._worlds[place].most(prices[place], quiet)
            LOG.info("World %d of %d: bounded with prices.", place + 1, len(self._worlds))
            return found

        used = _used(weights)
        bounds = each(most, used, quiet.stop)
        bound = min(float(weights[used] @ np.array(bounds)), float(weights @ own))
        LOG.info("Worlds with prices: no first stage is worth more than %.6g.", bound)
        return bound

    def _next(
        self,
        weights: Floats,
        own: Floats,
        controls: Controls,
        around: tuple[Floats, int] | None,
    ) -> Floats | None:
        """Return the first stage that is best by the cuts; None where none was found."""
        try:
            return self._master.whole(weights, own, controls, around)
        except NoPlanError as error:
            raise KeyboardInterrupt from error

    def _cut_at(self, point: Floats, weights: Floats) -> float:
        """Add each world's cut at a point; return what the point is worth, −∞ without a plan."""
        used = _used(weights)
        found = each(lambda place: self._worlds[place].at(point), used, self._controls.stop)
        total = 0.0
        for place, bound in zip(used, found, strict=True):
            if bound is None:
                return -np.inf
            slope = bound.reduced[self._worlds[place].places]
            level = bound.value - float(slope @ point)
            self._master.cuts.append(Cut(place, slope, level))
            total += float(weights[place]) * bound.value
        return total


def _used(weights: Floats) -> list[int]:
    return [int(place) for place in np.flatnonzero(weights > 0)]


def decomposed(
    central: ParametricSolver,
    worlds: Sequence[ParametricSolver],
    budget: float | None,
    controls: Controls,
) -> DualDecomposition | None:
    """Return the worlds, ready to be bounded; None where something is not known, or time is up.

    Parameters
    ----------
    central : ParametricSolver
        Whose rules hold in all worlds.
    worlds : sequence of ParametricSolver
    budget : float or None
    controls : Controls
        Its gap is that asked for.
    """
    if budget is None:
        return None
    known = budget

    def relaxed(solver: ParametricSolver) -> WorldRelaxation | None:
        if controls.stopped():
            return None
        found = world_matrices_at(solver, known, controls)
        return None if found is None else WorldRelaxation(found, controls)

    rules = world_matrices_at(central, known, controls)
    if rules is None:
        return None
    found = each(relaxed, worlds, controls.stop)
    ready = [world for world in found if world is not None]
    return DualDecomposition(rules, ready, controls) if len(ready) == len(worlds) else None
