"""Two folders change places in one step, where the system can; and whose unfinished work is whose.

A folder with files can't be replaced by a rename. Linux and macOS can exchange two names at once;
elsewhere the old folder steps aside first, and `recover` brings it back where that broke off.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import shutil
import socket
import sys
import time
import uuid
from pathlib import Path

UNFINISHED = ".rooted-"
"""How names begin that a save uses until it is done."""
READY = f"{UNFINISHED}ready"
"""A whole plan inside the folder, whose files have still to take their places."""
ASIDE = ".old"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD; RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM)


def whose() -> str:
    """Return this process in words that `is_gone` understands."""
    return f"{socket.gethostname()}-{os.getpid()}"


def is_gone(words: str) -> bool:
    """Return whether a file is known to be of a process of this machine that has ended."""
    found = re.search(rf"{re.escape(socket.gethostname())}-(\d+)\b", words)
    if found is None or os.name != "posix":
        return False
    try:
        os.kill(int(found[1]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def new_beside(folder: Path) -> Path:
    """Make an empty folder beside another one, on the same file system."""
    made = folder.with_name(f"{_stem(folder)}-{whose()}-{uuid.uuid4().hex[:8]}")
    made.mkdir()
    return made


def take_place(new: Path, folder: Path) -> None:
    """Let a finished folder take the place of another one, which is removed.

    Raises
    ------
    OSError
        Nothing has changed.
    """
    if not folder.exists():
        new.rename(folder)
        return
    shutil.copymode(folder, new)
    try:
        _exchange(new, folder)
        old = new
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        old = new.with_name(new.name + ASIDE)
        folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            old.rename(folder)
            raise
    shutil.rmtree(old, ignore_errors=True)


def recover(folder: Path) -> None:
    """Bring a folder back whose replacement broke off between two steps."""
    if folder.exists():
        return
    for aside in sorted(folder.parent.glob(f"{_stem(folder)}-*{ASIDE}")):
        aside.rename(folder)
        return


def clear(folder: Path, older_than: float = 3600.0) -> None:
    """Remove what killed saves of a folder have left beside it and in it.

    Those of processes of this machine that have ended; of others, old ones. What is ready to be
    completed stays, and inside the folder what may be the only copy of another one.
    """
    inside = [path for path in folder.glob(f"{UNFINISHED}*") if path.suffix != ASIDE]
    for path in (*folder.parent.glob(f"{_stem(folder)}-*"), *inside):
        try:
            old = time.time() - path.stat().st_mtime > older_than
            if path.name == READY or not (is_gone(path.name) or old):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
        except FileNotFoundError:  # another process was faster
            continue


def _stem(folder: Path) -> str:
    """Return how unfinished folders beside a folder begin: short enough for any name."""
    name = os.fsencode(folder.name)
    digest = hashlib.sha256(name).hexdigest()[:8]
    return f"{UNFINISHED}{name[:60].decode(errors='ignore')}-{digest}"


def _exchange(one: Path, other: Path) -> None:
    """Exchange two names in one step.

    Raises
    ------
    OSError
        The system or the file system can't do that, or may not.
    """
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, _EXCHANGE)
    elif library is not None and hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))
