"""The engine finds what the plainly written programme finds, on small random instances."""

import pytest
from engine_against_oracle import assert_agreement
from oracle.plain_mip import solve_plain_mip
from oracle.random_instances import write_random_instance

SEEDS = 20  # for each objective
CHUNK = 5


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
@pytest.mark.parametrize("objective", ["retained", "worst_province", "net_benefit"])
def test_optimum_is_that_of_the_plain_programme(tmp_path, objective, first):
    """At gap 0 the engine's optimum, or that there is none, is that of the rules as written."""
    seeds = range(first, first + CHUNK)
    assert_agreement(tmp_path, seeds, "small", objective, solve_plain_mip, write_random_instance)
