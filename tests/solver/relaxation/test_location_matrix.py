"""The matrix that HiGHS is given has the optimum of the location problem."""

import numpy as np
import pytest
from scipy import sparse
from support.locations import every_plan, location

from optimizer.solver.highs.controls import Controls
from optimizer.solver.reductions.narrowed import narrowed
from optimizer.solver.relaxation.lagrangian import bound_at
from optimizer.solver.relaxation.location_matrix import LocationMatrix
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.relaxation.row_generation import cut_off, maximise
from optimizer.solver.standard_form import Matrix

SHARP = Controls(gap=1e-9)


def siting(problem):
    """Return what may be built: a column for each site, and the budget."""
    count = problem.sites
    return Matrix(
        a=sparse.csr_array(problem.cost[None, :]),
        cost=-problem.price,
        offset=0.0,
        row_low=np.array([-np.inf]),
        row_high=np.array([problem.budget]),
        low=np.zeros(count),
        high=np.ones(count),
        whole=np.ones(count, dtype=bool),
        rows=(("budget", None),),
        columns=tuple(("x", (str(site), "site")) for site in range(count)),
    )


def matrix_of(problem, reached=None):
    """Return the matrix of what is left of a problem, and what is left."""
    left = narrowed(problem, SHARP, reached)
    one = sparse.csr_array(np.eye(problem.sites))
    return LocationMatrix(siting(problem), one, left), left


@pytest.mark.parametrize("reached", [None, -np.inf])
@pytest.mark.parametrize("kind", [{}, {"priced": True}, {"covering": True}], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_the_optimum_is_the_best_plan(seed, kind, reached):
    """Whether much is ruled out beforehand or nothing."""
    problem = location(seed, residents=12, sites=8, **kind)
    best = max(map(problem.worth, every_plan(problem)))
    reduced, _ = matrix_of(problem, reached)
    found, _ = maximise(cut_off(reduced.relaxation(), SHARP), SHARP, phase="")
    assert found.objective == pytest.approx(best)
    assert problem.worth(reduced.full(found.values) > 0.5) == pytest.approx(best)


def test_the_plan_known_is_one_of_the_matrix():
    """It breaks no row, and is worth what was told."""
    problem = location(2, residents=12, sites=8, priced=True)
    reduced, left = matrix_of(problem)
    relaxation, start = reduced.relaxation(), reduced.start()
    reached = float(relaxation.matrix.cost @ start) + relaxation.matrix.offset
    assert reached == pytest.approx(left.reached)
    assert relaxation.missed(start, whole=True) is None


@pytest.mark.parametrize("kind", [{}, {"priced": True}, {"covering": True}], ids=str)
def test_prices_of_the_linear_programme_bound_as_well_as_it(kind):
    """The Lagrangian bound at its shadow prices is its own value, or better."""
    problem = location(5, residents=30, sites=9, **kind)
    reduced, left = matrix_of(problem, -np.inf)
    relaxation = cut_off(reduced.relaxation(), SHARP)
    linear = reduced.linear(relaxation.matrix, SHARP)
    value = bounded(relaxation.matrix, SHARP).value
    assert bound_at(left.problem, linear.prices).value <= value + 1e-6
    assert np.all((linear.chosen >= -1e-9) & (linear.chosen <= 1 + 1e-9))


def test_fewer_sites_of_one_cost_are_proven_to_be_worth_less():
    """A plan whose sites all count has no cheaper one as good; a useless site in it is seen."""
    problem = location(1, residents=30, sites=8, budget=3.0)
    problem.cost[:] = 1.0
    reduced, left = matrix_of(problem)
    found, _ = maximise(cut_off(reduced.relaxation(), SHARP), SHARP, phase="")
    costs = np.ones(problem.sites)
    assert reduced.none_cheaper(costs, found.values, found.objective)
    assert not reduced.none_cheaper(costs, found.values, 0.5 * found.objective) or left.always.all()
    assert not reduced.none_cheaper(np.arange(8.0), found.values, found.objective)
