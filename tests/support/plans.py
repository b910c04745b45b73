"""Plans of the shipped tiny instance, each solved once."""

from functools import cache

import optimizer as opt


@cache
def tiny(**settings):
    """Return tiny under some settings."""
    return opt.load("tiny", settings=settings)


@cache
def tiny_plan(budget=200.0, **settings):
    """Return tiny's plan for a budget, in bn KRW."""
    return opt.solve(tiny(**settings), budget=budget)
