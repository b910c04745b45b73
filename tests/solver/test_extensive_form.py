"""All worlds as one programme, against each by itself and by hand."""

from importlib import import_module

import numpy as np
import pytest
from support.worlds import two_worlds

from optimizer.solver import (
    ALL_DECISIONS,
    CLUSTERS,
    Controls,
    NoPlanError,
    RiskMeasure,
    extensive_form,
    solve_alone,
    world_matrices,
)

BUDGET, EXACT = 100.0, 1e-6


@pytest.fixture(scope="module")
def worlds():
    return two_worlds()


@pytest.fixture(scope="module")
def matrices(worlds):
    """Return their matrices."""
    return world_matrices(worlds, BUDGET)


def mean_of(count):
    """Return the mean as a risk measure."""
    return RiskMeasure(1.0 / count, np.zeros(count))


def test_the_same_world_twice_is_worth_what_it_is_once(worlds, matrices):
    """One stage or two: there is nothing to know."""
    alone = solve_alone(worlds[0], BUDGET, Controls(gap=EXACT)).objective
    for now in (CLUSTERS, ALL_DECISIONS):
        found = extensive_form([matrices[0]] * 2, mean_of(2), Controls(gap=EXACT), now=now)
        assert found.value == pytest.approx(alone, rel=1e-5)
        assert found.value <= found.bound + 1e-6


def test_what_may_follow_is_worth_no_less_and_knowing_all_no_less_again(worlds, matrices):
    """One stage ≤ two stages ≤ each world by itself (Madansky 1960)."""
    one, two = (
        extensive_form(matrices, mean_of(2), Controls(gap=EXACT), now=now).value
        for now in (ALL_DECISIONS, CLUSTERS)
    )
    alone = np.mean([solve_alone(w, BUDGET, Controls(gap=EXACT)).objective for w in worlds])
    assert one <= two * (1 + 1e-5)
    assert two <= alone * (1 + 1e-5)


def test_the_worst_world_counts_where_any_probability_is_allowed(matrices):
    """With most = 1 the worth is the least value less what is taken off; here the first world."""
    far = np.array([1000.0, 0.0])
    found = extensive_form(matrices, RiskMeasure(1.0, far), Controls(gap=EXACT))
    alone = extensive_form(matrices[:1], mean_of(1), Controls(gap=EXACT))
    assert found.value == pytest.approx(alone.value - 1000, rel=1e-5)


def test_what_must_hold_too_can_make_it_impossible(matrices):
    """A further model without a plan leaves none."""
    from dataclasses import replace

    closed = replace(matrices[0], row_high=matrices[0].row_high - 1e6)
    with pytest.raises(NoPlanError):
        extensive_form(matrices, mean_of(2), Controls(gap=EXACT), also=[closed])


def test_a_first_stage_to_start_from_changes_no_optimum(worlds, matrices):
    """Neither a good one nor one that builds nothing, which floors may forbid."""
    known = RiskMeasure(1.0, np.zeros(2))
    asked = {"now": ALL_DECISIONS}
    best = extensive_form(matrices, known, Controls(gap=EXACT), **asked)
    for start in (dict(best.fixed), {}):
        again = extensive_form(matrices, known, Controls(gap=EXACT), **asked, start=start)
        assert again.value == pytest.approx(best.value, rel=1e-5)


def test_rows_on_shared_columns_stand_once(matrices):
    """Of two like worlds in one stage, the second adds only who stays and comes."""
    joined = extensive_form_module()._joined
    rows = [joined([matrices[0]] * n, [], *named(matrices[0]), mean_of(n)).a.shape for n in (1, 2)]
    assert rows[1][0] < 2 * rows[0][0]
    assert rows[1][1] < 2 * rows[0][1]


def extensive_form_module():
    """Return the module, whose name is that of its function."""
    return import_module("optimizer.solver.extensive_form")


def named(matrix):
    """Return the names of the first stage, and of what follows alike."""
    module = extensive_form_module()
    return list(module._first(matrix, ALL_DECISIONS)), module._alike([matrix], ALL_DECISIONS)
