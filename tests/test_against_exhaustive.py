"""The engine finds what trying every decision finds, on tiny random instances.

`ORACLE_SEEDS=2000 pytest -n auto tests/test_against_exhaustive.py -m ''` tries more of them.
"""

import os

import pytest
from engine_against_oracle import assert_agreement
from oracle.exhaustive import solve_exhaustive
from oracle.random_instances import random_instance

FAST = 15
SEEDS = int(os.environ.get("ORACLE_SEEDS", "170"))  # for each objective
CHUNK = 5
OBJECTIVES = ["retained", "worst_province", "equally_distributed", "net_benefit"]


@pytest.mark.parametrize("first", range(0, FAST, CHUNK))
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_optimum_is_that_of_trying_every_decision(objective, first):
    """At gap 0 the engine's optimum, or that there is none, is that of an exhaustive search."""
    seeds = range(first, first + CHUNK)
    assert_agreement(seeds, "tiny", objective, solve_exhaustive, random_instance)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FAST, SEEDS, CHUNK))
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_more_optima_are_those_of_trying_every_decision(objective, first):
    """The same on many more: 510 with the fast ones."""
    seeds = range(first, min(first + CHUNK, SEEDS))
    assert_agreement(seeds, "tiny", objective, solve_exhaustive, random_instance)
