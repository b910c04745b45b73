"""Cuts for floors on spending: a floor that part of a dear building would meet takes a whole one.

Of Σ c_k·n_k − savings ≥ F with whole n follows Σ min(c_k, F)·n_k ≥ F: a building dearer than the
floor meets it once, not several times over (coefficient tightening; Savelsbergh 1994). HiGHS
doesn't see it beside the savings in the row. What it is worth: docs/explanation/performance.md.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimizer.solver.budget_rows import FAIR, BudgetRows
from optimizer.solver.standard_form import Matrix, Rows


def floor_cuts(purse: BudgetRows, matrix: Matrix, budget: float) -> Rows | None:
    """Return the cuts of all floors on fair shares at a budget; None where there is no floor.

    Parameters
    ----------
    purse : BudgetRows
    matrix : Matrix
        Whose first rows are those that the purse knows.
    budget : float
    """
    fixed = len(purse.share)
    low, _ = purse.at(budget)
    bodies: list[sparse.csr_array] = []
    for row, (family, _), floor in zip(purse.rows[fixed:], purse.fair, low[fixed:], strict=True):
        if family != FAIR[0] or floor <= 0:
            continue
        span = slice(matrix.a.indptr[row], matrix.a.indptr[row + 1])
        columns, factors = matrix.a.indices[span], matrix.a.data[span]
        spends = factors > 0
        if not (matrix.whole[columns[spends]].all() and (matrix.low[columns] >= 0).all()):
            continue
        weights = np.minimum(factors[spends] / floor, 1.0)
        places = (np.zeros(len(weights), dtype=int), columns[spends])
        bodies.append(sparse.csr_array((weights, places), shape=(1, matrix.a.shape[1])))
    if not bodies:
        return None
    body = sparse.csr_array(sparse.vstack(bodies, format="csr"))
    return body, np.ones(len(bodies)), np.full(len(bodies), np.inf)
