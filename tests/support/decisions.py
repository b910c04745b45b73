"""Decisions written by hand, and the plans that they are."""

import numpy as np

from optimizer.coefficients import People
from optimizer.plan import make_plan
from optimizer.solver import Decisions, Solution


def decisions_of(coefficients, **more):
    """Return decisions that build nothing and move nobody, but for what is given."""
    force, none = coefficients.workforce, np.zeros(len(coefficients.regions))
    nothing = {
        "count": np.zeros(len(coefficients.sites), dtype=np.int64),
        "flow": np.zeros(len(coefficients.flow_origin)),
        "people": None if coefficients.takers else People(none, none, none),
        "recruits": np.zeros(len(force.supply)),
        "seats": np.zeros(len(force.universities)),
        "taken": np.zeros(len(coefficients.levers.measure), dtype=bool),
    }
    return Decisions(**(nothing | more))


def made(coefficients, decisions, bound=1e6, objective=0.0):
    """Return the plan of some decisions."""
    solution = Solution(decisions, "time_limit", bound, objective)
    return make_plan(coefficients, solution, budget=100.0, gap_asked=0.1, versions={}, seed=0)
