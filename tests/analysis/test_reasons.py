"""The quick reasons of a plan never say more than what searches prove."""

from dataclasses import replace

import pytest
from support.forced import drawn, optimum
from support.plans import tiny, tiny_plan
from support.reasons import told

import optimizer as opt
from optimizer.analysis import reasons
from optimizer.solver import Controls
from optimizer.uncertainty import FixedPlan, widened

SLACK = 2e-5


def overstated(seed):
    """Return where a seed's `loss_low` is more than an exhaustive search loses."""
    case = drawn(seed)
    if case is None:
        return []
    toml, tables, plan = case
    best = optimum(toml, tables)
    found = reasons(plan, Controls(threads=1), every=True)
    slack = SLACK * max(1.0, abs(best))
    wrong = []
    for way, frame in (("out", found.lines), ("in", found.sites)):
        for row in frame.to_dict("records"):
            if row["status"] == "not permitted":
                continue
            key = row["region_id"], row["option_id"]
            none = row["status"] in ("required", "impossible")
            if way == "out" and ":".join(key) in toml.get("locked", {}).get("in", []):
                wrong += [] if none else [(seed, way, key, "locked in, yet not required")]
                continue
            other = optimum(toml, tables, way, key)
            if none or other is None:
                wrong += [(seed, way, key, "a plan exists")] if none and other is not None else []
            elif row["loss_low"] > best - other + slack:
                wrong.append((seed, way, key, row["loss_low"], best - other))
    return wrong


def test_what_is_proven_is_no_more_than_what_is_lost():
    """Against trying every decision, with each line forced out and each site forced in."""
    assert [wrong for seed in range(3) for wrong in overstated(seed)] == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(3, 203, 20))
def test_more_of_it(first):
    """The same on 200 more instances."""
    assert [wrong for seed in range(first, first + 20) for wrong in overstated(seed)] == []


def test_every_line_and_every_region_and_sector_has_a_row():
    """A line for what is built; for each candidate a row a sector of which it has nothing."""
    plan, found = told(), told().reasons
    built = set(zip(plan.build["region_id"], plan.build["option_id"], strict=True))
    assert set(zip(found.lines["region_id"], found.lines["option_id"], strict=True)) == built
    assert found.lines["rank"].tolist() == list(range(1, len(built) + 1))
    options = tiny().options.set_index("option_id")
    candidates = tiny().regions.loc[tiny().regions["candidate"].astype(bool), "region_id"]
    kind = options["sector"].where(options["kind"] == "cluster", "hub").to_dict()
    has = {(region, kind[option]) for region, option in built}
    wanted = {(region, group) for region in candidates for group in kind.values()} - has
    assert set(zip(found.sites["region_id"], found.sites["sector"], strict=True)) == wanted


def test_what_the_tables_rule_out_has_their_reason():
    """An island without water for chips, in the words of suitability.csv."""
    sites = told().reasons.sites.set_index(["region_id", "sector"])
    row = sites.loc["wenna", "semiconductor"]
    assert row["status"] == "not permitted"
    assert row["in_the_way"][0]["what"].startswith("island")


def test_the_budget_stands_in_the_way_of_what_costs_more_than_is_left():
    """Its need and what is left are those of `why_not`."""
    answer = told().why_not("lindamere", "ai_pilot")
    theirs = answer.stands_in_the_way.set_index("what").loc["Budget"]
    sites = told().reasons.sites.set_index(["region_id", "option_id"])
    ours = sites.loc["lindamere", "ai_pilot"]["in_the_way"][0]
    assert ours["rule"] == "budget"
    assert (ours["needs"], ours["left"]) == pytest.approx((theirs["needs"], theirs["left"]))


def test_what_is_dear_by_reduced_cost_does_not_enter_a_little_cheaper():
    """Cheaper by nine tenths of `cheaper_by`, the relaxation gains nothing."""
    plan = tiny_plan(budget=60.0)
    sites = told().reasons.sites
    row = sites[sites["cheaper_by"] > 1].iloc[0]
    assert row["relaxed_loss"] > 0
    assert row["cheaper_by"] == pytest.approx(row["relaxed_loss"] / told().reasons.budget_price)
    assert plan.reasons is None


def test_without_culture_is_the_fixed_plan_without_it():
    """As the draws would have it, with both shares of culture at 0."""
    found = told().reasons.without_culture
    settings = {"culture_added_share": 0.0, "culture_only_share": 0.0}
    outcome = FixedPlan(tiny_plan(budget=60.0), widened(tiny())).evaluate(settings)
    assert found["retained"] == pytest.approx(outcome.total)
    assert found["retained"] <= tiny_plan(budget=60.0).retained + 1e-6


def test_a_plan_without_its_instance_is_refused():
    """A folder does not hold the tables."""
    with pytest.raises(opt.InputError, match="instance"):
        reasons(replace(tiny_plan(budget=60.0), source=None), Controls())
