"""The rows whose limits follow the budget: rule 1, and with phases what is spent up to each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
import pyomo.environ as pyo

from optimizer.coefficients import Coefficients
from optimizer.coefficients.pairs import Floats, Ints
from optimizer.solve.matrix import Matrix


@dataclass(frozen=True)
class Purse:
    """Rows Σ cost ≤ share·budget; all other limits stay as the budget changes.

    Attributes
    ----------
    rows : int array
        The first one is the budget of the whole time.
    share : float array
        Of the budget: 1 for the whole time, of a phase what there is up to it.
    """

    rows: Ints
    share: Floats

    def at(self, budget: float) -> Floats:
        """Return the rows' limits at a budget."""
        return self.share * budget

    def limited(self, matrix: Matrix, budget: float) -> Matrix:
        """Return a matrix with the limits of a budget."""
        high = matrix.row_high.copy()
        high[self.rows] = self.at(budget)
        return replace(matrix, row_high=high)


def find_purse(
    model: pyo.ConcreteModel, matrix: Matrix, coefficients: Coefficients, budget: float
) -> Purse | None:
    """Return the rows that follow the budget; None where it is not the limit of such rows.

    Parameters
    ----------
    model : ConcreteModel
        Built for the budget.
    matrix : Matrix
        Of the model.
    coefficients : Coefficients
    budget : float
    """
    rule = model.component("budget")
    if rule is None or rule.is_indexed():
        return None
    share = {id(rule): 1.0}
    stages = coefficients.stages
    for year, row in getattr(model, "budget_by_phase", {}).items():
        share[id(row)] = _up_to(stages.budgets or (), stages.years.index(year))
    rows = [place for place, row in enumerate(matrix.rows) if id(row) in share]
    rows.sort(key=lambda place: matrix.rows[place] is not rule)
    purse = Purse(
        np.array(rows, dtype=int), np.array([share[id(matrix.rows[place])] for place in rows])
    )
    # A row that cost nothing but constants, or whose limit is written otherwise, is not known.
    known = len(rows) == len(share) and np.allclose(
        matrix.row_high[purse.rows], purse.at(budget), rtol=1e-12, atol=0.0
    )
    return purse if known else None


def _up_to(budgets: tuple[float, ...], phase: int) -> float:
    """Return the share of all phases' money that there is up to a phase."""
    sums = list(accumulate(budgets))
    return sums[phase] / sums[-1] if sums[-1] > 0 else 0.0
