"""What is ruled out of a location problem is in no plan that is good enough."""

import numpy as np
import pytest
from support.locations import every_plan, location

from optimizer.solver.highs.controls import Controls
from optimizer.solver.reductions.narrowed import known_better, narrowed, nearest, priced

KINDS = [{}, {"priced": True}, {"covering": True}, {"priced": True, "budget": np.inf}]


def assert_exact(problem, left):
    """Each plan worth the cutoff opens what is always open and nothing else that is ruled out."""
    for plan in every_plan(problem):
        worth = problem.worth(plan)
        assert worth <= left.bound + 1e-9
        if worth < left.cutoff + 1e-9:
            continue
        assert np.all(plan[left.always])
        assert not np.any(plan[left.never])
        people = left.problem.best(plan).sum() if left.problem.residents else 0.0
        assert left.settled + people == pytest.approx(worth + problem.price[plan].sum())


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("seed", range(5))
def test_every_good_plan_is_left(seed, kind):
    """Against every plan; at other prices, near to the bound, and once a better one is known."""
    problem = location(seed, residents=12, sites=9, **kind)
    plan = max(every_plan(problem), key=problem.worth)
    best = problem.worth(plan)
    left = narrowed(problem, Controls())
    assert left.cutoff <= left.reached <= best + 1e-9
    assert_exact(problem, left)
    chosen = np.linspace(0, 1, problem.sites)
    assert_exact(problem, nearest(left, chosen, 2))
    assert_exact(problem, priced(left, 0.9 * left.prices))
    assert_exact(problem, known_better(left, plan, best))
    worse = narrowed(problem, Controls(), reached=0.8 * best)
    assert worse.reached == 0.8 * best
    assert_exact(problem, worse)
    nothing_known = narrowed(problem, Controls(), reached=-np.inf)
    assert nothing_known.undecided == problem.sites
    assert_exact(problem, nothing_known)


def test_most_is_ruled_out():
    """Of a problem in which sites differ much, little is left to decide."""
    left = narrowed(location(3, residents=40, sites=9), Controls())
    assert left.undecided < 9


@pytest.mark.parametrize("seed", range(3))
def test_residents_behind_a_site_that_is_open_anyway_are_settled(seed):
    """Only those who prefer it to all others; to the rest it is the least they get."""
    problem = location(seed, residents=12, sites=6)
    problem.always[2] = True
    left = narrowed(problem, Controls(), reached=-np.inf)
    assert left.settled > 0
    assert_exact(problem, left)
