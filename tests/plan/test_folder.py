"""A plan's folder: all of it or nothing, and back again."""

from dataclasses import replace

import pandas as pd
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.plan import folder as rooms
from optimizer.plan.record import TABLES


def contents(folder):
    """Every file of a folder with its content."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def small_plan():
    """Return a plan without boundaries, so that writing it is quick."""
    return replace(tiny_plan(), boundaries=None)


def test_a_plan_comes_back_whole(tmp_path):
    """save, load_plan: the same record, the same tables, the same summary, and it checks."""
    plan = small_plan()
    loaded = opt.load_plan(plan.save(tmp_path))
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(loaded, name), getattr(plan, name), check_exact=True)
    assert rooms.plan_json(loaded) == rooms.plan_json(plan)
    assert str(replace(loaded, verified=True)) == str(plan)
    assert "not recomputed" in str(loaded)
    assert opt.verify(loaded, tiny()).ok
    assert rooms.plan_json(opt.load_plan(tmp_path / "plan.json")) == rooms.plan_json(plan)


def test_an_empty_plan_comes_back_too(tmp_path):
    """Nothing built: tables without rows, and a summary that says so."""
    plan = replace(tiny_plan(0.0), boundaries=None)
    loaded = opt.load_plan(plan.save(tmp_path))
    assert len(loaded.build) == 0
    assert "Nothing is built" in str(loaded)
    assert str(replace(loaded, verified=True)) == str(plan)
    assert "not recomputed" in str(loaded)


def test_flows_have_the_contracts_columns(tmp_path):
    """flows.csv begins with from_region, to_region, persons; names stand at the end."""
    small_plan().save(tmp_path)
    columns = list(pd.read_csv(tmp_path / "flows.csv", encoding="utf-8-sig").columns)
    assert columns[:3] == ["from_region", "to_region", "persons"]
    assert columns[-2:] == ["from_name", "to_name"]
