"""Robust plans of the shipped tiny instance without measures, each found once."""

from functools import cache

import optimizer as opt
from support.plans import plain_tiny

BUDGET, WORLDS = 200.0, 3


def robust_tiny(criterion="mean"):
    """Return tiny's robust plan for a few worlds."""
    return _robust_tiny(criterion)


@cache
def _robust_tiny(criterion):
    return opt.robust(plain_tiny(), worlds=WORLDS, criterion=criterion, budget=BUDGET, gap=0.01)
