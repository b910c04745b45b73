"""A plan of tiny with its reasons, asked once."""

from functools import cache

import optimizer as opt
from support.plans import tiny_plan


@cache
def told():
    """Return tiny's plan for 60 with its reasons."""
    return opt.explain(tiny_plan(budget=60.0))
