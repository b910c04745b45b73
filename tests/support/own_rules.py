"""A country of two towns worked out by hand, and rules of one's own for it.

Each cluster costs 10. AI keeps 60 in A and 20 in B, biotech 30 in A and 10 in B.
"""

import pyomo.environ as pyo

from support.instances import PLAIN, cluster, make_instance, region

LIMIT = 0


def two_towns(folder, *, budget=20, **more):
    """Write the country and return its folder; money for two clusters."""
    return make_instance(
        folder,
        [region("A", 100, province="P"), region("B", 100, province="Q")],
        [cluster("ai", 10, 40, max_per_region=1), cluster("bio", 10, 20, max_per_region=1)],
        PLAIN | {"budget": budget},
        strength=[("A", "ai", 1.5), ("A", "bio", 1.5), ("B", "ai", 0.5), ("B", "bio", 0.5)],
        **more,
    )


def no_ai_in_a(model):
    """Forbid AI in A: the best is biotech in A and AI in B, 50 instead of 90."""
    model.no_ai = pyo.Constraint(expr=model.x["A", "ai"] <= LIMIT)


def bio_in_b(model):
    """Demand biotech in B, by a bound instead of a rule that is added."""
    model.x["B", "bio"].setlb(1)


def hidden():
    """Return a rule that no file holds."""
    scope = {}
    exec("def hidden(model):\n    pass\n", scope)
    return scope["hidden"]
