"""Options by phase: copies that open later, as far as they open at all."""

import pytest
from support.instances import PLAIN, cluster, make_instance, region

from optimizer.coefficients.phases import expand
from optimizer.instance import read_instance


def expanded(folder, phases=()):
    """Return tables and stages of two options, leads of 2 and 7 years, over ten years."""
    options = [cluster("ai", lead_years=2), cluster("fab", lead_years=7)]
    folder = make_instance(
        folder, [region("A")], options, PLAIN, phases=phases, needs=[("ai", "computing", 5)]
    )
    return expand(read_instance(folder))


def test_without_phases_nothing_is_copied(tmp_path):
    """The base year is the only one, and there are no budgets to scale."""
    instance, stages = expanded(tmp_path)
    assert list(instance.options["option_id"]) == ["ai", "fab"]
    assert (stages.years, stages.several) == ((2020,), False)
    assert stages.spread(100.0) is None


def test_a_copy_that_would_open_too_late_is_left_out(tmp_path):
    """From 2024 on fab would open in 2031, after the horizon 2030."""
    instance, stages = expanded(tmp_path, [(2020, 10), (2024, 30)])
    leads = dict(zip(instance.options["option_id"], instance.options["lead_years"], strict=True))
    assert leads == {"ai@2020": 2, "ai@2024": 6, "fab@2020": 7}
    assert stages.named() == {"ai@2020": "ai", "ai@2024": "ai", "fab@2020": "fab"}
    assert set(instance.tables["needs"]["option_id"]) == {"ai@2020", "ai@2024"}


def test_budgets_are_scaled_to_their_sum(tmp_path):
    """10 and 30 become 20 and 60 where 80 are there."""
    _, stages = expanded(tmp_path, [(2020, 10), (2024, 30)])
    assert stages.spread(80.0) == pytest.approx((20.0, 60.0))
    assert stages.spread(None) is None
