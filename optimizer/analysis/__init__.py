"""Questions asked of a plan by solving again."""

from optimizer.analysis.balance_curve import BalanceCurve, balance_curve

__all__ = [
    "BalanceCurve",
    "balance_curve",
]
