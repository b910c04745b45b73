"""A linear relaxation that is asked again and again, each time under other limits of its columns.

From one question to the next only a few limits change, so that the dual simplex method needs a few
steps from the basis of the whole (Lemke 1954).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import highspy
import numpy as np
from scipy import sparse

from optimizer.arrays import Floats
from optimizer.coefficients import Coefficients
from optimizer.model import Key, Name, offer_keys
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.linear import add_rows
from optimizer.solver.highs.run import prepared, run_interruptibly
from optimizer.solver.nesting import places_of
from optimizer.solver.relaxation.lp import Bound, bound_of, row_prices
from optimizer.solver.standard_form import Matrix


class WarmRelaxation:
    """What a problem's optimum is at most, as it is and under further limits.

    Parameters
    ----------
    matrix : Matrix
        No plan of the problem may be better than its relaxation.
    coefficients : Coefficients
    controls : Controls
    model : Matrix, optional
        The problem's own matrix, where `matrix` is a tighter one.

    Attributes
    ----------
    model : Matrix
        The problem's own matrix.
    keys : tuple of Key
        What a plan decides: each permitted (region_id, option_id) and (region_id, measure_id).
    whole : Bound or None
        The relaxation's optimum; None where not even fractions of buildings make a plan.
    prices : dict of Name to float
        Shadow prices: how much that optimum gains for each unit more of a limit of the model.
    """

    def __init__(
        self,
        matrix: Matrix,
        coefficients: Coefficients,
        controls: Controls,
        model: Matrix | None = None,
    ):
        self._controls, self.model = controls, matrix if model is None else model
        self._low, self._high = matrix.low, matrix.high
        column = matrix.position()
        self._places: dict[Key, list[int]] = places_of(coefficients, column)
        taken = ((key, column.get(("z", key))) for key in offer_keys(coefficients))
        self._places |= {key: [place] for key, place in taken if place is not None}
        self.keys = tuple(self._places)
        linear = replace(matrix, whole=np.zeros_like(matrix.whole))
        self._highs, self._scales = prepared(linear, controls)
        self._columns = len(matrix.cost)
        self.whole = self._run()
        self._basis = self._highs.getBasis()
        prices = row_prices(self._highs, self._scales) if self.whole else np.zeros(0)
        self.prices: dict[Name, float] = {
            name: float(price) for name, price in zip(matrix.rows, prices, strict=False) if price
        }

    def known(self, key: Key) -> bool:
        """Return whether the relaxation has a column for what is asked about."""
        return key in self._places

    def counts(self, values: Floats) -> dict[Key, float]:
        """Return how many of each a solution builds or takes, fractions too, over all phases."""
        return {key: float(values[places].sum()) for key, places in self._places.items()}

    def losses(self, reduced: Floats) -> dict[Key, float]:
        """Return what the bound loses, per step, as each moves away from a solution."""
        return {key: float(np.abs(reduced[at]).min()) for key, at in self._places.items()}

    def limited(
        self, least: Mapping[Key, int], most: Mapping[Key, int]
    ) -> tuple[float, Bound | None]:
        """Return what no plan exceeds that has at least, and at most, so many of some things.

        Parameters
        ----------
        least, most : mapping of Key to int
            Buildings over all phases, or a measure (0 or 1).

        Returns
        -------
        value : float
            −inf where no plan can be so; +inf where HiGHS was stopped before it knew.
        bound : Bound or None
            The relaxation's optimum then.
        """
        rows = self._limit(least, most)
        try:
            bound = self._run()
            status = self._highs.getModelStatus()
        finally:
            self._restore([*least, *most], rows)
        if bound is not None:
            return bound.value, bound
        gone = status == highspy.HighsModelStatus.kInfeasible
        return (-np.inf if gone else np.inf), None

    def _limit(self, least: Mapping[Key, int], most: Mapping[Key, int]) -> int:
        """Set the limits, and return how many rows that took."""
        rows = 0
        for key in dict.fromkeys((*least, *most)):
            places = self._places[key]
            low, high = float(least.get(key, 0)), float(most.get(key, np.inf))
            if len(places) == 1 or high == 0:
                for place in places:
                    self._change(place, max(low, self._low[place]), min(high, self._high[place]))
                continue
            body = (np.ones(len(places)), np.array(places), np.array([0, len(places)]))
            row = sparse.csr_array(body, shape=(1, self._columns))
            add_rows(self._highs, self._scales, (row, np.array([low]), np.array([high])))
            rows += 1
        return rows

    def _restore(self, keys: Sequence[Key], rows: int) -> None:
        for key in keys:
            for place in self._places[key]:
                self._change(place, self._low[place], self._high[place])
        for _ in range(rows):
            last = self._highs.getNumRow() - 1
            self._highs.deleteRows(1, np.array([last], dtype=np.int32))
        self._highs.setBasis(self._basis)

    def _change(self, place: int, low: float, high: float) -> None:
        unit = float(self._scales.column[place])
        self._highs.changeColBounds(int(place), low / unit, max(low, high) / unit)

    def _run(self) -> Bound | None:
        run_interruptibly(self._highs, self._controls)
        optimal = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return bound_of(self._highs, self._scales) if optimal else None
