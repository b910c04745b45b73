"""The engine finds what the plainly written programme finds, on small random instances."""

import tomllib
from dataclasses import replace

import pytest
from engine_against_oracle import assert_agreement
from oracle.cells import read_table
from oracle.plain_mip import solve_plain_mip
from oracle.plain_reading import TABLES, read_contents
from oracle.random_instances import random_instance

import optimizer as opt

SEEDS = 20  # for each objective
CHUNK = 4
SLOW = pytest.mark.slow
LEVERS = ("measures", "interactions")


@pytest.mark.parametrize("first", [0, *(pytest.param(n, marks=SLOW) for n in range(4, SEEDS, 4))])
@pytest.mark.parametrize(
    "objective", ["retained", pytest.param("worst_province", marks=SLOW), "net_benefit"]
)
def test_optimum_is_that_of_the_plain_programme(objective, first):
    """At gap 0 the engine's optimum, or that there is none, is that of the rules as written."""
    seeds = range(first, first + CHUNK)
    assert_agreement(seeds, "small", objective, solve_plain_mip, random_instance)


@pytest.mark.slow
@pytest.mark.parametrize("budget", [1_000.0, 5_000.0])
def test_korea_is_that_of_the_plain_programme(budget):
    """On Korea without levers, within a gap of 0.3%: neither exceeds what the other proves."""
    gap = 3e-3
    instance = opt.load("korea")
    tables = {name: rows for name, rows in instance.tables.items() if name not in LEVERS}
    plan = opt.solve(replace(instance, tables=tables), budget=budget, gap=gap)
    folder = opt.shipped()["korea"]
    toml = tomllib.loads((folder / "instance.toml").read_text(encoding="utf-8"))
    toml["settings"]["budget"] = budget
    rows = {name: read_table(folder, name) for name in TABLES if name not in LEVERS}
    plain = solve_plain_mip(read_contents(toml, rows), gap=gap)
    assert plan.status == "optimal"
    assert plain.objective <= plan.bound * (1 + 1e-6)
    assert plan.objective <= plain.objective * (1 + 2 * gap)
    assert plain.objective <= plan.objective * (1 + 2 * gap)
