"""One model without locks, under locks: what a model with them gives."""

from dataclasses import replace

import pytest
from support.plans import plain_tiny

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.instance import Locked
from optimizer.solver.highs.controls import Controls
from optimizer.solver.locks_as_limits import with_locks
from optimizer.solver.parametric import ParametricSolver

BUDGET = 120.0
IN, OUT = "montarry:ai_hub", "tamsel:digital_studio"


pytestmark = pytest.mark.usefixtures("solved_as_large")


@pytest.fixture(scope="module")
def instance():
    return plain_tiny()


def locked(instance, *, inside=(), out=()):
    return replace(instance, locked=Locked(in_=inside, out=out))


def ready(instance, budget=BUDGET):
    controls = Controls(gap=1e-4, threads=1)
    return ParametricSolver(compute(instance), [budget]).prepare(budget, controls)


@pytest.mark.parametrize(("inside", "out"), [((), ()), ((IN,), ()), ((IN,), (OUT,))])
def test_plans_are_as_good_as_those_of_a_model_with_the_locks(instance, inside, out):
    """At another budget than the model's; plan and bound enclose the proven optimum."""
    under, budget = locked(instance, inside=inside, out=out), 150.0
    exact = opt.solve(under, budget=budget, gap=0)
    series = ready(instance).locked(compute(under))
    found = series.solve(budget, Controls(gap=1e-4, threads=1))
    assert found.objective <= exact.bound * (1 + 1e-9)
    assert exact.objective <= found.bound * (1 + 1e-9)
    assert found.bound <= found.objective * (1 + 1.1e-4)


@pytest.mark.parametrize(
    ("inside", "out"), [((IN,), (IN,)), (("montarry:nothing_such",), ())], ids=["both", "unknown"]
)
def test_locks_that_no_limit_can_hold_are_left_to_a_model_of_their_own(instance, inside, out):
    """What is locked in and out at once; a name that isn't there is for the reader to refuse."""
    series = ready(instance)
    found = series.locked(compute(locked(instance, inside=inside, out=out)))
    assert (found is None) == (inside == out)


def test_a_lock_is_a_limit_and_further_columns_stay(instance):
    """1 or more, or none; every other limit is as it was."""
    way = ready(instance)._quick
    under = compute(locked(instance, inside=(IN,), out=(OUT,)))
    found = with_locks(way.strong.plain, under)
    changed = (found.low != way.strong.plain.low) | (found.high != way.strong.plain.high)
    names = [found.columns[place] for place in changed.nonzero()[0]]
    assert sorted(names) == [
        ("x", ("montarry", "ai_hub")),
        ("y", ("tamsel", "digital_studio")),
    ]
