"""A better plan than the one known: some provinces are planned anew, all others stay as they are.

Large neighbourhood search (Shaw 1998): provinces share little but the purse and what lies across
their borders, so that a quarter of the country planned anew is searched in a second, and moves
money between provinces as no exchange of single buildings would. Each round takes every province
once, in groups drawn by the seed of the solve; every search ends after so many nodes. So the same
plan is found on every machine.

It works hand in hand with HiGHS (`beside`): once the bound of HiGHS's root node has settled, plans
are sought that are near enough to it, and handed over. HiGHS's tree then only has the proof to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from optimizer.arrays import Floats, Ints
from optimizer.solver.highs.controls import NO_RESTART, SEARCHING, Controls, OptionValue
from optimizer.solver.highs.run import Run
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.search.incumbent import tell
from optimizer.solver.standard_form import Matrix

PARTS = (0.25, 0.4, 0.6)
"""Of the whole columns are free at a time: more where the proof is not through yet."""
MOST_FREE = (2_000, 3_000, 5_000)
"""And no more than this, so that a search takes some seconds in a country of any size."""
VERY_LARGE = 20_000
"""Columns from which HiGHS stays at its root for minutes: all parts are tried there."""
HALF = 0.5
"""Of the time left is for that, where time is limited."""
MOST_ROUNDS = 8
"""With one part."""
LITTLE = 0.1
"""Part of the gap asked for: what a round must gain for another one with the same part."""
CLOSELY = 0.2
"""Part of the gap asked for to which a search goes."""
ALMOST = 0.999
"""Part of the gap asked for within which a plan must be, since settling it may lose a little."""
SETTLED = 0.05
"""Part of the gap asked for: HiGHS's bound has settled when so many calls lower it by less."""
CALLS = 3
NODES_BETWEEN = 20
"""Nodes of HiGHS's tree after which more is tried; three times as many before the next time."""
NODES: dict[str, OptionValue] = {**NO_RESTART, "mip_max_nodes": 20}
ONLY_PROVING: dict[str, OptionValue] = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""Options of HiGHS beside which this search finds the plans: its own cost a third of the time."""


def pieces(matrix: Matrix, province_of: Mapping[str, str]) -> list[Ints]:
    """Return the whole columns of each province, or of pieces of it where it is large.

    Parameters
    ----------
    matrix : Matrix
    province_of : mapping of str to str
        By region_id. In the order of the table neighbours mostly stand together.
    """
    columns: dict[str, dict[str, list[int]]] = {}
    for place in np.flatnonzero(matrix.whole).tolist():
        region = _region(matrix, place)
        columns.setdefault(province_of.get(region, ""), {}).setdefault(region, []).append(place)
    return [piece for regions in columns.values() for piece in _split(regions)]


def _region(matrix: Matrix, place: int) -> str:
    name = matrix.columns[place]
    if isinstance(name, int):
        return ""
    index = name[1]
    return index if isinstance(index, str) else str(index[0])


def _split(regions: Mapping[str, list[int]]) -> Iterator[Ints]:
    piece: list[int] = []
    for own in regions.values():
        if piece and len(piece) + len(own) > MOST_FREE[0] / 4:
            yield np.array(piece)
            piece = []
        piece = piece + own
    yield np.array(piece)


class LargeNeighbourhoodSearch:
    """The best plan known of a matrix, and the search for better ones near it.

    Parameters
    ----------
    plan : Run
        With values.
    matrix : Matrix
    parts : sequence of int arrays
        Of `pieces`.
    controls : Controls

    Attributes
    ----------
    plan : Run
        The best one so far.
    """

    def __init__(self, plan: Run, matrix: Matrix, parts: Sequence[Ints], controls: Controls):
        self.plan, self.matrix, self.parts = plan, matrix, parts
        self.controls = controls
        self._draw = np.random.default_rng(controls.seed)
        self._bounds: list[float] = []
        self._tried = 0
        self._until = np.inf
        self._next = NODES_BETWEEN

    def enough(self) -> float:
        """Return the bound that proves the plan."""
        return self.plan.objective + ALMOST * self._room()

    def improve(self, bound: float) -> None:
        """Search round by round, ever more at a time, until a round with the most gains little.

        Parameters
        ----------
        bound : float
            No plan is better: what is near enough to it ends the search.
        """
        for size in range(len(PARTS)):
            self._rounds(size, bound)

    def beside(self, bound: float, nodes: int) -> Floats | None:
        """Return a better plan than HiGHS knows; None where there is no news.

        Parameters
        ----------
        bound : float
            HiGHS's.
        nodes : int
            Of its tree that it has left behind.
        """
        before = self.plan.objective
        settled = self._tried == 0 and self._settled(bound)
        if settled and len(self.matrix.cost) >= VERY_LARGE:
            self._tried = len(PARTS)
            self._until = self.controls.seconds() + HALF * self.controls.left()
            self.improve(bound)
            self._until = np.inf
        elif settled or nodes >= self._next:
            size = min(self._tried, len(PARTS) - 1)
            self._tried += 1
            self._next = max(NODES_BETWEEN, 3 * nodes)
            self._rounds(size, bound)
        return self.plan.values if self.plan.objective > before else None

    def _settled(self, bound: float) -> bool:
        """Return whether HiGHS's rounds of cuts have come to lower its bound by little."""
        self._bounds.append(bound)
        earlier = self._bounds[-1 - CALLS :][0]
        full = len(self._bounds) > CALLS and np.isfinite(earlier)
        return bool(full and earlier - bound <= SETTLED * self._room())

    def _room(self) -> float:
        return self.controls.gap * max(self.matrix.least(), abs(self.plan.objective))

    def _rounds(self, size: int, bound: float) -> None:
        for _ in range(MOST_ROUNDS):
            if not self._gains(size, bound):
                break

    def _gains(self, size: int, bound: float) -> bool:
        """Plan every province anew once; return whether that gained much, and is worth another."""
        before, most = self.plan.objective, int(PARTS[size] * self.matrix.whole.sum())
        for columns in self._round(min(MOST_FREE[size], most)):
            if self._out_of_time() or bound <= self.enough():
                return False
            known = self.plan
            self._plan_anew(columns)
            if self.plan is not known:
                tell(self.controls, self.plan.objective, bound)
        return self.plan.objective > before + LITTLE * self._room()

    def _out_of_time(self) -> bool:
        return self.controls.stopped() or self.controls.seconds() >= self._until

    def _round(self, most: int) -> list[Ints]:
        groups: list[list[Ints]] = [[]]
        for place in self._draw.permutation(len(self.parts)):
            if groups[-1] and sum(map(len, groups[-1])) + len(self.parts[place]) > most:
                groups.append([])
            groups[-1].append(self.parts[place])
        return [np.concatenate(group) for group in groups if group]

    def _plan_anew(self, columns: Ints) -> None:
        """Search what some columns could be while the others stay."""
        assert self.plan.values is not None
        fixed = self.matrix.whole.copy()
        fixed[columns] = False
        near = self.matrix.holding(fixed, np.round(self.plan.values))
        closely = replace(self.controls, watcher=None, gap=CLOSELY * self.controls.gap)
        found = without_fixed(near, closely, SEARCHING, start=self.plan.values, options=NODES)
        if found.values is not None and found.objective > self.plan.objective:
            self.plan = found
