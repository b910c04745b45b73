"""Questions asked of a plan by solving again, or by laying another beside it."""

from optimizer.analysis.alternatives import alternatives
from optimizer.analysis.alternatives_data import AlternativesData
from optimizer.analysis.balance_curve import BalanceCurve, balance_curve
from optimizer.analysis.compare import compare
from optimizer.analysis.comparison import ComparisonData
from optimizer.analysis.comparison_words import text_of
from optimizer.analysis.equity import Equity, equity
from optimizer.analysis.instrument_value import by_instrument
from optimizer.analysis.robust import Asked, Ways, robust
from optimizer.analysis.robust_criteria import Criterion, criterion_of
from optimizer.analysis.robustness import RobustData
from optimizer.analysis.score import score
from optimizer.analysis.score_data import ScoreData

__all__ = [
    "AlternativesData",
    "Asked",
    "BalanceCurve",
    "ComparisonData",
    "Criterion",
    "Equity",
    "RobustData",
    "ScoreData",
    "Ways",
    "alternatives",
    "balance_curve",
    "by_instrument",
    "compare",
    "criterion_of",
    "equity",
    "robust",
    "score",
    "text_of",
]
