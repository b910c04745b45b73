"""The rows whose limits follow the budget: rule 1, what is spent up to a phase, fair shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
import pyomo.environ as pyo

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients, fair_shares
from optimizer.solver.standard_form import Matrix

FAIR = ("fair_share", "most_fair_share")


@dataclass(frozen=True)
class Purse:
    """The rows that follow the budget; all other limits stay as it changes.

    Attributes
    ----------
    rows : int array
        The first one is the budget of the whole time; fair shares come last.
    share : float array
        Of the budget, of the rows Σ cost ≤ share·budget: 1 for the whole time, of a phase what
        there is up to it.
    fair : tuple of (family, province)
        Of the other rows.
    coefficients : Coefficients
    """

    rows: Ints
    share: Floats
    fair: tuple[tuple[str, str], ...]
    coefficients: Coefficients

    def at(self, budget: float) -> tuple[Floats, Floats]:
        """Return the rows' lower and upper limits at a budget."""
        of = {share.province: share for share in fair_shares(self.coefficients, budget)}
        low = [of[name].floor if family == FAIR[0] else -np.inf for family, name in self.fair]
        high = [of[name].ceiling if family == FAIR[1] else np.inf for family, name in self.fair]
        spent = self.share * budget
        return np.append(np.full(len(spent), -np.inf), low), np.append(spent, high)

    def limited(self, matrix: Matrix, budget: float) -> Matrix:
        """Return a matrix with the limits of a budget."""
        low, high = matrix.row_low.copy(), matrix.row_high.copy()
        low[self.rows], high[self.rows] = self.at(budget)
        return replace(matrix, row_low=low, row_high=high)


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
    shares = [share[id(matrix.rows[place])] for place in rows]
    fair = {
        id(row): (family, str(province))
        for family in FAIR
        for province, row in getattr(model, family, {}).items()
    }
    others = [place for place, row in enumerate(matrix.rows) if id(row) in fair]
    purse = Purse(
        np.array(rows + others, dtype=int),
        np.array(shares),
        tuple(fair[id(matrix.rows[place])] for place in others),
        coefficients,
    )
    # A row that cost nothing but constants, or whose limit is written otherwise, is not known.
    known = len(rows) == len(share) and len(others) == len(fair)
    return purse if known and _agree(matrix, purse, budget) else None


def _agree(matrix: Matrix, purse: Purse, budget: float) -> bool:
    low, high = purse.at(budget)
    ends = ((matrix.row_low[purse.rows], low), (matrix.row_high[purse.rows], high))
    return all(np.allclose(own, known, rtol=1e-12, atol=0.0) for own, known in ends)


def _up_to(budgets: tuple[float, ...], phase: int) -> float:
    """Return the share of all phases' money that there is up to a phase."""
    sums = list(accumulate(budgets))
    return sums[phase] / sums[-1] if sums[-1] > 0 else 0.0
