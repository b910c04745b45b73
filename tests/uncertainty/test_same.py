"""Whether a plan was made for an instance, and under the same words."""

from dataclasses import replace

import pytest
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.uncertainty.same import check_same


def fits(plan, instance):
    """Return whether a plan was made for an instance."""
    try:
        check_same(plan, instance)
    except opt.InputError:
        return False
    return True


def test_a_plan_fits_its_own_instance():
    """Whatever its budget; with another setting it does not."""
    plan = tiny_plan()
    assert fits(plan, tiny())
    assert fits(plan, tiny(budget=1.0))
    assert not fits(plan, tiny(targeting=1.5))


def test_every_other_word_is_named():
    """Tables, settings, culture and scale, all at once."""
    other = opt.load("tiny", settings={"targeting": 1.5, "scale.options.jobs": 2.0})
    plan = replace(tiny_plan(), instance_hash="other")
    with pytest.raises(opt.InputError) as caught:
        check_same(plan, other)
    text = str(caught.value)
    assert all(word in text for word in ("instance_hash", "settings.targeting", "scale"))


def test_a_plan_of_an_earlier_version_was_made_as_best():
    """Without job_takers in its settings it does not fit an instance of catchment."""
    plan = tiny_plan()
    old = {key: value for key, value in plan.settings.items() if key != "job_takers"}
    with pytest.raises(opt.InputError, match=r"settings\.job_takers"):
        check_same(replace(plan, settings=old), tiny())
