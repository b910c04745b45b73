"""Facts of the yearly projection: its accounts balance, and rates may change over the years."""

import time
from dataclasses import replace

import numpy as np
import pytest

from optimizer.projection import Cohorts, Series, at_years, path, project

GROUPS = 18


def country(seed=3, regions=6):
    rng = np.random.default_rng(seed)
    fertility = np.zeros((regions, GROUPS))
    fertility[:, 4:9] = rng.uniform(0, 0.1, (regions, 5))
    return Cohorts(
        tuple("abcdefghijklmnopqrstuvwxyz"[:regions]) if regions <= 26 else ("r",) * regions,
        2024,
        rng.uniform(0, 5000, (regions, 2, GROUPS)),
        Series.constant(rng.uniform(0.3, 1, (regions, 2, GROUPS + 1))),
        Series.constant(fertility),
        Series.constant(rng.uniform(-0.1, 0.1, (regions, 2, GROUPS))),
    )


@pytest.mark.parametrize("migration", [True, False])
@pytest.mark.parametrize("years", [1, 5, 16, 27])
def test_the_accounts_balance_every_year(years, migration):
    """Residents next year = residents + births - deaths + net migration, in every region."""
    found = project(country(), years, migration=migration)
    assert found.years.tolist() == list(range(2024, 2025 + years))
    assert found.population.shape == (years + 1, 6, 2, GROUPS)
    change = found.births - found.deaths + found.net_migration
    np.testing.assert_allclose(np.diff(found.residents, axis=0), change, atol=1e-7)
    assert (found.population >= 0).all()
    assert (found.births > 0).all()
    assert (found.deaths > 0).all()


def test_nobody_is_lost_on_the_way():
    """Net migration adds up to zero over the nation in every year, and is not zero in regions."""
    found = project(country(), 25)
    assert np.abs(found.net_migration.sum(axis=1)).max() < 1e-6
    assert np.abs(found.net_migration).max() > 100


def test_without_migration_nobody_moves():
    """Net migration is exactly zero, with rates left out or ignored."""
    ignored = project(country(), 20, migration=False)
    absent = project(replace(country(), migration=None), 20)
    assert not ignored.net_migration.any()
    np.testing.assert_array_equal(ignored.population, absent.population)


def test_constant_rates_give_the_path_of_steps():
    """With rates that don't change the years are those between five-year steps."""
    c = country()
    steps = path(
        c.population, c.survival.at(0), c.fertility.at(0), c.migration.at(0), steps=4, closed=True
    )
    np.testing.assert_allclose(project(c, 16).population, at_years(steps, range(17)))


def test_a_rate_between_two_years():
    """Straight between the years given, constant outside them."""
    rate = Series(np.array([2024.0, 2034.0]), np.array([[1.0], [3.0]]))
    assert [rate.at(year)[0] for year in (2000, 2024, 2026.5, 2034, 2050)] == [1, 1, 1.5, 3, 3]


def test_the_rates_of_a_step_are_those_of_its_middle():
    """Births of the first five years are those of the rates of mid-2026."""
    c = replace(country(), migration=None)
    low, high = c.fertility.values[0], 2 * c.fertility.values[0]
    rising = replace(c, fertility=Series(np.array([2024.0, 2029.0]), np.stack([low, high])))
    middle = replace(c, fertility=Series.constant(1.5 * low))
    np.testing.assert_allclose(project(rising, 5).births, project(middle, 5).births)
    assert (project(rising, 10).births[5:] > project(middle, 10).births[5:]).all()


def test_no_years_and_bad_rates_are_refused():
    """A projection takes at least a year, and rates that can be rates."""
    with pytest.raises(ValueError, match="years is 0"):
        project(country(), 0)
    bad = replace(country(), survival=Series.constant(np.full(GROUPS + 1, 1.2)))
    with pytest.raises(ValueError, match="survival"):
        project(bad, 5)


def test_a_nation_of_229_regions_takes_no_time():
    """229 regions over 25 years in well under a second."""
    nation = country(regions=229)
    start = time.perf_counter()
    project(nation, 25)
    assert time.perf_counter() - start < 0.5
