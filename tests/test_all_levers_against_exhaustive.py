"""With every lever mixed, the engine finds what trying every decision finds.

Measures, interactions, seats, purses, phases and balance in the same instances.
`MIXED_SEEDS=500 pytest -n auto tests/test_all_levers_against_exhaustive.py -m ''` tries more.
"""

import os
from collections import Counter
from functools import partial

import pytest
from engine_against_oracle import assert_agreement
from oracle.exhaustive import solve_exhaustive
from oracle.plain_reading import read_contents
from oracle.random_money import levers_of, random_money

FAST = 3
SEEDS = int(os.environ.get("MIXED_SEEDS", "80"))  # for each objective
CHUNK = 3
OBJECTIVES = ["retained", "worst_province", "equally_distributed", "net_benefit"]

draw = partial(random_money, levers=True)


@pytest.mark.parametrize("first", range(0, FAST, CHUNK))
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_optimum_is_that_of_trying_every_decision(objective, first):
    """At gap 0 the engine's optimum, or that there is none, is that of an exhaustive search."""
    seeds = range(first, first + CHUNK)
    assert_agreement(seeds, "tiny", objective, solve_exhaustive, draw)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FAST, SEEDS, CHUNK))
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_more_optima_are_those_of_trying_every_decision(objective, first):
    """The same on many more: 240 with the fast ones."""
    seeds = range(first, min(first + CHUNK, SEEDS))
    assert_agreement(seeds, "tiny", objective, solve_exhaustive, draw)


def test_levers_meet_each_other():
    """Measures and interactions meet phases, match shares and limits on money a few times each."""
    seen = Counter()
    for seed in range(40):
        reading = read_contents(*draw(seed))
        if reading.levers.measures and reading.levers.interactions:
            seen.update(levers_of(reading))
    words = ["match share", "own budget", "two phases", "max_spending", "purses and phases"]
    assert {word: seen[word] for word in words if seen[word] < 2} == {}
