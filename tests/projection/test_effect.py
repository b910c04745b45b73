"""Facts of the path with a plan: who stays is counted once, in time, and missing elsewhere."""

from dataclasses import replace

import numpy as np
import pytest
from test_project import country

from optimizer.projection import baseline, risk_class, with_plan, young

HORIZON = 16
CALM = 0.02


def calm(seed=3, regions=6):
    """Return a country whose rates leave somebody everywhere."""
    found = country(seed, regions)
    survival = replace(found.survival, values=0.9 + found.survival.values * 0.1)
    migration = replace(found.migration, values=found.migration.values * CALM / 0.1)
    return replace(found, survival=survival, migration=migration)


@pytest.fixture(scope="module")
def before():
    return baseline(calm(), HORIZON, 25)


@pytest.fixture
def kept():
    return np.array([40.0, 0.0, 25.0, 3.0, 0.0, 11.0])


def opened(lead, regions=6):
    return np.tile((np.arange(1, HORIZON + 1) > lead).astype(float), (regions, 1))


def test_those_kept_are_there_in_the_horizon_year(before, kept):
    """The young of a region are those of nothing done, plus those kept, less those missing."""
    found = with_plan(before, kept, opened(3))
    change = young(found)[HORIZON] - young(before.nothing)[HORIZON]
    missing = kept - change
    assert (missing >= -1e-9).all()
    assert missing.sum() == pytest.approx(kept.sum(), rel=0.05)
    assert change[kept == 0].max() <= 1e-9


def test_kept_are_missing_only_where_people_arrive_and_not_in_their_living_area(before):
    """Who stays in region 0 would not have gone to its living area."""
    near = np.eye(6, dtype=bool)
    near[0, 2] = near[2, 0] = True
    one = np.array([50.0, 0, 0, 0, 0, 0])
    found = with_plan(before, one, opened(0), near)
    change = young(found)[HORIZON] - young(before.nothing)[HORIZON]
    assert change[2] == pytest.approx(0.0, abs=1e-9)
    assert change[0] == pytest.approx(50.0)
    assert change[[1, 3, 4, 5]].sum() == pytest.approx(-50.0, rel=0.05)


@pytest.mark.parametrize("lead", [0, 3, 7, 15])
def test_the_accounts_balance_with_a_plan(before, kept, lead):
    """Population next year = population + births - deaths + net migration, in every region."""
    found = with_plan(before, kept, opened(lead))
    change = found.births - found.deaths + found.net_migration
    np.testing.assert_allclose(np.diff(found.residents, axis=0), change, atol=1e-7)
    assert np.abs(found.net_migration.sum(axis=1)).max() < 1e-6


@pytest.mark.parametrize("lead", [2, 6])
def test_nobody_is_kept_before_the_doors_open(before, kept, lead):
    """Up to the lead year the path is that of nothing done; after it more are kept each year."""
    found = with_plan(before, kept, opened(lead))
    np.testing.assert_array_equal(
        found.population[: lead + 1], before.nothing.population[: lead + 1]
    )
    more = (young(found) - young(before.nothing))[lead : HORIZON + 1, 0]
    assert more[0] == 0
    assert more[-1] == pytest.approx(40.0, abs=40 * 0.2)
    assert (np.diff(more) > -1e-9).all()


def test_nobody_kept_is_nothing_done(before):
    """Where the plan keeps nobody, its projection is exactly that of nothing done."""
    found = with_plan(before, np.zeros(6), opened(0))
    np.testing.assert_array_equal(found.population, before.nothing.population)
    np.testing.assert_array_equal(found.births, before.nothing.births)


def test_twice_as_many_kept_is_twice_the_change(before, kept):
    """The effect on residents is linear in those kept."""
    one = with_plan(before, kept, opened(4)).population - before.nothing.population
    two = with_plan(before, 2 * kept, opened(4)).population - before.nothing.population
    np.testing.assert_allclose(two, 2 * one, atol=1e-9)


def test_those_kept_have_children_where_they_stay(before):
    """Births rise where women stay and fall where they would have gone."""
    one = np.array([100.0, 0, 0, 0, 0, 0])
    found = with_plan(before, one, opened(0))
    more = (found.births - before.nothing.births).sum(axis=0)
    assert more[0] > 0
    assert more[1:].sum() < 0


def test_after_the_horizon_nobody_is_added_and_those_kept_age(before, kept):
    """Migration is that of nothing done; those kept leave the ages 20-39."""
    found = with_plan(before, kept, opened(0))
    moves = found.net_migration - before.nothing.net_migration
    assert np.abs(moves[HORIZON:]).max() == 0
    change = young(found) - young(before.nothing)
    assert change[25, 0] < change[HORIZON, 0]


def test_a_region_that_nobody_leaves_keeps_people_like_the_nation():
    """A leaver of the tables who isn't one of the path is still kept, and counted."""
    c = calm()
    values = c.migration.values.copy()
    values[:, 0] = np.abs(values[:, 0])
    before = baseline(replace(c, migration=replace(c.migration, values=values)), HORIZON)
    assert before.leaving[:, 0].sum() == 0
    found = with_plan(before, np.array([10.0, 0, 0, 0, 0, 0]), opened(2))
    change = young(found)[HORIZON] - young(before.nothing)[HORIZON]
    assert change[0] == pytest.approx(10.0)


def test_bad_arrays_are_refused(before, kept):
    """Negative persons, another shape, nothing open in time, a horizon beyond the years."""
    with pytest.raises(ValueError, match="not negative"):
        with_plan(before, -kept, opened(0))
    with pytest.raises(ValueError, match="shape"):
        with_plan(before, kept[:3], opened(0))
    with pytest.raises(ValueError, match="nothing is open in time"):
        with_plan(before, kept, np.zeros((6, HORIZON)))
    with pytest.raises(ValueError, match="at least the horizon"):
        baseline(calm(), 16, 10)


def test_the_classes_of_the_index():
    """1.5, 1.0, 0.5 and 0.2 are the lower bounds of the classes 1 to 4."""
    index = [np.inf, 1.5, 1.4999, 1.0, 0.99, 0.5, 0.49, 0.2, 0.19, 0.0]
    assert risk_class(index).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
