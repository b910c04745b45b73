"""What planners call: one verb or face a file."""

from typing import TYPE_CHECKING

from optimizer.lazy import lazily

if TYPE_CHECKING:
    from optimizer.api.alternatives import alternatives
    from optimizer.api.alternatives_of import Alternatives
    from optimizer.api.answers import Importance, Sensitivity, Why
    from optimizer.api.balance import BalanceCurve, balance_curve
    from optimizer.api.check import Checked, check
    from optimizer.api.checked import CheckError
    from optimizer.api.compare import Comparison, compare
    from optimizer.api.equity import Equity, equity
    from optimizer.api.explain import explain
    from optimizer.api.importance import importance
    from optimizer.api.instruments import by_instrument
    from optimizer.api.load import contents, load
    from optimizer.api.models import Models
    from optimizer.api.plan import MANY_REGIONS, Plan, load_plan, read_plan_with_map
    from optimizer.api.robust import Robust, robust
    from optimizer.api.score import Score, score
    from optimizer.api.sensitivity import sensitivity
    from optimizer.api.solve import build_model, solve
    from optimizer.api.sweep import Sweep, open_sweep, sweep
    from optimizer.api.verify import verify
    from optimizer.api.why import why

__all__ = [
    "MANY_REGIONS",
    "Alternatives",
    "BalanceCurve",
    "CheckError",
    "Checked",
    "Comparison",
    "Equity",
    "Importance",
    "Models",
    "Plan",
    "Robust",
    "Score",
    "Sensitivity",
    "Sweep",
    "Why",
    "alternatives",
    "balance_curve",
    "build_model",
    "by_instrument",
    "check",
    "compare",
    "contents",
    "equity",
    "explain",
    "importance",
    "load",
    "load_plan",
    "open_sweep",
    "read_plan_with_map",
    "robust",
    "score",
    "sensitivity",
    "solve",
    "sweep",
    "verify",
    "why",
]

_PLACES = {
    "alternatives": ("alternatives",),
    "alternatives_of": ("Alternatives",),
    "answers": (
        "Importance",
        "Sensitivity",
        "Why",
    ),
    "balance": (
        "BalanceCurve",
        "balance_curve",
    ),
    "check": (
        "Checked",
        "check",
    ),
    "checked": ("CheckError",),
    "compare": (
        "Comparison",
        "compare",
    ),
    "equity": (
        "Equity",
        "equity",
    ),
    "explain": ("explain",),
    "importance": ("importance",),
    "instruments": ("by_instrument",),
    "load": (
        "contents",
        "load",
    ),
    "models": ("Models",),
    "plan": (
        "MANY_REGIONS",
        "Plan",
        "load_plan",
        "read_plan_with_map",
    ),
    "robust": (
        "Robust",
        "robust",
    ),
    "score": (
        "Score",
        "score",
    ),
    "sensitivity": ("sensitivity",),
    "solve": (
        "build_model",
        "solve",
    ),
    "sweep": (
        "Sweep",
        "open_sweep",
        "sweep",
    ),
    "verify": ("verify",),
    "why": ("why",),
}
"""Which module offers what."""

if not TYPE_CHECKING:  # type checkers read the imports above
    lazily(__name__, _PLACES)
