"""A sweep as a recipe: what is refused before anything runs."""

import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.sweep.run import run_sweep
from optimizer.sweep.worker import Asked

ASKED = Asked(1e-3, None, 0, {})


@pytest.mark.parametrize("workers", [0, -1])
def test_at_least_one_worker(workers):
    """Named by its option."""
    with pytest.raises(opt.InputError, match="--workers"):
        run_sweep({"base": tiny()}, [50.0], ASKED, workers=workers)


def test_plans_nest_by_budget():
    """Without budgets there is nothing to nest by."""
    with pytest.raises(opt.InputError, match="give --budgets"):
        run_sweep({"base": tiny()}, [None], ASKED, nested="up")
