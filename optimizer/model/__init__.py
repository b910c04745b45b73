"""The decision model in Pyomo, a file for each family of rules, readable beside docs/model.md."""

from optimizer.model.build import build, coefficients_of, own_rules_note

__all__ = ["build", "coefficients_of", "own_rules_note"]
