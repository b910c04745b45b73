"""With purses, phases and balance mixed, the engine finds what trying every decision finds."""

from collections import Counter

import pytest
from engine_against_oracle import assert_agreement
from oracle.exhaustive import solve_exhaustive
from oracle.plain_mip import solve_plain_mip
from oracle.plain_reading import read_contents
from oracle.random_money import levers_of, random_money
from oracle.test_oracles_agree import same

FAST = 4
ALL = 80
OBJECTIVES = ["retained", "worst_province", "equally_distributed", "net_benefit"]


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_optimum_is_that_of_trying_every_decision(objective):
    """At gap 0 the engine's optimum, or that there is none, is that of an exhaustive search."""
    seeds = range(FAST)
    assert_agreement(seeds, "tiny", objective, solve_exhaustive, random_money)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FAST, ALL, 11))
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_more_optima_are_those_of_trying_every_decision(objective, first):
    """The same on 228 more instances."""
    seeds = range(first, min(first + 11, ALL))
    assert_agreement(seeds, "tiny", objective, solve_exhaustive, random_money)


@pytest.mark.slow
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_larger_ones_are_those_of_the_plain_programme(objective):
    """On instances too large to try everything, the rules as written give the same optimum."""
    assert_agreement(range(12), "small", objective, solve_plain_mip, random_money)


@pytest.fixture(scope="module")
def readings():
    """Return 40 random instances as read."""
    return [read_contents(*random_money(seed)) for seed in range(40)]


def test_the_two_oracles_agree(readings):
    """Trying every decision, and branch and bound on the rules as written, find the same."""
    for seed, reading in enumerate(readings[:20]):
        searched, solved = solve_exhaustive(reading), solve_plain_mip(reading)
        assert same(searched, solved), f"seed {seed}: search {searched}, programme {solved}"


def test_every_rule_occurs(readings):
    """Each rule on money and balance is in a few of the instances."""
    seen = Counter(word for reading in readings for word in levers_of(reading))
    expected = """match share, own budget, one phase, two phases, three phases
        first phase after the base year, option too late for a phase, min_spending, max_spending
        decline share at least, decline share at most, decline floor, ceiling of retained
        purses and phases, seats and phases, province that pays all"""
    words = [word for line in expected.splitlines() for word in line.strip().split(", ")]
    rare = {word: seen[word] for word in words if seen[word] < 2}
    assert not rare, f"{rare} of {dict(seen)}"
