"""The rows that follow the budget: their limits are those of a model built for it."""

import numpy as np
import pytest
from support.instances import PLAIN, cluster, make_instance, region

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import Structure, build
from optimizer.solver.budget_rows import find_purse
from optimizer.solver.standard_form import export


def parts(folder, limits=None, phases=()):
    """Return coefficients, matrix and purse of two towns with two kinds of clusters, for 20."""
    folder = make_instance(
        folder,
        [region("A", 100, youth=100, province="P"), region("B", 100, youth=300, province="Q")],
        [cluster("ai", 10, 40, max_per_region=1), cluster("bio", 10, 20, max_per_region=1)],
        PLAIN | {"budget": 20},
        sections={"limits": limits} if limits else None,
        phases=phases,
    )
    coefficients = compute(opt.load(folder))
    matrix = export(Structure(build(coefficients, 20.0)))
    return coefficients, matrix, find_purse(matrix, coefficients, 20.0)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"phases": [(2020, 5), (2025, 15)]},
        {"limits": {"min_fair_share": 0.4, "max_fair_share": 1.5}},
    ],
    ids=["one budget", "phases", "fair shares"],
)
def test_another_budget_is_the_model_built_for_it(tmp_path, more):
    """All rows' limits, without building anew."""
    coefficients, matrix, purse = parts(tmp_path, **more)
    moved = purse.limited(matrix, 40.0)
    built = export(Structure(build(coefficients, 40.0)))
    assert np.allclose(moved.row_low, built.row_low)
    assert np.allclose(moved.row_high, built.row_high)
    assert not np.array_equal(moved.row_high, matrix.row_high)


def test_phases_have_what_there_is_up_to_them(tmp_path):
    """A quarter of the money is there by 2020, all of it in the end."""
    _, matrix, purse = parts(tmp_path, phases=[(2020, 5), (2025, 15)])
    by_name = dict(zip((matrix.rows[row] for row in purse.rows), purse.at(40.0)[1], strict=True))
    assert by_name == pytest.approx({("budget", None): 40, ("budget_by_phase", 2020): 10})


def test_a_row_with_another_limit_is_not_known(tmp_path):
    """A planner's own budget row, or none: then each budget is built anew."""
    coefficients, matrix, _ = parts(tmp_path)
    assert find_purse(matrix, coefficients, 21.0) is None
    free = export(Structure(build(coefficients, None)))
    assert find_purse(free, coefficients, 20.0) is None
