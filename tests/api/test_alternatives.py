"""Alternatives of a plan, in memory and in a folder."""

import pytest
from support.plans import plain_tiny, tiny_plan

import optimizer as opt


def test_the_plan_itself_may_be_asked():
    """plan.alternatives is alternatives of the plan, and each is a plan."""
    plan = opt.solve(plain_tiny(), budget=60, gap=0)
    found = plan.alternatives(n=1, within=0.5)
    assert (
        found.rows["objective"].tolist()
        == opt.alternatives(plan, n=1, within=0.5).rows["objective"].tolist()
    )
    assert all(isinstance(other, opt.Plan) for other in found.plans)


@pytest.mark.parametrize(
    ("words", "named"),
    [({"n": 0}, "--n"), ({"within": 1.0}, "--within"), ({"apart": 0}, "--apart")],
)
def test_what_can_not_be_asked_is_refused(words, named):
    """The message names the option that does not fit."""
    with pytest.raises(opt.InputError, match=named):
        opt.alternatives(tiny_plan(), **words)


def test_the_time_limit_is_of_all_searches_together():
    """Without time none is found, and nothing is said to be proven."""
    found = opt.alternatives(tiny_plan(), n=2, within=0.5, time_limit=0)
    assert len(found.rows) == 0
    assert not found.proven
    assert not found.must_have["proven"].any()
