"""Plans of the shipped tiny instance, each solved once."""

from dataclasses import replace
from functools import cache

import optimizer as opt


def plain_tiny(**settings):
    """Return tiny without measures and interactions, which is solved far faster."""
    found = opt.load("tiny", settings=settings)
    tables = {k: v for k, v in found.tables.items() if k not in ("measures", "interactions")}
    return replace(found, tables=tables)


@cache
def tiny(**settings):
    """Return tiny under some settings."""
    return opt.load("tiny", settings=settings)


@cache
def tiny_plan(budget=200.0, **settings):
    """Return tiny's plan for a budget, in bn KRW."""
    return opt.solve(tiny(**settings), budget=budget)
