"""What a page shows, as one dictionary."""

import json
from dataclasses import replace
from datetime import date

import pytest
from support.plans import tiny_plan

import optimizer as opt
from optimizer.report.page.data import plan_page, sweep_page


@pytest.fixture(scope="module")
def sweep():
    """Return two budgets, the second with two scenarios."""
    return opt.sweep("tiny", budgets=[50, 80], scenarios={"base": {}}, gap=0.05, workers=1)


def test_a_plan_is_json_of_a_fixed_form():
    """Nothing in it is numpy, infinite or unknown to JSON; the day of the page is told."""
    data = plan_page(tiny_plan(), made=date(2030, 1, 2))
    assert json.loads(json.dumps(data, allow_nan=False)) is not None
    assert (data["format"], data["kind"], data["made"]) == (1, "plan", "2030-01-02")
    assert len(data["plans"]) == 1


def test_names_and_kinds_come_from_the_instance():
    """Each thing built has its sector or type, each region both names and its province."""
    plan = tiny_plan()
    data = plan_page(plan)
    regions = data["regions"]
    assert regions["id"] == list(plan.regions["region_id"])
    assert "린다미어" in regions["local"]
    assert [data["provinces"][at] for at in regions["province"]] == list(plan.regions["province"])
    assert data["names"]["options"]["ko"]
    for option in plan.build["option_id"]:
        assert data["options"][option]["kind"] in ("cluster", "hub")


def test_without_its_instance_a_plan_is_shown_by_its_ids():
    """Nothing is made up: no kinds, universities or sources."""
    data = plan_page(replace(tiny_plan(), source=None))
    assert data["options"] == data["universities"] == {}
    assert data["sources"] == []
    assert data["map"] is not None


def test_a_sweep_has_each_plan_once_and_what_they_share_once(sweep):
    """Plans in the order of the table; the years with nothing done stand there a single time."""
    data = sweep_page(sweep, draws=3)
    assert [plan["budget"] for plan in data["plans"]] == [50, 80]
    assert len({plan["before"] for plan in data["plans"]}) == 1
    assert all(plan["spread"]["draws"] == 3 for plan in data["plans"])
    assert [row["budget"] for row in data["runs"]] == [50, 80]


def test_a_sweep_read_from_its_store_takes_map_and_names_from_the_instance(sweep, tmp_path):
    """Without it there is no map; with it the page is that of the sweep itself."""
    kept = opt.sweep("tiny", budgets=[50], gap=0.05, workers=1, store=tmp_path)
    read = opt.open_sweep(tmp_path)
    assert sweep_page(read)["map"] is None
    again = sweep_page(read, instance=opt.load("tiny"))
    assert again["map"] == sweep_page(kept)["map"]
    assert again["options"] == sweep_page(kept)["options"]


def test_no_plan_no_page():
    """A sweep whose runs have no plan is no page."""
    assert sweep_page(opt.sweep("tiny", budgets=[50], time_limit=0, workers=1)) is None
