"""Facts of the cohort-component arithmetic, with answers known by hand."""

import numpy as np
import pytest

from optimizer.projection import as_recorded, at_years, path, step, sum_ages, zero_migration
from optimizer.projection.cohort import AGE_GROUPS, MALE_SHARE_OF_BIRTHS

GROUPS = len(AGE_GROUPS)


def cell(age, persons=1000.0, sex=1, regions=1, region=0):
    """Return a population with persons in a single cell."""
    population = np.zeros((regions, 2, GROUPS))
    population[region, sex, age] = persons
    return population


def everyone_lives():
    return np.ones(GROUPS + 1)


def no_births():
    return np.zeros(GROUPS)


def random_country(seed=7, regions=6):
    rng = np.random.default_rng(seed)
    population = rng.uniform(0, 5000, (regions, 2, GROUPS))
    survival = rng.uniform(0.2, 1, (regions, 2, GROUPS + 1))
    fertility = np.zeros((regions, GROUPS))
    fertility[:, 3:10] = rng.uniform(0, 0.15, (regions, 7))
    rates = rng.uniform(-0.3, 0.3, (regions, 2, GROUPS))
    return population, survival, fertility, rates


def test_a_cohort_moves_up_one_group_in_five_years():
    """A thousand people aged 20-24 who all survive are a thousand aged 25-29 five years later."""
    after = step(cell(4), everyone_lives(), no_births()).population
    assert after[0, 1, 5] == 1000
    assert after.sum() == 1000


def test_the_open_group_keeps_its_survivors():
    """Those of 80-84 join those of 85+, and each group loses its own dead."""
    population = cell(16, 100) + cell(17, 50)
    survival = everyone_lives()
    survival[17], survival[18] = 0.6, 0.4
    after = step(population, survival, no_births()).population
    assert after[0, 1, 17] == pytest.approx(100 * 0.6 + 50 * 0.4)


def test_births_by_hand():
    """1,000 women of 25-29 with 0.1 births a year, 0 after 30, bear 5 x 0.1 x 1,000 / 2 = 250."""
    fertility = no_births()
    fertility[5] = 0.1
    survival = everyone_lives()
    survival[0] = 0.9
    result = step(cell(5), survival, fertility)
    assert result.births[0] == pytest.approx(250)
    assert result.population[0, 0, 0] == pytest.approx(250 * MALE_SHARE_OF_BIRTHS * 0.9)
    assert result.population[0, :, 0].sum() == pytest.approx(225)
    assert result.deaths[0] == pytest.approx(25)


def test_men_bear_no_children():
    """A region of men alone has no births."""
    assert step(cell(5, sex=0), everyone_lives(), np.full(GROUPS, 0.1)).births[0] == 0


def test_migration_by_hand():
    """Net loss of 2% a year at 20-24 and 4% at 25-29 leaves exp(-2.5 x 0.06) of the cohort."""
    rates = np.zeros((1, 2, GROUPS))
    rates[0, 1, 4], rates[0, 1, 5] = -0.02, -0.04
    result = step(cell(4), everyone_lives(), no_births(), rates)
    assert result.population[0, 1, 5] == pytest.approx(1000 * np.exp(-0.15))
    assert result.net_migration[0] == pytest.approx(1000 * (np.exp(-0.15) - 1))


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_the_accounts_balance(seed, closed):
    """Next population = population + births - deaths + net migration, region by region."""
    population, survival, fertility, rates = random_country(seed)
    result = step(population, survival, fertility, rates, closed=closed)
    before, after = population.sum(axis=(1, 2)), result.population.sum(axis=(1, 2))
    expected = before + result.births - result.deaths + result.net_migration
    np.testing.assert_allclose(after, expected)


def test_a_closed_country_neither_gains_nor_loses_by_migration():
    """With closed=True the net migration of all regions together is zero."""
    population, survival, fertility, rates = random_country(3)
    assert step(population, survival, fertility, rates, closed=True).net_migration.sum() == (
        pytest.approx(0, abs=1e-6)
    )


def test_where_no_region_gains_nobody_leaves():
    """In a closed country with losses only, the losses have nowhere to go."""
    population, survival, fertility, rates = random_country(4)
    result = step(population, survival, fertility, -np.abs(rates), closed=True)
    np.testing.assert_allclose(result.net_migration, 0)


@pytest.mark.parametrize("rate", [-0.5, -5.0, -500.0])
def test_no_rate_makes_a_population_negative(rate):
    """Even an absurd loss leaves at least nobody."""
    population, survival, fertility, rates = random_country(5)
    out = path(population, survival, fertility, np.full_like(rates, rate), steps=6)
    assert out.min() >= 0


def test_rates_of_zero_are_zero_migration():
    """Migration rates of zero and no migration at all give the same path."""
    population, survival, fertility, rates = random_country(6)
    np.testing.assert_allclose(
        as_recorded(population, survival, fertility, rates * 0, 16),
        zero_migration(population, survival, fertility, 16),
    )


def test_years_between_steps_are_linear():
    """Year 16 is four fifths of year 15 and a fifth of year 20; year 0 is the start."""
    population, survival, fertility, _ = random_country(8)
    out = path(population, survival, fertility, steps=4)
    np.testing.assert_allclose(at_years(out, 16), 0.8 * out[3] + 0.2 * out[4])
    np.testing.assert_allclose(at_years(out, [0, 20]), out[[0, 4]])


def test_years_beyond_the_path_are_refused():
    """Asking for a year after the last step is an error that names the span."""
    with pytest.raises(ValueError, match="covers 0 to 5"):
        at_years(path(cell(4), everyone_lives(), no_births(), steps=1), 6)


def test_ages_are_summed_over_both_sexes():
    """20-39 is four groups of both sexes."""
    population = np.ones((3, 2, GROUPS))
    np.testing.assert_array_equal(sum_ages(population, 20, 39), [8, 8, 8])
    with pytest.raises(ValueError, match="five-year groups"):
        sum_ages(population, 20, 40)


def test_regions_do_not_touch_each_other_without_migration():
    """Projecting two regions together equals projecting each alone."""
    population, survival, fertility, _ = random_country(9, regions=2)
    both = zero_migration(population, survival, fertility, 10)
    for i in range(2):
        alone = zero_migration(population[i : i + 1], survival[i : i + 1], fertility[i : i + 1], 10)
        np.testing.assert_allclose(both[i], alone[0])


def test_bad_inputs_are_named():
    """A negative count, a share above one and a wrong shape are refused by name."""
    with pytest.raises(ValueError, match="population"):
        step(cell(4, -1.0), everyone_lives(), no_births())
    with pytest.raises(ValueError, match="survival"):
        step(cell(4), everyone_lives() * 1.1, no_births())
    with pytest.raises(ValueError, match="migration_rates"):
        step(cell(4), everyone_lives(), no_births(), np.zeros((1, 2, 3)))
