"""With all levers mixed, the engine finds what trying every decision finds.

`LEVER_SEEDS=500 pytest -n auto tests/test_levers_against_exhaustive.py -m ''` tries more of them.
"""

import os
from functools import partial

import pytest
from engine_against_oracle import assert_agreement
from oracle.exhaustive import solve_exhaustive
from oracle.random_instances import random_instance

OBJECTIVES = ["retained", "worst_province", "equally_distributed", "net_benefit"]
LONG = [pytest.param(word, marks=pytest.mark.slow) for word in OBJECTIVES[1:3]]
EVERY_RUN = ["retained", *LONG, "net_benefit"]
"""All levers together are solved for the other two in every run."""
FAST = 4
SEEDS = int(os.environ.get("LEVER_SEEDS", "90"))  # for each objective
CHUNK = 4

draw = partial(random_instance, levers=True)


@pytest.mark.parametrize("first", range(0, FAST, CHUNK))
@pytest.mark.parametrize("objective", EVERY_RUN)
def test_optimum_with_levers_is_that_of_trying_every_decision(objective, first):
    """At gap 0 the engine's optimum, or that there is none, is that of an exhaustive search."""
    seeds = range(first, first + CHUNK)
    assert_agreement(seeds, "tiny", objective, solve_exhaustive, draw)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FAST, SEEDS, CHUNK))
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_more_optima_with_levers(objective, first):
    """The same on many more."""
    seeds = range(first, min(first + CHUNK, SEEDS))
    assert_agreement(seeds, "tiny", objective, solve_exhaustive, draw)
