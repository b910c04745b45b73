"""A plan between plans keeps what they agree on, and is never worse than the best of them."""

import numpy as np
from support.plans import plain_tiny

from optimizer.analysis.between_plans import add_between
from optimizer.analysis.robust_search import Asked, Search, Ways
from optimizer.analysis.worlds import draw_worlds, in_central
from optimizer.api.solve import made_plan
from optimizer.coefficients import compute
from optimizer.solver import Controls

BUDGET = 100.0


def test_a_plan_between_is_a_candidate_like_any_other():
    """Each world's own plan, and one between them: of less regret, or none is better."""
    central = compute(plain_tiny())
    ways = Ways(
        lambda gap, part: Controls(gap=gap),
        lambda effects, found, gap: made_plan(effects, found, BUDGET, gap, 0),
        lambda plan: True,
        lambda plan, instance: None,
    )
    asked = Asked(BUDGET, worlds=2, criterion="regret", gap=0.01)
    search = Search(central, draw_worlds(central, 2, 1), asked, ways)
    for world in search.worlds:
        found = search.solve(world.coefficients, Controls(gap=0.01))
        search.add("a world's own plan", in_central(central, world.coefficients, found))
    before = [one.values for one in search.found.values()]
    best = search.worth(search.ranked("regret")[0], "regret")
    better = add_between(search)
    after = search.worth(search.ranked("regret")[0], "regret")
    assert better == (after > best)
    every = np.array([one.values for one in search.found.values()])
    assert np.array_equal(every[: len(before)], before)
