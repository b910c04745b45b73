"""Facts of those who come and of who is missing where: identities, in proportion, never below 0."""

from dataclasses import replace

import numpy as np
import pytest
from test_effect import HORIZON, calm, opened
from test_project import country

from optimizer.projection import Series, baseline, with_plan, young

HOME = np.array([False, False, False, False, True, True])
"""The last two regions: those who come have lived there, those who leave go there."""


@pytest.fixture(scope="module")
def before():
    return baseline(calm(), HORIZON)


def change(found, before, year=HORIZON):
    """Young people more or fewer than with nothing done, by region."""
    return young(found)[year] - young(before.nothing)[year]


def test_those_who_come_are_there_in_the_horizon_year(before):
    """A region has as many more as come, its home regions are without as many."""
    come = np.array([30.0, 0, 12, 0, 0, 0])
    found = with_plan(before, np.zeros(6), opened(3), arrived=come, uncounted=HOME)
    more = change(found, before)
    np.testing.assert_allclose(more[:4], come[:4], atol=1e-9)
    assert more[4:].sum() == pytest.approx(-42, rel=0.05)
    assert (more[4:] < 0).all()


def test_who_comes_leaves_in_proportion_to_residents_of_that_age_and_sex(before):
    """Of each age and sex the same share of both home regions moves, in every step."""
    come = np.array([30.0, 0, 0, 0, 0, 0])
    found = with_plan(before, np.zeros(6), opened(0), arrived=come, uncounted=HOME)
    moved = (found.moves - before.nothing.moves)[:, HOME]
    aged = np.zeros_like(before.ends[:-1])
    aged[:, :, :, 1:] = before.ends[:-1, :, :, :-1]
    there = np.minimum(aged, before.ends[1:])[:, HOME]
    cells = (moved != 0).all(axis=1) & (there[:, 0] > 0)
    share = moved / np.where(there > 0, there, 1)
    assert cells.any()
    np.testing.assert_allclose(share[:, 0][cells], share[:, 1][cells], rtol=1e-9)


def test_who_comes_is_as_old_as_those_who_leave(before):
    """Sex and age of a step's arrivals are those of the region's leavers in it."""
    come = np.array([0, 20.0, 0, 0, 0, 0])
    found = with_plan(before, np.zeros(6), opened(0), arrived=come, uncounted=HOME)
    entered = (found.moves - before.nothing.moves)[:, 1]
    for number, leavers in enumerate(before.leaving[:, 1]):
        if leavers.any():
            np.testing.assert_allclose(
                entered[number] / entered[number].sum(), leavers / leavers.sum(), atol=1e-9
            )


def test_they_enter_in_proportion_to_what_is_open(before):
    """Nobody before it opens, then as many every year; half as many while half is open."""
    brought = opened(4)
    brought[:, 4:8] = 0.5
    come = np.array([40.0, 0, 0, 0, 0, 0])
    found = with_plan(before, np.zeros(6), opened(0), arrived=come, brought=brought, uncounted=HOME)
    moves = (found.net_migration - before.nothing.net_migration)[:, 0]
    assert np.abs(moves[:4]).max() == 0
    assert moves[8] == pytest.approx(2 * moves[7])
    np.testing.assert_allclose(moves[8:], moves[8])


def test_who_stays_is_missing_in_the_destinations_alone(before):
    """In proportion to residents, and nowhere else: not among net gains elsewhere."""
    kept = np.array([50.0, 10, 0, 0, 0, 0])
    found = with_plan(before, kept, opened(2), destination=HOME)
    more = change(found, before)
    np.testing.assert_allclose(more[:4], kept[:4], atol=1e-9)
    assert more[4:].sum() == pytest.approx(-60, rel=0.05)


def test_who_stays_in_a_destination_is_missing_in_the_others(before):
    """A destination where people stay loses nobody of them."""
    kept = np.array([0, 0, 0, 0, 50.0, 0])
    found = with_plan(before, kept, opened(2), destination=HOME)
    more = change(found, before)
    assert more[4] == pytest.approx(50)
    assert more[5] == pytest.approx(-50, rel=0.05)


def test_it_is_linear_in_who_stays_and_who_comes(before):
    """The effect of both is the sum of the effects of each region's own."""
    rng = np.random.default_rng(1)
    kept = rng.uniform(0, 20, 6) * ~HOME
    come = rng.uniform(0, 5, 6) * ~HOME
    places = {"destination": HOME, "uncounted": HOME}

    def effect(stay, arrive):
        path = with_plan(before, stay, opened(3), arrived=arrive, **places)
        return path.population - before.nothing.population

    parts = sum(
        effect(kept * (np.arange(6) == i), np.zeros(6))
        + effect(np.zeros(6), come * (np.arange(6) == i))
        for i in range(6)
    )
    np.testing.assert_allclose(effect(kept, come), parts, atol=1e-8)


@pytest.mark.parametrize("seed", range(12))
def test_no_cohort_falls_below_zero(seed):
    """Whatever is asked for: accounts balance, the nation gains nobody, no cohort is negative."""
    rng = np.random.default_rng(seed)
    regions, horizon = int(rng.integers(2, 7)), int(rng.integers(3, 20))
    before = baseline((country if seed % 2 else calm)(seed, regions), horizon)
    most = young(before.still)[horizon] * 10 ** rng.uniform(-2, 0.5)
    home = rng.random(regions) < 0.4
    kept, come = most * rng.random(regions), most * rng.uniform(0, 0.3, regions) * ~home
    opens = np.tile(np.arange(horizon) >= rng.integers(0, horizon), (regions, 1)).astype(float)
    destination = home if seed % 3 else None
    found = with_plan(before, kept, opens, arrived=come, destination=destination, uncounted=home)
    assert found.population.min() > -1e-9
    assert found.births.min() > -1e-9
    assert found.deaths.min() > -1e-9
    balance = found.births - found.deaths + found.net_migration
    np.testing.assert_allclose(np.diff(found.residents, axis=0), balance, atol=1e-7)
    assert np.abs(found.net_migration.sum(axis=1)).max() < 1e-6
    assert (change(found, before, horizon) <= kept + come + 1e-6).all()


def test_more_stay_than_the_record_loses(before):
    """They are laid over the path: the young are those of nothing done and all who stay."""
    lost = before.leaving[:, 0].sum()
    kept = np.array([3 * lost, 0, 0, 0, 0, 0])
    found = with_plan(before, kept, opened(1), destination=HOME)
    assert change(found, before)[0] == pytest.approx(3 * lost)


def test_a_country_that_nobody_leaves_keeps_people():
    """Where no path loses anybody at the age that counts, residents of that age are kept."""
    calm_country = calm()
    still = Series.constant(np.zeros_like(calm_country.migration.values[0]))
    before = baseline(replace(calm_country, migration=still), HORIZON)
    kept = np.array([10.0, 0, 0, 0, 0, 0])
    found = with_plan(before, kept, opened(5), arrived=kept / 2, destination=HOME, uncounted=HOME)
    assert change(found, before)[0] == pytest.approx(15)


def test_where_leaving_ends_before_the_doors_open(before):
    """Who leaves early only is kept like the nation's leavers, when something is open."""
    values = calm().migration.values.repeat(2, axis=0)
    values[1, 0] = np.abs(values[1, 0])
    late = Series(np.array([2026.0, 2030.0]), values)
    late_before = baseline(replace(calm(), migration=late), HORIZON)
    assert late_before.leaving[0, 0].sum() > 0
    assert late_before.leaving[2:, 0].sum() == 0
    kept = np.array([10.0, 0, 0, 0, 0, 0])
    found = with_plan(late_before, kept, opened(10), destination=HOME)
    assert change(found, late_before)[0] == pytest.approx(10)


def test_bad_arrivals_are_refused(before):
    """A negative number, a wrong shape, nothing open in time."""
    none = np.zeros(6)
    for arrived, match in ((none - 1, "not negative"), (none[:2], "shape"), (none * np.nan, "fin")):
        with pytest.raises(ValueError, match=match):
            with_plan(before, none, opened(0), arrived=arrived)
    with pytest.raises(ValueError, match="come in a, b, c, d, e, f, but nothing is open in time"):
        with_plan(before, none, opened(0), arrived=none + 1, brought=np.zeros((6, HORIZON)))
