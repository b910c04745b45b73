"""How evenly young people are kept, as a plan holds it."""

from dataclasses import replace

import pytest
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.plan.equity import equity_of, shares_kept


def test_a_plan_holds_what_equity_says():
    """Gini, Theil and the equivalent of `opt.equity`, before and after."""
    plan = tiny_plan()
    asked = opt.equity(plan)
    for name, measure in (("gini", "gini"), ("theil", "theil"), ("kolm_pollak", "ede")):
        assert plan.equity[name] == pytest.approx(asked.of(measure))


def test_a_plan_that_keeps_people_makes_no_share_smaller():
    """After is at least before in each region, and more where somebody stays."""
    plan = tiny_plan()
    frame = shares_kept(plan.regions, tiny())
    assert (frame["after"] >= frame["before"]).all()
    assert (frame["after"] > frame["before"]).any()


def test_without_young_people_there_is_nothing_to_say():
    """Tables without youth_zero_migration give an empty answer, no error."""
    regions = tiny().regions.assign(youth_zero_migration=float("nan"))
    bare = replace(tiny(), tables={**tiny().tables, "regions": regions})
    assert equity_of(bare, tiny_plan().regions) == {}
