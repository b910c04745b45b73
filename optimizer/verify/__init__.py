"""The check of a plan without the solver, from the tables alone."""

from optimizer.verify.check import check_quickly, verify
from optimizer.verify.known import Named
from optimizer.verify.proof import Proof, judged, none_exists, not_asked, under_own_rules
from optimizer.verify.result import Failure, Rule, Verification

__all__ = [
    "Failure",
    "Named",
    "Proof",
    "Rule",
    "Verification",
    "check_quickly",
    "judged",
    "none_exists",
    "not_asked",
    "under_own_rules",
    "verify",
]
