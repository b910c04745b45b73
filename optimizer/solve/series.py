"""One model solved at many budgets: built and exported once, only the budget changes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException

from optimizer.coefficients import Coefficients
from optimizer.model import build
from optimizer.solve.finish import Finish
from optimizer.solve.highs import Controls, stopped_by_interrupt
from optimizer.solve.ladder import Ladder
from optimizer.solve.matrix import Matrix, export
from optimizer.solve.nested import Held, within
from optimizer.solve.purse import Purse, find_purse
from optimizer.solve.reasons import NoPlanError
from optimizer.solve.solution import Solution
from optimizer.solve.solve import solve_matrix, solve_model
from optimizer.solve.strong import strengthen

LEAST_GAP = 1e-5
"""For smaller gaps the ordinary way is as good."""


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
        self._purse: Purse | None = None

    def solve(
        self,
        budget: float | None,
        controls: Controls,
        *,
        least: Held | None = None,
        most: Held | None = None,
    ) -> Solution:
        """Find the best plan for a budget.

        Parameters
        ----------
        budget : float or None
            bn KRW of the central purse, over all phases; None: no budget rule.
        controls : Controls
        least, most : Held, optional
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
        """Build and export on first use; return whether the budget is known rows of the matrix."""
        if self._model is None:
            self._model = build(self.coefficients, budget)
            # Where a rule can't hold whatever is decided, the ordinary way tells the reasons.
            with suppress(InfeasibleConstraintException):
                self._matrix = export(self._model)
                self._purse = find_purse(self._model, self._matrix, self.coefficients, budget)
        return self._purse is not None

    def _quick(self, budget: float | None, matrix: Matrix, controls: Controls) -> Solution | None:
        """Return the plan by way of the tighter relaxation; None where that way does not lead."""
        settings = self.coefficients.instance.settings
        if budget is None or settings.objective != "retained" or controls.gap < LEAST_GAP:
            return None
        ladder = self._ladder_for(budget, controls)
        if ladder is None or self._finish is None:
            return None
        strong = ladder.strong
        if matrix.a.shape[0] != len(self._finish.full.row_high):
            return None  # rows that only this run has
        extra = np.zeros(len(strong.matrix.cost) - len(strong.kept))
        low = np.concatenate([matrix.low[strong.kept], extra])
        high = np.concatenate([matrix.high[strong.kept], extra + 1])
        with stopped_by_interrupt(controls.stop):
            found = ladder.best(budget, controls, low, high)
            if found is None or found.values is None or controls.stopped():
                return None
            plain = replace(
                strong.purse.limited(strong.plain, budget),
                low=matrix.low[strong.kept],
                high=matrix.high[strong.kept],
            )
            decisions = self._finish.decisions(found.values, plain, controls)
        if decisions is None:
            return None
        return Solution(decisions, "optimal", found.bound)

    def _ladder_for(self, budget: float, controls: Controls) -> Ladder | None:
        if not self._tried and self._purse is not None:
            self._tried = True
            assert self._model is not None and self._matrix is not None
            strong = strengthen(self._matrix, self._model, self._purse)
            if strong is not None:
                quiet = replace(controls, watcher=None, time_limit=None)
                self._ladder = Ladder(strong, self._budgets or [budget], quiet)
                self._finish = Finish(self._matrix, self._model, self.coefficients, strong)
        return self._ladder

    def _at(self, budget: float) -> Matrix:
        assert self._matrix is not None and self._purse is not None
        return self._purse.limited(self._matrix, budget)
