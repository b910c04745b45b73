"""Whom measures of housing can help, by hand; ranges of their effect reach the fixed plan."""

import pytest
from support.built import built
from support.homes import homes

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.uncertainty.fixed_plan import FixedPlan

RENT = ("rent", 10, 0.5, {})


def test_effect_and_takers_by_hand():
    """δ is 0.5 in North and the 0.4 that are left in South; 50 takers live in each."""
    housing = compute(built(*homes([RENT]))).housing
    assert housing.effect == pytest.approx([0.5, 0.4])
    assert housing.takers == pytest.approx([50, 50])


def test_no_more_takers_matter_than_keep_the_whole_pool():
    """With 0.05 of 300 leavers, 15 of 0.8 takers are 18.75; in South 60 are more than 50."""
    housing = compute(built(*homes([RENT], job_motive_share=0.05))).housing
    assert housing.takers == pytest.approx([18.75, 50])


def test_absorption_bounds_the_takers():
    """With 40 direct jobs at most no more than 40 have takers, 20 in each town."""
    share = 40 / 3000  # of the young of both towns
    housing = compute(built(*homes([RENT], absorption_share=share))).housing
    assert housing.takers == pytest.approx([20, 20])


@pytest.mark.parametrize(
    "change", [{"job_takers": "best"}, {"leaver_share": "one"}, {"job_motive_share": 0.0}]
)
def test_nobody_is_helped_where_nobody_can_be(change):
    """Under "best"; where all takers would be gone; and where no job keeps anybody."""
    assert len(compute(built(*homes([RENT], **change))).housing.offer) == 0


def test_a_limit_of_0_takes_it_off_the_table():
    """The model is that without the measure: not offered anywhere."""
    coefficients = compute(built(*homes([RENT], limits={"max_measures": {"rent": 0}})))
    assert len(coefficients.levers.region) == 0


def test_a_range_of_the_effect_changes_who_stays():
    """Times 0.5 the subsidy helps 12.5 in each town; cost and arrivals stay."""
    plan = opt.solve(built(*homes([RENT])), gap=0)
    fixed = FixedPlan(plan, plan.source)
    assert fixed.evaluate({}).total == pytest.approx(90)
    half = fixed.evaluate({"measures.retention": 0.5})
    assert (half.total, half.cost) == pytest.approx((45 + 12.5 + 12.5, 120))
    dear = fixed.evaluate({"measures.cost": 2.0})
    assert (dear.total, dear.cost) == pytest.approx((90, 140))
