"""The master problem of two stages: first stages, and what optimality cuts say of each world.

A world's value is at most a linear function of the first stage, by the duality of linear
programming at any one of them: the cuts of the multicut L-shaped method (Birge & Louveaux 1988).
With whole first stages its optimum is the next one to look at (Benders 1962).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.solver.highs.controls import NO_RESTART, Controls, OptionValue
from optimizer.solver.highs.run import prepared
from optimizer.solver.infeasibility import NoPlanError
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.lp import bound_of, row_prices
from optimizer.solver.standard_form import Matrix
from optimizer.solver.world_relaxation import WorldMatrices

NODES: dict[str, OptionValue] = {**NO_RESTART, "mip_max_nodes": 200}
"""So that the search ends at the same first stage on every machine."""
CHOOSING = "choosing clusters"


@dataclass(frozen=True)
class Cut:
    """value of a world ≤ level + slope·x, by the duality of linear programming."""

    world: int
    slope: Floats
    level: float


@dataclass
class MasterProblem:
    """First stages under the central world's rules, and cuts.

    Attributes
    ----------
    rules : WorldMatrices
        Of the central world: which first stages there are.
    cuts : list of Cut
    """

    rules: WorldMatrices
    cuts: list[Cut] = field(default_factory=list)

    def relaxed(
        self, weights: Floats, own: Floats, controls: Controls
    ) -> tuple[float, Floats, dict[int, Floats]]:
        """Return the optimum of fractional first stages, the stage, and each world's slope there.

        Parameters
        ----------
        weights : float array, shape (worlds,)
            Probabilities; a world without any is left out.
        own : float array, shape (worlds,)
            What no plan exceeds in each world.
        controls : Controls

        Returns
        -------
        value : float
        stage : float array
        slopes : dict of int to float array
            Times the world's weight.
        """
        cuts, column = self._used(weights)
        tight = self.rules.tight
        linear = replace(tight, whole=np.zeros_like(tight.whole))
        matrix = self._with_cuts(linear, cuts, column, weights, own)
        highs, scales = prepared(matrix, replace(controls, watcher=None, time_limit=None))
        highs.run()
        found = bound_of(highs, scales)
        prices = row_prices(highs, scales)
        slopes = {place: np.zeros(len(self.rules.places)) for place in column}
        for cut, price in zip(cuts, prices[len(prices) - len(cuts) :], strict=True):
            slopes[cut.world] += price * cut.slope
        return found.value, found.values[self.rules.places], slopes

    def whole(
        self,
        weights: Floats,
        own: Floats,
        controls: Controls,
        around: tuple[Floats, int] | None = None,
    ) -> Floats | None:
        """Return the first stage that is best by the cuts; None where none was found.

        Parameters
        ----------
        weights, own, controls
            As for `relaxed`.
        around : tuple of float array and int, optional
            A first stage, and how many of its decisions may be others: far from where cuts were
            made they say little (trust region; Santoso et al. 2005).

        Raises
        ------
        NoPlanError
            The search was interrupted.
        """
        cuts, column = self._used(weights)
        plain, places = self.rules.plain, self.rules.places
        chosen = np.zeros_like(plain.whole)
        chosen[places] = True
        # Hubs and measures only make room for the clusters; whole ones are found where they follow.
        matrix = self._with_cuts(replace(plain, whole=chosen), cuts, column, weights, own)
        if around is not None:
            matrix = self._near(matrix, *around)
        found = without_fixed(matrix, controls, CHOOSING, options=NODES)
        if found.status == "interrupted":
            raise NoPlanError("interrupted", [], "the search was interrupted")
        return None if found.values is None else np.round(found.values[places])

    def _near(self, matrix: Matrix, stage: Floats, changes: int) -> Matrix:
        """Return a matrix in which at most so many decisions are others than in a first stage."""
        sign = np.where(stage > 0.5, -1.0, 1.0)
        rows = np.zeros(len(stage), dtype=np.int64)
        shape = (1, len(matrix.cost))
        body = sparse.csr_array((sign, (rows, self.rules.places)), shape=shape)
        most = np.array([changes - float(np.sum(stage > 0.5))])
        return matrix.with_rows((body, np.array([-np.inf]), most))

    def _used(self, weights: Floats) -> tuple[list[Cut], dict[int, int]]:
        """Return the cuts of the worlds that count, and these worlds' numbers."""
        column = {int(place): number for number, place in enumerate(np.flatnonzero(weights > 0))}
        return [cut for cut in self.cuts if cut.world in column], column

    def _with_cuts(
        self,
        matrix: Matrix,
        cuts: Sequence[Cut],
        column: Mapping[int, int],
        weights: Floats,
        own: Floats,
    ) -> Matrix:
        """Return a matrix with the value of each world as a further column, under its cuts."""
        count, used = len(matrix.cost), list(column)
        slopes = sparse.coo_array(np.array([cut.slope for cut in cuts]))
        row, place = slopes.coords
        values = np.array([count + column[cut.world] for cut in cuts], dtype=np.int64)
        body = sparse.csr_array(
            (
                np.concatenate([-slopes.data, np.ones(len(cuts))]),
                (
                    np.concatenate([row, np.arange(len(cuts))]),
                    np.concatenate([self.rules.places[place], values]),
                ),
            ),
            shape=(len(cuts), count + len(used)),
        )
        more = sparse.csr_array((matrix.a.shape[0], len(used)))
        levels = np.array([cut.level for cut in cuts])
        return replace(
            matrix,
            a=sparse.csr_array(sparse.hstack([matrix.a, more])),
            cost=np.concatenate([np.zeros(count), weights[used]]),
            offset=0.0,
            low=np.concatenate([matrix.low, np.full(len(used), -np.inf)]),
            high=np.concatenate([matrix.high, own[used]]),
            whole=np.concatenate([matrix.whole, np.zeros(len(used), dtype=bool)]),
            columns=(),
            rows=(),
        ).with_rows((body, np.full(len(cuts), -np.inf), levels))
