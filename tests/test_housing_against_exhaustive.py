"""With measures of housing, the engine finds what trying every decision finds.

`HOUSING_SEEDS=500 pytest tests/test_housing_against_exhaustive.py -m ''` tries more of them.
"""

import os

import pytest
from engine_against_oracle import assert_agreement, engine_answer
from oracle.exhaustive import solve_exhaustive
from oracle.plain_mip import solve_plain_mip
from oracle.plain_reading import read_contents
from oracle.random_housing import helps, random_housing
from oracle.test_oracles_agree import same
from support.built import built

OBJECTIVES = ["retained", "worst_province", "equally_distributed", "net_benefit"]
LONG = [pytest.param(word, marks=pytest.mark.slow) for word in OBJECTIVES[1:3]]
EVERY_RUN = ["retained", *LONG, "net_benefit"]
"""All levers together are solved for the other two in every run."""
FAST = 3
SEEDS = int(os.environ.get("HOUSING_SEEDS", "80"))  # for each objective
CHUNK = 5


@pytest.mark.parametrize("objective", EVERY_RUN)
def test_optimum_is_that_of_trying_every_decision(objective):
    """At gap 0 the engine's optimum, or that there is none, is that of an exhaustive search."""
    assert_agreement(range(FAST), "tiny", objective, solve_exhaustive, random_housing)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FAST, SEEDS, CHUNK))
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_more_optima_are_those_of_trying_every_decision(objective, first):
    """The same on many more."""
    seeds = range(first, min(first + CHUNK, SEEDS))
    assert_agreement(seeds, "tiny", objective, solve_exhaustive, random_housing)


@pytest.mark.slow
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_larger_ones_are_those_of_the_plain_programme(objective):
    """On instances too large to try everything, the rules as written give the same optimum."""
    assert_agreement(range(12), "small", objective, solve_plain_mip, random_housing)


@pytest.mark.parametrize("seeds", [range(3), pytest.param(range(3, 8), marks=pytest.mark.slow)])
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_oracles_agree(objective, seeds):
    """Branch and bound on the rules as written and trying every decision give the same value."""
    for seed in seeds:
        reading = read_contents(*random_housing(seed, "tiny", objective))
        searched, solved = solve_exhaustive(reading), solve_plain_mip(reading)
        assert same(searched, solved), f"seed {seed}: search {searched}, programme {solved}"


@pytest.mark.slow
def test_housing_is_bought_in_many_of_them():
    """In at least a tenth of those where it may help it is bought, also where nothing is built."""
    bought = elsewhere = able = 0
    for seed in range(40):
        toml, tables = random_housing(seed, "tiny", "retained")
        if not helps(toml, tables):
            continue
        able += 1
        plan = engine_answer(built(toml, tables))
        homes = set() if plan is None else homes_of(plan)
        bought += bool(homes)
        elsewhere += bool(homes - set(() if plan is None else plan.build["region_id"]))
    assert bought >= 0.1 * able
    assert elsewhere >= 2


def homes_of(plan):
    """Regions in which a plan buys a measure of housing."""
    return set(plan.measures.loc[plan.measures["measure_id"].str.startswith("H"), "region_id"])
