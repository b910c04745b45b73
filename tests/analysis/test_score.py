"""A hand-made plan's worth, the rules it breaks and what helps: against every plan there is."""

import random

import pandas as pd
import pytest
from oracle.all_plans import every_plan
from oracle.plain_reading import read_contents
from oracle.random_instances import random_instance
from support.built import built
from support.plans import plain_tiny, tiny

import optimizer as opt

FEW, MANY, CHUNK = 8, 340, 10
TRIED = 3
ROUNDING = 1e-5


def frame_of(build):
    """Return what is built as the table that a planner writes."""
    rows = [(region, option, count) for (region, option), count in build.items()]
    return pd.DataFrame(rows, columns=["region", "option", "count"])


def disagreement(seed):
    """Say what is told otherwise of some builds than by trying every plan."""
    toml, tables = random_instance(seed, "tiny", "retained")
    if toml.get("settings", {}).get("job_takers") == "best":
        return None  # there a plan that breaks rules can't be valued
    reading, instance = read_contents(toml, tables), built(toml, tables)
    value = {frozenset(build.items()): worth for build, worth in every_plan(reading)}
    if not value:
        return None
    best, draw = max(value.values()), random.Random(seed)
    builds = [
        dict(build) for build in draw.sample(sorted(value, key=sorted), min(TRIED, len(value)))
    ]
    for build in (*builds, {key: count + 1 for key, count in builds[0].items()}):
        found = opt.score(frame_of(build), instance, threads=1)
        slack = ROUNDING * max(1.0, abs(best))
        here = value.get(frozenset(build.items()))
        if found.ok != (here is not None):
            return f"{build} is {'no' if here is None else 'a'} plan: {found.broken}"
        if here is not None and abs(found.objective - here) > slack:
            return f"{build} is worth {here}, not {found.objective}"
        if found.bound < best - slack:
            return f"the bound {found.bound} is below {best}"
        for row in found.swaps.to_dict("records"):
            wrong = wrong_swap(build, row, value, here, slack)
            if wrong:
                return wrong
    return None


def wrong_swap(build, row, value, here, slack):
    """Say what is wrong with a swap of a plan; None where it is right."""
    if here is None:
        return None
    after = dict(build)
    out, comes = ((row[f"{end}_region_id"], row[f"{end}_option_id"]) for end in ("out", "in"))
    after[comes] = after.get(comes, 0) + 1
    if row["out"]:
        after[out] -= 1
    there = value.get(frozenset((key, count) for key, count in after.items() if count))
    if there is None or abs(there - here - row["gain"]) > 2 * slack:
        return f"{row} of {build} leads from {here} to {there}"
    return None


def assert_agreement(seeds):
    """Name all seeds that differ."""
    wrong = {seed: text for seed in seeds if (text := disagreement(seed))}
    assert not wrong, "\n".join(f"{seed}: {text}" for seed, text in wrong.items())


def test_worth_rules_bound_and_swaps_are_those_of_trying_every_plan():
    """A plan keeps the rules, is worth, and gains by a swap what the search says."""
    assert_agreement(range(FEW))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FEW, MANY, CHUNK))
def test_more_are_those_of_trying_every_plan(first):
    """The same on 200 instances; of the seeds those where takers are not chosen."""
    assert_agreement(range(first, min(first + CHUNK, MANY)))


def test_every_broken_rule_is_named():
    """Too much money, too many of one thing, and a building where nothing may be built."""
    source = plain_tiny()
    closed = source.regions.loc[~source.regions["candidate"], "region_id"].iloc[0]
    option = "factory_reuse"
    table = {"region": ["ferrowe", closed], "option": [option, option], "count": [9, 1]}
    found = opt.score(table, source, budget=50)
    assert {"budget", "most per region", "candidate"} <= set(found.broken["rule"])
    assert not found.ok and found.objective > 0
    assert any("may not stand" in note for note in found.notes)


def test_the_plan_of_today_adds_nothing():
    """An empty table is valued at nothing, and something helps."""
    found = opt.score({"region": [], "option": []}, plain_tiny(), budget=100)
    assert (found.objective, found.cost, found.ok) == (0, 0, True)
    assert (found.swaps["gain"] > 0).all() and len(found.swaps)
    assert (found.swaps["out"] == "").all()


@pytest.mark.slow
def test_a_solved_plan_scores_as_it_was_solved():
    """Its build with the best measures is worth its objective; its own bound is nearer."""
    plan = opt.solve(tiny(), budget=200, gap=0)
    found = opt.score(plan.build, tiny(), budget=200, best=plan)
    assert found.objective == pytest.approx(plan.objective, rel=1e-3)
    assert found.bound == plan.bound and found.proven_by == "the plan given"


def test_out_of_time_bound_and_rules_still_hold():
    """Cost and people are the same; the bound is what the tables allow, and a note says so."""
    table = {"region": ["Ferrowe"], "option": ["factory_reuse"]}
    whole = opt.score(table, plain_tiny(), budget=50)
    late = opt.score(table, plain_tiny(), budget=50, time_limit=0)
    assert late.bound >= whole.bound and late.proven_by == "the tables alone"
    assert late.broken.equals(whole.broken) and len(late.swaps) == 0
    assert any("Time ran out before the relaxation" in note for note in late.notes)
    assert not any("Time ran out" in note for note in whole.notes)
