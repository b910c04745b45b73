"""Solving with HiGHS: start, progress, bounds, tie-breaking, and why there is no plan."""

from optimizer.solver.at_once import each
from optimizer.solver.direct import SHARE_KEPT, solve_model
from optimizer.solver.dual_decomposition import DualDecomposition, decomposed
from optimizer.solver.extensive_form import (
    ALL_DECISIONS,
    CLUSTERS,
    FirstStage,
    RiskMeasure,
    extensive_form,
    without_graduates,
    world_matrices,
)
from optimizer.solver.highs.controls import (
    EXACT_GAP,
    NO_RESTART,
    Controls,
    OptionValue,
    Progress,
    Watcher,
    about,
    gap_of,
)
from optimizer.solver.highs.interrupt import stopped_by_interrupt
from optimizer.solver.highs.run import THREAD
from optimizer.solver.infeasibility import NoPlanError, Reason
from optimizer.solver.limits_used import LimitsUsed, Use, columns_of
from optimizer.solver.nesting import Held, all_but, held_at
from optimizer.solver.nothing_built import NOTHING_BUILT, most_possible, nothing_built
from optimizer.solver.parametric import ParametricSolver, Relaxed, solve_alone
from optimizer.solver.postsolve.transport_stage import TransportStage
from optimizer.solver.progress import duration, shown_on
from optimizer.solver.relaxation.limit_prices import LimitPrice, limit_prices
from optimizer.solver.relaxation.lp import Bound, KeptBasis
from optimizer.solver.relaxation.warm import WarmRelaxation
from optimizer.solver.search.aims import Aim, NamedRow
from optimizer.solver.solution import Decisions, Solution
from optimizer.solver.standard_form import Matrix

__all__ = [
    "ALL_DECISIONS",
    "CLUSTERS",
    "EXACT_GAP",
    "NOTHING_BUILT",
    "NO_RESTART",
    "SHARE_KEPT",
    "THREAD",
    "Aim",
    "Bound",
    "Controls",
    "Decisions",
    "DualDecomposition",
    "FirstStage",
    "Held",
    "KeptBasis",
    "LimitPrice",
    "LimitsUsed",
    "Matrix",
    "NamedRow",
    "NoPlanError",
    "OptionValue",
    "ParametricSolver",
    "Progress",
    "Reason",
    "Relaxed",
    "RiskMeasure",
    "Solution",
    "TransportStage",
    "Use",
    "WarmRelaxation",
    "Watcher",
    "about",
    "all_but",
    "columns_of",
    "decomposed",
    "duration",
    "each",
    "extensive_form",
    "gap_of",
    "held_at",
    "limit_prices",
    "most_possible",
    "nothing_built",
    "shown_on",
    "solve_alone",
    "solve_model",
    "stopped_by_interrupt",
    "without_graduates",
    "world_matrices",
]
