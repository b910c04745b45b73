"""A plan's files are written all together or not at all."""

import os
from dataclasses import replace

import pytest
from support.plans import tiny_plan

import optimizer as opt
from optimizer.plan.atomic_write import PLAN_FILE, check_writable, write_files
from optimizer.plan.folder import FILES, table_writers


def contents(folder):
    """Every file of a folder with its content."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def small_plan():
    """Return a plan without boundaries, so that writing it is quick."""
    return replace(tiny_plan(), boundaries=None)


def test_a_failed_writer_leaves_the_old_plan_whole(tmp_path):
    """A file that can't be written, at the end or in the middle, changes nothing."""
    small_plan().save(tmp_path)
    before = contents(tmp_path)

    def full_disk(path):
        raise OSError(28, "No space left on device", str(path))

    with pytest.raises(opt.InputError, match="No space left"):
        write_files(tmp_path, table_writers(tiny_plan(60.0)) | {"map.png": full_disk}, FILES)
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
