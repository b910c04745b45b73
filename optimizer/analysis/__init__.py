"""Questions asked of a plan by solving again."""

from optimizer.analysis.balance_curve import BalanceCurve, balance_curve
from optimizer.analysis.instrument_value import by_instrument

__all__ = ["BalanceCurve", "balance_curve", "by_instrument"]
