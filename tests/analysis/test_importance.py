"""What would be lost without each line: intervals that hold the truth."""

import json
from dataclasses import replace

import pytest
from support.forced import drawn, optimum
from support.plans import tiny, tiny_plan

import optimizer as opt

SLACK = 2e-5


def missed(seed):
    """Return what an exhaustive search finds otherwise than the intervals of a seed."""
    case = drawn(seed)
    if case is None:
        return []
    toml, tables, plan = case
    best = optimum(toml, tables)
    locked = set(toml.get("locked", {}).get("in", []))
    wrong = []
    for row in plan.importance().lines.to_dict("records"):
        key = row["region_id"], row["option_id"]
        if ":".join(key) in locked:
            wrong += [] if row["status"] == "required" else [(seed, key, "locked")]
            continue
        without = optimum(toml, tables, "out", key)
        if without is None or row["status"] == "required":
            same = without is None and row["status"] == "required"
            wrong += [] if same else [(seed, key, without, row["status"])]
            continue
        loss, slack = best - without, SLACK * max(1.0, abs(best))
        held = row["loss_low"] - slack <= loss <= row["loss_high"] + slack
        tight = row["loss_high"] - row["loss_low"] <= 2 * slack + 1e-3 * max(1.0, abs(best))
        wrong += [] if held and tight else [(seed, key, loss, row["loss_low"], row["loss_high"])]
    return wrong


def test_intervals_hold_what_trying_every_decision_finds():
    """Without each line the optimum of an exhaustive search lies within, at gap 0 exactly."""
    assert [wrong for seed in range(4) for wrong in missed(seed)] == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(4, 204, 20))
def test_more_intervals_hold_what_trying_every_decision_finds(first):
    """The same on 200 more instances."""
    assert [wrong for seed in range(first, first + 20) for wrong in missed(seed)] == []


@pytest.fixture(scope="module")
def found():
    """Return what the lines of tiny's plan for 60 are worth, beside a plan for 20."""
    return opt.importance(
        tiny_plan(budget=60.0), others=[tiny_plan(budget=60.0), tiny_plan(budget=20.0)]
    )


def test_each_line_has_a_row_and_a_rank(found):
    """Ranks go down from what is lost most; the others that build a line are counted."""
    plan = found.plan
    keys = set(zip(plan.build["region_id"], plan.build["option_id"], strict=True))
    assert set(zip(found.lines["region_id"], found.lines["option_id"], strict=True)) == keys
    assert found.lines["rank"].tolist() == [1, 2]
    assert found.lines["loss"].is_monotonic_decreasing
    assert (found.lines["loss_low"] <= found.lines["loss_high"]).all()
    assert found.lines["chosen"].between(0.5, 1).all()


def test_it_is_saved_and_shown(found, tmp_path):
    """JSON, text and table say the same; a notebook shows the table."""
    found.save(tmp_path)
    content = json.loads((tmp_path / "importance.json").read_text(encoding="utf-8"))
    assert [line["rank"] for line in content["lines"]] == [1, 2]
    assert (tmp_path / "importance.csv").is_file()
    assert "Ferrowe" in (tmp_path / "importance.txt").read_text(encoding="utf-8-sig")
    assert "factory_reuse" in found._repr_html_()


def test_a_plan_without_its_instance_is_refused():
    """A folder does not hold the instance; that of other tables is not the plan's."""
    bare = replace(tiny_plan(budget=60.0), source=None)
    with pytest.raises(opt.InputError, match="the plan: it does not hold the tables"):
        opt.importance(bare)
    options = tiny().options
    tables = {**tiny().tables, "options": options.assign(jobs=options["jobs"] + 1)}
    other = replace(tiny(), tables=tables)
    with pytest.raises(opt.InputError, match="tables have changed"):
        opt.importance(bare, instance=other)


def test_lines_for_which_no_time_was_left_are_named():
    """They have no loss, rather than one of 0; nothing false is proven of them."""
    found = tiny_plan().importance(time_limit=0)
    assert found.lines["loss"].isna().all()
    assert found.lines["loss_high"].isna().all()
    assert (found.lines["status"] == "bounded").all()
    assert any("Time ran out" in note for note in found.notes)
