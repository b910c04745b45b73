"""Some provinces planned anew, all others as they are: better plans near one, beside HiGHS."""

from dataclasses import replace

import numpy as np
import pytest
from support.matrices import knapsack

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import build
from optimizer.solver.built import built_at
from optimizer.solver.direct import solve_model
from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import Run, run
from optimizer.solver.parametric import ParametricSolver
from optimizer.solver.relaxation.configuration import strengthen
from optimizer.solver.search import large_neighbourhood
from optimizer.solver.search.first_plan import Start, searched_from
from optimizer.solver.search.large_neighbourhood import (
    CALLS,
    ONLY_PROVING,
    LargeNeighbourhoodSearch,
    pieces,
)

BUDGET = 200.0


@pytest.fixture(scope="module")
def tiny():
    """Return `tiny` without graduates at a budget, its provinces, and the best plan."""
    coefficients = compute(opt.load("tiny"))
    built = built_at(coefficients, BUDGET, graduates=False)
    relaxed = strengthen(built.matrix, built.structure, built.purse)
    matrix = relaxed.purse.limited(relaxed.plain, BUDGET)
    best = run(matrix, Controls(gap=0.0), phase="-")
    return matrix, coefficients.purses.of_region, best


@pytest.fixture
def nothing(tiny):
    """Return the plan that builds nothing, where it is one."""
    matrix, _, _ = tiny
    high = np.where(matrix.whole, 0.0, matrix.high)
    return run(replace(matrix, high=np.maximum(high, matrix.low)), Controls(), phase="-")


def test_each_whole_column_is_in_one_piece_of_its_province(tiny):
    """Pieces part the whole columns, and none reaches into two provinces."""
    matrix, province_of, _ = tiny
    found = pieces(matrix, province_of)
    assert sorted(np.concatenate(found)) == np.flatnonzero(matrix.whole).tolist()
    for piece in found:
        names = [matrix.columns[place][1] for place in piece.tolist()]
        regions = {name if isinstance(name, str) else name[0] for name in names}
        assert len({province_of[region] for region in regions}) == 1


def test_a_large_province_is_taken_in_pieces(tiny, monkeypatch):
    """No piece is larger than a quarter of what is free at a time, but for a single region."""
    matrix, _, _ = tiny
    whole = pieces(matrix, {})
    monkeypatch.setattr(large_neighbourhood, "MOST_FREE", (40, 40, 40))
    parted = pieces(matrix, {})
    assert len(whole) == 1
    assert len(parted) > 1
    assert np.concatenate(parted).tolist() == whole[0].tolist()
    assert max(map(len, parted)) < len(whole[0])


def test_from_nothing_the_best_plan_is_found(tiny, nothing, monkeypatch):
    """Provinces planned anew one after the other lead to the optimum of a small country."""
    matrix, province_of, best = tiny
    parts = pieces(matrix, province_of)
    monkeypatch.setattr(large_neighbourhood, "PARTS", (0.5, 0.7, 1.0))
    search = LargeNeighbourhoodSearch(nothing, matrix, parts, Controls(gap=1e-4))
    search.improve(best.bound)
    values = search.plan.values
    assert nothing.objective < search.plan.objective <= best.bound + 1e-6
    assert search.plan.objective == pytest.approx(best.objective, rel=1e-3)
    assert np.all(matrix.a @ values <= matrix.row_high + 1e-6)
    assert np.all(matrix.a @ values >= matrix.row_low - 1e-6)


def test_the_same_seed_finds_the_same_plan(tiny, nothing):
    """What is drawn is drawn by the seed of the solve."""
    matrix, province_of, best = tiny
    plans = []
    for _ in range(2):
        search = LargeNeighbourhoodSearch(
            nothing, matrix, pieces(matrix, province_of), Controls(seed=3)
        )
        search.improve(best.bound)
        plans.append(search.plan.values)
    assert np.array_equal(*plans)


def test_a_plan_near_enough_to_the_bound_is_left(tiny):
    """Nothing is searched where the plan is proven."""
    matrix, province_of, best = tiny
    search = LargeNeighbourhoodSearch(best, matrix, pieces(matrix, province_of), Controls(gap=0.01))
    search.improve(best.bound)
    assert search.plan is best


def test_without_time_the_plan_is_left(tiny, nothing):
    """The search ends with the time."""
    matrix, province_of, best = tiny
    controls = Controls(time_limit=0.0)
    search = LargeNeighbourhoodSearch(nothing, matrix, pieces(matrix, province_of), controls)
    search.improve(best.bound)
    assert search.plan is nothing


def test_it_begins_once_the_bound_has_settled(tiny, nothing):
    """While HiGHS's cuts lower the bound nothing is sought; then a plan is handed over, once."""
    matrix, province_of, best = tiny
    search = LargeNeighbourhoodSearch(nothing, matrix, pieces(matrix, province_of), Controls())
    falling = [search.beside(best.bound + 100 - 10 * call, 0) for call in range(CALLS + 1)]
    assert falling == [None] * (CALLS + 1)
    settled = [search.beside(best.bound + 60, 0) for _ in range(CALLS + 2)]
    news = [plan for plan in settled if plan is not None]
    assert len(news) == 1
    assert float(matrix.cost @ news[0]) > nothing.objective - matrix.offset


def test_the_tree_goes_on_to_more_at_a_time(tiny, nothing, monkeypatch):
    """In the tree ever more is free, after three times as many nodes each time."""
    matrix, province_of, best = tiny
    search = LargeNeighbourhoodSearch(nothing, matrix, pieces(matrix, province_of), Controls())
    sizes = []
    monkeypatch.setattr(search, "_rounds", lambda size, bound: sizes.append(size))
    for nodes in (20, 30, 60, 100, 180, 600):
        search.beside(best.bound, nodes)
    assert sizes == [0, 1, 2, 2]


ITEMS = knapsack([10, 6, 5], [5, 4, 3], 7)
"""Best: 6 + 5 = 11."""
TEN = Run("time_limit", np.array([1.0, 0.0, 0.0]), 10.0, 12.0)


class Known:
    """A companion that knows the best plan, or fails."""

    def __init__(self, failure=None):
        self.failure = failure
        self.asked = []

    def enough(self):
        """Nothing is proven by it."""
        return -np.inf

    def beside(self, bound, nodes):
        """Hand the best plan over."""
        self.asked.append(bound)
        if self.failure is not None:
            raise self.failure
        return np.array([0.0, 1.0, 1.0])


def test_highs_takes_the_plan_that_it_is_handed(tiny):
    """It is asked beside the search; what HiGHS returns is no worse, and it was not waiting."""
    matrix, _, best = tiny
    rest = run(matrix, Controls(gap=0.0), phase="-", options=dict(ONLY_PROVING))
    assert rest.objective == pytest.approx(best.objective)

    class Best(Known):
        def beside(self, bound, nodes):
            self.asked.append(bound)
            return best.values

    companion = Best()
    options = {**ONLY_PROVING, "mip_max_nodes": 1, "mip_max_improving_sols": 1}
    found = run(matrix, Controls(gap=0.0), phase="-", companion=companion, options=options)
    assert companion.asked
    assert found.objective == pytest.approx(best.objective)


def test_what_a_companion_raises_is_raised():
    """It must not pass through HiGHS, and is not lost."""
    with pytest.raises(RuntimeError, match="no plan today"):
        run(ITEMS, Controls(), phase="-", companion=Known(RuntimeError("no plan today")))


def test_the_search_from_a_start_finds_the_best_with_and_without(tiny, nothing):
    """Beside HiGHS or without it: the optimum, proven."""
    matrix, province_of, best = tiny
    start = Start(nothing, best.bound + 50)
    for parts in ((), pieces(matrix, province_of)):
        found = searched_from(start, matrix, Controls(gap=1e-4), parts)
        assert found.status == "optimal"
        assert found.objective == pytest.approx(best.objective, rel=1e-4)
        assert found.bound >= best.objective * (1 - 1e-6)


@pytest.mark.slow
@pytest.mark.usefixtures("solved_as_large")
@pytest.mark.parametrize("budget", range(40, 640, 30))
def test_objective_and_bound_enclose_the_optimum(budget, monkeypatch):
    """Of `tiny` at twenty budgets, with provinces planned anew as soon as HiGHS has a bound."""
    monkeypatch.setattr(large_neighbourhood, "CALLS", 0)
    coefficients = compute(opt.load("tiny"))
    exact = solve_model(build(coefficients, budget), Controls(gap=1e-6))
    for gap in (1e-3, 1e-4):
        found = ParametricSolver(coefficients, [budget]).solve(float(budget), Controls(gap=gap))
        assert found.status == "optimal"
        assert exact.objective <= found.bound * (1 + 1e-6)
        assert found.objective <= exact.bound * (1 + 1e-6)
        assert found.bound <= found.objective * (1 + 1.001 * gap)
