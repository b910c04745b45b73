"""An instance in which one assumption or price has another value."""

import pytest
from support.plans import tiny

from optimizer.analysis.under import under


def test_a_setting_and_a_column():
    """A setting takes the value, a column's rows of one sector the factor; the rest stays."""
    assert under(tiny(), "targeting", 1.5).settings.targeting == 1.5
    before = tiny().options.set_index("option_id")["capital_cost"]
    after = under(tiny(), "options.capital_cost[biotech]", 1.2)
    after = after.options.set_index("option_id")["capital_cost"]
    assert after["bio_pilot"] == pytest.approx(1.2 * before["bio_pilot"])
    assert after["ai_pilot"] == before["ai_pilot"]


def test_a_job_keeps_no_more_than_one():
    """A larger share without culture leaves less for culture."""
    settings = under(tiny(), "job_only_share", 0.8).settings
    assert settings.job_only_share + settings.culture_added_share <= 1


def test_nobody_leaves_who_is_not_there():
    """More leavers are at most the young who would be there."""
    regions = under(tiny(), "regions.leavers", 100.0).regions
    assert (regions["leavers"] <= regions["youth_zero_migration"]).all()
