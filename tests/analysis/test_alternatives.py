"""Plans nearly as good and unlike: against every plan there is, on tiny random instances."""

import itertools

import pyomo.environ as pyo
import pytest
from oracle.all_plans import every_plan
from oracle.plain_reading import read_contents
from oracle.random_instances import random_instance
from support.built import built
from support.plans import plain_tiny

import optimizer as opt
from optimizer.analysis.alternatives import distance

WITHIN, APART, SOUGHT = 0.15, 0.3, 4
ROUNDING = 1e-5
FEW, MANY, CHUNK = 6, 200, 10


def apart(one, other, cost):
    """Distance of two sets of clusters, by its definition."""
    either = sum(cost[key] for key in one | other)
    return sum(cost[key] for key in one ^ other) / either if either else 0.0


def clusters(reading, build):
    """Return the clusters of what is built."""
    return frozenset(key for key in build if reading.kind[key[1]] == "cluster")


def of_plan(plan):
    """Return what a plan builds as the oracle tells it."""
    rows = plan.build[["region_id", "option_id", "count"]].itertuples(index=False)
    return {(region, option): int(count) for region, option, count in rows}


def disagreement(seed):
    """Say what the search finds otherwise than trying every plan; None where they agree."""
    toml, tables = random_instance(seed, "tiny", "retained")
    reading = read_contents(toml, tables)
    try:
        plan = opt.solve(built(toml, tables), gap=0, threads=1)
    except opt.NoPlanError:
        return None
    found = opt.alternatives(plan, n=SOUGHT, within=WITHIN, apart=APART, threads=1)
    known = {frozenset(build.items()): value for build, value in every_plan(reading)}
    slack = ROUNDING * max(1.0, abs(plan.objective))
    floor = plan.objective - WITHIN * abs(plan.objective)
    near = [dict(build) for build, value in known.items() if value >= floor + slack]
    sets = [clusters(reading, of_plan(other)) for other in (plan, *found.plans)]
    for other in found.plans:
        value = known.get(frozenset(of_plan(other).items()))
        if value is None or value < floor - slack or other.objective > value + slack:
            return f"{of_plan(other)} is no plan above {floor}: {value}"
    for one, other in itertools.combinations(sets, 2):
        if apart(one, other, reading.cost) < APART - ROUNDING:
            return f"{one} and {other} are not far enough apart"
    left = [
        build
        for build in near
        if all(apart(clusters(reading, build), s, reading.cost) > APART + ROUNDING for s in sets)
    ]
    if len(found.plans) < SOUGHT and (left or not found.proven):
        return f"no further plan was found, but {left[:1]} is one"
    return wrong_lines(found, near)


def wrong_lines(found, near):
    """Say where what all plans have is told otherwise; None where it is right."""
    rows = found.must_have[found.must_have["kind"] == "option"].to_dict("records")
    told = {(row["region_id"], row["option_id"]): row["count"] for row in rows}
    for row in rows:
        key = row["region_id"], row["option_id"]
        if row["proven"] and any(build.get(key, 0) < row["count"] for build in near):
            return f"{key} is not needed"
    common = set.intersection(*(set(build) for build in near)) if near else set()
    missing = common - set(told)
    return f"{missing} stand in every plan" if missing else None


def assert_agreement(seeds):
    """Name all seeds that differ."""
    wrong = {seed: text for seed in seeds if (text := disagreement(seed))}
    assert not wrong, "\n".join(f"{seed}: {text}" for seed, text in wrong.items())


def test_alternatives_are_those_of_trying_every_plan():
    """Each is a plan above the floor and far from the others; where fewer are found none is left.

    What is said to be needed stands in every plan above the floor, and the other way round.
    """
    assert_agreement(range(FEW))


def test_the_search_next_to_the_relaxation_finds_such_plans_too(monkeypatch):
    """As for large countries: what it finds keeps to the floor and the distance, as said above."""
    monkeypatch.setattr("optimizer.solver.search.diverse.LARGE", 0)
    assert_agreement(range(FEW))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FEW, MANY, CHUNK))
def test_large_searches_on_more_instances(first, monkeypatch):
    """The same on 200 instances."""
    monkeypatch.setattr("optimizer.solver.search.diverse.LARGE", 0)
    assert_agreement(range(first, min(first + CHUNK, MANY)))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FEW, MANY, CHUNK))
def test_more_alternatives_are_those_of_trying_every_plan(first):
    """The same on 200 instances."""
    assert_agreement(range(first, min(first + CHUNK, MANY)))


def test_distance_is_the_part_of_either_that_one_alone_builds():
    """Of clusters of 1, 2 and 4, with 1 shared: 6 of 7; none of the same; all of others."""
    cost = {("a", "x"): 1.0, ("b", "x"): 2.0, ("c", "x"): 4.0}
    one, other = [("a", "x"), ("b", "x")], [("a", "x"), ("c", "x")]
    assert distance(one, other, cost) == pytest.approx(6 / 7)
    assert distance(one, one, cost) == distance([], [], cost) == 0
    assert distance(one, [], cost) == 1


@pytest.mark.slow
def test_rules_of_ones_own_hold_in_every_alternative():
    """Where two options are never built together, no alternative builds them together."""

    def few(model):
        model.few = pyo.Constraint(expr=sum(model.y.values()) <= 1)

    plan = opt.solve(plain_tiny(), budget=200, gap=0, rules=few)
    found = opt.alternatives(plan, n=2, within=0.3)
    assert found.plans
    for other in found.plans:
        hubs = other.source.options.set_index("option_id")["kind"] == "hub"
        count = other.build.loc[other.build["option_id"].map(hubs), "count"]
        assert count.sum() <= 1
