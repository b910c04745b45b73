"""A plan's folder is read back whole, or what is wrong with it is named."""

import json
from dataclasses import replace

import pytest
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.plan.folder import PLAN_FILE


def small_plan():
    """Return a plan without boundaries, so that writing it is quick."""
    return replace(tiny_plan(), boundaries=None)


def test_a_csv_that_contradicts_is_not_loaded(tmp_path):
    """Of two figures that differ, load_plan believes neither, and names both."""
    small_plan().save(tmp_path)
    content = json.loads((tmp_path / PLAN_FILE).read_text(encoding="utf-8"))
    content["build"][0]["cost"] += 1
    (tmp_path / PLAN_FILE).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(opt.InputError, match=r"build\.csv, row 2, cost"):
        opt.load_plan(tmp_path)


def test_all_that_is_missing_is_named(tmp_path):
    """A folder without the tables beside plan.json is not whole."""
    small_plan().save(tmp_path)
    (tmp_path / "flows.csv").unlink()
    (tmp_path / "workforce.csv").write_text("university_id\n", encoding="utf-8")
    (tmp_path / "seats.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(opt.InputError) as caught:
        opt.load_plan(tmp_path)
    text = str(caught.value)
    assert all(name in text for name in ("flows.csv", "workforce.csv", "seats.csv"))


@pytest.mark.parametrize("name", ["build", "measures", "seats", "regions", "purses"])
def test_a_table_that_plan_json_holds_too_must_be_there(tmp_path, name):
    """A planner reads the CSV: a plan without one of its tables is not whole."""
    small_plan().save(tmp_path)
    (tmp_path / f"{name}.csv").unlink()
    with pytest.raises(opt.InputError, match=rf"{name}\.csv: the file is missing"):
        opt.load_plan(tmp_path)


def test_a_plan_of_an_earlier_version_lacks_what_it_had_no_rows_for(tmp_path):
    """phases.csv and instruments.csv may be missing where plan.json holds no row of them."""
    small_plan().save(tmp_path)
    for name in ("phases", "instruments"):
        (tmp_path / f"{name}.csv").unlink()
    assert opt.verify(opt.load_plan(tmp_path), tiny()).ok


def test_a_record_that_lacks_a_key_is_no_plan(tmp_path):
    """load_plan names what is missing."""
    small_plan().save(tmp_path)
    content = json.loads((tmp_path / PLAN_FILE).read_text(encoding="utf-8"))
    del content["gap"]
    (tmp_path / PLAN_FILE).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(opt.InputError, match="gap"):
        opt.load_plan(tmp_path)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [("retained", "many", "retained is 'many', no number"), ("ranges", 7, "not a whole plan")],
)
def test_a_plan_of_another_form_is_named(tmp_path, key, value, said):
    """Whichever part was edited."""
    small_plan().save(tmp_path)
    content = json.loads((tmp_path / PLAN_FILE).read_text(encoding="utf-8"))
    (tmp_path / PLAN_FILE).write_text(json.dumps({**content, key: value}), encoding="utf-8")
    with pytest.raises(opt.InputError, match=said):
        opt.load_plan(tmp_path)


def test_a_key_that_stands_twice_is_named(tmp_path):
    """Readers differ in which of two values they take."""
    small_plan().save(tmp_path)
    text = (tmp_path / PLAN_FILE).read_text(encoding="utf-8")
    (tmp_path / PLAN_FILE).write_text('{"budget": 1,' + text.lstrip()[1:], encoding="utf-8")
    with pytest.raises(opt.InputError, match="the key 'budget' stands there twice"):
        opt.load_plan(tmp_path)
