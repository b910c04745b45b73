"""What planners call: one verb or face a file."""

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
