"""Folders change places in one step, and unfinished ones are cleared away."""

import errno
import os
import socket
import subprocess
import sys

import pytest

from optimizer.plan import exchange


def folder_with(place, text):
    """Make a folder with one file."""
    place.mkdir()
    (place / "plan.json").write_text(text)
    return place


def unsupported(one, other):
    """Stand in for a file system that can't exchange names."""
    raise OSError(errno.EINVAL, "Invalid argument")


@pytest.mark.parametrize("swaps", [True, False])
def test_a_new_folder_takes_the_place_of_an_old_one(tmp_path, monkeypatch, swaps):
    """With or without the system's exchange; nothing else is left."""
    if not swaps:
        monkeypatch.setattr(exchange, "_exchange", unsupported)
    folder = folder_with(tmp_path / "plan", "old")
    new = exchange.new_beside(folder)
    (new / "plan.json").write_text("new")
    exchange.take_place(new, folder)
    assert (folder / "plan.json").read_text() == "new"
    assert list(tmp_path.iterdir()) == [folder]


def test_an_old_folder_returns_where_its_replacement_broke_off(tmp_path):
    """Between the two steps of a system without an exchange it stands aside."""
    folder = tmp_path / "plan"
    aside = exchange.new_beside(folder)
    (aside / "plan.json").write_text("old")
    aside.rename(aside.with_name(aside.name + exchange.ASIDE))
    exchange.recover(folder)
    assert (folder / "plan.json").read_text() == "old"
    assert list(tmp_path.iterdir()) == [folder]


def test_what_dead_processes_left_is_cleared(tmp_path):
    """Of this folder only, and nothing of a process that lives or that may be a whole plan."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    folder = folder_with(tmp_path / "plan", "old")
    mine, other = exchange.new_beside(folder), exchange.new_beside(tmp_path / "another")
    gone = mine.name.replace(f"-{os.getpid()}-", f"-{dead.pid}-")
    (tmp_path / gone).mkdir()
    (folder / f"{gone}.html").write_text("half")
    kept = {folder / exchange.READY, folder / f"{gone}{exchange.ASIDE}", folder / "plan.json"}
    for path in kept - {folder / "plan.json"}:
        path.mkdir()
    exchange.clear(folder)
    assert set(tmp_path.iterdir()) == {folder, mine, other}
    exchange.clear(folder, older_than=-1)
    assert set(tmp_path.iterdir()) == {folder, other}
    assert set(folder.iterdir()) == kept


def test_names_fit_however_long_the_folder_is_called(tmp_path):
    """255 bytes are the most that a file system takes, of Hangul 85 letters."""
    made = exchange.new_beside(tmp_path / ("가" * 85))
    assert len(os.fsencode(made.name)) <= 255


def test_a_process_is_known_by_machine_and_number():
    """Of other machines nothing is known."""
    assert not exchange.is_gone(exchange.whose())
    assert not exchange.is_gone("another-machine-1")
    assert exchange.is_gone(f"{socket.gethostname()}-{2**22 + 1}")
