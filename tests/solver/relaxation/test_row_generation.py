"""Rows left out until they are missed: the plan and bound are those of the whole matrix."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from support.matrices import programme

from optimizer.solver.highs.controls import Controls
from optimizer.solver.highs.run import run
from optimizer.solver.relaxation.lp import bounded
from optimizer.solver.relaxation.row_generation import Relaxation, cut_off, maximise

EXACT = Controls(gap=0.0)
LINKING = (
    sparse.csr_array(np.array([[-1.0, 1.0, 0.0], [-1.0, 0.0, 1.0]])),
    np.full(2, -np.inf),
    np.zeros(2),
)
"""Neither q is more than x."""
SITE = programme([-1, 0.9, 0.9], [[-2, 1, 1]], [0])
"""A site x that costs 1 has room for both q, each worth 0.9; q need not be whole."""


def relaxation():
    """Return the site, its linking rows left out."""
    return Relaxation(SITE, SITE, linking=LINKING)


def test_missed_rows_are_added_and_no_others():
    """Values that violate only the second row; for a whole plan they hold by themselves."""
    a, low, high = relaxation().missed(np.array([0.5, 0.5, 1.0]), whole=False)
    assert a.toarray().tolist() == [[-1, 0, 1]]
    assert (low.tolist(), high.tolist()) == ([-np.inf], [0])
    assert relaxation().missed(np.array([0.5, 0.5, 0.5]), whole=False) is None
    assert relaxation().missed(np.array([0.5, 0.5, 1.0]), whole=True) is None


def test_cutting_off_reaches_the_bound_of_all_rows():
    """For a price of 1.2, half a site could serve one alone: 0.3; with linking rows nothing."""
    site = replace(SITE, cost=np.array([-1.2, 0.9, 0.0]))
    loose = Relaxation(site, site, linking=LINKING)
    assert bounded(site, EXACT).value == pytest.approx(0.3)
    cut = cut_off(loose, EXACT)
    assert bounded(cut.matrix, EXACT).value == pytest.approx(0)
    assert bounded(cut.matrix, EXACT).value == pytest.approx(
        bounded(site.with_rows(LINKING), EXACT).value
    )


def test_the_best_plan_is_that_of_the_whole_matrix():
    """Found and proven: the site for both, 0.8."""
    found, _ = maximise(relaxation(), EXACT, phase="-")
    assert found.objective == pytest.approx(run(SITE, EXACT, phase="-").objective)
    assert (found.status, found.bound) == ("optimal", pytest.approx(0.8))


def test_a_sum_can_be_kept_while_another_is_sought():
    """The most of q₁ alone with Σ of the first goal kept at 0.8."""
    kept = relaxation().keeping(SITE.cost, 0.8 - 1e-9).with_goal(np.array([0.0, 1.0, 0.0]), 2.0)
    found, _ = maximise(kept, EXACT, phase="-")
    assert found.objective == pytest.approx(3)
    assert float(SITE.cost @ found.values) == pytest.approx(0.8)
    assert kept.full.a.shape[0] == SITE.a.shape[0] + 1


def test_limits_are_those_of_the_full_columns():
    """Without the site nobody is served."""
    found, _ = maximise(relaxation().limited(np.array([0.0, 1.0, 1.0])), EXACT, phase="-")
    assert found.objective == pytest.approx(0)


def test_stopped_before_it_began_there_is_no_plan():
    """The bound stays finite."""
    stopped = replace(EXACT, time_limit=0.0)
    found, _ = maximise(relaxation(), stopped, phase="-")
    assert found.status in ("time_limit", "optimal")
    assert np.isfinite(found.bound)
