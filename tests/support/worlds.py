"""Effects of some worlds of the shipped tiny instance without measures."""

from functools import cache

from optimizer.analysis.worlds import draw_worlds
from optimizer.coefficients import compute
from support.plans import plain_tiny


@cache
def central_tiny():
    """Return the coefficients of tiny."""
    return compute(plain_tiny())


@cache
def two_worlds():
    """Return the effects of two worlds of tiny."""
    return [world.coefficients for world in draw_worlds(central_tiny(), 2, seed=1)]
