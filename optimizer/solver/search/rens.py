"""A plan next to the relaxation: what is whole already stays, the rest is searched.

The relaxation of `strong` leaves some dozens of its whole columns fractional. Those are searched,
together with the columns that lose least by moving: small change for what is left of the budget.
It is a neighbourhood in the sense of RINS (Danna, Rothberg & Le Pape 2005), but without an
incumbent.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from optimizer.arrays import Flags
from optimizer.solver.highs.controls import Controls, OptionValue
from optimizer.solver.highs.run import Run
from optimizer.solver.reductions.fixed_columns import without_fixed
from optimizer.solver.relaxation.configuration import ConfigurationRelaxation
from optimizer.solver.relaxation.lp import Bound
from optimizer.solver.standard_form import Matrix, Rows

SMALL_CHANGE = 30
"""So many columns that lose least by moving are free besides the fractional ones."""
PART_OF_GAP = 0.6
"""The search ends within this part of the gap asked for; the bound needs the rest."""
WHOLE = 1e-6
"""Nearer to a whole number than this is whole."""
NOT_TRIED: dict[str, OptionValue] = {
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""What HiGHS tries elsewhere and never pays next to the relaxation."""
LOSES_NOTHING = 1e-7
"""Smaller reduced costs are those of columns that the relaxation has no opinion on."""


def rounded(
    strong: ConfigurationRelaxation,
    matrix: Matrix,
    budget: float,
    bound: Bound,
    controls: Controls,
    cuts: Rows | None = None,
    change: int = SMALL_CHANGE,
    options: dict[str, OptionValue] | None = None,
) -> Run | None:
    """Return the best plan next to the relaxation's values; None where there is none.

    Parameters
    ----------
    strong : ConfigurationRelaxation
    matrix : Matrix
        The relaxation with the run's limits of the columns.
    budget : float
    bound : Bound
        The relaxation's optimum for that matrix and budget.
    controls : Controls
    cuts : rows, optional
        That hold for whole plans at this budget.
    change, options
        As for `rens`.
    """
    count = len(strong.kept)
    near = replace(
        strong.purse.limited(strong.plain, budget), low=matrix.low[:count], high=matrix.high[:count]
    )
    if cuts is not None:
        a, least, most = cuts
        near = near.with_rows((sparse.csr_array(a[:, :count]), least, most))
    found = rens(near, bound, controls, change, options)
    if found.values is None:
        return None
    # Columns that only sharpen the bound are not part of a plan.
    more = np.zeros(len(matrix.cost) - count)
    return replace(found, values=np.concatenate([found.values, more]))


def rens(
    matrix: Matrix,
    bound: Bound,
    controls: Controls,
    change: int,
    options: dict[str, OptionValue] | None = None,
) -> Run:
    """Return the best plan next to a relaxation's values (RENS; Berthold 2014).

    Parameters
    ----------
    matrix : Matrix
    bound : Bound
        The optimum of its relaxation, which may have further columns behind.
    controls : Controls
    change : int
        So many columns that lose least by moving are free besides the fractional ones.
    options : dict, optional
        Further HiGHS options, by HiGHS's names.
    """
    closer = replace(controls, gap=PART_OF_GAP * controls.gap, watcher=None)
    near = next_to(matrix, bound, change)
    return without_fixed(near, closer, "rounding", options={**NOT_TRIED, **(options or {})})


def next_to(matrix: Matrix, bound: Bound, change: int) -> Matrix:
    """Return a matrix whose whole columns are fixed, but for those that `rens` searches.

    Parameters
    ----------
    matrix, bound, change
        As for `rens`.
    """
    fixed = matrix.whole & ~neighbourhood(matrix, bound, change)
    stay = np.clip(np.round(bound.values[: len(matrix.cost)]), matrix.low, matrix.high)
    return matrix.holding(fixed, stay)


def neighbourhood(matrix: Matrix, bound: Bound, change: int) -> Flags:
    """Return the whole columns that are fractional in a relaxation, or lose least by moving.

    Parameters
    ----------
    matrix, bound, change
        As for `rens`.
    """
    count = len(matrix.cost)
    values, loss = bound.values[:count], np.abs(bound.reduced[:count])
    free = matrix.whole & (np.abs(values - np.round(values)) > WHOLE)
    order = np.where(matrix.whole & ~free & (loss > LOSES_NOTHING), loss, np.inf)
    cheap = np.argsort(order, kind="stable")[:change]
    free[cheap[np.isfinite(order[cheap])]] = True
    return np.asarray(free)
