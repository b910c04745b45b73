"""Residents with the same order of sites are one, and no plan is worth another number."""

import importlib

import numpy as np
import pytest
from support.locations import every_plan, location

from optimizer.solver.reductions.same_order import merged


@pytest.mark.parametrize("covering", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_no_plan_is_worth_another_number(seed, covering):
    """Few sites and many residents: most orders occur more than once."""
    problem = location(seed, residents=60, sites=4, covering=covering)
    small, number = merged(problem)
    assert small.residents < 0.75 * problem.residents
    assert len(number) == problem.residents
    for plan in every_plan(problem):
        assert small.worth(plan) == pytest.approx(problem.worth(plan), rel=1e-12)
        together = np.bincount(number, weights=problem.best(plan), minlength=small.residents)
        assert small.best(plan) == pytest.approx(together)


def test_marks_that_agree_by_chance_merge_nobody(monkeypatch):
    """Residents are compared site by site, whatever their marks say."""
    module = importlib.import_module("optimizer.solver.reductions.same_order")
    alike = lambda problem: np.zeros(problem.residents, dtype=np.uint64)  # noqa: E731
    monkeypatch.setattr(module, "_marks", alike)
    problem = location(1, residents=60, sites=4)
    small, _ = merged(problem)
    for plan in every_plan(problem):
        assert small.worth(plan) == pytest.approx(problem.worth(plan), rel=1e-12)
