"""Every interval of Korea's lines agrees with solving without them afresh, for ten lines."""

import pytest

import optimizer as opt
from optimizer.coefficients import compute
from optimizer.model import offer_keys, site_keys
from optimizer.solver import Controls, Held, ParametricSolver

BUDGET, GAP = 5000.0, 0.005
SLACK = 1e-5
LINES = 10


@pytest.mark.slow
def test_ten_intervals_agree_with_solves_of_their_own():
    """A plan found without a line is within what is proven for it, and the other way round.

    `pytest -m slow tests/analysis/test_importance_of_korea.py`; six CPU minutes.
    """
    plan = opt.solve("korea", budget=BUDGET, gap=GAP)
    found = plan.importance()
    coefficients = compute(plan.source)
    series = ParametricSolver(coefficients, [BUDGET])
    sites, offers = site_keys(coefficients), frozenset(offer_keys(coefficients))
    slack = SLACK * plan.objective
    step = max(1, len(found.lines) // LINES)
    for row in found.lines.iloc[::step].head(LINES).to_dict("records"):
        key = row["region_id"], row["option_id"]
        rest = Held(dict.fromkeys((site for site in sites if site != key), float("inf")), offers)
        other = series.solve(BUDGET, Controls(gap=GAP), most=rest)
        low = max(0.0, found.best - min(found.bound, other.bound))
        high = found.bound - other.objective
        assert row["loss_low"] <= high + slack, key
        assert low <= row["loss_high"] + slack, key
