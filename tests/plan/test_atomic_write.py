"""A plan's files are written all together or not at all."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support.plans import tiny_plan

import optimizer as opt
from optimizer.plan.atomic_write import check_own, check_writable, put_file, write_files
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
    assert not list(tmp_path.parent.glob(".rooted*"))


def test_a_folder_in_the_way_leaves_the_old_plan_whole(tmp_path):
    """Where one file can't take its place, those that could go back."""
    small_plan().save(tmp_path)
    (tmp_path / "seats.csv").unlink()
    (tmp_path / "seats.csv").mkdir()
    before = contents(tmp_path)
    with pytest.raises(opt.InputError, match=r"seats\.csv"):
        replace(tiny_plan(60.0), boundaries=None).save(tmp_path)
    assert contents(tmp_path) == before


def test_a_rename_that_fails_changes_nothing(tmp_path, monkeypatch):
    """The error reaches the caller, and nothing unfinished is left."""
    folder = small_plan().save(tmp_path / "plan")
    before = contents(folder)

    def refused(one, other):
        raise PermissionError(13, "Permission denied", str(other))

    monkeypatch.setattr("optimizer.plan.exchange._exchange", refused)
    with pytest.raises(opt.InputError, match="Permission denied"):
        replace(tiny_plan(60.0), boundaries=None).save(folder)
    assert contents(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_that_one_works_in_stays_itself(tmp_path, monkeypatch):
    """It is written inside: whoever stands in it would else stand in a removed one."""
    small_plan().save(tmp_path)
    monkeypatch.chdir(tmp_path)
    number = tmp_path.stat().st_ino
    assert replace(tiny_plan(60.0), boundaries=None).save(".").resolve() == tmp_path
    assert tmp_path.stat().st_ino == number
    assert opt.load_plan(".").budget == 60
    assert not list(tmp_path.glob(".rooted*"))


def test_a_save_inside_that_broke_off_is_completed_when_read(tmp_path, monkeypatch):
    """Once the files are ready the plan is the new one, wherever the process was killed."""
    small_plan().save(tmp_path)
    (tmp_path / "own").mkdir()
    path = type(tmp_path)
    real, moved = path.replace, []

    def killed(self, target):
        if len(moved) == 3:
            raise KeyboardInterrupt
        moved.append(target)
        return real(self, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(path, "replace", killed)
        replace(tiny_plan(60.0), boundaries=None).save(tmp_path)
    assert (tmp_path / ".rooted-ready").is_dir()
    assert opt.load_plan(tmp_path).budget == 60
    assert opt.check(tmp_path, "tiny").ok
    assert not list(tmp_path.glob(".rooted*"))


def test_files_of_ones_own_are_kept(tmp_path):
    """A table that no plan wrote is refused, or with force kept as NAME.old; figures too."""
    for name in ("build.csv", "build.csv.old", "map.png", "notes.txt"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(opt.InputError, match=r"no plan wrote build\.csv"):
        small_plan().save(tmp_path)
    small_plan().save(tmp_path, force=True)
    assert opt.check(tmp_path, "tiny").ok
    for name in ("build.csv.old", "build.csv.old2", "map.png.old", "notes.txt"):
        assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_what_no_plan_wrote_is_named(tmp_path):
    """Beside a plan other files; without one all files, whatever they are called."""
    check_own(tmp_path / "none", FILES)
    (tmp_path / "plan.json").write_text('{"name": "mine"}', encoding="utf-8")
    with pytest.raises(opt.InputError, match=r"no plan wrote: plan\.json"):
        check_own(tmp_path, FILES)
    small_plan().save(tmp_path, force=True)
    (tmp_path / ".hidden").write_text("", encoding="utf-8")
    with pytest.raises(opt.InputError, match=r"no plan wrote: plan\.json\.old\."):
        check_own(tmp_path, FILES)


def test_one_file_is_whole_or_as_it_was(tmp_path):
    """What breaks off leaves the old file and nothing else."""
    put_file(tmp_path / "page.html", lambda path: path.write_text("old", encoding="utf-8"))

    def breaks_off(path):
        path.write_text("ha", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        put_file(tmp_path / "page.html", breaks_off)
    assert contents(tmp_path) == {"page.html": b"old"}


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


def killed(*words):
    """Run saves that are killed, as a program of their own; return what it printed."""
    program = Path(__file__).parents[1] / "support" / "killed.py"
    done = subprocess.run(
        [sys.executable, program, *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_save_killed_at_any_step_leaves_one_plan_whole(tmp_path):
    """The old one or the new one, and the next save clears what is left; every ninth step."""
    assert int(killed(tmp_path / "plan", "beside", 9)) > 20


@pytest.mark.slow
def test_saves_killed_at_every_step(tmp_path):
    """Also where the files are written inside the folder."""
    assert int(killed(tmp_path / "plan", "beside", 1)) > 20
    assert int(killed(tmp_path / "inside", "inside", 1)) > 20


@pytest.mark.slow
def test_saves_killed_at_any_moment(tmp_path):
    """200 kills while one save follows the other."""
    assert int(killed(tmp_path / "plan", "moments", 200)) == 200
