"""Writes files into a folder: all of them or none, nothing ever half-written."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from pyogrio.errors import DataSourceError

from optimizer.instance import InputError, Problem

PLAN_FILE = "plan.json"
Writer = Callable[[Path], object]


def check_writable(folder: Path) -> None:
    """Check that a plan could be written into a folder, before time is spent on solving.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be made or written to.
    """
    there = folder
    try:
        _refuse_instance(folder)
        while not there.exists() and there != there.parent:
            there = there.parent
    except OSError as error:  # a name too long for the file system, and the like
        raise _not_written(str(folder), error.strerror or str(error)) from error
    if not there.is_dir():
        raise _not_written(str(there), "it is a file, not a folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise _not_written(str(there), "no permission")


def write_files(folder: Path, writers: Mapping[str, Writer], known: Collection[str]) -> None:
    """Write a plan's files into a folder: all of them, or none.

    Every file is first written under another name. Only when all are complete do they take the
    places of an earlier plan's files, and these return if that fails. What an earlier plan
    wrote and this one doesn't (a map) is removed; other files of the folder are left alone.

    Parameters
    ----------
    folder : Path
    writers : mapping of file name to callable
    known : collection of str
        Every file that a plan may have.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    check_writable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as temporary:
            new, old = Path(temporary) / "new", Path(temporary) / "old"
            new.mkdir()
            old.mkdir()
            for name, write in writers.items():
                write(new / name)
            there = [name for name in writers if (new / name).exists()]
            _exchange(folder, new, old, there, known)
    except OSError as error:
        raise _not_written(str(error.filename or folder), error.strerror or str(error)) from error
    except DataSourceError as error:
        raise _not_written(str(folder), str(error)) from error


def add_files(folder: Path, writers: Mapping[str, Writer]) -> None:
    """Write files into a folder beside what it holds; each is complete or not there.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    check_writable(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as temporary:
            for name, write in writers.items():
                write(Path(temporary) / name)
            for name in writers:
                (Path(temporary) / name).replace(folder / name)
    except OSError as error:
        raise _not_written(str(error.filename or folder), error.strerror or str(error)) from error


def _exchange(folder: Path, new: Path, old: Path, names: list[str], known: Collection[str]) -> None:
    """Move the old files out and the new ones in, plan.json last; undo it if anything fails."""
    stale = [name for name in known if name not in names] if (folder / PLAN_FILE).exists() else []
    done: list[tuple[Path, Path]] = []
    try:
        for name in (*stale, *names):
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder is in its place", folder / name)
            if (folder / name).exists():
                (folder / name).replace(old / name)
                done.append((old / name, folder / name))
        for name in sorted(names, key=lambda name: name == PLAN_FILE):
            (new / name).replace(folder / name)
            done.append((folder / name, new / name))
    except BaseException:
        for now, before in reversed(done):
            now.replace(before)
        raise


def _refuse_instance(folder: Path) -> None:
    within = folder.name == "network" and (folder.parent / "instance.toml").exists()
    if (folder / "instance.toml").exists() or within:
        message = "this folder holds an instance; a plan would overwrite its tables."
    elif not (folder / PLAN_FILE).exists() and (folder / "regions.csv").exists():
        message = "it holds a regions.csv that no plan wrote; a plan would overwrite it."
    else:
        return
    raise InputError([Problem(str(folder), message, remedy="choose another folder for --out.")])


def _not_written(place: str, reason: str) -> InputError:
    remedy = "close it in other programs, or choose another folder for --out."
    return InputError([Problem(place, f"it can't be written ({reason}).", remedy=remedy)])
