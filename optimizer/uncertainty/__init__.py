"""A fixed plan under draws of every assumption."""

from optimizer.uncertainty.monte_carlo import Uncertainty, uncertainty

__all__ = [
    "Uncertainty",
    "uncertainty",
]
