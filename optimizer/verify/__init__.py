"""The check of a plan without the solver, from the tables alone."""

from optimizer.verify.check import verify
from optimizer.verify.result import Failure, Rule, Verification

__all__ = ["Failure", "Rule", "Verification", "verify"]
