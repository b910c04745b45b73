"""A plan's folder: all of it or nothing, and back again."""

import json
import os
from dataclasses import replace

import pandas as pd
import pytest
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.plan import folder as rooms
from optimizer.plan.folder import FILES, PLAN_FILE, check_writable, table_writers, write_files
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


def test_a_failed_writer_leaves_the_old_plan_whole(tmp_path):
    """A file that can't be written, at the end or in the middle, changes nothing."""
    small_plan().save(tmp_path)
    before = contents(tmp_path)

    def full_disk(path):
        raise OSError(28, "No space left on device", str(path))

    with pytest.raises(opt.InputError, match="No space left"):
        write_files(tmp_path, table_writers(tiny_plan(60.0)) | {"map.png": full_disk})
    assert contents(tmp_path) == before
    assert not list(tmp_path.glob(".writing*"))


def test_a_folder_in_the_way_leaves_the_old_plan_whole(tmp_path):
    """Where one file can't take its place, those that could go back."""
    small_plan().save(tmp_path)
    (tmp_path / "seats.csv").unlink()
    (tmp_path / "seats.csv").mkdir()
    before = contents(tmp_path)
    with pytest.raises(opt.InputError, match=r"seats\.csv"):
        replace(tiny_plan(60.0), boundaries=None).save(tmp_path)
    assert contents(tmp_path) == before


def test_a_broken_move_is_undone(tmp_path, monkeypatch):
    """A move that fails half-way is undone, and the error reaches the caller."""
    small_plan().save(tmp_path)
    before = contents(tmp_path)
    path = type(tmp_path)
    real = path.replace

    def move(self, target):
        if self.parent.name == "new" and self.name == PLAN_FILE:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, target)

    monkeypatch.setattr(path, "replace", move)
    with pytest.raises(opt.InputError, match="Permission denied"):
        replace(tiny_plan(60.0), boundaries=None).save(tmp_path)
    assert contents(tmp_path) == before


def test_what_the_last_plan_wrote_does_not_go_stale(tmp_path):
    """A plan without boundaries takes the map of the plan before it away, and nothing else."""
    small_plan().save(tmp_path)
    own = set(contents(tmp_path))
    assert own < set(FILES)
    for name in ("map.png", "plan.gpkg", "notes.txt"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    small_plan().save(tmp_path)
    assert set(contents(tmp_path)) == own | {"notes.txt"}


@pytest.mark.parametrize("name", ["instance.toml", "regions.csv"])
def test_tables_that_no_plan_wrote_are_safe(tmp_path, name):
    """A folder with an instance, or with a regions.csv of unknown origin, is refused."""
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(opt.InputError):
        small_plan().save(tmp_path)
    assert contents(tmp_path) == {name: b"mine"}


def test_a_folder_without_permission_is_refused(tmp_path, monkeypatch):
    """Found out before solving: no permission, or a file where a folder should be."""
    check_writable(tmp_path / "new" / "folder")
    assert not (tmp_path / "new").exists()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(opt.InputError, match="no permission"):
        check_writable(tmp_path / "new" / "folder")


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
