"""A fixed plan under draws of every assumption."""

from optimizer.uncertainty.monte_carlo import uncertainty, uncertainty_of

__all__ = ["uncertainty", "uncertainty_of"]
