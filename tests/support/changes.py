"""Changes one number of a plan at a time, to see which changes a check finds out."""

import copy


def numbers(content, path=()):
    """Yield the path of every number."""
    if isinstance(content, dict):
        pairs = list(content.items())
    elif isinstance(content, list):
        pairs = list(enumerate(content))
    else:
        if isinstance(content, int | float) and not isinstance(content, bool):
            yield path
        return
    for key, value in pairs:
        yield from numbers(value, (*path, key))


def everything(content, path=()):
    """Yield the path of everything: lists, tables and what they hold."""
    yield path
    pairs = []
    if isinstance(content, dict | list):
        pairs = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in pairs:
        yield from everything(value, (*path, key))


def at(plan, path):
    """Return what stands at a path."""
    for key in path:
        plan = plan[key]
    return plan


def changed(plan, path, value):
    """Return a copy of a plan with another value at a path."""
    spoilt = copy.deepcopy(plan)
    at(spoilt, path[:-1])[path[-1]] = value
    return spoilt


def other_values(old, *, few=False):
    """Return values to try in place of a number: a little and much more and less."""
    step = 1e-4 * max(1, abs(old))
    tried = [old + step, old - step, old * 2, -old, 0]
    tried += [] if few else [old + 1, old * 0.5, old * 10**6]
    return [new for new in dict.fromkeys(tried) if new != old]
