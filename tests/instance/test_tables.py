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


def test_columns_as_numbers_and_words(tiny):
    """They can't be written to; a table that isn't there has none."""
    leavers = tiny.numbers("regions", "leavers")
    assert leavers.tolist() == tiny.regions["leavers"].tolist()
    assert tiny.words("regions", "region_id").tolist() == tiny.regions["region_id"].tolist()
    with pytest.raises(ValueError, match="read-only"):
        leavers[0] = 0.0
    assert len(tiny.facts.numbers("no_table", "leavers")) == 0


def test_altered_columns_stand_in_numbers_and_in_tables(tiny):
    """Both ways to read them agree, more may be altered, and the tables before stay as they are."""
    plain = tiny.numbers("regions", "leavers")
    half = tiny.facts.altered({("regions", "leavers"): plain / 2})
    both = half.altered({("regions", "youth"): plain * 0})
    assert both["regions"]["leavers"].tolist() == (plain / 2).tolist()
    assert both.numbers("regions", "leavers").tolist() == (plain / 2).tolist()
    assert not both.numbers("regions", "youth").any()
    assert half.numbers("regions", "youth").any()
    assert (both.alters("regions"), both.alters("options")) == (True, False)
    assert tiny.numbers("regions", "leavers").tolist() == plain.tolist()
    changed = replace(tiny, tables=half)
    assert changed.data_hash != tiny.data_hash
    assert pickle.loads(pickle.dumps(half))["regions"].equals(half["regions"])


def test_what_follows_from_columns_is_made_once_for_all_altered_tables(tiny):
    """Unless one of those columns was altered."""
    plain = tiny.numbers("regions", "leavers")
    asked = []

    def made_of(facts, key):
        return facts.once(key, [("regions", "leavers")], lambda: asked.append(key))

    for factor in (2, 3):
        made_of(tiny.facts.altered({("regions", "youth"): plain * factor}), "kept")
        made_of(tiny.facts.altered({("regions", "leavers"): plain * factor}), "anew")
    assert asked == ["kept", "anew", "anew"]
