"""One model solved at many budgets: built and exported once, only the budget changes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Event

import numpy as np
import pyomo.environ as pyo
from pyomo.common.errors import InfeasibleConstraintException

from optimizer.coefficients import Coefficients
from optimizer.model import build, coefficients_of
from optimizer.solve.finish import Finish
from optimizer.solve.highs import Controls, Ending, stopped_by_interrupt
from optimizer.solve.ladder import Ladder
from optimizer.solve.matrix import Matrix, SolverError, export
from optimizer.solve.nested import Held, within
from optimizer.solve.purse import Purse, find_purse
from optimizer.solve.reasons import NoPlanError
from optimizer.solve.solution import Solution
from optimizer.solve.solve import solve_matrix, solve_model
from optimizer.solve.strong import strengthen

LEAST_GAP = 1e-5
"""For smaller gaps the ordinary way is as good."""
PATIENCE = 30.0
"""With fewer seconds to go the ordinary way is taken at once, which has a first plan sooner."""


def solve_alone(model: pyo.ConcreteModel, controls: Controls) -> Solution:
    """Solve an untouched model: by the tighter relaxation where that leads to the gap.

    Raises
    ------
    NoPlanError
        No plan can exist (with the reasons), or none was found in time.
    """
    budget = model.budget_given
    if budget is None or controls.left() < PATIENCE:
        return solve_model(model, controls, untouched=True)
    return Series(coefficients_of(model), [budget], model).solve(budget, controls)


class Series:
    """A scenario's model, ready to be solved at any budget.

    Parameters
    ----------
    coefficients : Coefficients
    budgets : sequence of float
        Those that will be asked for, as far as they are known: what is shared is prepared there.
    model : ConcreteModel, optional
        As built from the coefficients, unchanged.
    """

    def __init__(
        self,
        coefficients: Coefficients,
        budgets: Sequence[float] = (),
        model: pyo.ConcreteModel | None = None,
    ):
        self.coefficients = coefficients
        self._budgets = budgets
        self._ladder: Ladder | None = None
        self._finish: Finish | None = None
        self._tried = False
        self._exported = False
        self._model = model
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
        quick = None
        # Where HiGHS gives up on this way, the ordinary one has the last word, and tells why.
        with suppress(SolverError):
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
        if self._matrix is None and not self._exported:
            self._exported = True
            self._model = self._model or build(self.coefficients, budget)
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
            if found is None or found.values is None:
                return None
            plain = replace(
                strong.purse.limited(strong.plain, budget),
                low=matrix.low[strong.kept],
                high=matrix.high[strong.kept],
            )
            # Settling what was found takes a moment, and is done even where the time is up.
            settle = (
                replace(controls, time_limit=None, stop=Event()) if controls.stopped() else controls
            )
            decisions = self._finish.decisions(found.values, plain, settle)
        if decisions is None:
            return None
        ended: Ending = "time_limit" if found.status == "infeasible" else found.status
        return Solution(decisions, ended, found.bound)

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
