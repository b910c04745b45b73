"""Every whole decision of a tiny instance that keeps the rules, with its objective."""

from .exhaustive import (
    affordable,
    combinations,
    coming,
    keeps_limits,
    may_reach,
    most_possible,
    work_out,
)
from .levers import keeps_measure_limits
from .money import balance_rules, budget_rules, fair_floors
from .transport import Transport


def every_plan(a):
    """Return (built, objective) of each plan under the objective "retained"."""
    floors = a.limits.get("min_retained_share", {})
    rules = budget_rules(a) + balance_rules(a, fair_floors(a, most_possible))
    found = []
    for built, taken, cost in combinations(a):
        if not keeps_limits(a, built) or not keeps_measure_limits(a, taken):
            continue
        plan = work_out(a, built, taken, cost)
        if (floors and not may_reach(a, plan, floors)) or not affordable(a, plan, rules):
            continue
        stay = Transport(a, plan, floors).most(a.weight)
        if stay is not None:
            found.append((built, stay + coming(plan, a.weight)))
    return found
