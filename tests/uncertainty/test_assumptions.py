"""An instance with some of its assumptions changed."""

import pytest
from support.plans import tiny

from optimizer.uncertainty import changed, widened


def test_settings_and_factors_take_the_place_of_those_in_use():
    """A setting is a value, a column is multiplied; the instance itself stays."""
    instance = tiny()
    other = changed(instance, {"targeting": 1.5, "options.jobs": 2.0})
    assert other.settings.targeting == 1.5
    assert other.options["jobs"].tolist() == pytest.approx((2 * instance.options["jobs"]).tolist())
    assert instance.settings.targeting != 1.5


def test_what_only_says_what_may_be_built_stays():
    """The limit of recruiting and max_per_region."""
    instance = tiny()
    other = changed(instance, {"recruit_limit": 1.0, "options.max_per_region": 3.0})
    assert other.settings.recruit_limit == instance.settings.recruit_limit
    assert other.options["max_per_region"].equals(instance.options["max_per_region"])


def test_leavers_stay_within_those_who_live_there():
    """A part is no larger than the whole."""
    regions = changed(tiny(), {"regions.leavers": 100.0}).regions
    assert (regions["leavers"] <= regions["youth_zero_migration"]).all()


def test_a_table_of_travel_is_complete():
    """Travel from a network alone is worked out anew, and reaches no less far."""
    instance = tiny()
    wide = widened(instance)
    assert len(wide.tables["travel"]) >= len(instance.tables["travel"])
    assert wide.settings == instance.settings
