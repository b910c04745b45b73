"""Plans of the shipped tiny instance, each solved once."""

import json
from dataclasses import replace
from functools import cache

import optimizer as opt


def plain_tiny(**settings):
    """Return tiny without measures and interactions, which is solved far faster."""
    return _plain_tiny(json.dumps(settings, sort_keys=True))


@cache
def _plain_tiny(settings):
    found = opt.load("tiny", settings=json.loads(settings))
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
