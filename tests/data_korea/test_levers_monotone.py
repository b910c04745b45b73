"""On Korea more of a lever never lowers the optimum, beyond the gap that was asked for."""

from dataclasses import replace
from itertools import pairwise

import pytest

import optimizer as opt

GAP = 0.005
STEPS = {
    "zones": [{"limits.zones": 0}, {"limits.zones": 2}, {}, {"limits.zones": 34}],
    "stock": [
        {
            f"scale.regions.{name}": factor
            for name in ("stock_factory", "stock_school", "stock_building")
        }
        for factor in (0.0, 0.5, 1.0, 3.0)
    ],
    "seats": [{"scale.universities.max_seats": factor} for factor in (0.0, 1.0, 5.0)],
    "graduates to hire without seats": [
        {"scale.needs.graduates": 4.0, "scale.universities.max_seats": factor}
        for factor in (0.0, 1.0, 5.0)
    ],
    "cap on uplifts": [{"limits.max_uplift": cap} for cap in (0.0, 0.1, 0.3)],
    "own budgets": [{"scale.provinces.own_budget": factor} for factor in (0.1, 1.0, 3.0)],
}
"""Words of each step; each allows all that the one before allows."""


def assert_never_falls(plans):
    """Each next plan keeps as many, but for the gap; its bound never falls below a plan known."""
    for fewer, more in pairwise(plans):
        assert more.bound >= fewer.retained * (1 - 1e-6)
        assert more.retained >= fewer.retained * (1 - GAP) - 1e-6
        assert more.status == fewer.status == "optimal"


@pytest.mark.slow
@pytest.mark.parametrize("lever", STEPS)
def test_more_of_a_lever_never_keeps_fewer(lever):
    """Zones, stocks, seats, cap and own budgets in steps, at 5,000 of the centre."""
    plans = [
        opt.solve(opt.load("korea", settings=words), budget=5_000, gap=GAP)
        for words in STEPS[lever]
    ]
    assert_never_falls(plans)


@pytest.mark.slow
def test_more_money_never_keeps_fewer():
    """Budgets of the centre from nothing to 20,000."""
    korea = opt.load("korea")
    plans = [opt.solve(korea, budget=b, gap=GAP) for b in (0, 500, 2_000, 5_000, 10_000, 20_000)]
    assert_never_falls(plans)


@pytest.mark.slow
def test_levers_never_keep_fewer():
    """With measures and interactions as many stay as without, and more."""
    korea = opt.load("korea")
    tables = {k: v for k, v in korea.tables.items() if k not in ("measures", "interactions")}
    # What needs a zone can't be built without measures: the plain model has fewer plans.
    plans = [opt.solve(i, budget=5_000, gap=GAP) for i in (replace(korea, tables=tables), korea)]
    assert_never_falls(plans)
    assert plans[1].retained > plans[0].retained
