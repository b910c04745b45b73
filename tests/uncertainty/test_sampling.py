"""Assumptions drawn from their ranges."""

import pandas as pd
import pytest
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.uncertainty.monte_carlo import uncertainty
from optimizer.uncertainty.sampling import draw, varied


def test_a_further_range_changes_no_other_number():
    """Each range has its own stream of random numbers."""
    ranges = varied(tiny())
    fewer = {name: ranges[name] for name in list(ranges)[::2]}
    pd.testing.assert_frame_equal(draw(fewer, 9, 1), draw(ranges, 9, 1)[list(fewer)])


def test_draws_are_triangular():
    """Within low and high, with the mean of a triangle: (low + central + high) / 3."""
    ranges = varied(tiny())
    drawn = draw(ranges, 20_000, 0)
    for name, known in ranges.items():
        assert drawn[name].between(known.low, known.high).all()
        mean = (known.low + known.central + known.high) / 3
        assert drawn[name].mean() == pytest.approx(mean, abs=0.01 * (known.high - known.low))


def test_lead_beyond_the_horizon_is_refused():
    """A factor that opens an option after the horizon year is named with its place."""
    instance = opt.load("tiny", settings={"ranges.options.lead_years": [1, 3]})
    with pytest.raises(opt.InputError, match=r"ranges\.options\.lead_years: times 3"):
        uncertainty(tiny_plan(), instance, draws=2)
