"""Measures of inequality: by hand, and by their properties."""

import numpy as np
import pytest
from support.plans import tiny_plan

import optimizer as opt
from optimizer.plan import gini, kolm_pollak, theil

ONE = np.ones(2)


def test_by_hand():
    """Of 1 and 3: Gini 1/4, Theil ½(½ ln ½ + 3/2 ln 3/2), the equivalent by its formula."""
    share = np.array([1.0, 3.0])
    assert gini(share, ONE) == pytest.approx(0.25)
    expected = 0.5 * (0.5 * np.log(0.5) + 1.5 * np.log(1.5))
    assert theil(share, ONE) == pytest.approx(expected)
    kappa = 2 / 5
    same = -np.log((np.exp(-kappa) + np.exp(-3 * kappa)) / 2) / kappa
    assert kolm_pollak(share, ONE, 1.0) == pytest.approx(same)


def test_gini_is_the_mean_difference():
    """Σ_i Σ_j w_i·w_j·|s_i − s_j| / (2·mean), pair by pair."""
    rng = np.random.default_rng(1)
    share, weight = rng.random(30), rng.random(30)
    w = weight / weight.sum()
    pairs = np.abs(share[:, None] - share[None, :]) * w[:, None] * w[None, :]
    assert gini(share, weight) == pytest.approx(pairs.sum() / (2 * (w @ share)))


@pytest.mark.parametrize("measure", [gini, theil])
def test_equal_shares_are_equal(measure):
    """0 where all have the same, or nothing; the same when all are doubled."""
    assert measure(np.full(3, 0.4), np.arange(1.0, 4)) == pytest.approx(0, abs=1e-12)
    assert measure(np.zeros(3), np.ones(3)) == 0
    share = np.array([0.1, 0.5, 0.9])
    assert measure(share, np.ones(3)) == pytest.approx(measure(2 * share, np.ones(3)))


def test_the_equivalent_falls_from_the_mean_to_the_least():
    """With the aversion; it is the mean where all have the same."""
    share = np.array([0.2, 0.6, 1.0])
    several = [kolm_pollak(share, np.ones(3), aversion) for aversion in (1e-6, 0.5, 1, 2, 500)]
    assert several == sorted(several, reverse=True)
    assert several[0] == pytest.approx(0.6, abs=1e-5)
    assert several[-1] == pytest.approx(0.2, abs=1e-2)
    assert kolm_pollak(np.full(3, 0.4), np.ones(3), 1.0) == pytest.approx(0.4)


def test_a_plan_changes_only_whom_it_keeps():
    """Mean after less mean before is those who stay over the young people there would be."""
    plan = tiny_plan()
    found = opt.equity(plan)
    table = found.by_region
    kept = (table["after"] - table["before"]) * table["weight"]
    here = plan.regions.set_index("region_id").loc[table["region_id"], "retained"]
    assert kept.to_numpy() == pytest.approx(here.to_numpy(), abs=1e-9)
    before, after = found.of("mean")
    assert after - before == pytest.approx(here.sum() / table["weight"].sum())


def test_an_aversion_that_does_not_rise_is_refused():
    """The three aversions, low, central and high, must rise."""
    with pytest.raises(opt.InputError, match="rising"):
        opt.equity(tiny_plan(), aversion=(2.0, 1.0, 0.5))
