"""Tables never change, and their hash follows whatever takes their place."""

import pickle
from dataclasses import replace

import pytest

import optimizer as opt
from optimizer.instance import Tables, share_memory


@pytest.fixture(scope="module")
def tiny():
    """Tiny, as read."""
    return opt.load("tiny")


def test_what_is_asked_for_is_a_copy(tiny):
    """To write to it changes no instance, though memory is shared until then."""
    plain, frame = tiny.data_hash, tiny.regions
    assert share_memory(frame, tiny.tables["regions"], "leavers")
    frame["leavers"] = 0.0
    frame.loc[2, "youth"] = 1.0
    assert tiny.regions["leavers"].sum() > 0
    assert tiny.regions["youth"][2] != 1
    assert tiny.data_hash == plain
    with pytest.raises(TypeError):
        tiny.tables["regions"] = frame


def test_a_replaced_table_is_hashed(tiny):
    """`dataclasses.replace` keeps no hash of tables that are gone; a frame changed later is not."""
    frame = tiny.regions.assign(leavers=1.0)
    other = replace(tiny, tables={**tiny.tables, "regions": frame})
    found = other.data_hash
    assert found != tiny.data_hash
    assert found == tiny.with_table("regions", frame).data_hash
    frame["leavers"] = 2.0
    assert set(other.regions["leavers"]) == {1.0}
    assert replace(tiny, base_year=tiny.base_year - 1).data_hash != tiny.data_hash
    assert replace(other, tables=dict(tiny.tables)).data_hash == tiny.data_hash


def test_derived_tables_and_scales_are_not_hashed(tiny):
    """Neither travel from a network nor a scenario's factor changes what was read."""
    tables = tiny.facts
    assert tables.with_derived({"travel": tiny.table("travel").iloc[:1]}).read.keys() == set(tables)
    dear = opt.load("tiny", settings={"scale.options.capital_cost": 2.0})
    assert dear.data_hash == tiny.data_hash
    assert dear.facts.sharing(tables).hash("x", 1, 2) == tables.hash("x", 1, 2)


def test_they_travel_to_other_processes(tiny):
    """Pickled and back, tables and hash are the same."""
    there = pickle.loads(pickle.dumps(tiny))
    assert isinstance(there.tables, Tables)
    assert there.data_hash == tiny.data_hash


def test_plans_of_different_tables_are_kept_apart(tiny, tmp_path):
    """One store, two instances: each gets its own plan, and the plan bears the hash of its own."""
    frame = tiny.regions.assign(leavers=tiny.regions["leavers"] / 2)
    halved = replace(tiny, tables={**tiny.tables, "regions": frame})
    plans = [
        opt.sweep(one, budgets=[300], store=tmp_path / "runs", workers=1, gap=0.01)[300]
        for one in (tiny, halved, tiny)
    ]
    assert plans[0].retained == plans[2].retained > plans[1].retained
    assert plans[1].instance_hash == halved.data_hash != tiny.data_hash == plans[0].instance_hash
    assert not opt.verify(plans[1], tiny).ok
    assert opt.verify(plans[1], halved).ok
