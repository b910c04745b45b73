"""A fixed plan under draws of every assumption."""

from optimizer.uncertainty.assumptions import changed, widened
from optimizer.uncertainty.fixed_plan import FixedPlan, Outcome
from optimizer.uncertainty.monte_carlo import uncertainty, uncertainty_of
from optimizer.uncertainty.sampling import draw, possible, varied

__all__ = [
    "FixedPlan",
    "Outcome",
    "changed",
    "draw",
    "possible",
    "uncertainty",
    "uncertainty_of",
    "varied",
    "widened",
]
