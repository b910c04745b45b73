"""Over which ranges a plan's clusters stay, and what one unit more of a limit is worth."""

from dataclasses import replace

import pytest
from support.built import built
from support.forced import drawn
from support.plans import tiny_plan

import optimizer as opt

SLACK = 2e-5


def wrong_of(seed):
    """Return where keeping the clusters at another budget loses otherwise than told."""
    case = drawn(seed)
    if case is None:
        return []
    toml, tables, plan = case
    source = built(toml, tables)
    clusters = set(source.options.loc[source.options["kind"] == "cluster", "option_id"])
    lines = plan.build[plan.build["option_id"].isin(clusters)]
    keys = {f"{row.region_id}:{row.option_id}" for row in lines.itertuples()}
    locked = source.locked.model_copy(update={"in_": tuple(keys | set(source.locked.in_))})
    kept = replace(source, locked=locked)
    wrong = []
    for row in plan.sensitivity(only=["budget"], gap=0).tests.to_dict("records"):
        try:
            best = opt.solve(source, budget=row["value"], gap=0).objective
            loss = best - opt.solve(kept, budget=row["value"], gap=0).objective
        except opt.NoPlanError:
            wrong += [] if row["status"] in ("impossible", "no plan") else [(seed, row)]
            continue
        slack = SLACK * max(1.0, abs(best))
        held = row["loss_low"] - slack <= loss <= row["loss_high"] + slack
        wrong += [] if held else [(seed, loss, row)]
    return wrong


def test_what_keeping_the_clusters_loses_is_what_two_solves_say():
    """At a fifth less and more, with the clusters locked in by the planner's own means."""
    assert [wrong for seed in range(2) for wrong in wrong_of(seed)] == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(2, 102, 20))
def test_more_of_what_keeping_the_clusters_loses(first):
    """The same on 100 more instances."""
    assert [wrong for seed in range(first, first + 20) for wrong in wrong_of(seed)] == []


def test_the_time_limit_is_of_all_solves_together():
    """Without time nothing is tried, and what was not is named; no plan is claimed to stay."""
    found = tiny_plan().sensitivity(only=["budget"], time_limit=0)
    assert found.tests.empty
    assert found.ranges[["from", "to"]].to_numpy().tolist() == [[tiny_plan().budget] * 2]
    assert any("Time ran out: budget at" in note for note in found.notes)
    assert len(tiny_plan().sensitivity(only="budget", time_limit=600).tests) == 2
