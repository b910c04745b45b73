"""Writes files into a folder: all of them or none, nothing ever half-written."""

from __future__ import annotations

import errno
import json
import os
import shutil
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from optimizer.instance import InputError, Problem
from optimizer.plan.exchange import READY, UNFINISHED, clear, new_beside, recover, take_place, whose

PLAN_FILE = "plan.json"
LIST = ".files"
OLD = ".old"
_FIGURES = (".png", ".svg")
_OF_THE_SYSTEM = ("Thumbs.db", "desktop.ini", "Icon\r")
SHOWN = 10
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


def check_own(folder: Path, known: Collection[str]) -> None:
    """Check that a folder is empty or holds a plan alone, before another one takes its place.

    Parameters
    ----------
    folder : Path
    known : collection of str
        Every file that a plan may have.

    Raises
    ------
    InputError
        It holds files that no plan wrote; all are named.
    """
    names = foreign(folder, known)
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        message = f"it holds what no plan wrote: {', '.join(names[:SHOWN])}{more}."
        remedy = "choose another folder for --out; or keep these beside the plan: --force."
        raise InputError([Problem(str(folder), message, remedy=remedy)])


def foreign(folder: Path, known: Collection[str]) -> list[str]:
    """Return the files and folders in a folder that no plan wrote; hidden ones don't count."""
    if not folder.is_dir():
        return []
    own = known if holds_plan(folder) else ()
    there = [path for path in folder.iterdir() if not path.name.startswith(".")]
    others = [path for path in there if path.name not in own or path.is_dir()]
    return sorted(path.name for path in others if path.name not in _OF_THE_SYSTEM)


def holds_plan(folder: Path) -> bool:
    """Return whether a folder's plan.json is one that a plan wrote."""
    if (folder / READY).is_dir():
        return True
    try:
        content = json.loads((folder / PLAN_FILE).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "build" in content and "instance" in content


def write_files(
    folder: Path, writers: Mapping[str, Writer], known: Collection[str], *, force: bool = False
) -> None:
    """Write a plan's files into a folder: all of them, or none.

    A new folder is written beside it, with the files there that aren't a plan's, and takes its
    place in one step: whoever looks sees the old plan or the new one. What an earlier plan wrote
    and this one doesn't (a map) is gone then. Where the folder itself can't be replaced (this
    process works in it, it is a mount, it holds other folders), the files are made ready inside
    it first; if taking their places breaks off, the next to read or write there completes it.

    Parameters
    ----------
    folder : Path
    writers : mapping of file name to callable
    known : collection of str
        Every file that a plan may have.
    force : bool
        Also where a file of that name is there that no plan wrote: it is kept as NAME.old.

    Raises
    ------
    InputError
        The folder holds an instance, or a table that no plan wrote; or it can't be written to.
        The folder is as it was.
    """
    check_writable(folder)
    with _told(folder):
        folder = folder.resolve()
        restore(folder)
        clear(folder)
        aside = _aside(folder, known, force)
        folder.parent.mkdir(parents=True, exist_ok=True)
        if _may_be_replaced(folder):
            _write_beside(folder, writers, known, aside)
        else:
            _write_inside(folder, writers, known, aside)


def add_files(folder: Path, writers: Mapping[str, Writer]) -> None:
    """Write files into a folder beside what it holds; each is complete or not there.

    Raises
    ------
    InputError
        The folder holds an instance, or can't be written to.
    """
    check_writable(folder)
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, write in writers.items():
            put_file(folder / name, write)


def put_file(path: Path, write: Writer) -> None:
    """Write one file whole or not at all; what `write` doesn't make is left out.

    Raises
    ------
    OSError
    """
    # Its own ending last: drawing libraries go by that.
    temporary = _unfinished(path.parent, path.suffix)
    clear(path.parent)
    try:
        write(temporary)
        if temporary.exists():
            _settle(temporary)
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_file(path: Path, write: Writer) -> None:
    """Write one file as `put_file` does, and say for a planner why it can't be written.

    Raises
    ------
    InputError
    """
    try:
        put_file(path, write)
    except OSError as error:
        message = f"it can't be written ({error.strerror or error})."
        raise InputError([Problem(str(path), message)]) from error


def restore(folder: Path) -> None:
    """Complete or undo a save that was cut short; nothing where there was none.

    Raises
    ------
    OSError
    """
    recover(folder)
    if (folder / READY).is_dir():
        _take_places(folder)


def _aside(folder: Path, known: Collection[str], force: bool) -> dict[str, str]:
    """Return the names under which files are kept that bear a plan's names but are of no plan."""
    if not folder.is_dir() or holds_plan(folder):
        return {}
    there = [name for name in known if (folder / name).is_file()]
    # Figures may be those of `plan.draw`; whoever drew them, they are kept.
    refused = sorted(name for name in there if not name.endswith(_FIGURES))
    if refused and not force:
        message = f"no plan wrote {', '.join(refused)}, and a plan would overwrite it."
        remedy = "choose another folder; or keep it as NAME.old: --force, in Python force=True."
        raise InputError([Problem(str(folder), message, remedy=remedy)])
    return {name: _free(folder, name + OLD) for name in there}


def _free(folder: Path, name: str) -> str:
    number, free = 1, name
    while (folder / free).exists():
        number += 1
        free = f"{name}{number}"
    return free


def _may_be_replaced(folder: Path) -> bool:
    """Return whether another folder can take a folder's place without harm to who works in it."""
    if not os.access(folder.parent, os.W_OK | os.X_OK):
        return False
    if not folder.exists():
        return True
    here = Path.cwd()
    if folder == here or folder in here.parents or os.path.ismount(folder):
        return False
    return not any(path.is_dir() and not path.is_symlink() for path in folder.iterdir())


def _write_beside(
    folder: Path, writers: Mapping[str, Writer], known: Collection[str], aside: Mapping[str, str]
) -> None:
    new = new_beside(folder)
    try:
        _write_all(new, writers)
        for path in folder.iterdir() if folder.exists() else ():
            of_the_old_plan = path.name in known and path.name not in aside
            if not of_the_old_plan and not path.name.startswith(UNFINISHED):
                _copy(path, new / aside.get(path.name, path.name))
        take_place(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _copy(path: Path, target: Path) -> None:
    """Give a file a second name, or copy it where that can't be."""
    if target.exists():
        return
    if path.is_symlink():
        target.symlink_to(path.readlink())
        return
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)


def _write_inside(
    folder: Path, writers: Mapping[str, Writer], known: Collection[str], aside: Mapping[str, str]
) -> None:
    new = _unfinished(folder)
    stale = known if holds_plan(folder) else ()
    new.mkdir()
    try:
        names = _write_all(new, writers)
        (new / LIST).write_text(json.dumps([n for n in stale if n not in names]), encoding="utf-8")
        for name in (*stale, *names):
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder is in its place", folder / name)
        for name, kept in aside.items():
            (folder / name).rename(folder / kept)
        new.rename(folder / READY)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    _take_places(folder)


def _take_places(folder: Path) -> None:
    """Move the files that are ready to their places, plan.json last; may be begun again."""
    ready = folder / READY
    for name in json.loads((ready / LIST).read_text(encoding="utf-8")):
        (folder / name).unlink(missing_ok=True)
    for path in sorted(ready.iterdir(), key=lambda path: (path.name == PLAN_FILE, path.name)):
        if path.name != LIST:
            path.replace(folder / path.name)
    done = _unfinished(folder)
    ready.rename(done)  # from here on there is nothing to complete
    shutil.rmtree(done)


def _unfinished(folder: Path, ending: str = "") -> Path:
    """Return a name in a folder that no other process uses."""
    return folder / f"{UNFINISHED}{whose()}-{uuid.uuid4().hex[:8]}{ending}"


def _write_all(folder: Path, writers: Mapping[str, Writer]) -> list[str]:
    """Write every file and see it on disk; return the names of those that were made."""
    for name, write in writers.items():
        write(folder / name)
    names = [name for name in writers if (folder / name).exists()]
    for name in names:
        _settle(folder / name)
    return names


def _settle(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF):  # a system that can't do that
            raise
    finally:
        os.close(number)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say in a planner's words why something can't be written."""
    try:
        yield
    except OSError as error:
        raise _not_written(str(error.filename or folder), error.strerror or str(error)) from error
    except RuntimeError as error:
        from pyogrio.errors import DataSourceError  # slow to import

        if not isinstance(error, DataSourceError):
            raise
        raise _not_written(str(folder), str(error)) from error


def _refuse_instance(folder: Path) -> None:
    within = folder.name == "network" and (folder.parent / "instance.toml").exists()
    if not (folder / "instance.toml").exists() and not within:
        return
    message = "this folder holds an instance; a plan would overwrite its tables."
    raise InputError([Problem(str(folder), message, remedy="choose another folder for --out.")])


def _not_written(place: str, reason: str) -> InputError:
    remedy = "close it in other programs, or choose another folder for --out."
    return InputError([Problem(place, f"it can't be written ({reason}).", remedy=remedy)])
