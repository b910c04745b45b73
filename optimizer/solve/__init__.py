"""Solving with HiGHS: start, progress, bounds, tie-breaking, and why there is no plan."""

from optimizer.solve.highs import Progress, gap_of
from optimizer.solve.reasons import NoPlanError, Reason
from optimizer.solve.series import solve_alone
from optimizer.solve.solution import Decisions, Solution
from optimizer.solve.solve import solve_model

__all__ = [
    "Decisions",
    "NoPlanError",
    "Progress",
    "Reason",
    "Solution",
    "gap_of",
    "solve_alone",
    "solve_model",
]
