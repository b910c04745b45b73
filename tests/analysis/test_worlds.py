"""Worlds differ in effects alone."""

from dataclasses import fields

import numpy as np
import pytest
from support.plans import tiny, tiny_plan

from optimizer.analysis.robust_search import values_of
from optimizer.analysis.worlds import draw_worlds, expected_world, without_culture
from optimizer.coefficients import compute
from optimizer.uncertainty import uncertainty


@pytest.fixture(scope="module")
def central():
    """Return the coefficients of tiny."""
    return compute(tiny())


def test_what_may_be_built_is_the_same_in_every_world(central):
    """Costs, workforce and absorption are those of the central world; jobs are not."""
    for world in draw_worlds(central, 2, seed=1):
        found = world.coefficients
        assert np.array_equal(found.sites.cost, central.sites.cost)
        assert found.workforce is central.workforce
        assert found.absorption is central.absorption
        assert not np.allclose(found.sites.youth_jobs, central.sites.youth_jobs)
        assert not found.instance.limits.min_retained_share


OF_THE_CENTRE = {
    "given",
    "stages",
    "purses",
    "regions",
    "options",
    "flow_origin",
    "flow_site",
    "flow_stay",
    "absorption",
    "workforce",
    "weight",
}
"""Coefficients of what may be built: the same object in every world."""


def test_every_coefficient_is_of_the_world_or_of_the_centre(central):
    """A new one is taken from the world by `effects_of`, or named here."""
    (world,) = draw_worlds(central, 1, seed=1)
    names = [field.name for field in fields(central)]
    kept = {n for n in names if getattr(world.coefficients, n) is getattr(central, n)}
    assert kept == OF_THE_CENTRE


def test_values_are_those_that_the_range_of_the_plan_has(central):
    """The worlds are the draws of `uncertainty`, with the same seed."""
    worlds = draw_worlds(central, 3, seed=5)
    drawn = uncertainty(tiny_plan(), tiny(), draws=3, seed=5).draws
    found = values_of(tiny_plan(), central, worlds)
    assert found.tolist() == pytest.approx((drawn["retained"] + drawn["arrived"]).tolist())


def test_without_culture_it_does_nothing(central):
    """No share of jobs, and nobody for culture alone."""
    bare = without_culture(central)
    assert bare.instance.settings.culture_added_share == 0
    assert bare.culture_room().max() == 0


def test_the_expected_world_has_the_mean_of_each_assumption(central):
    """Of one world it is that world; of several each setting is the mean."""
    worlds = draw_worlds(central, 2, seed=1)
    alone = expected_world(central, worlds[:1])
    assert np.allclose(alone.sites.youth_jobs, worlds[0].coefficients.sites.youth_jobs)
    both = expected_world(central, worlds)
    shares = [world.values["job_only_share"] for world in worlds]
    assert both.instance.settings.job_only_share == pytest.approx(np.mean(shares))
