"""One model solved at many budgets: built and exported once, only the budget changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException

from optimizer.coefficients import Coefficients
from optimizer.model import build
from optimizer.model.decisions import Key, built, site_keys
from optimizer.solve.finish import Finish
from optimizer.solve.highs import Controls, stopped_by_interrupt
from optimizer.solve.ladder import Ladder
from optimizer.solve.matrix import Matrix, export
from optimizer.solve.reasons import NoPlanError
from optimizer.solve.solution import Solution
from optimizer.solve.solve import solve_matrix, solve_model
from optimizer.solve.strong import strengthen

LEAST_GAP = 1e-5
"""For smaller gaps the ordinary way is as good."""
Counts = Mapping[Key, int]
"""Buildings by (region_id, option_id); what is not named has none."""


class Series:
    """A scenario's model, ready to be solved at any budget.

    Parameters
    ----------
    coefficients : Coefficients
    budgets : sequence of float
        Those that will be asked for, as far as they are known: what is shared is prepared there.
    """

    def __init__(self, coefficients: Coefficients, budgets: Sequence[float] = ()):
        self.coefficients = coefficients
        self._budgets = budgets
        self._ladder: Ladder | None = None
        self._finish: Finish | None = None
        self._tried = False
        self._model: pyo.ConcreteModel | None = None
        self._matrix: Matrix | None = None
        self._row: int | None = None

    def solve(
        self,
        budget: float | None,
        controls: Controls,
        *,
        least: Counts | None = None,
        most: Counts | None = None,
    ) -> Solution:
        """Find the best plan for a budget.

        Parameters
        ----------
        budget : float or None
            bn KRW; None: no budget rule.
        controls : Controls
        least, most : mapping of (region_id, option_id) to count, optional
            The plan must contain `least`, or be contained in `most`.

        Raises
        ------
        NoPlanError
            No plan can exist (with the reasons), or none was found in time.
        """
        if budget is None or not self._prepared(budget):
            model = build(self.coefficients, budget)
            if least is None and most is None:
                return solve_model(model, controls, untouched=True)
            matrix = export(model)
        else:
            assert self._model is not None and self._matrix is not None
            model, matrix = self._model, self._at(budget)
        matrix = within(matrix, model, self.coefficients, least, most)
        quick = self._quick(budget, matrix, controls)
        if quick is not None:
            return quick
        found = solve_matrix(model, matrix, controls)
        if found is not None:
            return found
        if least is not None or most is not None:
            message = "no plan can exist that nests with the neighbouring budget's plan"
            raise NoPlanError("infeasible", [], message)
        # Only the ordinary way tells the reasons; where it finds a plan all the same, so be it.
        return solve_model(build(self.coefficients, budget), controls, untouched=True)

    def _prepared(self, budget: float) -> bool:
        """Build and export on first use; return whether the budget is one row of the matrix."""
        if self._model is None:
            self._model = build(self.coefficients, budget)
            # Where a rule can't hold whatever is decided, the ordinary way tells the reasons.
            with suppress(InfeasibleConstraintException):
                self._matrix = export(self._model)
                self._row = budget_row(self._model, self._matrix, budget)
        return self._row is not None

    def _quick(self, budget: float | None, matrix: Matrix, controls: Controls) -> Solution | None:
        """Return the plan by way of the tighter relaxation; None where that way does not lead."""
        settings = self.coefficients.instance.settings
        if budget is None or settings.objective != "retained" or controls.gap < LEAST_GAP:
            return None
        ladder = self._ladder_for(budget, controls)
        if ladder is None or self._finish is None:
            return None
        strong = ladder.strong
        extra = np.zeros(len(strong.matrix.cost) - len(strong.kept))
        low = np.concatenate([matrix.low[strong.kept], extra])
        high = np.concatenate([matrix.high[strong.kept], extra + 1])
        with stopped_by_interrupt(controls.stop):
            found = ladder.best(budget, controls, low, high)
            if found is None or found.values is None or controls.stopped():
                return None
            limits = strong.plain.row_high.copy()
            limits[strong.budget] = budget
            plain = replace(
                strong.plain,
                row_high=limits,
                low=matrix.low[strong.kept],
                high=matrix.high[strong.kept],
            )
            decisions = self._finish.decisions(found.values, plain, controls)
        if decisions is None:
            return None
        return Solution(decisions, "optimal", found.bound)

    def _ladder_for(self, budget: float, controls: Controls) -> Ladder | None:
        if not self._tried and self._row is not None:
            self._tried = True
            assert self._model is not None and self._matrix is not None
            strong = strengthen(self._matrix, self._model, self._row)
            if strong is not None:
                quiet = replace(controls, watcher=None, time_limit=None)
                self._ladder = Ladder(strong, self._budgets or [budget], quiet)
                self._finish = Finish(self._matrix, self._model, self.coefficients, strong)
        return self._ladder

    def _at(self, budget: float) -> Matrix:
        assert self._matrix is not None and self._row is not None
        high = self._matrix.row_high.copy()
        high[self._row] = budget
        return replace(self._matrix, row_high=high)


def budget_row(model: pyo.ConcreteModel, matrix: Matrix, budget: float) -> int | None:
    """Return the row of rule 1, None where the budget is not a single row's limit."""
    rule = model.component("budget")
    if rule is None or rule.is_indexed():
        return None
    rows = [place for place, row in enumerate(matrix.rows) if row is rule]
    if len(rows) != 1 or matrix.row_high[rows[0]] != budget:
        return None
    return rows[0]


def within(
    matrix: Matrix,
    model: pyo.ConcreteModel,
    coefficients: Coefficients,
    least: Counts | None,
    most: Counts | None,
) -> Matrix:
    """Return the matrix with the sites' decisions kept above `least` and below `most`."""
    if least is None and most is None:
        return matrix
    column = matrix.position()
    low, high = matrix.low.copy(), matrix.high.copy()
    for key in site_keys(coefficients):
        place = column.get(id(built(model, key)))
        if place is None:
            continue
        if least is not None:
            low[place] = max(low[place], least.get(key, 0))
        if most is not None:
            high[place] = min(high[place], most.get(key, 0))
    # A lock asks for more than the larger plan has: left to the solver to say so.
    return replace(matrix, low=np.minimum(low, matrix.high), high=np.maximum(high, matrix.low))
