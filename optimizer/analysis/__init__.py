"""Questions asked of a plan by solving again, or by laying another beside it."""

from typing import TYPE_CHECKING

from optimizer.lazy import lazily

if TYPE_CHECKING:
    from optimizer.analysis.alternatives import alternatives
    from optimizer.analysis.alternatives_data import AlternativesData
    from optimizer.analysis.balance_curve import BalanceCurve, balance_curve
    from optimizer.analysis.compare import compare
    from optimizer.analysis.comparison import ComparisonData
    from optimizer.analysis.comparison_words import text_of
    from optimizer.analysis.equity import Equity, equity
    from optimizer.analysis.importance import Follow, ImportanceData, importance
    from optimizer.analysis.instrument_value import by_instrument
    from optimizer.analysis.named import key_of, split_key
    from optimizer.analysis.plan_problem import source_of
    from optimizer.analysis.reasons import reasons
    from optimizer.analysis.robust import robust
    from optimizer.analysis.robust_criteria import Criterion, criterion_of
    from optimizer.analysis.robust_search import Asked, Ways
    from optimizer.analysis.robustness import RobustData
    from optimizer.analysis.score import score
    from optimizer.analysis.score_data import ScoreData
    from optimizer.analysis.sensitivity import SensitivityData, sensitivity
    from optimizer.analysis.why import WhyData, why

__all__ = [
    "AlternativesData",
    "Asked",
    "BalanceCurve",
    "ComparisonData",
    "Criterion",
    "Equity",
    "Follow",
    "ImportanceData",
    "RobustData",
    "ScoreData",
    "SensitivityData",
    "Ways",
    "WhyData",
    "alternatives",
    "balance_curve",
    "by_instrument",
    "compare",
    "criterion_of",
    "equity",
    "importance",
    "key_of",
    "reasons",
    "robust",
    "score",
    "sensitivity",
    "source_of",
    "split_key",
    "text_of",
    "why",
]

_PLACES = {
    "alternatives": ("alternatives",),
    "alternatives_data": ("AlternativesData",),
    "balance_curve": (
        "BalanceCurve",
        "balance_curve",
    ),
    "compare": ("compare",),
    "comparison": ("ComparisonData",),
    "comparison_words": ("text_of",),
    "equity": (
        "Equity",
        "equity",
    ),
    "importance": (
        "Follow",
        "ImportanceData",
        "importance",
    ),
    "instrument_value": ("by_instrument",),
    "named": (
        "key_of",
        "split_key",
    ),
    "plan_problem": ("source_of",),
    "reasons": ("reasons",),
    "robust": ("robust",),
    "robust_criteria": (
        "Criterion",
        "criterion_of",
    ),
    "robust_search": (
        "Asked",
        "Ways",
    ),
    "robustness": ("RobustData",),
    "score": ("score",),
    "score_data": ("ScoreData",),
    "sensitivity": (
        "SensitivityData",
        "sensitivity",
    ),
    "why": (
        "WhyData",
        "why",
    ),
}
"""Which module offers what."""

if not TYPE_CHECKING:  # type checkers read the imports above
    lazily(__name__, _PLACES)
