"""opt.by_instrument: refused before anything is solved."""

import pytest
from support.plans import tiny_plan

import optimizer as opt


def test_options_that_no_solve_can_do_are_named():
    """Gap, time and threads, all at once."""
    with pytest.raises(opt.InputError) as caught:
        opt.by_instrument(tiny_plan(), gap=2.0, time_limit=-1.0, threads=-1)
    assert all(name in str(caught.value) for name in ("--gap", "--time-limit", "--threads"))
