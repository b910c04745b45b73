"""The rows whose limits follow the budget: rule 1, what is spent up to a phase, fair shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from optimizer.arrays import Floats, Ints
from optimizer.coefficients import Coefficients, fair_shares
from optimizer.solver.standard_form import Matrix

FAIR = ("fair_share", "most_fair_share")


@dataclass(frozen=True)
class BudgetRows:
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


def find_purse(matrix: Matrix, coefficients: Coefficients, budget: float) -> BudgetRows | None:
    """Return the rows that follow the budget; None where it is not the limit of such rows.

    Parameters
    ----------
    matrix : Matrix
        Of a model that was built for the budget.
    coefficients : Coefficients
    budget : float
    """
    whole = matrix.rows_of("budget")
    if len(whole) != 1:
        return None
    stages = coefficients.stages
    phases = matrix.rows_of("budget_by_phase")
    years = [matrix.rows[place][1] for place in phases]
    shares = [_up_to(stages.budgets or (), stages.years.index(year)) for year in years]
    fair = matrix.rows_of(*FAIR)
    purse = BudgetRows(
        np.concatenate([whole, phases, fair]),
        np.array([1.0, *shares]),
        tuple((matrix.rows[place][0], str(matrix.rows[place][1])) for place in fair),
        coefficients,
    )
    # A row whose limit is written otherwise is not known.
    return purse if _agree(matrix, purse, budget) else None


def _agree(matrix: Matrix, purse: BudgetRows, budget: float) -> bool:
    low, high = purse.at(budget)
    ends = ((matrix.row_low[purse.rows], low), (matrix.row_high[purse.rows], high))
    return all(np.allclose(own, known, rtol=1e-12, atol=0.0) for own, known in ends)


def _up_to(budgets: tuple[float, ...], phase: int) -> float:
    """Return the share of all phases' money that there is up to a phase."""
    sums = list(accumulate(budgets))
    return sums[phase] / sums[-1] if sums[-1] > 0 else 0.0
